import { describe, expect, it } from 'vitest';
import type { Crystal } from './crystal';
import { writeExtXyz, writeTrajectoryExtXyz } from './extxyz';
import { wrap } from './lattice';
import { writePoscar } from './poscar';
import type { Provenance, Trajectory } from './trajectory';

const crystal: Crystal = {
  lattice: Float64Array.of(4, 0, 0, 1, 5, 0, 0, 0, 6),
  atomicNumbers: Uint8Array.of(8, 38, 8),
  fracCoords: Float64Array.of(0.5, 0.5, 0, -1e-14, 1.25, 0, 0, 0.5, 0.5),
};

const provenance: Provenance = {
  prompt: 'say "SrO2"\n\\ τ',
  seed: 7,
  tau: 2,
  start: 're-noised',
  languageModel: 'llama',
  denoiser: 'cspnet',
};

describe('writePoscar', () => {
  it('gathers elements into groups and wraps coordinates', () => {
    const lines = writePoscar(crystal, provenance).split('\n');
    expect(lines[0]).toMatch(/^Sr1?O2 \| /);
    expect(lines[0]).toContain('Prompt: say "SrO2" \\ \\u{3c4}');
    expect(lines[0]).toContain('not relaxed');
    expect(lines[3].trim().split(/\s+/).map(Number)).toEqual([1, 5, 0]);
    expect(lines.slice(5, 8)).toEqual(['Sr O', '1 2', 'Direct']);
    expect(lines[8].trim()).toBe('0.0000000000    0.2500000000    0.0000000000 Sr');
    expect(lines[9].trim()).toBe('0.5000000000    0.5000000000    0.0000000000 O');
    expect(lines.length).toBe(12);
  });
});

describe('extended XYZ', () => {
  it('writes Cartesian positions and the lattice', () => {
    const lines = writeExtXyz(crystal).split('\n');
    expect(lines[0]).toBe('3');
    expect(lines[1]).toContain('Lattice="4.00000000 0.00000000 0.00000000 1.00000000 5.00000000 0.00000000 ');
    expect(lines[1]).toContain('Properties=species:S:1:pos:R:3 pbc="T T T"');
    expect(lines[2]).toBe('O  2.50000000 2.50000000 0.00000000');
    expect(lines.length).toBe(6);
  });

  it('writes every frame of a trajectory with its timestep and origin, no atom jumping across the cell', () => {
    const trajectory: Trajectory = {
      frameCount: 3,
      complete: true,
      provenance,
      frame: (index) => ({ ...crystal, fracCoords: crystal.fracCoords.map((x) => wrap(x - index / 10)) }),
      timestep: (index) => 2 - index,
      subscribe: () => () => {},
      dispose: () => {},
    };
    const lines = writeTrajectoryExtXyz(trajectory).trimEnd().split('\n');
    expect(lines.length).toBe(15);
    expect(lines.filter((line) => line.includes('Lattice=')).map((line) => /timestep=(\d)/.exec(line)?.[1])).toEqual([
      '2',
      '1',
      '0',
    ]);
    for (const line of [lines[1], lines[6], lines[11]]) {
      expect(line).toContain('prompt="say \\"SrO2\\" \\\\ τ"');
      expect(line).toContain('tau=2 seed=7 start="re-noised"');
    }
    // Its z was 0 in the first frame: it has left the cell, not come in from the other side.
    expect(lines[12]).toBe('O  1.50000000 1.50000000 -1.20000000');
  });
});
