import { equivalentSites } from '../../crystal/equivalent-sites';
import { loadSymmetry, SymmetryError } from '../../crystal/symmetry';
import { SUMMARY_SYMPREC } from '../../generation/summary';
import { copiesIn } from '../display-cell';
import { type StudioState, selectedCandidate } from '../store/studio-store';
import type { Action } from './action';

/** Larger cells would hold up the page. */
const MOST_ATOMS = 100;

function whyNot(state: StudioState): string | undefined {
  if (state.marked.length === 0) return 'Select an atom in the picture first.';
  const { cell, viewed } = state;
  if (cell.kind !== 'as-computed') return 'Show the cell as computed first.';
  return (viewed?.computed.atomicNumbers.length ?? 0) > MOST_ATOMS
    ? `Cells of more than ${MOST_ATOMS} atoms are not searched for equivalent ones.`
    : undefined;
}

/** Sites are those of the refined crystal, so that along a trajectory one sees what moves together. */
export const selectEquivalents: Action = {
  id: 'select-equivalents',
  name: 'Select the symmetry-equivalent atoms',
  shortcut: { key: 'q', where: 'bench' },
  isEnabled: (state) => whyNot(state) === undefined,
  whyNot,
  perform: async ({ store, viewer }) => {
    const state = store.getState();
    const crystal = selectedCandidate(state)?.refined ?? state.viewed?.computed;
    if (!crystal) return;
    const symmetry = await loadSymmetry();
    try {
      const { operations, spaceGroup } = symmetry.analyse(crystal, SUMMARY_SYMPREC);
      const chosen = state.marked.map(({ index }) => Math.floor(index / copiesIn(state.cell)));
      const sites = equivalentSites(chosen, crystal, operations);
      // Measuring takes four atoms at most.
      if (state.tool === 'measure') store.setState({ tool: null });
      viewer.markAtoms(sites);
      store.setState({
        statusLine: `${sites.length} equivalent atoms selected, by ${spaceGroup.symbol} at ${SUMMARY_SYMPREC} Å`,
      });
    } catch (error) {
      if (!(error instanceof SymmetryError || error instanceof RangeError)) throw error;
      store.setState({ statusLine: 'No symmetry was found by which atoms would be equivalent' });
    }
  },
};
