import type { Endpoint } from '../runtime/port';
import { OnnxLanguageModel } from './onnx';
import type { OnnxOpenRequest } from './onnx-remote';
import { serveLanguageModel } from './service';

// The page's types describe `self` as a window; in this file it is a worker's scope.
serveLanguageModel(
  self as unknown as Endpoint,
  ({ files, ...options }: OnnxOpenRequest) => new OnnxLanguageModel({ ...options, readFiles: async () => files }),
);
