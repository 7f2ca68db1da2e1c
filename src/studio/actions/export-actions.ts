import { type ExportKind, exportable } from '../exports';
import { type StudioState, selectedCandidate } from '../store/studio-store';
import type { Action } from './action';

const hasStructure = (state: StudioState) => {
  const candidate = selectedCandidate(state);
  return candidate !== undefined && exportable(candidate) !== undefined;
};
const NOT_YET = 'There is no refined crystal in view.';
const hasFrames = (state: StudioState) => selectedCandidate(state)?.refined !== undefined;

function save(kind: ExportKind, name: string, isEnabled = hasStructure): Action {
  return {
    id: `export-${kind}`,
    name,
    isEnabled,
    whyNot: (state) => (isEnabled(state) ? undefined : NOT_YET),
    perform: ({ session }) => session.save(kind),
  };
}

export const exportActions: readonly Action[] = [
  save('cif-symmetrised', 'CIF (symmetrised)'),
  save('cif-p1', 'CIF (P1)'),
  save('poscar', 'POSCAR'),
  save('pymatgen-json', 'pymatgen JSON'),
  save('report-json', 'Report (JSON)'),
  save('trajectory-extxyz', 'Trajectory (extXYZ)', hasFrames),
];

export const copyCif: Action = {
  id: 'copy-cif',
  name: 'Copy CIF',
  isEnabled: hasStructure,
  whyNot: (state) => (hasStructure(state) ? undefined : NOT_YET),
  perform: ({ session }) => session.copyCif(),
};
