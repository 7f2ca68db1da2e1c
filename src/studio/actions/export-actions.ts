import type { ExportKind } from '../exports';
import { type StudioState, selectedCandidate } from '../store/studio-store';
import type { Action } from './action';

const hasStructure = (state: StudioState) => selectedCandidate(state)?.refined !== undefined;

function save(kind: ExportKind, name: string): Action {
  return {
    id: `export-${kind}`,
    name,
    isEnabled: hasStructure,
    perform: ({ session }) => session.save(kind),
  };
}

export const exportActions: readonly Action[] = [
  save('cif-symmetrised', 'CIF (symmetrised)'),
  save('cif-p1', 'CIF (P1)'),
  save('poscar', 'POSCAR'),
  save('trajectory-extxyz', 'Trajectory (extXYZ)'),
];

export const copyCif: Action = {
  id: 'copy-cif',
  name: 'Copy CIF',
  isEnabled: hasStructure,
  perform: ({ session }) => session.copyCif(),
};
