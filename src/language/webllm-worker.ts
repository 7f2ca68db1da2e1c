import type { Endpoint } from '../runtime/port';
import { serveLanguageModel } from './service';
import { WebLlmLanguageModel, type WebLlmOptions } from './webllm';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveLanguageModel(self as unknown as Endpoint, (options: WebLlmOptions) => new WebLlmLanguageModel(options));
