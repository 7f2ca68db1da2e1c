import { useEffect, useState } from 'react';
import type { Crystal } from '../crystal/crystal';
import type { CandidateSummary } from '../generation/summary';
import { summaryOf } from './analysis';

export interface Analysed {
  readonly crystal: Crystal;
  readonly analysis: CandidateSummary;
}

export type AnalysisState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'done'; readonly analysed: Analysed }
  | { readonly kind: 'failed'; readonly message: string };

/** The analysis of a crystal. Until the next crystal is analysed the one before stays. */
export function useAnalysis(crystal: Crystal | undefined): AnalysisState {
  const [state, setState] = useState<AnalysisState>({ kind: 'pending' });
  useEffect(() => {
    if (!crystal) return undefined;
    let isCurrent = true;
    summaryOf(crystal).then(
      (analysis) => isCurrent && setState({ kind: 'done', analysed: { crystal, analysis } }),
      (error: Error) => isCurrent && setState({ kind: 'failed', message: error.message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [crystal]);
  return crystal ? state : { kind: 'pending' };
}
