import type { Endpoint } from '../runtime/port';
import { serveAnalysis } from './analysis-service';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveAnalysis(self as unknown as Endpoint);
