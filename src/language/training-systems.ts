import chemicalSystems from './data/chemical-systems.json';

export interface ChemicalSystem {
  readonly symbols: readonly string[];
  /** Crystals with exactly these elements in the training data. */
  readonly count: number;
}

let systems: readonly ChemicalSystem[] | undefined;
let names: ReadonlySet<string> | undefined;

/** The combinations of elements of the training data. */
export function trainingSystems(): readonly ChemicalSystem[] {
  systems ??= Object.entries(chemicalSystems.systemsByCount).flatMap(([count, written]) =>
    written.split(' ').map((name) => ({ symbols: name.match(/[A-Z][a-z]?/g) ?? [], count: Number(count) })),
  );
  return systems;
}

/** Whether the training data has a crystal of exactly these elements. */
export function isTrainingSystem(symbols: readonly string[]): boolean {
  names ??= new Set(trainingSystems().map((system) => nameOf(system.symbols)));
  return names.has(nameOf(symbols));
}

function nameOf(symbols: readonly string[]): string {
  return [...symbols].sort().join(' ');
}
