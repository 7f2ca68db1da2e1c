import { useEffect, useState } from 'react';
import { useStudio } from '../use-studio';
import styles from './DropZone.module.css';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole page takes a dropped file, unless what lies under it takes the file first. */
export function DropZone() {
  const { session } = useStudio();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.defaultPrevented || !carriesFiles(event)) {
        setIsOver(false);
        return;
      }
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!event.relatedTarget) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      if (event.defaultPrevented || !carriesFiles(event)) return;
      event.preventDefault();
      void session.openStructure([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [session]);
  if (!isOver) return null;
  return (
    <div className={styles.veil} aria-hidden="true">
      <p className={styles.card}>
        <strong>Drop to open</strong> CIF, POSCAR, extended XYZ or pymatgen JSON
      </p>
    </div>
  );
}
