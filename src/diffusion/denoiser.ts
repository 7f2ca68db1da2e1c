import { StudioError } from '../runtime/errors';
import type { OnnxSession, OnnxTensor } from '../runtime/onnx-session';
import { type BatchShape, padToShape } from './batch-shape';
import type { Denoiser, DenoiserBatch, DenoiserOutput } from './denoiser-types';
import { createPairIndices, type PairIndices } from './pair-indices';
import { timeEmbedding } from './time-embedding';

export interface OnnxDenoiserOptions {
  /** Length of the time embedding. */
  readonly timeDim: number;
  /**
   * The session for a batch and the shape that the batch must be padded to. On CPU one session takes any shape; on WebGPU
   * every shape has a session of its own.
   */
  readonly sessionFor: (shape: BatchShape) => Promise<{ readonly session: OnnxSession; readonly shape: BatchShape }>;
  readonly dispose: () => Promise<void>;
}

/** CSPNet on ONNX Runtime, in the thread that calls it. */
export class OnnxDenoiser implements Denoiser {
  private readonly options: OnnxDenoiserOptions;
  private readonly pairs = new Map<number, PairIndices>();

  constructor(options: OnnxDenoiserOptions) {
    this.options = options;
  }

  async predict(batch: DenoiserBatch): Promise<DenoiserOutput> {
    const { session, shape } = await this.options.sessionFor(batch);
    const outputs = await session.run<'coord_score' | 'lattice_noise'>(this.feeds(padToShape(batch, shape)));
    const coordScore = floats(outputs.coord_score);
    const latticeNoise = floats(outputs.lattice_noise);
    if (shape.width === batch.width && shape.batchSize === batch.batchSize) return { coordScore, latticeNoise };
    return cropToBatch(coordScore, latticeNoise, batch, shape);
  }

  dispose(): Promise<void> {
    return this.options.dispose();
  }

  private feeds(batch: DenoiserBatch): Record<string, OnnxTensor> {
    const { batchSize, width } = batch;
    const { timeDim } = this.options;
    const { pairI, pairJ, pairIndex, pairSign } = this.pairsOf(width);
    const float32 = (data: Float32Array, ...dims: number[]): OnnxTensor => ({ type: 'float32', data, dims });
    const int32 = (data: Int32Array, ...dims: number[]): OnnxTensor => ({ type: 'int32', data, dims });
    return {
      time_embedding: float32(timeEmbedding(batch.timestep, timeDim, batchSize), batchSize, timeDim),
      atomic_numbers: int32(batch.atomicNumbers, batchSize, width),
      frac_coords: float32(batch.fracCoords, batchSize, width, 3),
      lattice: float32(batch.lattice, batchSize, 3, 3),
      mask: float32(batch.mask, batchSize, width),
      pair_i: int32(pairI, pairI.length),
      pair_j: int32(pairJ, pairJ.length),
      pair_index: int32(pairIndex, pairIndex.length),
      pair_sign: float32(pairSign, pairSign.length),
    };
  }

  private pairsOf(width: number): PairIndices {
    let pairs = this.pairs.get(width);
    if (!pairs) {
      pairs = createPairIndices(width);
      this.pairs.set(width, pairs);
    }
    return pairs;
  }
}

function floats(tensor: OnnxTensor | undefined): Float32Array {
  if (tensor?.type === 'float32') return tensor.data;
  throw new StudioError(
    'model-corrupt',
    'The denoiser file does not give coord_score and lattice_noise. Export it again.',
  );
}

function cropToBatch(
  coordScore: Float32Array,
  latticeNoise: Float32Array,
  { batchSize, width }: BatchShape,
  padded: BatchShape,
): DenoiserOutput {
  const cropped = new Float32Array(batchSize * width * 3);
  for (let row = 0; row < batchSize; row++) {
    const start = row * padded.width * 3;
    cropped.set(coordScore.subarray(start, start + width * 3), row * width * 3);
  }
  return { coordScore: cropped, latticeNoise: latticeNoise.slice(0, batchSize * 9) };
}
