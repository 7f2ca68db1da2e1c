import { useEffect, useState } from 'react';
import type { Crystal } from '../crystal/crystal';
import { loadSymmetry } from '../crystal/symmetry';
import { type CandidateSummary, summariseCandidate } from '../generation/summary';

export interface Analysed {
  readonly crystal: Crystal;
  readonly analysis: CandidateSummary;
}

const analyses = new WeakMap<Crystal, Promise<CandidateSummary>>();

function analyse(crystal: Crystal): Promise<CandidateSummary> {
  const known = analyses.get(crystal);
  if (known) return known;
  const analysis = loadSymmetry().then((symmetry) => summariseCandidate(crystal, symmetry));
  analyses.set(crystal, analysis);
  analysis.catch(() => analyses.delete(crystal));
  return analysis;
}

export type AnalysisState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'done'; readonly analysed: Analysed }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * The analysis of a crystal, computed once per crystal; the symmetry finder is loaded when first needed. Until the next
 * crystal is analysed the one before stays.
 */
export function useAnalysis(crystal: Crystal | undefined): AnalysisState {
  const [state, setState] = useState<AnalysisState>({ kind: 'pending' });
  useEffect(() => {
    if (!crystal) return undefined;
    let isCurrent = true;
    analyse(crystal).then(
      (analysis) => isCurrent && setState({ kind: 'done', analysed: { crystal, analysis } }),
      (error: unknown) => isCurrent && setState({ kind: 'failed', message: String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [crystal]);
  return crystal ? state : { kind: 'pending' };
}
