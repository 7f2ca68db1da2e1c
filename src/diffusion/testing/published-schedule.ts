import { createSchedule } from '../schedule';

/** The schedule of the paper (section 4.4). */
export const publishedSchedule = createSchedule({
  timesteps: 1000,
  sigmaMin: 0.005,
  sigmaMax: 0.5,
  cosineOffset: 0.008,
  betaMin: 1e-4,
  betaMax: 0.9999,
});
