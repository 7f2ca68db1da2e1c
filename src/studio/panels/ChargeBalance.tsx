import type { ChargeNeutrality } from '../../crystal/validity';
import { chargeLine } from '../../report/report-lines';
import { ReportFact } from './ReportFact';

/** Charge balance by SMACT's rule, with the likeliest of the sets of oxidation states that balance. */
export function ChargeBalance({ charge }: { readonly charge: ChargeNeutrality }) {
  return <ReportFact line={chargeLine(charge)} />;
}
