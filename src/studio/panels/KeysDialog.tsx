import { actionGroups } from '../actions';
import { shortcutText } from '../actions/action';
import { Dialog } from '../components/Dialog';
import { isMac, useStudio, useStudioState } from '../use-studio';
import styles from './KeysDialog.module.css';

/** Every shortcut, from the same objects that the buttons perform. */
export function KeysDialog() {
  const { store } = useStudio();
  const isOpen = useStudioState((state) => state.dialog === 'keys');
  return (
    <Dialog title="Keys" isOpen={isOpen} onClose={() => store.setState({ dialog: null })}>
      <p className={styles.lead}>Single keys work while the viewer or the trajectory has the focus, Esc everywhere.</p>
      <div className={styles.groups}>
        {actionGroups
          .map((group) => ({ ...group, actions: group.actions.filter((action) => action.shortcut) }))
          .filter((group) => group.actions.length > 0)
          .map((group) => (
            <section key={group.title}>
              <h3 className={styles.heading}>{group.title}</h3>
              <dl className={styles.list}>
                {group.actions.map((action) => (
                  <div key={action.id} className={styles.line}>
                    <dt>{action.name}</dt>
                    <dd>
                      <kbd className={styles.key}>{action.shortcut ? shortcutText(action.shortcut, isMac) : ''}</kbd>
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Dialog>
  );
}
