import { OCCURRENCE_SOURCE } from '../../crystal/charge-balance';
import {
  type ChargeNeutrality,
  type NeutralityReason,
  OXIDATION_STATE_SET,
  OXIDATION_STATE_SOURCE,
} from '../../crystal/validity';
import { Verdict } from '../components/Verdict';
import { Fact } from './Fact';

const words: Readonly<Record<NeutralityReason, string>> = {
  neutral: 'neutral',
  metals: 'metals only',
  'single-element': 'one element',
  'not-neutral': 'not neutral',
  electronegativity: 'fails Pauling’s test',
  'no-oxidation-states': 'states unknown',
};

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `Ti⁴⁺`. */
function ionName([symbol, state]: readonly [symbol: string, state: number]): string {
  const amount = Math.abs(state);
  return `${symbol}${amount === 1 ? '' : SUPERSCRIPTS[amount]}${state > 0 ? '⁺' : '⁻'}`;
}

/** Charge balance by SMACT's rule, with the likeliest of the sets of oxidation states that balance. */
export function ChargeBalance({ charge }: { readonly charge: ChargeNeutrality }) {
  const { oxidationStates, reason } = charge;
  const rule = `SMACT’s rule with Pauling’s test, oxidation states of ${OXIDATION_STATE_SET} (${OXIDATION_STATE_SOURCE})`;
  const chosen = `; of the sets that balance, the one most common in the ICSD (${OCCURRENCE_SOURCE})`;
  const single = '. It knows one state per element: mixed valence, as in Fe₃O₄, does not pass';
  return (
    <Fact
      name="Charge balance"
      rule={`${rule}${oxidationStates ? chosen : ''}${reason === 'not-neutral' ? single : ''}`}
    >
      <Verdict verdict={charge.valid ? 'good' : 'warn'} word={words[reason]} />
      {oxidationStates ? ` ${oxidationStates.map(ionName).join(' ')}` : null}
    </Fact>
  );
}
