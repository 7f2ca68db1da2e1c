import { useEffect, useRef } from 'react';
import { Button } from '../components/Button';
import { TOUR_LENGTH, type TourState } from '../store/tour';
import { useStudio, useStudioState } from '../use-studio';
import { tourPrompts } from './examples';
import styles from './Tour.module.css';

interface Step {
  /** The part of the studio that it is about, as `data-area` names it. */
  readonly area: string;
  readonly title: string;
  readonly text: string;
}

const steps: readonly Step[] & { readonly length: typeof TOUR_LENGTH } = [
  {
    area: 'prompt',
    title: 'Describe a crystal',
    text: 'Write a formula, elements, a space group or a number of atoms; what was understood stands below as parts that you can take away. Or begin with one of these:',
  },
  {
    area: 'draft',
    title: 'A language model drafts it',
    text: 'Generate writes the cell and the atoms token by token. The models come with the page: once they are loaded a run needs no network.',
  },
  {
    area: 'strip',
    title: 'A diffusion model refines it',
    text: 'The noise level τ says how far refinement may go from the draft: 0 keeps it, 1000 forgets it. Move τ after a run and the same draft is refined anew; play the frames to see how.',
  },
  {
    area: 'candidate',
    title: 'Judge it and take it away',
    text: 'Symmetry, contacts and charges are judged here, each file is in the Export menu. Structures are not relaxed and carry no energy. Nothing that you type leaves this page.',
  },
];

/** Four steps for the first visit: each points at the part that it is about, none stands in the way. */
export function Tour({ at }: { readonly at: TourState }) {
  const { store, session } = useStudio();
  const step = steps[at.step];
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!step) return undefined;
    document.documentElement.dataset.tour = step.area;
    return () => {
      delete document.documentElement.dataset.tour;
    };
  }, [step]);
  if (!step) return null;

  const go = (to: number) => {
    store.setState({ tour: { ...at, step: to } });
    // The button that leads back goes out of use at the first step, and must not take the focus with it.
    if (to === 0) buttons.current?.querySelector<HTMLButtonElement>('[data-next]')?.focus();
  };
  const end = () => {
    store.setState({ tour: null });
    document.querySelector<HTMLTextAreaElement>('[data-area="prompt"] textarea')?.focus();
  };
  const isLast = at.step === TOUR_LENGTH - 1;
  return (
    <section
      aria-label="Tour"
      className={styles.card}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        end();
      }}
    >
      <div aria-live="polite" className={styles.words}>
        <p className={styles.count}>
          {at.step + 1} of {TOUR_LENGTH}
        </p>
        <h2 className={styles.title}>{step.title}</h2>
        <p>{step.text}</p>
      </div>
      {at.step === 0 ? <TourPrompts onChoose={() => session.prepare()} /> : null}
      <div ref={buttons} className={styles.buttons}>
        <Button look="quiet" onPress={end}>
          End the tour
        </Button>
        <span className={styles.steps}>
          <Button isDisabled={at.step === 0} onPress={() => go(at.step - 1)}>
            Previous step
          </Button>
          <Button look="primary" data-next onPress={() => (isLast ? end() : go(at.step + 1))}>
            {isLast ? 'Start' : 'Next step'}
          </Button>
        </span>
      </div>
    </section>
  );
}

function TourPrompts({ onChoose }: { readonly onChoose: () => void }) {
  const { store } = useStudio();
  const promptText = useStudioState((state) => state.promptText);
  return (
    <ul className={styles.prompts} aria-label="Examples to begin with">
      {tourPrompts.map(({ prompt, about }) => (
        <li key={prompt}>
          <Button
            look="small"
            aria-label={`Write the example: ${prompt}`}
            {...(prompt === promptText && { icon: 'check' })}
            onPress={() => {
              store.setState({ promptText: prompt });
              onChoose();
            }}
          >
            {prompt}
          </Button>{' '}
          <span className={styles.about}>{about}</span>
        </li>
      ))}
    </ul>
  );
}
