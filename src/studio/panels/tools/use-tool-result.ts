import { useEffect, useState } from 'react';
import { type AnalysisService, openAnalysis } from '../../../generation/analysis-service';

/** A computation of a tool: `undefined` before anything is known; while the next is computed the one before stays. */
export interface ToolResult<Value> {
  readonly value: Value | undefined;
  /** Why there is none, a sentence. */
  readonly problem: string | undefined;
  readonly isPending: boolean;
}

let worker: ReturnType<typeof openAnalysis> | undefined;

function client() {
  if (!worker || worker.death) worker = openAnalysis();
  return worker;
}

/**
 * What the analysis worker answers to a request, which must keep its identity while nothing changes. A computation that is no
 * longer asked for ends with its worker, so that the next one need not wait for it.
 */
export function useToolResult<Method extends 'pattern' | 'distances'>(
  method: Method,
  request: AnalysisService[Method]['request'] | undefined,
): ToolResult<AnalysisService[Method]['result']> {
  type Value = AnalysisService[Method]['result'];
  const [state, setState] = useState<{ readonly of?: unknown; readonly value?: Value; readonly problem?: string }>({});
  useEffect(() => {
    if (!request) return undefined;
    let isAwaited = true;
    const answered = (next: { readonly value?: Value; readonly problem?: string }) => {
      if (isAwaited) setState({ ...next, of: request });
      isAwaited = false;
    };
    client()
      .call(method, request)
      .then(
        (value) => answered({ value }),
        (error: Error) => answered({ problem: error.message }),
      );
    return () => {
      if (isAwaited) worker?.dispose();
      isAwaited = false;
    };
  }, [method, request]);
  return { value: state.value, problem: state.problem, isPending: request !== undefined && state.of !== request };
}
