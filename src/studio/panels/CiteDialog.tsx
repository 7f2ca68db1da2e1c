import { useState } from 'react';
import { version } from '../../../package.json';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { useStudio, useStudioState } from '../use-studio';
import styles from './CiteDialog.module.css';
import { type Citation, citationGroups, shortAuthors, toBibtex } from './citations';

const software: Citation = {
  key: 'taustudio',
  kind: 'misc',
  authors: '{The Tau Studio authors}',
  title: 'Tau Studio: a crystal studio in the browser',
  venue: `Software, version ${version}`,
  year: 2026,
  url: '',
  role: 'This software.',
};

/** Papers, data and software behind a crystal made here. */
export function CiteDialog() {
  const { store } = useStudio();
  const isOpen = useStudioState((state) => state.dialog === 'cite');
  const models = useStudioState((state) => state.run);
  const [copied, setCopied] = useState(false);
  const all = [...citationGroups.flatMap((group) => group.citations), software];

  async function copyAll() {
    await navigator.clipboard.writeText(all.map(toBibtex).join('\n'));
    setCopied(true);
  }

  return (
    <Dialog title="How to cite" isOpen={isOpen} onClose={() => store.setState({ dialog: null })}>
      <p className={styles.lead}>
        A crystal from this studio rests on the following work. Structures are not relaxed and carry no energy: say so
        where you use them.
      </p>
      {citationGroups.map((group) => (
        <section key={group.title} className={styles.group}>
          <h3 className={styles.heading}>{group.title}</h3>
          <ul className={styles.list}>
            {group.citations.map((citation) => (
              <CitationLine key={citation.key} citation={citation} />
            ))}
          </ul>
        </section>
      ))}
      <section className={styles.group}>
        <h3 className={styles.heading}>Software and models</h3>
        <ul className={styles.list}>
          <CitationLine citation={software} />
          {models ? (
            <li className={styles.models}>
              Models of the run in view: {models.languageModel.id} ({models.languageModel.sha256.slice(0, 12)}),{' '}
              {models.denoiser.id} ({models.denoiser.sha256.slice(0, 12)}).
            </li>
          ) : null}
        </ul>
      </section>
      <Button icon={copied ? 'check' : 'copy'} onPress={() => void copyAll()}>
        {copied ? 'BibTeX copied' : 'Copy all as BibTeX'}
      </Button>
    </Dialog>
  );
}

function CitationLine({ citation }: { readonly citation: Citation }) {
  return (
    <li>
      <p>
        {shortAuthors(citation.authors).replace(/[{}]/g, '')} ({citation.year}).{' '}
        <cite className={styles.title}>{citation.title}</cite>. {citation.venue}.{' '}
        {citation.url ? (
          <a href={citation.url} target="_blank" rel="noreferrer">
            {citation.url.replace('https://', '')}
          </a>
        ) : null}
      </p>
      <p className={styles.role}>{citation.role}</p>
    </li>
  );
}
