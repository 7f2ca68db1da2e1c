import { applyOperation } from './asymmetric-unit';
import type { CifSite } from './cif-sites';
import type { Crystal } from './crystal';
import { type Numbers, wrap, wrappedDistance } from './lattice';
import { PositionIndex } from './position-index';
import { nameList, StructureFileError } from './structure-file-error';
import { MOST_ATOMS } from './structure-limits';
import type { SymmetryOperation } from './symmetry-operation';

/** Å: images of a site under different operations that are nearer than this are one atom. */
const SAME_ATOM = 0.05;
/** Å: rounding of printed coordinates moves a site on a special position by less. */
const NOTED_SHIFT = 0.01;

/**
 * All atoms of the cell, site by site, coordinates in [0, 1). A site within 0.05 Å of a special position is put onto it;
 * a site that only repeats another's atoms is left out. Throws StructureFileError for two elements on one site and for
 * too many atoms.
 */
export function expandSites(
  sites: readonly CifSite[],
  operations: readonly SymmetryOperation[],
  lattice: Float64Array,
): { readonly crystal: Crystal; readonly notes: readonly string[] } {
  const atomicNumbers: number[] = [];
  const fracCoords: number[] = [];
  const owners: CifSite[] = [];
  const index = new PositionIndex(lattice, SAME_ATOM);
  const repeated: string[] = [];
  const moved: string[] = [];
  for (const site of sites) {
    const { images, shift } = distinctImages(lattice, operations, site.fracCoord);
    // Of a list of all atoms each is kept, be they ever so near.
    const twin = operations.length > 1 ? index.near(images[0]) : undefined;
    const owner = twin && owners[twin.index];
    if (owner && owner.atomicNumber !== site.atomicNumber) {
      throw new StructureFileError(
        site.line,
        `Sites ${owner.label} and ${site.label} share one position: disorder is not supported. Keep one of them.`,
      );
    }
    if (owner) {
      repeated.push(site.label);
      continue;
    }
    if (shift > NOTED_SHIFT) moved.push(`${site.label} by ${shift.toFixed(3)} Å`);
    for (const image of images) {
      index.add(image);
      owners.push(site);
      atomicNumbers.push(site.atomicNumber);
      fracCoords.push(...image);
    }
    if (atomicNumbers.length > MOST_ATOMS) {
      throw new StructureFileError(site.line, `The cell holds more than ${MOST_ATOMS} atoms, the most that is read.`);
    }
  }
  const notes: string[] = [];
  if (repeated.length > 0) {
    notes.push(
      `${nameList(repeated)} repeat atoms that the symmetry operations make of other sites, and were left out.`,
    );
  }
  if (moved.length > 0) notes.push(`Put onto special positions: ${nameList(moved)}.`);
  return {
    crystal: { lattice, atomicNumbers: Uint8Array.from(atomicNumbers), fracCoords: Float64Array.from(fracCoords) },
    notes,
  };
}

/** The images of a site, those that all but coincide as one in their middle, and how far in Å the site was moved by that. */
function distinctImages(lattice: Numbers, operations: readonly SymmetryOperation[], site: readonly number[]) {
  const clusters: { readonly first: number[]; readonly sum: number[]; count: number }[] = [];
  for (const operation of operations) {
    const image = applyOperation(operation, site);
    const cluster = clusters.find(({ first }) => wrappedDistance(lattice, image, 0, first, 0) < SAME_ATOM);
    if (!cluster) {
      clusters.push({ first: image, sum: [0, 0, 0], count: 1 });
      continue;
    }
    cluster.count++;
    image.forEach((x, axis) => {
      const difference = x - cluster.first[axis];
      cluster.sum[axis] += difference - Math.round(difference);
    });
  }
  const images = clusters.map(({ first, sum, count }) => first.map((x, axis) => snapToZero(x + sum[axis] / count)));
  return { images, shift: wrappedDistance(lattice, images[0], 0, clusters[0].first, 0) };
}

function snapToZero(coordinate: number): number {
  const wrapped = wrap(coordinate);
  return wrapped > 1 - 1e-9 ? 0 : wrapped;
}
