import { useEffect, useMemo, useState } from 'react';
import type { Crystal } from '../../../crystal/crystal';
import { type AngleRange, DiffractionError, type PowderPeak, powderPeaks } from '../../../crystal/powder-diffraction';
import { type PeakShape, type Profile, powderProfile } from '../../../crystal/powder-profile';
import { loadSymmetry, type SymmetryFinder } from '../../../crystal/symmetry';
import { displayedCrystal } from '../../display-cell';

export interface DiffractionRequest {
  readonly wavelength: number;
  readonly range: AngleRange;
  readonly shape: PeakShape;
  /** In the idealised conventional cell, so that the indices are those of textbooks. */
  readonly isConventional: boolean;
}

export type DiffractionResult =
  | { readonly peaks: readonly PowderPeak[]; readonly profile: Profile }
  | { readonly problem: string };

/** The powder pattern of a crystal; undefined while the symmetry finder loads. */
export function useDiffraction(
  crystal: Crystal | undefined,
  { wavelength, range, shape, isConventional }: DiffractionRequest,
): DiffractionResult | undefined {
  const symmetry = useSymmetry(isConventional);
  const cell = useMemo(() => {
    if (!crystal || !isConventional) return crystal;
    return symmetry && displayedCrystal(crystal, { kind: 'conventional', repeats: [1, 1, 1] }, symmetry);
  }, [crystal, isConventional, symmetry]);
  const [lowest, highest] = range;
  const peaks = useMemo(
    () => cell && attempt(() => powderPeaks(cell, wavelength, [lowest, highest])),
    [cell, wavelength, lowest, highest],
  );
  const { width, lorentzShare } = shape;
  return useMemo(() => {
    if (!peaks || 'problem' in peaks) return peaks;
    return { peaks, profile: powderProfile(peaks, [lowest, highest], { width, lorentzShare }) };
  }, [peaks, lowest, highest, width, lorentzShare]);
}

function useSymmetry(isWanted: boolean): SymmetryFinder | undefined {
  const [symmetry, setSymmetry] = useState<SymmetryFinder>();
  useEffect(() => {
    let isCurrent = true;
    // What fails here is said where symmetry is the answer; the pattern then stays away.
    if (isWanted)
      loadSymmetry().then(
        (finder) => isCurrent && setSymmetry(() => finder),
        () => {},
      );
    return () => {
      isCurrent = false;
    };
  }, [isWanted]);
  return symmetry;
}

function attempt(compute: () => PowderPeak[]): readonly PowderPeak[] | { readonly problem: string } {
  try {
    return compute();
  } catch (error) {
    // A cell without volume, as an early frame may have.
    if (error instanceof DiffractionError || error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}
