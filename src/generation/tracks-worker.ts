import type { Endpoint } from '../runtime/port';
import { serveTracks } from './tracks-service';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveTracks(self as unknown as Endpoint);
