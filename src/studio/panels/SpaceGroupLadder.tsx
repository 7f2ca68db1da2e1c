import { typesetSymbol } from '../../crystal/space-groups';
import type { LadderRung } from '../../crystal/symmetry';
import { HermannMauguin } from '../components/HermannMauguin';
import styles from './SpaceGroupLadder.module.css';

/** Space group found at each tolerance: a crystal that climbs late is only nearly symmetric. */
export function SpaceGroupLadder({ rungs }: { readonly rungs: readonly LadderRung[] }) {
  return (
    <table className={styles.ladder}>
      <caption className={styles.caption}>Space group, by tolerance</caption>
      <tbody>
        {rungs.map(({ symprec, spaceGroup, reason }) => (
          <tr key={symprec}>
            <th scope="row" className={styles.tolerance}>
              {symprec}
              <span className={styles.unit}>{'\u202f'}Å</span>
            </th>
            {spaceGroup ? (
              <>
                <td className={styles.symbol}>
                  <HermannMauguin symbol={typesetSymbol(spaceGroup)} />
                </td>
                <td className={styles.number}>no. {spaceGroup.number}</td>
                <td className={styles.system}>{spaceGroup.crystalSystem}</td>
              </>
            ) : (
              <td colSpan={3} className={styles.unknown}>
                {reason}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
