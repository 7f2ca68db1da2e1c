import { useEffect, useState } from 'react';
import type { Crystal } from '../crystal/crystal';
import type { TrustReport } from '../report/trust-report';
import { reportOf } from './report';

export type ReportState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'done'; readonly report: TrustReport }
  | { readonly kind: 'failed'; readonly message: string };

const pending: ReportState = { kind: 'pending' };

/** The trust report of a crystal; pending until it is that crystal's. */
export function useReport(crystal: Crystal | undefined): ReportState {
  const [state, setState] = useState<{ readonly of?: Crystal; readonly state: ReportState }>({ state: pending });
  useEffect(() => {
    if (!crystal) return undefined;
    let isCurrent = true;
    const show = (next: ReportState) => isCurrent && setState({ of: crystal, state: next });
    reportOf(crystal).then(
      (report) => show({ kind: 'done', report }),
      (error: Error) => show({ kind: 'failed', message: error.message }),
    );
    return () => {
      isCurrent = false;
    };
  }, [crystal]);
  return crystal && state.of === crystal ? state.state : pending;
}
