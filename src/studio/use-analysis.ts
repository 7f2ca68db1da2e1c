import { useEffect, useState } from 'react';
import type { Crystal } from '../crystal/crystal';
import { compositionOf, formulaUnits, reducedFormula } from '../crystal/formula';
import { density } from '../crystal/geometry';
import { type LadderRung, loadSymmetry } from '../crystal/symmetry';
import {
  type ChargeNeutrality,
  chargeNeutrality,
  type StructuralValidity,
  structuralValidity,
} from '../crystal/validity';

/** What the candidate panel says of a crystal. */
export interface Analysis {
  /** Reduced, `SrTiO3`. */
  readonly formula: string;
  /** Z of the cell as computed. */
  readonly formulaUnits: number;
  readonly atomCount: number;
  /** g/cm³. */
  readonly density: number;
  readonly structure: StructuralValidity;
  readonly charge: ChargeNeutrality;
  readonly spaceGroups: readonly LadderRung[];
}

const analyses = new WeakMap<Crystal, Promise<Analysis>>();

function analyse(crystal: Crystal): Promise<Analysis> {
  const known = analyses.get(crystal);
  if (known) return known;
  const analysis = loadSymmetry().then((symmetry) => {
    const composition = compositionOf(crystal);
    return {
      formula: reducedFormula(crystal),
      formulaUnits: formulaUnits(composition),
      atomCount: crystal.atomicNumbers.length,
      density: density(crystal),
      structure: structuralValidity(crystal),
      charge: chargeNeutrality(composition),
      spaceGroups: symmetry.ladder(crystal),
    };
  });
  analyses.set(crystal, analysis);
  analysis.catch(() => analyses.delete(crystal));
  return analysis;
}

export type AnalysisState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'done'; readonly analysis: Analysis }
  | { readonly kind: 'failed'; readonly message: string };

/** The analysis of a crystal, computed once per crystal; the symmetry finder is loaded when first needed. */
export function useAnalysis(crystal: Crystal | undefined): AnalysisState {
  const [state, setState] = useState<AnalysisState & { readonly of?: Crystal }>({ kind: 'pending' });
  useEffect(() => {
    if (!crystal) return undefined;
    let isCurrent = true;
    analyse(crystal).then(
      (analysis) => isCurrent && setState({ kind: 'done', analysis, of: crystal }),
      (error: unknown) => isCurrent && setState({ kind: 'failed', message: String(error), of: crystal }),
    );
    return () => {
      isCurrent = false;
    };
  }, [crystal]);
  return state.of === crystal ? state : { kind: 'pending' };
}
