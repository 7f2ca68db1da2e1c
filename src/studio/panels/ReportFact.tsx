import type { ReportLine } from '../../report/report-lines';
import { Verdict } from '../components/Verdict';
import { Fact } from './Fact';

/** A line of the report as it is. Belongs into a `dl`. */
export function ReportFact({ line: { name, value, verdict, word, rule } }: { readonly line: ReportLine }) {
  return (
    <Fact name={name} rule={rule}>
      {value ? <span>{value}</span> : null}
      <Verdict verdict={verdict} word={word} />
    </Fact>
  );
}
