import type { ErrorCode } from '../../runtime/errors';
import { generate } from '../actions/run-actions';
import { Button } from '../components/Button';
import { Notice } from '../components/Notice';
import { useAction, useStudio, useStudioState } from '../use-studio';

/** Trying again may go better. */
const mayPass: ReadonlySet<ErrorCode> = new Set([
  'download-failed',
  'model-missing',
  'model-corrupt',
  'inference-failed',
  'backend-unavailable',
]);
/** After these the page itself has to start afresh: memory is not given back, a dead worker stays dead. */
const needsReload: ReadonlySet<ErrorCode> = new Set(['out-of-memory', 'worker-died', 'internal']);

/** What went wrong last, in words, with a way out. */
export function ProblemNotice() {
  const { store } = useStudio();
  const problem = useStudioState((state) => state.problem);
  const hasModels = useStudioState((state) => state.models !== null);
  const again = useAction(generate);
  if (!problem) return null;
  return (
    <Notice
      kind="bad"
      isAlert
      actions={
        <>
          {needsReload.has(problem.code) || !hasModels ? (
            <Button look="small" onPress={() => location.reload()}>
              Reload the page
            </Button>
          ) : null}
          {mayPass.has(problem.code) && hasModels ? (
            <Button look="small" onPress={again.onPress} isDisabled={again.isDisabled}>
              Try again
            </Button>
          ) : null}
          <Button look="small" onPress={() => store.setState({ problem: null })}>
            Dismiss
          </Button>
        </>
      }
    >
      {problem.message}
    </Notice>
  );
}
