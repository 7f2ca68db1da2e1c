import type { StudioState } from '../store/studio-store';

const MEGABYTE = 1e6;

/** "4.2 of 29.1 MB, 3 s left". */
export function describeLoading({ loadedBytes, totalBytes, secondsLeft }: NonNullable<StudioState['loading']>): string {
  if (totalBytes === 0) return 'starting';
  if (loadedBytes === totalBytes) return 'weights loaded';
  const bytes = `${(loadedBytes / MEGABYTE).toFixed(1)} of ${(totalBytes / MEGABYTE).toFixed(1)} MB`;
  return secondsLeft !== undefined && secondsLeft >= 1 ? `${bytes}, ${Math.ceil(secondsLeft)} s left` : bytes;
}
