import { readFromDisk } from '../runtime/model-files-node';

/** Reads the index of known structures that is shipped. */
export const publicIndex = readFromDisk(new URL('../../public/index/', import.meta.url));
