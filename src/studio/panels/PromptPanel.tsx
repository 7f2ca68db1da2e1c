import { useId, useRef } from 'react';
import { LONGEST_PROMPT } from '../../language/prompt';
import { generate, stop } from '../actions/run-actions';
import { Button } from '../components/Button';
import { type Mark, MarkedTextArea } from '../components/MarkedTextArea';
import { NumberInput } from '../components/NumberInput';
import { Panel } from '../components/Panel';
import { formatSeconds } from '../store/live-run';
import { understandingOf } from '../store/prompt';
import { MOST_CANDIDATES } from '../store/settings';
import { updateSettings } from '../store/studio-store';
import { useAction, useStudio, useStudioState } from '../use-studio';
import { AdvancedSettings } from './AdvancedSettings';
import { examplePrompts } from './examples';
import { LinkedRunNotice } from './LinkedRunNotice';
import { ProblemNotice } from './ProblemNotice';
import styles from './PromptPanel.module.css';
import { Understood } from './Understood';

const noMarks: readonly Mark[] = [];

/** What to make, in words; what was made of the words; and the buttons. */
export function PromptPanel() {
  const { store, session } = useStudio();
  const promptText = useStudioState((state) => state.promptText);
  const understanding = useStudioState(understandingOf);
  const count = useStudioState((state) => state.settings.count);
  const start = useAction(generate);
  const textBox = useRef<HTMLTextAreaElement>(null);
  const answerId = useId();

  const marks: readonly Mark[] = understanding
    ? [
        ...understanding.chips.flatMap(({ spans }) => spans.map((span) => ({ ...span, kind: 'understood' as const }))),
        ...understanding.notUnderstood.map(({ span }) => ({ ...span, kind: 'unknown' as const })),
        ...understanding.problems.flatMap(({ span, severity }) =>
          span && severity === 'error' ? [{ ...span, kind: 'wrong' as const }] : [],
        ),
      ]
    : noMarks;

  const write = (text: string) => {
    store.setState({ promptText: text });
    session.prepare();
  };

  return (
    <Panel title="Prompt" area="prompt">
      <MarkedTextArea
        ref={textBox}
        label="Prompt"
        value={promptText}
        marks={marks}
        placeholder="A formula, elements, a space group, a number of atoms …"
        describedBy={answerId}
        isInvalid={understanding?.problems.some(({ severity }) => severity === 'error') ?? false}
        onChange={write}
        onSubmit={() => {
          if (!start.isDisabled) start.onPress();
        }}
      />
      <div id={answerId}>
        <Length of={promptText} />
        {promptText.trim() === '' ? (
          <>
            <p className={styles.empty}>Empty: any crystal is drawn. Or, for example:</p>
            <Examples onChoose={write} />
          </>
        ) : understanding ? (
          <Understood understanding={understanding} textBox={textBox} />
        ) : null}
      </div>
      <div className={styles.controls}>
        <NumberInput
          label="Candidates"
          value={count}
          minimum={1}
          maximum={MOST_CANDIDATES}
          onChange={(value) => updateSettings(store, { count: Number.isNaN(value) ? 1 : value })}
        />
        <RunButtons />
      </div>
      <Estimate />
      <ProblemNotice />
      <LinkedRunNotice />
      <AdvancedSettings />
    </Panel>
  );
}

/** Shown when the end of what is read comes near. */
function Length({ of: text }: { readonly of: string }) {
  if (text.length < 0.8 * LONGEST_PROMPT) return null;
  return (
    <p className={styles.length}>
      {text.length} of {LONGEST_PROMPT} characters
    </p>
  );
}

function Examples({ onChoose }: { readonly onChoose: (prompt: string) => void }) {
  return (
    <div className={styles.examples}>
      {examplePrompts.map((prompt) => (
        <Button key={prompt} look="link" onPress={() => onChoose(prompt)}>
          {prompt}
        </Button>
      ))}
    </div>
  );
}

/** How long a run will take, once the speed of this machine is known. */
function Estimate() {
  const { session } = useStudio();
  const seconds = useStudioState((state) => (state.isTimed ? session.estimateSeconds(state) : undefined));
  if (seconds === undefined) return null;
  return <p className={styles.estimate}>About {formatSeconds(seconds)} on this machine</p>;
}

/** When one of the two goes out of use the focus moves to the other, so that the keyboard never loses its place. */
function RunButtons() {
  const start = useAction(generate);
  const end = useAction(stop);
  const isRunning = !end.isDisabled;
  const buttons = useRef<HTMLDivElement>(null);
  const moveFocus = (name: string) => {
    requestAnimationFrame(() => buttons.current?.querySelector<HTMLButtonElement>(`[data-run="${name}"]`)?.focus());
  };
  return (
    <div ref={buttons} className={styles.buttons}>
      <Button
        look={isRunning ? 'plain' : 'primary'}
        icon="play"
        data-run="generate"
        isDisabled={start.isDisabled}
        onPress={() => {
          start.onPress();
          moveFocus('stop');
        }}
      >
        {start.label}
      </Button>
      <Button
        icon="stop"
        data-run="stop"
        isDisabled={end.isDisabled}
        onPress={() => {
          end.onPress();
          moveFocus('generate');
        }}
      >
        {end.label}
      </Button>
    </div>
  );
}
