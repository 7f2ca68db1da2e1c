import type { CrystalSystem } from '../../crystal/space-groups';
import type { StoichiometrySlot } from '../conditions';
import type { IdealCell } from './chip';
import { ANIONS, METALS } from './element-words';

/** A structure type that fixes the formula's pattern and mostly the space group. */
export interface StructureType {
  /** Shown to the user. */
  readonly name: string;
  /** How it is written, as a pattern source. */
  readonly pattern: string;
  /** Shown to the user: `ABX₃`. */
  readonly formula: string;
  readonly slots: readonly StoichiometrySlot[];
  readonly idealCell?: IdealCell;
  readonly idealCellInSystem?: Readonly<Partial<Record<CrystalSystem, IdealCell>>>;
}

const any = (...counts: number[]): StoichiometrySlot[] => counts.map((count) => ({ count }));
/** Metals in all places but the last, an anion in the last. */
const salt = (...counts: number[]): StoichiometrySlot[] =>
  counts.map((count, index) => ({ count, elements: index === counts.length - 1 ? ANIONS : METALS }));
/** `atoms`: in the primitive cell, where that is more than one formula unit. */
function type(
  name: string,
  pattern: string,
  formula: string,
  slots: readonly StoichiometrySlot[],
  spaceGroup: number,
  atoms: number = slots.reduce((sum, { count }) => sum + count, 0),
): StructureType {
  return { name, pattern, formula, slots, idealCell: { spaceGroup, atoms } };
}

const PEROVSKITE: StructureType = {
  name: 'perovskite',
  pattern: 'perovskites?',
  formula: 'ABX₃',
  slots: salt(1, 1, 3),
  idealCellInSystem: {
    cubic: { spaceGroup: 221, atoms: 5 },
    orthorhombic: { spaceGroup: 62, atoms: 20 },
    trigonal: { spaceGroup: 167, atoms: 10 },
  },
};

/**
 * Structure types by name, longer names before those they contain. Space groups as in International Tables for the
 * aristotype.
 */
export const STRUCTURE_TYPES: readonly StructureType[] = [
  type('double perovskite', 'double[ -]perovskites?|elpasolites?', 'A₂BB′X₆', salt(2, 1, 1, 6), 225),
  type('antiperovskite', 'anti-?perovskites?', 'A₃BX', any(3, 1, 1), 221),
  type('layered perovskite', 'layered perovskites?|K2NiF4[ -]type|Ruddlesden[-–]Popper', 'A₂BX₄', salt(2, 1, 4), 139),
  PEROVSKITE,
  type('half-Heusler', 'half[ -]heuslers?', 'ABC', any(1, 1, 1), 216),
  type('Heusler', '(?:full[ -])?heuslers?', 'A₂BC', any(2, 1, 1), 225),
  type('rock salt', 'rock[ -]?salts?|halite|NaCl[ -](?:type|structure)|B1[ -](?:type|structure)', 'AB', any(1, 1), 225),
  type('zinc blende', 'zinc[ -]?blende|sphalerite|ZnS[ -]type', 'AB', any(1, 1), 216),
  type('wurtzite', 'wurtzite', 'AB', any(1, 1), 186, 4),
  type('CsCl type', 'CsCl[ -](?:type|structure)|c(?:a)?esium[ -]chloride (?:type|structure)', 'AB', any(1, 1), 221),
  type('nickeline', 'nickeline|NiAs[ -](?:type|structure)', 'AB', any(1, 1), 194, 4),
  type('antifluorite', 'anti-?fluorite', 'A₂X', any(2, 1), 225),
  type('fluorite', 'fluorite|CaF2[ -](?:type|structure)', 'AX₂', any(1, 2), 225),
  type('rutile', 'rutile|TiO2[ -]type', 'AX₂', any(1, 2), 136, 6),
  type('anatase', 'anatase', 'AX₂', any(1, 2), 141, 6),
  type('pyrite', 'pyrite', 'AX₂', any(1, 2), 205, 12),
  type('marcasite', 'marcasite', 'AX₂', any(1, 2), 58, 6),
  type('CdI₂ type', 'CdI2[ -](?:type|structure)', 'AX₂', any(1, 2), 164),
  type('Laves C15', '(?:cubic )?laves(?: phase)?|C15|MgCu2[ -]type', 'AB₂', any(1, 2), 227, 6),
  type('inverse spinel', 'inverse spinels?', 'AB₂X₄', salt(1, 2, 4), 227, 14),
  type('spinel', 'spinels?', 'AB₂X₄', salt(1, 2, 4), 227, 14),
  type('olivine', 'olivines?', 'A₂BX₄', any(2, 1, 4), 62, 28),
  type('scheelite', 'scheelite', 'ABX₄', any(1, 1, 4), 88, 12),
  type('zircon', 'zircon[ -](?:type|structure)', 'ABX₄', any(1, 1, 4), 141, 12),
  type('ilmenite', 'ilmenites?', 'ABX₃', salt(1, 1, 3), 148, 10),
  type('delafossite', 'delafossites?', 'ABX₂', any(1, 1, 2), 166),
  type('chalcopyrite', 'chalcopyrites?', 'ABX₂', any(1, 1, 2), 122, 8),
  type('corundum', 'corundum', 'A₂X₃', any(2, 3), 167, 10),
  type('ReO₃ type', 'ReO3[ -](?:type|structure)', 'AX₃', any(1, 3), 221),
  type('skutterudite', 'skutterudites?', 'AX₃', any(1, 3), 204, 16),
  type('A15', 'A15(?:[ -](?:type|structure))?', 'A₃B', any(3, 1), 223, 8),
  type('Cu₃Au type', 'L1_?2\\b|Cu3Au[ -](?:type|structure)', 'AB₃', any(1, 3), 221),
  type('L1₀', 'L1_?0\\b', 'AB', any(1, 1), 123),
  type('MAX phase', 'MAX phase', 'M₂AX', any(2, 1, 1), 194, 8),
  type('pyrochlore', 'pyrochlores?', 'A₂B₂X₇', salt(2, 2, 7), 227, 22),
  type('garnet', 'garnets?', 'A₃B₂C₃X₁₂', any(3, 2, 3, 12), 230, 80),
  type('bixbyite', 'bixbyite', 'A₂X₃', any(2, 3), 206, 40),
  type('diamond structure', 'diamond(?:[ -]cubic|[ -](?:type|structure|lattice))', 'A', any(1), 227, 2),
  type('diamond', 'diamond', 'C', [{ count: 1, elements: ['C'] }], 227, 2),
  type('graphite', 'graphite', 'C', [{ count: 1, elements: ['C'] }], 194, 4),
  type('face-centred cubic', 'fcc|face[ -]cent(?:er|re)d cubic', 'A', any(1), 225, 1),
  type('body-centred cubic', 'bcc|body[ -]cent(?:er|re)d cubic', 'A', any(1), 229, 1),
  type('hexagonal close-packed', 'hcp|hexagonal close[ -]packed', 'A', any(1), 194, 2),
];
