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

/** Charge balance by SMACT's rule. The balancing states are not shown: the rule finds one set, not the likely one. */
export function ChargeBalance({ charge }: { readonly charge: ChargeNeutrality }) {
  return (
    <Fact
      name="Charge balance"
      rule={`SMACT’s rule with Pauling’s test, oxidation states of ${OXIDATION_STATE_SET} (${OXIDATION_STATE_SOURCE})`}
    >
      <Verdict verdict={charge.valid ? 'good' : 'warn'} word={words[charge.reason]} />
    </Fact>
  );
}
