/** Prompts that show what is understood; every one of them runs on the embedded models. */
export const examplePrompts: readonly string[] = [
  'SrTiO3',
  'cubic perovskite with Ba and O',
  'rock salt',
  'LiFeO2, space group 166',
  'ternary nitride, at most 12 atoms',
];

/** Three of them for the tour, and what each shows. */
export const tourPrompts: readonly { readonly prompt: string; readonly about: string }[] = [
  { prompt: 'SrTiO3', about: 'a formula' },
  { prompt: 'cubic perovskite with Ba and O', about: 'a structure type' },
  { prompt: 'LiFeO2, space group 166', about: 'with a symmetry' },
];
