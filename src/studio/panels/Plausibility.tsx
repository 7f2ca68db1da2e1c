import type { Contact } from '../../crystal/contacts';
import { symbolOf } from '../../crystal/elements';
import type { AtomPair } from '../../crystal/geometry';
import { volumePerAtomOf } from '../../report/judge-candidate';
import { contactLine, distanceLine, volumeLine } from '../../report/report-lines';
import { Button } from '../components/Button';
import { Quantity } from '../components/Quantity';
import { Verdict } from '../components/Verdict';
import type { Analysed } from '../use-analysis';
import { useStudio } from '../use-studio';
import { Fact } from './Fact';

/** Distances and volume against the literature's lenient rule and against what crystals have. Belongs into a `dl`. */
export function Plausibility({ analysed: { analysis, crystal } }: { readonly analysed: Analysed }) {
  const { structure, contact } = analysis;
  const siteOf = (index: number) => `${symbolOf(crystal.atomicNumbers[index])}${index + 1}`;
  const distance = distanceLine(structure);
  const volume = volumeLine(analysis);
  return (
    <>
      <Fact name={distance.name} rule={distance.rule}>
        {structure.shortestPair ? <MarkedPair {...sitesOf(structure.shortestPair)} siteOf={siteOf} /> : null}
        <Quantity value={structure.shortestDistance} digits={2} unit="Å" />
        <Verdict verdict={distance.verdict} word={distance.word} />
      </Fact>
      {contact ? <ClosestContact contact={contact} siteOf={siteOf} /> : null}
      <Fact name={volume.name} rule={volume.rule}>
        <Quantity value={volumePerAtomOf(analysis)} digits={1} unit="Å³" />
        <Verdict verdict={volume.verdict} word={volume.word} />
      </Fact>
    </>
  );
}

interface ClosestContactProps {
  readonly contact: Contact;
  readonly siteOf: (index: number) => string;
}

function ClosestContact({ contact, siteOf }: ClosestContactProps) {
  const { name, rule, verdict, word } = contactLine(contact);
  return (
    <Fact name={name} rule={rule}>
      <MarkedPair atoms={contact.atoms} isImage={isImage(contact.image)} siteOf={siteOf} />
      <Quantity value={contact.distance} digits={2} unit="Å" />
      <Verdict verdict={verdict} word={word} />
    </Fact>
  );
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
