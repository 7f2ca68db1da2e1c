/** Reverse steps per measurement of a step. */
export const STEPS = 20;

/** What is measured, in the order of the table; `command` is what a subject is told. */
export const MEASUREMENTS = [
  { command: 'tokens', label: 'draft, tokens/s' },
  ...[5, 10, 20].flatMap((atoms) =>
    [1, 8].map((batch) => ({
      command: `step ${atoms} ${batch}`,
      label: `reverse step, ${atoms} atoms × ${batch}, ms`,
    })),
  ),
  { command: 'run', label: 'Generate to Refined, SrTiO3, s' },
  { command: 'memory', label: 'peak memory, MiB' },
] as const;
