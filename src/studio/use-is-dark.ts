import { useSyncExternalStore } from 'react';

const darkness = matchMedia('(prefers-color-scheme: dark)');

function subscribe(listener: () => void): () => void {
  darkness.addEventListener('change', listener);
  return () => darkness.removeEventListener('change', listener);
}

export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, () => darkness.matches);
}
