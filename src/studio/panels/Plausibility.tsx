import type { Contact } from '../../crystal/contacts';
import { symbolOf } from '../../crystal/elements';
import type { AtomPair } from '../../crystal/geometry';
import { SHORTEST_VALID_DISTANCE } from '../../crystal/validity';
import { hasUsualVolume, USUAL_VOLUMES, volumePerAtomOf } from '../../report/judge-candidate';
import { Button } from '../components/Button';
import { Quantity } from '../components/Quantity';
import { Verdict } from '../components/Verdict';
import type { Analysed } from '../use-analysis';
import { useStudio } from '../use-studio';
import { Fact } from './Fact';

/** Distances and volume against the literature's lenient rule and against what crystals have. Belongs into a `dl`. */
export function Plausibility({ analysed: { analysis, crystal } }: { readonly analysed: Analysed }) {
  const { structure, contact } = analysis;
  const { lowest, highest } = USUAL_VOLUMES;
  const isUsual = hasUsualVolume(analysis);
  const siteOf = (index: number) => `${symbolOf(crystal.atomicNumbers[index])}${index + 1}`;
  return (
    <>
      <Fact
        name="Shortest distance"
        rule={`No overlap: above ${SHORTEST_VALID_DISTANCE} Å, the literature’s test of validity, images included`}
      >
        {structure.shortestPair ? <MarkedPair {...sitesOf(structure.shortestPair)} siteOf={siteOf} /> : null}
        <Quantity value={structure.shortestDistance} digits={2} unit="Å" />
        <Verdict
          verdict={structure.valid ? 'good' : 'bad'}
          word={
            structure.valid ? 'no overlap' : structure.shortestDistance > SHORTEST_VALID_DISTANCE ? 'flat' : 'overlap'
          }
        />
      </Fact>
      {contact ? (
        <Fact name="Closest contact" rule={contactRule(contact)}>
          <MarkedPair atoms={contact.atoms} isImage={isImage(contact.image)} siteOf={siteOf} />
          <Quantity value={contact.distance} digits={2} unit="Å" />
          <Verdict {...CONTACT_VERDICTS[contact.verdict]} />
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

const CONTACT_VERDICTS = {
  'very-short': { verdict: 'bad', word: 'very short' },
  'anions-joined': { verdict: 'warn', word: 'anions joined' },
  usual: { verdict: 'good', word: 'not short' },
} as const;

function contactRule({ symbols, ratio, veryShortBelow, verdict }: Contact): string {
  const limit = `very short for ${symbols.join('–')} below ${veryShortBelow}`;
  const joined = verdict === 'anions-joined' ? '; as near as in a molecule, where separate ions are expected' : '';
  return `${ratio.toFixed(2)} of the sum of the covalent radii; ${limit}${joined}`;
}

const isImage = (image: readonly number[]) => image.some((shift) => shift !== 0);
const sitesOf = ({ first, second, image }: AtomPair) => ({ atoms: [first, second], isImage: isImage(image) }) as const;

interface MarkedPairProps {
  readonly atoms: readonly [number, number];
  /** The second one lies in another cell. */
  readonly isImage: boolean;
  readonly siteOf: (index: number) => string;
}

/** Two sites by name; pressing marks them in the picture. */
function MarkedPair({ atoms, isImage: isInOtherCell, siteOf }: MarkedPairProps) {
  const { viewer } = useStudio();
  const [first, second] = atoms.map(siteOf);
  const image = isInOtherCell ? ', an image' : '';
  return (
    <Button
      look="link"
      aria-label={`Mark ${first} and ${second}${image} in the picture`}
      onPress={() => viewer.markAtoms(atoms)}
    >
      {first}–{second}
      {isInOtherCell ? '′' : ''}
    </Button>
  );
}
