import styles from './Structure.module.css';

const KINDS = 6;

/** Colour and line of a structure by its number; the number itself stands beside them. */
export function structureClass(structure: number): string {
  if (structure === 0) return styles.none;
  return styles[`kind${(structure - 1) % KINDS}`];
}
