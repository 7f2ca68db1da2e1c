import { useEffect, useState } from 'react';
import type { Crystal } from '../../../crystal/crystal';
import styles from './Analysis.module.css';

/** Milliseconds after which it is worth saying. */
const PATIENCE = 300;

/** Says, once it takes a while, that something is computed for a crystal; closing the tool ends it. */
export function Computing({ what, crystal }: { readonly what: string; readonly crystal: Crystal | undefined }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong || !crystal) return null;
  return (
    <p className={styles.note} role="status">
      {what} of {crystal.atomicNumbers.length} atoms is computed … Closing the tool stops it.
    </p>
  );
}
