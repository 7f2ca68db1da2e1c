import { understandPrompt } from '../prompt';

/** Of the embedded models, near enough: cells of 20 atoms, no argon and none of the elements from polonium to radium. */
export const LIMITS = {
  maxAtoms: 20,
  elements: Array.from({ length: 94 }, (_, index) => index + 1).filter((z) => z !== 18 && !(z >= 84 && z <= 88)),
};

/** What the studio makes of a prompt within these limits. */
export const understand = (prompt: string) => understandPrompt(prompt, LIMITS);

/** Conditions that ask for NaCl. */
export const ROCK_SALT = {
  composition: [
    ['Na', 1],
    ['Cl', 1],
  ],
};
