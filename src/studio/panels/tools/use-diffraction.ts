import { useMemo } from 'react';
import type { Crystal } from '../../../crystal/crystal';
import type { AngleRange, PowderPeak } from '../../../crystal/powder-diffraction';
import { type PeakShape, type Profile, powderProfile } from '../../../crystal/powder-profile';
import { type ToolResult, useToolResult } from './use-tool-result';

export interface DiffractionRequest {
  readonly wavelength: number;
  readonly range: AngleRange;
  readonly shape: PeakShape;
  /** In the idealised conventional cell, so that the indices are those of textbooks. */
  readonly isConventional: boolean;
}

export interface DiffractionPattern {
  readonly peaks: readonly PowderPeak[];
  readonly profile: Profile;
}

/** The powder pattern of a crystal. */
export function useDiffraction(
  crystal: Crystal | undefined,
  { wavelength, range: [lowest, highest], shape: { width, lorentzShare }, isConventional }: DiffractionRequest,
): ToolResult<DiffractionPattern> {
  const request = useMemo(
    () => crystal && { crystal, isConventional, wavelength, range: [lowest, highest] as const },
    [crystal, isConventional, wavelength, lowest, highest],
  );
  const { value: peaks, ...rest } = useToolResult('pattern', request);
  const value = useMemo(
    () => peaks && { peaks, profile: powderProfile(peaks, [lowest, highest], { width, lorentzShare }) },
    [peaks, lowest, highest, width, lorentzShare],
  );
  return { ...rest, value };
}
