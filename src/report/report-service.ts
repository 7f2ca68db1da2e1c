import type { Crystal } from '../crystal/crystal';
import { loadSymmetry } from '../crystal/symmetry';
import { StudioError } from '../runtime/errors';
import { readFrom } from '../runtime/model-files-web';
import { type Endpoint, PortClient, serve } from '../runtime/port';
import { openStructureIndex } from './open-structure-index';
import type { StructureIndex } from './structure-index';
import { type TrustReport, trustReport } from './trust-report';

export interface ReportRequest {
  readonly crystal: Crystal;
  /** Address of the folder of the index; without one nothing is looked up. */
  readonly index: string | undefined;
}

/** What the report worker answers. The index is loaded when it is first needed. */
export type ReportService = {
  judge: { request: ReportRequest; event: never; result: TrustReport };
};

/** Serves reports at `endpoint`. Rejects, with the message of the error, for a cell too flat to judge. */
export function serveReports(endpoint: Endpoint): void {
  let loading: Promise<StructureIndex> | undefined;
  async function indexAt(address: string | undefined): Promise<StructureIndex | string> {
    if (address === undefined) return 'The index of known structures is not at hand';
    try {
      loading ??= openStructureIndex(readFrom(new URL(address)));
      return await loading;
    } catch (error) {
      loading = undefined;
      return StudioError.from(error, 'download-failed').message;
    }
  }
  serve<ReportService>(endpoint, {
    async judge({ crystal, index }) {
      const [finder, known] = await Promise.all([loadSymmetry(), indexAt(index)]);
      return trustReport(crystal, finder, known);
    },
  });
}

/** The report worker of a page; where there are no workers the same service in place. */
export function openReports(): PortClient<ReportService> {
  if (typeof Worker === 'undefined') {
    const { port1, port2 } = new MessageChannel();
    serveReports(port2);
    return new PortClient<ReportService>(port1);
  }
  // A worker is an endpoint; only the DOM's listener types are too narrow to say so.
  const worker = new Worker(new URL('./report-worker.ts', import.meta.url), { type: 'module', name: 'report' });
  return new PortClient<ReportService>(worker as unknown as Endpoint);
}
