import type { OnnxSession, OnnxTensor } from '../runtime/onnx-session';
import type { LogitsStream } from './decoding';

/** Shape of the key–value cache: (layers, 2, batch, kvHeads, length, headDim). */
export interface CacheShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

/**
 * One text read by a LLaMA graph with a key–value cache: what the graph returns as `present` goes back as `past`, so
 * each token is computed once. Only the latest cache is kept.
 */
export class OnnxLogitsStream implements LogitsStream {
  private readonly session: OnnxSession;
  private past: OnnxTensor;
  private length = 0;

  constructor(session: OnnxSession, shape: CacheShape) {
    this.session = session;
    const dims = [shape.layers, 2, 1, shape.kvHeads, 0, shape.headDim];
    this.past = { type: 'float32', data: new Float32Array(0), dims };
  }

  async read(tokens: readonly number[], signal?: AbortSignal): Promise<Float32Array> {
    const count = tokens.length;
    if (count === 0) throw new RangeError('There are no tokens to read.');
    const positions = Int32Array.from(tokens, (_, index) => this.length + index);
    const { logits, present } = await this.session.run<'logits' | 'present'>(
      {
        input_ids: { type: 'int32', data: Int32Array.from(tokens), dims: [1, count] },
        positions: { type: 'int32', data: positions, dims: [count] },
        past: this.past,
      },
      signal,
    );
    this.past = present;
    this.length += count;
    const size = logits.dims[2];
    return Float32Array.from(logits.data.subarray((count - 1) * size, count * size));
  }
}
