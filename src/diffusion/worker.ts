import type { Endpoint } from '../runtime/port';
import { serveDiffusion } from './service';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveDiffusion(self as unknown as Endpoint);
