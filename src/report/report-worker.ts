import type { Endpoint } from '../runtime/port';
import { serveReports } from './report-service';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveReports(self as unknown as Endpoint);
