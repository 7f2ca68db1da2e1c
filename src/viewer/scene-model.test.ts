import { describe, expect, it } from 'vitest';
import type { Crystal } from '../crystal/crystal';
import { latticeFromParameters } from '../crystal/lattice';
import { pairKey } from './bonds';
import { SceneModel, type SceneOptions } from './scene-model';
import { DEFAULT_STYLE } from './style';

function crystal(lattice: Float64Array, atomicNumbers: number[], fracCoords: number[]): Crystal {
  return { lattice, atomicNumbers: Uint8Array.from(atomicNumbers), fracCoords: Float64Array.from(fracCoords) };
}

function cubic(a: number): Float64Array {
  return latticeFromParameters({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
}

function drawn(structure: Crystal, options: Partial<SceneOptions> = {}, soften = false): SceneModel {
  const model = new SceneModel();
  model.update(structure, { ...DEFAULT_STYLE, ...options }, soften);
  return model;
}

const fcc = [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0];
const octahedral = [0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5];
const rockSalt = crystal(cubic(5.64), [11, 11, 11, 11, 17, 17, 17, 17], [...fcc, ...octahedral]);
const perovskite = crystal(
  cubic(3.905),
  [38, 22, 8, 8, 8],
  [0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0.5],
);

describe('SceneModel', () => {
  it('draws the 3 × 3 × 3 grid of conventional rock salt with its 54 bonds', () => {
    const model = drawn(rockSalt);
    expect([model.atomCount, model.bondCount]).toEqual([27, 54]);
  });

  it('draws eight Na around the Cl of primitive rock salt, six of them bonded', () => {
    const primitive = latticeFromParameters({ a: 3.988, b: 3.988, c: 3.988, alpha: 60, beta: 60, gamma: 60 });
    const model = drawn(crystal(primitive, [11, 17], [0, 0, 0, 0.5, 0.5, 0.5]));
    expect([model.atomCount, model.bondCount]).toEqual([9, 6]);
  });

  it.each([
    ['a hundredth of an ångström wide', cubic(0.01)],
    ['flat', latticeFromParameters({ a: 90, b: 90, c: 0.6, alpha: 90, beta: 90, gamma: 90 })],
    ['a needle', latticeFromParameters({ a: 0.51, b: 0.51, c: 2000, alpha: 90, beta: 90, gamma: 90 })],
    ['bloated', cubic(2000)],
  ])('draws atoms, not millions of bonds, of a cell on its way from noise: %s', (_, lattice) => {
    const started = performance.now();
    const model = drawn({ ...perovskite, lattice });
    expect(model.atomCount).toBeGreaterThanOrEqual(5);
    expect(model.atomCount).toBeLessThan(2000);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('draws eight corners and eight bonds of CsCl', () => {
    const model = drawn(crystal(cubic(4.12), [55, 17], [0, 0, 0, 0.5, 0.5, 0.5]));
    expect([model.atomCount, model.bondCount]).toEqual([9, 8]);
  });

  it('repeats the corners and faces of a perovskite and leaves Sr free beside the octahedron', () => {
    const model = drawn(perovskite);
    expect([model.atomCount, model.bondCount]).toEqual([15, 6]);
    const everything = drawn(perovskite, { bondRule: 'covalent-radii' });
    expect(everything.bondCount).toBeGreaterThan(6 + 24);
  });

  it('draws the sixteen bonds of the diamond cell, all inside', () => {
    const shifted = fcc.map((value) => value + 0.25);
    const model = drawn(crystal(cubic(5.43), Array(8).fill(14), [...fcc, ...shifted]));
    expect([model.atomCount, model.firstPartner, model.bondCount]).toEqual([18, 18, 16]);
  });

  it('completes a bond that leaves the cell, at both of its ends', () => {
    const molecule = crystal(cubic(8), [7, 7], [0.95, 0.5, 0.5, 0.087, 0.5, 0.5]);
    const model = drawn(molecule);
    expect([model.firstPartner, model.atomCount, model.bondCount]).toEqual([2, 4, 2]);
    const images = [2, 3].map((d) => [model.atomIndex[d], model.atomImage[3 * d]]);
    expect(images).toContainEqual([1, 1]);
    expect(images).toContainEqual([0, -1]);
  });

  it('bonds every atom of the cell as often as the crystal does', () => {
    // Every atom of rutile inside the cell has its full coordination: Ti 6, O 3.
    const a = 4.594;
    const rutile = crystal(
      latticeFromParameters({ a, b: a, c: 2.959, alpha: 90, beta: 90, gamma: 90 }),
      [22, 22, 8, 8, 8, 8],
      [
        0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.555, 0.555, 0.25, 0.945, 0.945, 0.25, 0.445, 0.055, 0.75, 0.055, 0.445,
        0.75,
      ],
    );
    const model = drawn(rutile);
    const coordination = new Map<number, number>();
    for (let b = 0; b < model.bondCount; b++) {
      for (const end of [model.bondFrom[b], model.bondTo[b]]) {
        if (end < model.firstPartner) coordination.set(end, (coordination.get(end) ?? 0) + 1);
      }
    }
    expect(coordination.get(0)).toBe(6);
    expect(coordination.get(1)).toBe(6);
  });

  it('says which image each drawn atom is, also for coordinates outside the cell', () => {
    const model = drawn(crystal(cubic(4), [11], [-1, 2.5, 0.5]), { showBonds: false });
    expect(model.atomCount).toBe(2);
    for (let d = 0; d < 2; d++) {
      const x = (-1 + model.atomImage[3 * d]) * 4;
      const y = (2.5 + model.atomImage[3 * d + 1]) * 4;
      const at = model.drawnAtom(0, model.atomImage[3 * d], model.atomImage[3 * d + 1], 0);
      expect(at).toBe(d);
      const expectedLength = Math.hypot(x, y, 2);
      expect(Math.hypot(...model.atomPosition.subarray(3 * d, 3 * d + 3))).toBeCloseTo(expectedLength, 4);
    }
  });

  it('draws an image on request, once', () => {
    const model = drawn(rockSalt);
    const count = model.atomCount;
    model.include(0, [0, 0, 1]);
    expect(model.atomCount).toBe(count);
    model.include(0, [-1, 0, 2]);
    model.include(0, [-1, 0, 2]);
    expect(model.atomCount).toBe(count + 1);
    const at = [...model.atomPosition.subarray(3 * count, 3 * count + 3)].map((x) => x / 5.64);
    expect(at.map((x) => Math.round(x))).toEqual([-1, 0, 2]);
  });

  it('lets images grow as an atom nears a face, only when softened', () => {
    const near = crystal(cubic(10), [11], [0.035, 0.5, 0.5]);
    expect(drawn(near, { showBonds: false }).atomCount).toBe(1);
    const soft = drawn(near, { showBonds: false }, true);
    expect(soft.atomCount).toBe(2);
    expect(soft.atomWeight[1]).toBeGreaterThan(0);
    expect(soft.atomWeight[1]).toBeLessThan(1);
  });

  it('leaves hidden elements out, with their bonds', () => {
    const model = drawn(perovskite, { hiddenElements: new Set([8]) });
    expect(model.bondCount).toBe(0);
    const visible = [...model.atomWeight.subarray(0, model.atomCount)].filter((weight) => weight > 0);
    expect(visible).toHaveLength(9);
  });

  it('joins what a cutoff of the pair joins, against every rule', () => {
    const strontiumOxygen = pairKey(8, 38);
    const none = drawn(perovskite, {
      bondCutoffs: new Map([strontiumOxygen, pairKey(22, 8)].map((pair) => [pair, 0])),
    });
    // What remains are the eight Sr about Ti, which no longer touch a non-metal.
    expect(none.bondCount).toBe(8);
    const short = drawn(perovskite, { bondCutoffs: new Map([[strontiumOxygen, 2.7]]) });
    const long = drawn(perovskite, { bondCutoffs: new Map([[strontiumOxygen, 2.77]]) });
    expect(short.bondCount).toBe(6);
    // The twelve oxygens about each corner, of which those outside the cell are not drawn.
    expect(long.bondCount).toBeGreaterThanOrEqual(6 + 24);
  });

  describe('polyhedra', () => {
    const centresOf = (model: SceneModel, structure: Crystal) =>
      [...model.polyhedra].map(([drawn, ligands]) => [
        structure.atomicNumbers[model.atomIndex[drawn]],
        ligands.length,
        new Set(ligands.map((ligand) => structure.atomicNumbers[model.atomIndex[ligand]])).size,
      ]);

    it('stand about cations', () => {
      expect(centresOf(drawn(perovskite, { showPolyhedra: true }), perovskite)).toEqual([[22, 6, 1]]);
      const salt = centresOf(drawn(rockSalt, { showPolyhedra: true }), rockSalt);
      expect(salt).toHaveLength(14);
      expect(new Set(salt.map(String))).toEqual(new Set(['11,6,1']));
    });

    it('stand about the elements that were chosen', () => {
      const options = {
        showPolyhedra: true,
        polyhedronElements: new Set([38]),
        bondCutoffs: new Map([[pairKey(8, 38), 2.8]]),
      };
      const corners = centresOf(drawn(perovskite, options), perovskite);
      expect(corners).toHaveLength(8);
      expect(new Set(corners.map(String))).toEqual(new Set(['38,12,1']));
    });

    it('stay when their corners are hidden', () => {
      const model = drawn(perovskite, { showPolyhedra: true, showBonds: false, hiddenElements: new Set([8]) });
      expect(centresOf(model, perovskite)).toEqual([[22, 6, 1]]);
      expect(drawn(perovskite, { showPolyhedra: true, hiddenElements: new Set([22]) }).polyhedra.size).toBe(0);
    });

    it('have the neighbours of the crystal wherever their centre lies', () => {
      const shifted = { ...rockSalt, fracCoords: rockSalt.fracCoords.map((x) => x + 0.13) };
      const model = drawn(shifted, { showPolyhedra: true });
      expect(new Set(centresOf(model, shifted).map(String))).toEqual(new Set(['11,6,1']));
      for (const [centre, ligands] of model.polyhedra) {
        for (const ligand of ligands) {
          const distance = Math.hypot(
            ...[0, 1, 2].map((k) => model.atomPosition[3 * ligand + k] - model.atomPosition[3 * centre + k]),
          );
          expect(distance).toBeCloseTo(2.82, 4);
        }
      }
    });
  });

  it('allocates no new arrays for the frames of a trajectory', () => {
    const model = drawn(rockSalt);
    const before = [model.atomPosition, model.atomIndex, model.bondFrom, model.bondWeight];
    for (let frame = 0; frame < 20; frame++) {
      model.update({ ...rockSalt, fracCoords: rockSalt.fracCoords.map((x) => x + 0.001 * frame) }, DEFAULT_STYLE);
    }
    expect([model.atomPosition, model.atomIndex, model.bondFrom, model.bondWeight]).toEqual(before);
    expect(model.atomPosition).toBe(before[0]);
    expect(model.bondFrom).toBe(before[2]);
  });

  it('does not freeze for 200 atoms', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    const large = crystal(
      cubic(14),
      Array.from({ length: 200 }, (_, i) => [8, 22, 38][i % 3]),
      Array.from({ length: 600 }, random),
    );
    const model = drawn(large);
    const started = performance.now();
    model.update(large, DEFAULT_STYLE);
    expect(performance.now() - started).toBeLessThan(250);
    expect(model.bondCount).toBeGreaterThan(50);
  });
});
