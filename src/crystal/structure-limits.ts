/** Atoms of the largest cell that is read from a file. */
export const MOST_ATOMS = 5000;
/** Bytes of the largest file that is read: 10 MB. */
export const MOST_BYTES = 10_000_000;
