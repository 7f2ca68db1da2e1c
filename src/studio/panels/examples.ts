/** Prompts that show what is understood; every one of them runs on the embedded models. */
export const examplePrompts: readonly string[] = [
  'SrTiO3',
  'cubic perovskite with Ba and O',
  'rock salt',
  'LiFeO2, space group 166',
  'ternary nitride, at most 12 atoms',
];
