import type { Crystal } from '../crystal/crystal';
import { openReports } from '../report/report-service';
import type { TrustReport } from '../report/trust-report';

let worker: ReturnType<typeof openReports> | undefined;

function client() {
  if (!worker || worker.death) worker = openReports();
  return worker;
}

/** Where the page lies, beside its index of known structures; a worker of the page is told. */
let base = globalThis.document?.baseURI;

export function lookUpBeside(address: string): void {
  base = address;
}

const reports = new WeakMap<Crystal, Promise<TrustReport>>();

/**
 * What is to be believed of a crystal, computed once for each, outside of the page. One that could not look the crystal up is
 * not kept: the network may be back the next time.
 */
export function reportOf(crystal: Crystal): Promise<TrustReport> {
  const known = reports.get(crystal);
  if (known) return known;
  const report = client().call('judge', { crystal, index: base && new URL('index/', base).href });
  reports.set(crystal, report);
  report.then(
    ({ novelty }) => novelty || reports.delete(crystal),
    () => reports.delete(crystal),
  );
  return report;
}
