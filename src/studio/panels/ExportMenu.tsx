import { Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { Action } from '../actions/action';
import { copyCif, exportActions } from '../actions/export-actions';
import { copyLink } from '../actions/sharing-actions';
import { record } from '../actions/trajectory-actions';
import { pictureActions } from '../actions/viewer-actions';
import { Button } from '../components/Button';
import popover from '../components/Popover.module.css';
import { useStudio, useStudioState } from '../use-studio';

const hints: Readonly<Record<string, string>> = {
  'export-cif-symmetrised': 'Standard cell, asymmetric unit and symmetry operations',
  'export-cif-p1': 'The cell as it is, every atom listed',
  'export-poscar': 'For VASP and its relatives',
  'export-pymatgen-json': 'A pymatgen Structure',
  'export-report-json': 'What is to be believed of it: every line with its rule and numbers',
  'export-trajectory-extxyz': 'Every frame from the draft to the refined crystal',
  'copy-cif': 'The symmetrised one, to the clipboard',
  'copy-link': 'Opening it makes this run again; nothing of it reaches a server',
  'save-png': 'What is in view, on a transparent ground',
  'save-svg': 'What is in view as circles, strokes and polygons',
  'record-animation': 'MP4 or WebM, in a size that you choose',
  'save-glb': 'What is in view for Blender, slides and the web, in Å',
};

export function ExportMenu() {
  const studio = useStudio();
  const canExport = useStudioState((state) => exportActions.some((action) => action.isEnabled(state)));
  const whyNoLink = useStudioState((state) => copyLink.whyNot?.(state));
  const whyNoFilm = useStudioState((state) => record.whyNot?.(state));
  const byId = new Map<string, Action>(
    [...exportActions, copyCif, copyLink, ...pictureActions, record].map((action) => [action.id, action]),
  );
  return (
    <MenuTrigger>
      <Button look="small" icon="download" isDisabled={!canExport}>
        Export
      </Button>
      <Popover className={popover.popover} placement="bottom end">
        <Menu className={popover.menu} onAction={(id) => void byId.get(String(id))?.perform(studio)}>
          {exportActions.map((action) => entry(action))}
          {entry(copyCif)}
          {entry(copyLink, whyNoLink)}
          <Separator className={popover.separator} />
          {pictureActions.map((action) => entry(action))}
          {entry(record, whyNoFilm)}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** @param whyNot why it cannot be chosen now */
function entry({ id, name }: Action, whyNot?: string) {
  return (
    <MenuItem
      key={id}
      id={id}
      textValue={name}
      aria-label={whyNot ? `${name}: ${whyNot}` : name}
      isDisabled={whyNot !== undefined}
      className={popover.item}
    >
      {name}
      <span className={popover.hint}>{whyNot ?? hints[id]}</span>
    </MenuItem>
  );
}
