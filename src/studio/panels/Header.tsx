import { openStructure } from '../actions/file-actions';
import { openCitations, openKeys } from '../actions/shell-actions';
import { Button } from '../components/Button';
import { useAction } from '../use-studio';
import styles from './Header.module.css';
import { History } from './History';

export function Header() {
  const cite = useAction(openCitations);
  const keys = useAction(openKeys);
  const open = useAction(openStructure);
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>
        <span className={styles.mark} aria-hidden="true">
          τ
        </span>
        Tau Studio
      </h1>
      <p className={styles.line}>A language model drafts a crystal, a diffusion model refines it, all in this page.</p>
      <nav className={styles.tools} aria-label="Studio">
        <Button look="quiet" icon="open" onPress={open.onPress} isDisabled={open.isDisabled} aria-label={open.label}>
          <span className={styles.word}>Open</span>
        </Button>
        <History />
        <Button look="quiet" icon="keyboard" onPress={keys.onPress} aria-label={keys.label}>
          <span className={styles.word}>{keys.label}</span>
        </Button>
        <Button look="quiet" icon="quote" onPress={cite.onPress} aria-label={cite.label}>
          <span className={styles.word}>{cite.label}</span>
        </Button>
      </nav>
    </header>
  );
}
