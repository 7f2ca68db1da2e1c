import type { Endpoint } from '../runtime/port';
import { serveStructures } from './structures-service';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveStructures(self as unknown as Endpoint);
