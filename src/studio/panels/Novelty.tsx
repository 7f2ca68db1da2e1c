import { noveltyLine, sourceInWords, volumeDifference } from '../../report/novelty-line';
import type { IndexMatch, Novelty as NoveltyReport } from '../../report/structure-index';
import type { TrustReport } from '../../report/trust-report';
import { Disclosure } from '../components/Disclosure';
import { Formula } from '../components/Formula';
import { Verdict } from '../components/Verdict';
import { Fact } from './Fact';
import styles from './Novelty.module.css';
import table from './ReportTable.module.css';

/** Whether the structure is known, and what of the index comes nearest to it. */
export function Novelty({ report }: { readonly report: TrustReport }) {
  const { word, rule, verdict } = noveltyLine(report);
  const { novelty } = report;
  return (
    <section aria-label="Known or new">
      <dl>
        <Fact name="Known or new" rule={rule}>
          {novelty ? <span>{inWords(novelty)}</span> : null}
          <Verdict verdict={verdict} word={word} />
        </Fact>
      </dl>
      {novelty ? <Nearest novelty={novelty} /> : null}
    </section>
  );
}

function inWords({ verdict, prototype, substitutionCount, sameCompositionCount }: NoveltyReport): string {
  const structure = prototype ? `${prototypeName(prototype)} type, ` : '';
  const others = `${substitutionCount} other ${substitutionCount === 1 ? 'entry' : 'entries'} like it`;
  if (verdict !== 'unmatched') return `${structure}${others}`;
  return sameCompositionCount > 0 ? `${sameCompositionCount} other structures of this formula` : 'not in the index';
}

/** AFLOW writes `AB3C_cP5_221_a_c_b (Cubic Perovskite)`, the name in TeX. */
function prototypeName(prototype: string): string {
  return prototype.replace(/^[^(]*\((.*)\)$/, '$1').replace(/[_${}\\]/g, '');
}

function Nearest({ novelty: { sameComposition, substitutions } }: { readonly novelty: NoveltyReport }) {
  const entries = [...sameComposition, ...substitutions];
  if (entries.length === 0) return null;
  return (
    <Disclosure title="Nearest entries" summary={`${entries[0].id} ${entries[0].formula}`}>
      <div className={styles.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Entry</th>
              <th scope="col">Formula</th>
              <th scope="col">Group</th>
              <th scope="col">Volume</th>
              <th scope="col">Difference</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>
        Volume per atom of the crystal beside the entry’s; difference of the fingerprints, ✓ where it counts as the same
        structure type, whatever the volume. Data: Materials Project (CC-BY 4.0) and others; not the ICSD.
      </p>
    </Disclosure>
  );
}

function Entry({ entry }: { readonly entry: IndexMatch }) {
  const { id, formula, spaceGroup, volumeRatio, difference, isSameStructure } = entry;
  return (
    <tr>
      <th scope="row">
        {id}
        <span className={styles.source}>{sourceInWords(entry)}</span>
      </th>
      <td>
        <Formula text={formula} />
      </td>
      <td>{spaceGroup}</td>
      <td>{volumeDifference(volumeRatio)}</td>
      <td>
        {difference.toFixed(3)}
        {isSameStructure ? (
          <>
            {' '}
            <span aria-hidden="true">✓</span>
            <span className="visually-hidden">the same structure type</span>
          </>
        ) : null}
      </td>
    </tr>
  );
}
