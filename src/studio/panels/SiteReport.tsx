import { bondValenceLine, coordinationLine } from '../../report/report-lines';
import { sitesLine } from '../../report/symmetry-lines';
import type { TrustReport } from '../../report/trust-report';
import { Disclosure } from '../components/Disclosure';
import { ReportFact } from './ReportFact';
import table from './ReportTable.module.css';
import styles from './SiteReport.module.css';

/** More sites than this are not listed one by one. */
const MOST_SITES = 40;

/** Coordination and bond valence, and the sites that symmetry at 0.1 Å leaves. Belongs beside the other lines. */
export function SiteReport({ report }: { readonly report: TrustReport }) {
  return (
    <section aria-label="Sites" className={styles.report}>
      <dl className={styles.facts}>
        <ReportFact line={coordinationLine(report)} />
        <ReportFact line={bondValenceLine(report)} />
      </dl>
      <Sites report={report} />
    </section>
  );
}

function Sites({ report: { sites, summary } }: { readonly report: TrustReport }) {
  const { word, value } = sitesLine(sites);
  const states = new Map(summary.charge.oxidationStates);
  const hasValence = sites.some(({ bondValenceSum }) => bondValenceSum !== undefined);
  return (
    <Disclosure title="Sites" summary={sites.some(({ wyckoff }) => wyckoff) ? value : word}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Element</th>
            <th scope="col">Wyckoff</th>
            <th scope="col">Neighbours</th>
            {hasValence ? <th scope="col">Bond valence (v.u.)</th> : null}
          </tr>
        </thead>
        <tbody>
          {sites.slice(0, MOST_SITES).map(({ symbol, wyckoff, atoms, coordinationNumber, bondValenceSum }) => (
            <tr key={atoms[0]}>
              <th scope="row">{symbol}</th>
              <td>{wyckoff ?? '–'}</td>
              <td>{Number(coordinationNumber.toFixed(1))}</td>
              {hasValence ? (
                <td>
                  {bondValenceSum?.toFixed(2)} of {Math.abs(states.get(symbol) ?? 0)}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {sites.length > MOST_SITES ? (
        <p className={styles.note}>
          The first {MOST_SITES} of {sites.length} sites; the JSON report has all.
        </p>
      ) : null}
    </Disclosure>
  );
}
