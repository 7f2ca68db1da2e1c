import { spaceGroup, typesetSymbol } from '../../crystal/space-groups';
import { HermannMauguin } from '../components/HermannMauguin';
import type { SpaceGroupRung } from '../use-analysis';
import styles from './SpaceGroupLadder.module.css';

/** Space group found at each tolerance: a crystal that climbs late is only nearly symmetric. */
export function SpaceGroupLadder({ rungs }: { readonly rungs: readonly SpaceGroupRung[] }) {
  return (
    <table className={styles.ladder}>
      <caption className={styles.caption}>Space group, by tolerance</caption>
      <tbody>
        {rungs.map((rung) => (
          <tr key={rung.symprec}>
            <th scope="row" className={styles.tolerance}>
              {rung.symprec}
              <span className={styles.unit}>{'\u202f'}Å</span>
            </th>
            <td className={styles.symbol}>
              {rung.number === undefined ? (
                <span className={styles.unknown}>not found</span>
              ) : (
                <HermannMauguin symbol={typesetSymbol(spaceGroup(rung.number))} />
              )}
            </td>
            <td className={styles.number}>{rung.number === undefined ? '' : `no. ${rung.number}`}</td>
            <td className={styles.system}>{rung.number === undefined ? '' : spaceGroup(rung.number).crystalSystem}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
