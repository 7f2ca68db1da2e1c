/** Where the tour stands. */
export interface TourState {
  /** 0 to `TOUR_LENGTH` − 1. */
  readonly step: number;
  /** Asked for by the user: shown over whatever is in view. */
  readonly isAsked: boolean;
}

export const TOUR_LENGTH = 4;

const STORAGE_KEY = 'tau-studio.tour.1';

/** The tour of a first visit; null once it has been ended here. Where storage is refused there is none. */
export function readTour(storage: Pick<Storage, 'getItem'>): TourState | null {
  try {
    return storage.getItem(STORAGE_KEY) === null ? { step: 0, isAsked: false } : null;
  } catch {
    return null;
  }
}

export function rememberTour(storage: Pick<Storage, 'setItem'>): void {
  try {
    storage.setItem(STORAGE_KEY, 'ended');
  } catch {
    // It comes again on the next visit.
  }
}
