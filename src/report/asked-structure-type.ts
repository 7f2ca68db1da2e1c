import { ELEMENTS } from '../crystal/elements';
import { MOST_ATOMS } from '../crystal/structure-limits';
import type { Conditions } from '../language/conditions';
import { understandPrompt } from '../language/prompt';

/** What models can do does not matter to what a word means. */
const ANY_CELL = { maxAtoms: MOST_ATOMS, elements: ELEMENTS.map(({ atomicNumber }) => atomicNumber) };

/** Name of the structure type that a prompt asks for; none where the prompt names the space group itself. */
export function askedStructureType(prompt: string, { spaceGroup }: Conditions): string | undefined {
  if (!prompt) return undefined;
  const { chips } = understandPrompt(prompt, ANY_CELL);
  const asksItself = chips.some(({ kind, wish }) => kind === 'space-group' && wish.spaceGroup !== undefined);
  const type = chips.find(({ kind }) => kind === 'structure-type')?.label;
  return asksItself && spaceGroup !== undefined ? undefined : type;
}
