import { useMemo } from 'react';
import { compareByElectronegativity } from '../../../crystal/elements';
import { useStudioState } from '../../use-studio';

/** Atomic numbers of the elements in view, in the order of formulas. */
export function usePresentElements(): readonly number[] {
  const atomicNumbers = useStudioState((state) => state.viewed?.computed.atomicNumbers);
  return useMemo(() => [...new Set(atomicNumbers)].sort(compareByElectronegativity), [atomicNumbers]);
}
