import { VERY_SHORT_CONTACT } from '../../crystal/contacts';
import { SHORTEST_VALID_DISTANCE } from '../../crystal/validity';
import type { CandidateSummary } from '../../generation/summary';
import { Quantity } from '../components/Quantity';
import { Verdict } from '../components/Verdict';
import { hasUsualVolume, hasVeryShortContact, USUAL_VOLUMES, volumePerAtomOf } from '../judge-candidate';
import { Fact } from './Fact';

/** Distances and volume against the literature's lenient rule and against what crystals have. Belongs into a `dl`. */
export function Plausibility({ analysis }: { readonly analysis: CandidateSummary }) {
  const { structure, contact } = analysis;
  const { lowest, highest } = USUAL_VOLUMES;
  const isShort = hasVeryShortContact(analysis);
  const isUsual = hasUsualVolume(analysis);
  return (
    <>
      <Fact
        name="Shortest distance"
        rule={`No overlap: above ${SHORTEST_VALID_DISTANCE} Å, the literature’s test of validity, images included`}
      >
        <Quantity value={structure.shortestDistance} digits={2} unit="Å" />
        <Verdict
          verdict={structure.valid ? 'good' : 'bad'}
          word={
            structure.valid ? 'no overlap' : structure.shortestDistance > SHORTEST_VALID_DISTANCE ? 'flat' : 'overlap'
          }
        />
      </Fact>
      {contact ? (
        <Fact
          name="Closest contact"
          rule={`${contact.ratio.toFixed(2)} of the sum of the covalent radii; very short below ${VERY_SHORT_CONTACT}`}
        >
          {contact.symbols.join('–')} <Quantity value={contact.distance} digits={2} unit="Å" />
          <Verdict verdict={isShort ? 'bad' : 'good'} word={isShort ? 'very short' : 'not short'} />
        </Fact>
      ) : null}
      <Fact
        name="Volume per atom"
        rule={`998 of 1000 training crystals have ${lowest.toFixed(1)} to ${highest.toFixed(1)} Å³`}
      >
        <Quantity value={volumePerAtomOf(analysis)} digits={1} unit="Å³" />
        <Verdict verdict={isUsual ? 'good' : 'warn'} word={isUsual ? 'usual' : 'unusual'} />
      </Fact>
    </>
  );
}
