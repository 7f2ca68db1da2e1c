import { useEffect, useState } from 'react';
import type { Crystal } from '../../../crystal/crystal';
import type { StructureComparison } from '../../../crystal/structure-comparison';
import { compare } from '../../structures';

export type ComparisonState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly comparison: StructureComparison };

/** How two crystals differ, worked out in a worker; what was found before stays until then. */
export function useComparison(first: Crystal | undefined, second: Crystal | undefined): ComparisonState {
  const [state, setState] = useState<ComparisonState>({ kind: 'pending' });
  useEffect(() => {
    if (!first || !second) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    compare(first, second, signal).then(
      (comparison) => setState({ kind: 'done', comparison }),
      (error: Error) => signal.aborted || setState({ kind: 'failed', message: error.message }),
    );
    return () => leaving.abort();
  }, [first, second]);
  return first && second ? state : { kind: 'pending' };
}
