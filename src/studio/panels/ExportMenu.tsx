import { Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { Action } from '../actions/action';
import { copyCif, exportActions } from '../actions/export-actions';
import { Button } from '../components/Button';
import popover from '../components/Popover.module.css';
import { useStudio, useStudioState } from '../use-studio';

const hints: Readonly<Record<string, string>> = {
  'export-cif-symmetrised': 'Standard cell, asymmetric unit and symmetry operations',
  'export-cif-p1': 'The cell as computed, every atom listed',
  'export-poscar': 'For VASP and its relatives',
  'export-trajectory-extxyz': 'Every frame from the draft to the refined crystal',
};

export function ExportMenu() {
  const studio = useStudio();
  const canExport = useStudioState((state) => exportActions.some((action) => action.isEnabled(state)));
  const byId = new Map<string, Action>([...exportActions, copyCif].map((action) => [action.id, action]));
  return (
    <MenuTrigger>
      <Button look="small" icon="download" isDisabled={!canExport}>
        Export
      </Button>
      <Popover className={popover.popover} placement="bottom end">
        <Menu className={popover.menu} onAction={(id) => void byId.get(String(id))?.perform(studio)}>
          {exportActions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.name}
              aria-label={action.name}
              className={popover.item}
            >
              {action.name}
              <span className={popover.hint}>{hints[action.id]}</span>
            </MenuItem>
          ))}
          <Separator className={popover.separator} />
          <MenuItem id={copyCif.id} textValue={copyCif.name} aria-label={copyCif.name} className={popover.item}>
            {copyCif.name}
            <span className={popover.hint}>The symmetrised one, to the clipboard</span>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
