import type { Crystal } from '../crystal/crystal';
import { throwIfAborted } from '../runtime/errors';
import type { Denoiser } from './denoiser-types';
import { packBatch, rootMeanSquare } from './sample-state';
import type { Schedule } from './schedule';

/**
 * Timesteps at which the denoiser is asked, even in log σ where drafts lie. Beyond the last one the prediction says more
 * about the composition than about the coordinates.
 */
const ASKED = [5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 500, 600] as const;

/**
 * The noise level of a draft by the denoiser's own account: the largest t at which it finds as much noise in the
 * coordinates as it finds, in the median, in crystals noised to that t. Asked at a t above a draft's noise it finds less, for
 * what it finds is measured in σ_t. 0 where it finds less at every t, and for a single atom, whose place means nothing.
 * @param noiseNorm that median, as the manifest has it: root mean square of ∇ log q / λ_t over √(1 − 1/N), for a common
 *   translation of N atoms cannot be seen
 * @returns integer timestep from 0 to 600
 * @throws StudioError `aborted` between two network evaluations
 */
export async function estimateTau(
  crystal: Crystal,
  noiseNorm: number,
  schedule: Schedule,
  denoiser: Denoiser,
  signal?: AbortSignal,
): Promise<number> {
  const atoms = crystal.atomicNumbers.length;
  if (atoms < 2) return 0;
  const state = { candidate: 0, ...crystal };
  let [below, found] = [0, Number.NaN];
  for (const t of ASKED.toReversed().filter((asked) => asked <= schedule.timesteps)) {
    throwIfAborted(signal);
    const { coordScore } = await denoiser.predict(packBatch([state], t));
    const norm = rootMeanSquare(coordScore) / Math.sqrt(1 - 1 / atoms);
    // Between two timesteps log σ is even in t.
    if (norm >= noiseNorm) return below === 0 ? t : Math.round(t + ((norm - noiseNorm) / (norm - found)) * (below - t));
    [below, found] = [t, norm];
  }
  return 0;
}
