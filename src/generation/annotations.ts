import type { RunRecord } from './run';

/** What a person noted of a candidate. */
export interface Annotation {
  readonly isStarred?: boolean;
  /** Taken out of the run: nothing shows, refines or exports it. */
  readonly isDeleted?: boolean;
  readonly tags?: readonly string[];
  readonly note?: string;
}

/** Parts of an annotation as they shall be; undefined takes a part away. */
export type AnnotationChange = { readonly [Part in keyof Annotation]?: Annotation[Part] | undefined };

/** By the candidate's index; a candidate of which nothing was noted has none. */
export type Annotations = Readonly<Record<number, Annotation>>;

export const LONGEST_TAG = 40;
export const MOST_TAGS = 12;
export const LONGEST_NOTE = 2000;

const nothing: Annotation = {};

export function annotationOf(run: Pick<RunRecord, 'annotations'> | null, candidate: number): Annotation {
  return run?.annotations?.[candidate] ?? nothing;
}

/** The annotations after a change of one candidate's; what says nothing is left out. */
export function withAnnotation(
  annotations: Annotations | undefined,
  candidate: number,
  change: AnnotationChange,
): Annotations {
  const { isStarred, isDeleted, tags, note }: AnnotationChange = { ...annotations?.[candidate], ...change };
  const annotation: Annotation = {
    ...(isStarred && { isStarred }),
    ...(isDeleted && { isDeleted }),
    ...(tags && tags.length > 0 && { tags }),
    ...(note && { note }),
  };
  const { [candidate]: _, ...others } = annotations ?? {};
  return Object.keys(annotation).length > 0 ? { ...others, [candidate]: annotation } : others;
}

/** Tags as they are typed, apart by commas: each once, shortened where they are too long or too many. */
export function readTags(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().replace(/\s+/g, ' ').slice(0, LONGEST_TAG));
  return [...new Set(tags.filter(Boolean))].slice(0, MOST_TAGS);
}

/** The run without the crystals and drafts of its deleted candidates, whose places stay. */
export function withoutDeleted(run: RunRecord): RunRecord {
  if (!hasDeleted(run)) return run;
  return {
    ...run,
    candidates: run.candidates.map((candidate) => {
      const { index } = candidate;
      if (!annotationOf(run, index).isDeleted) return candidate;
      return { index, drafts: [], draftSeconds: 0, refineSeconds: 0, failure: 'It was deleted.' };
    }),
  };
}

/** Whether there is something that `withoutDeleted` would take away. */
export function hasDeleted(run: RunRecord): boolean {
  return run.candidates.some(({ index, draft, drafts }) => {
    return (draft || drafts.length > 0) && annotationOf(run, index).isDeleted;
  });
}
