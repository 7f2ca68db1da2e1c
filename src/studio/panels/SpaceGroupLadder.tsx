import { Fragment } from 'react';
import type { SpaceGroup } from '../../crystal/space-groups';
import { typesetSymbol } from '../../crystal/space-groups';
import type { LadderRung } from '../../crystal/symmetry';
import { costInWords } from '../../report/symmetry-lines';
import type { SymmetryRung } from '../../report/symmetry-report';
import { HermannMauguin } from '../components/HermannMauguin';
import { Icon } from '../components/Icon';
import styles from './SpaceGroupLadder.module.css';

export interface SpaceGroupLadderProps {
  readonly rungs: readonly LadderRung[];
  /** Whether a group is what was asked for; absent where no symmetry was. */
  /** What each rung costs, once that is known. */
  readonly costs?: readonly SymmetryRung[] | undefined;
  readonly isAskedFor?: ((group: SpaceGroup) => boolean) | undefined;
}

/** Space group found at each tolerance: a crystal that climbs late is only nearly symmetric. */
export function SpaceGroupLadder({ rungs, costs, isAskedFor }: SpaceGroupLadderProps) {
  return (
    <table className={styles.ladder}>
      <caption className={styles.caption}>Space group, by tolerance</caption>
      <tbody>
        {rungs.map(({ symprec, spaceGroup, reason }, rung) => (
          <Fragment key={symprec}>
            <tr>
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
                  <td className={styles.system}>
                    {spaceGroup.crystalSystem}
                    {isAskedFor ? <Asked isMet={isAskedFor(spaceGroup)} /> : null}
                  </td>
                </>
              ) : (
                <td colSpan={3} className={styles.unknown}>
                  {reason}
                </td>
              )}
            </tr>
            <Cost of={costs?.[rung]} isNew={spaceGroup?.number !== rungs[rung - 1]?.spaceGroup?.number} />
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

interface CostProps {
  readonly of: SymmetryRung | undefined;
  /** The rung before has another group. */
  readonly isNew: boolean;
}

/** What obeying the group exactly would change; said where a group first occurs, if it is more than rounding. */
function Cost({ of: rung, isNew }: CostProps) {
  if (!isNew || !rung?.cost || rung.spaceGroup?.number === 1) return null;
  return (
    <tr>
      <td />
      <td colSpan={3} className={styles.cost}>
        exact at a cost of: {costInWords(rung.cost)}
      </td>
    </tr>
  );
}

function Asked({ isMet }: { readonly isMet: boolean }) {
  return (
    <span className={isMet ? styles.met : styles.missed}>
      <Icon name={isMet ? 'check' : 'close'} />
      <span className="visually-hidden">{isMet ? ', as asked' : ', not as asked'}</span>
    </span>
  );
}
