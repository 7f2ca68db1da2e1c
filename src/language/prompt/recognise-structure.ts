import { spaceGroup, typesetSymbol } from '../../crystal/space-groups';
import { type Chip, matchAt, type Recogniser, type Span } from './chip';
import { STRUCTURE_TYPES, type StructureType } from './structure-types';

const PATTERNS = STRUCTURE_TYPES.map((structureType) => ({
  structureType,
  pattern: new RegExp(`(?:${structureType.pattern})(?![A-Za-z])(?:[ -](?:type|structured?))?(?: structure)?`, 'iy'),
}));

/** "perovskite", "rock salt", "NaCl-type". */
export const recogniseStructureType: Recogniser = (prompt, at) => {
  for (const { structureType, pattern } of PATTERNS) {
    const match = matchAt(pattern, prompt, at);
    if (!match) continue;
    const span = { start: at, end: at + match[0].length };
    return { end: span.end, chips: [structureChip(structureType, span)] };
  }
  return undefined;
};

function structureChip(structureType: StructureType, span: Span): Chip {
  const { name: label, slots, idealCell, idealCellInSystem } = structureType;
  const wish = { stoichiometry: slots, ...(idealCell && { spaceGroup: idealCell.spaceGroup }) };
  const ideal = { ...(idealCell && { idealCell }), ...(idealCellInSystem && { idealCellInSystem }) };
  return { kind: 'structure-type', label, detail: detailOf(structureType), span, wish, ...ideal };
}

const DIAMOND = STRUCTURE_TYPES.find(({ name }) => name === 'diamond');
const DIAMOND_STRUCTURE = STRUCTURE_TYPES.find(({ name }) => name === 'diamond structure');

/** "diamond" alone is carbon; beside another element, "Si diamond", it is the structure. */
export function diamondByItsElement(chips: readonly Chip[]): readonly Chip[] {
  const others = chips.flatMap(({ wish }) => [
    ...(wish.composition?.map(([symbol]) => symbol) ?? []),
    ...(wish.elements ?? wish.requiredElements ?? []),
  ]);
  if (others.every((symbol) => symbol === 'C')) return chips;
  return chips.map((chip) =>
    chip.label === DIAMOND?.name && DIAMOND_STRUCTURE ? structureChip(DIAMOND_STRUCTURE, chip.span) : chip,
  );
}

const HYPOTHETICAL_PEROVSKITE = /hypothetical(?: cubic)? perovskites?(?![A-Za-z])/iy;

/** "hypothetical perovskite": the language model has learned Perov-5's cells under this name, apart from all others. */
export const recogniseHypotheticalPerovskite: Recogniser = (prompt, at) => {
  const match = matchAt(HYPOTHETICAL_PEROVSKITE, prompt, at);
  if (!match) return undefined;
  const span = { start: at, end: at + match[0].length };
  const detail =
    'One of the computed ABX₃ cells of Perov-5, most of which do not exist: 5 atoms, any two cations in either place.';
  const wish = { hypotheticalPerovskite: true, atomCount: 5 } as const;
  return { end: span.end, chips: [{ kind: 'structure-type', label: 'hypothetical perovskite', detail, span, wish }] };
};

function detailOf({ formula, slots, idealCell, idealCellInSystem }: StructureType): string {
  const pattern = slots.length === 1 ? `One element (${formula})` : `Formula ${formula}, each letter another element`;
  if (idealCell) {
    const { spaceGroup: number, atoms } = idealCell;
    const group = `No. ${number} (${typesetSymbol(spaceGroup(number))})`;
    return `${pattern}; the model is asked for space group ${group} and, unless said otherwise, ${atoms} atoms in the cell.`;
  }
  const systems = Object.entries(idealCellInSystem ?? {}).map(
    ([system, cell]) => `${system} is No. ${cell.spaceGroup}`,
  );
  return `${pattern}; the space group stays open unless a crystal system is named (${systems.join(', ')}).`;
}
