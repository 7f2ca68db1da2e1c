import { StudioError } from '../runtime/errors';
import { LARGEST_SYMMETRY_TOLERANCE } from './keep-symmetry';
import type { RunRequest } from './run';

const LARGEST_SEED = 0xffffffff;

/** Throws StudioError `invalid-input` naming the first value that is out of range. */
export function checkRequest(request: RunRequest, timesteps: number): void {
  const { seed, refinementSeed = seed, count, temperature, topP, tau, symmetryTolerance } = request;
  checkInteger('The seed', seed, 0, LARGEST_SEED);
  checkInteger('The seed of the noise', refinementSeed, 0, LARGEST_SEED);
  checkInteger('The number of candidates', count, 1, Number.MAX_SAFE_INTEGER);
  checkInteger('The noise level τ', tau, 0, timesteps);
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new StudioError('invalid-input', `The temperature must be above 0, not ${temperature}.`);
  }
  if (!(topP > 0 && topP <= 1)) {
    throw new StudioError('invalid-input', `Top-p must be above 0 and at most 1, not ${topP}.`);
  }
  if (symmetryTolerance !== undefined && !(symmetryTolerance > 0 && symmetryTolerance <= LARGEST_SYMMETRY_TOLERANCE)) {
    throw new StudioError(
      'invalid-input',
      `The symmetry tolerance must be above 0 and at most ${LARGEST_SYMMETRY_TOLERANCE} Å, not ${symmetryTolerance}.`,
    );
  }
}

function checkInteger(what: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  const range = highest === Number.MAX_SAFE_INTEGER ? `of at least ${lowest}` : `from ${lowest} to ${highest}`;
  throw new StudioError('invalid-input', `${what} must be an integer ${range}, not ${value}.`);
}
