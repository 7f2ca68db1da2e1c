import { spaceGroup, typesetSymbol } from '../../crystal/space-groups';
import { type Chip, matchAt, type Recogniser } from './chip';
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
    const { name: label, slots, idealCell, idealCellInSystem } = structureType;
    const wish = { stoichiometry: slots, ...(idealCell && { spaceGroup: idealCell.spaceGroup }) };
    const ideal = { ...(idealCell && { idealCell }), ...(idealCellInSystem && { idealCellInSystem }) };
    const chip: Chip = { kind: 'structure-type', label, detail: detailOf(structureType), span, wish, ...ideal };
    return { end: span.end, chips: [chip] };
  }
  return undefined;
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
