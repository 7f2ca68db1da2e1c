import type { Action } from './action';
import { candidateActions } from './candidate-actions';
import { redo, undo } from './edit-actions';
import { copyCif, exportActions } from './export-actions';
import { openStructure, refineStructure } from './file-actions';
import { exportRuns, importRuns } from './history-actions';
import { refineEdited } from './repair-actions';
import { estimateTau, generate, openSweep, stop, takeDraft, writeAgain } from './run-actions';
import { selectEquivalents } from './selection-actions';
import { copyLink } from './sharing-actions';
import { openCitations, openKeys, openPalette, reload, startTour, toggleDraftFormat } from './shell-actions';
import { playPause, record, trajectorySteps } from './trajectory-actions';
import { pictureActions, resetView, toggleConventional, viewAlong, viewTools } from './viewer-actions';

/** Every action of the studio, grouped as the list of keys shows them. */
export const actionGroups: readonly { readonly title: string; readonly actions: readonly Action[] }[] = [
  {
    title: 'Run',
    actions: [
      generate,
      stop,
      openStructure,
      refineStructure,
      refineEdited,
      takeDraft,
      writeAgain,
      estimateTau,
      openSweep,
    ],
  },
  { title: 'Candidates', actions: candidateActions },
  { title: 'Trajectory', actions: [playPause, ...trajectorySteps, record] },
  {
    title: 'Viewer',
    actions: [
      ...Object.values(viewAlong),
      resetView,
      toggleConventional,
      ...Object.values(viewTools),
      selectEquivalents,
      ...pictureActions,
    ],
  },
  { title: 'Draft and export', actions: [toggleDraftFormat, ...exportActions, copyCif, copyLink] },
  {
    title: 'Studio',
    actions: [openPalette, undo, redo, exportRuns, importRuns, openCitations, openKeys, startTour, reload],
  },
];
