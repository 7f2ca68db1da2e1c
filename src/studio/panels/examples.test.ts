import { describe, expect, it } from 'vitest';
import manifest from '../../../public/models/manifest.json';
import { understandPrompt } from '../../language/prompt';
import { examplePrompts, tourPrompts } from './examples';

const language = manifest.language[0];
const denoiser = manifest.denoiser[0];

describe('example prompts', () => {
  it.each([...new Set([...examplePrompts, ...tourPrompts.map(({ prompt }) => prompt)])])(
    '%s is understood word by word and can be served',
    (prompt) => {
      const limits = {
        maxAtoms: Math.min(language.maxAtoms, denoiser.maxAtoms),
        elements: language.trainedElements.filter((element) => denoiser.trainedElements.includes(element)),
      };
      const { chips, notUnderstood, problems } = understandPrompt(prompt, limits);
      expect(chips.length).toBeGreaterThan(0);
      expect(notUnderstood).toEqual([]);
      expect(problems).toEqual([]);
    },
  );
});
