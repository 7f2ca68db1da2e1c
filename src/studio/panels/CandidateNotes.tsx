import { useEffect, useRef, useState } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { type AnnotationChange, annotationOf, LONGEST_NOTE, readTags } from '../../generation/annotations';
import { deleteCandidate, starCandidate } from '../actions/candidate-actions';
import { IconButton } from '../components/Button';
import { Disclosure } from '../components/Disclosure';
import { updateAnnotation } from '../store/studio-store';
import { useAction, useStudio, useStudioState } from '../use-studio';
import styles from './CandidateNotes.module.css';

/** Star and bin of the candidate in view. */
export function CandidateMarks() {
  const isStarred = useStudioState(({ run, selected }) => annotationOf(run, selected).isStarred ?? false);
  const hasMany = useStudioState((state) => state.candidates.length > 1);
  const star = useAction(starCandidate);
  const bin = useAction(deleteCandidate);
  const isShown = useStudioState((state) => state.candidates.length > 0);
  if (!isShown) return null;
  return (
    <>
      <IconButton {...star} icon={isStarred ? 'starred' : 'star'} aria-pressed={isStarred} />
      {hasMany ? <IconButton {...bin} icon="trash" /> : null}
    </>
  );
}

/** Tags and a note on the candidate in view, kept as they are typed. */
export function CandidateNotes() {
  const { store, shelf } = useStudio();
  const candidate = useStudioState((state) => state.selected);
  const run = useStudioState((state) => state.run?.id);
  const { tags = [], note = '' } = useStudioState((state) => annotationOf(state.run, state.selected));
  if (run === undefined) return null;
  const keep = (change: AnnotationChange) => {
    // The last words may be kept when another run is on the bench already.
    if (store.getState().run?.id === run) updateAnnotation(store, candidate, change);
    else void shelf.amend(run, candidate, change);
  };
  const summary = [...tags, ...(note === '' ? [] : ['note'])].join(', ');
  return (
    <Disclosure title="Tags and note" summary={summary}>
      <div className={styles.fields}>
        <KeptText
          label="Tags, apart by commas"
          value={tags.join(', ')}
          onKeep={(text) => keep({ tags: readTags(text) })}
        />
        <KeptText label="Note" value={note} isLong onKeep={(text) => keep({ note: text.slice(0, LONGEST_NOTE) })} />
      </div>
    </Disclosure>
  );
}

interface KeptTextProps {
  readonly label: string;
  readonly value: string;
  readonly isLong?: boolean;
  readonly onKeep: (text: string) => void;
}

/** What is typed is kept as one change whenever the hands rest. */
const REST_MS = 800;

function KeptText({ label, value, isLong = false, onKeep }: KeptTextProps) {
  const [text, setText] = useState(value);
  const kept = useRef(value);
  const latest = useRef({ text, onKeep });
  latest.current = { text, onKeep };
  const keep = useRef(() => {
    if (latest.current.text === kept.current) return;
    kept.current = latest.current.text;
    latest.current.onKeep(latest.current.text);
  }).current;
  useEffect(() => {
    // Undo, or another way to it, changed what is kept.
    if (value === kept.current || readTags(kept.current).join(', ') === value) return;
    kept.current = value;
    setText(value);
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each key stroke begins the rest anew
  useEffect(() => {
    const resting = setTimeout(keep, REST_MS);
    return () => clearTimeout(resting);
  }, [text, keep]);
  // Another candidate takes the place: nothing typed is lost.
  useEffect(() => keep, [keep]);
  return (
    <TextField className={styles.field} value={text} onChange={setText} onBlur={keep}>
      <Label className={styles.label}>{label}</Label>
      {isLong ? (
        <TextArea className={styles.area} rows={3} maxLength={LONGEST_NOTE} />
      ) : (
        <Input className={styles.input} autoComplete="off" spellCheck={false} />
      )}
    </TextField>
  );
}
