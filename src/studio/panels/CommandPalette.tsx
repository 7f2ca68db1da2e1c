import { Autocomplete, Header, Menu, MenuItem, MenuSection, useFilter } from 'react-aria-components';
import { actionGroups } from '../actions';
import { type Action, shortcutText } from '../actions/action';
import { Dialog } from '../components/Dialog';
import popover from '../components/Popover.module.css';
import { ScrollArea } from '../components/ScrollArea';
import { SearchInput } from '../components/SearchInput';
import { isMac, useStudio, useStudioState } from '../use-studio';
import styles from './CommandPalette.module.css';

const byId = new Map(actionGroups.flatMap(({ actions }) => actions.map((action) => [action.id, action] as const)));

/** Every action of the studio by name: search, arrow keys, Enter. What cannot be done now says why. */
export function CommandPalette() {
  const { store } = useStudio();
  const isOpen = useStudioState((state) => state.dialog === 'commands');
  const close = () => store.setState({ dialog: null });
  return (
    <Dialog title="Commands" isOpen={isOpen} onClose={close}>
      <Commands onChosen={close} />
    </Dialog>
  );
}

function Commands({ onChosen }: { readonly onChosen: () => void }) {
  const studio = useStudio();
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <Autocomplete filter={contains}>
      <SearchInput label="Search commands" placeholder="What would you like to do?" autoFocus />
      <ScrollArea className={styles.scroll}>
        <Menu
          aria-label="Commands"
          className={popover.menu}
          renderEmptyState={() => <p className={styles.empty}>No command has this in its name.</p>}
          onAction={(id) => {
            onChosen();
            // The dialog gives the focus back before the action looks for it.
            requestAnimationFrame(() => void byId.get(String(id))?.perform(studio));
          }}
        >
          {actionGroups.map(({ title, actions }) => (
            <MenuSection key={title}>
              <Header className={styles.heading}>{title}</Header>
              {actions
                .filter(({ id }) => id !== 'commands')
                .map((action) => (
                  <Command key={action.id} action={action} />
                ))}
            </MenuSection>
          ))}
        </Menu>
      </ScrollArea>
    </Autocomplete>
  );
}

function Command({ action }: { readonly action: Action }) {
  const isEnabled = useStudioState((state) => action.isEnabled(state));
  const whyNot = useStudioState((state) => (action.isEnabled(state) ? undefined : action.whyNot?.(state)));
  const { id, name, shortcut } = action;
  return (
    <MenuItem
      id={id}
      textValue={name}
      aria-label={whyNot ? `${name}: ${whyNot}` : name}
      isDisabled={!isEnabled}
      className={popover.item}
    >
      {name}
      {shortcut ? <kbd className={styles.key}>{shortcutText(shortcut, isMac)}</kbd> : <span />}
      {whyNot ? <span className={popover.hint}>{whyNot}</span> : null}
    </MenuItem>
  );
}
