import type { Endpoint } from '../../runtime/port';
import { serveBatch } from './batch-service';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveBatch(self as unknown as Endpoint);
