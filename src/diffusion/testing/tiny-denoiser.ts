import type { DenoiserEntry } from '../../runtime/manifest';
import oracle from '../fixtures/parity.json';
import schedule from '../fixtures/schedule.json';

/** A manifest entry for the fixture's tiny network with random weights. */
export const tinyDenoiserEntry: DenoiserEntry = {
  id: 'tiny-denoiser',
  path: 'tiny-denoiser',
  files: [{ name: 'tiny.onnx', bytes: 0, sha256: '0'.repeat(64) }],
  licence: 'MIT',
  card: 'tiny-denoiser.md',
  parameters: 0,
  trainedElements: [],
  maxAtoms: 20,
  onnx: { fp32: 'tiny.onnx', small: 'tiny.onnx' },
  timeDim: oracle.timeDim,
  ...schedule.parameters,
  stepLength: 1e-5,
  order: 'predictor-first',
  noiseNorm: 0.5,
  defaultTau: 50,
  defaultStart: 'as-is',
};
