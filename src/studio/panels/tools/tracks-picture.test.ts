import { describe, expect, it } from 'vitest';
import type { TrajectoryTracks } from '../../../generation/trajectory-tracks';
import { plottedTracks, summariseRange, valueRange } from './track-list';
import { tracksPicture } from './tracks-picture';

const ramp = (first: number, step: number) => Float64Array.from({ length: 5 }, (_, frame) => first + step * frame);
const tracks: TrajectoryTracks = {
  timesteps: ramp(4, -1),
  spaceGroups: [Float64Array.of(0, 1, 1, 221, 221), Float64Array.of(1, 1, 221, 221, 221), ramp(221, 0)],
  shortestDistance: ramp(1.5, 0.1),
  volumePerAtom: ramp(12, 0.5),
  lengths: [ramp(4, 0), ramp(4, 0.1), ramp(4, 0.2)],
  angles: [ramp(90, 0), ramp(90, 0), ramp(90, 0)],
  distanceToEnd: ramp(0.4, -0.1),
  noiseNorms: [Float64Array.of(1, 1, 1, 1, Number.NaN), Float64Array.of(2, 1, 1, 0.5, Number.NaN)],
};

describe('a range of frames', () => {
  it('is summarised with both its ends, leaving out what has no value', () => {
    const summary = summariseRange(tracks.shortestDistance, 1, 3);
    expect(summary).toEqual({
      first: expect.closeTo(1.6, 10),
      last: expect.closeTo(1.8, 10),
      lowest: expect.closeTo(1.6, 10),
      highest: expect.closeTo(1.8, 10),
      mean: expect.closeTo(1.7, 10),
    });
    expect(summariseRange(Float64Array.of(2, 1, 0.5, Number.NaN), 1, 3)).toMatchObject({ last: 0.5, mean: 0.75 });
    expect(summariseRange(Float64Array.of(1, Number.NaN), 1, 1)).toBeUndefined();
  });
});

describe('the picture of the tracks', () => {
  it('has all tracks with their units, and the space groups by tolerance', () => {
    const svg = tracksPicture(tracks, 'SrTiO3 <1>');
    for (const text of [
      'SrTiO3 &lt;1&gt;',
      'Distance to the last frame, Å',
      'Cell angles, °',
      'Score norm, 1 at the schedule’s noise',
    ]) {
      expect(svg).toContain(`>${text}</text>`);
    }
    for (const symbol of ['none', 'P1', 'Pm-3m']) expect(svg).toContain(`<title>${symbol}</title>`);
    // Ten lines, of which none is drawn where there is no number.
    expect(svg.match(/stroke-width="1.5"[^>]*\/>/g)?.length).toBeGreaterThanOrEqual(11);
    expect(svg).not.toContain('NaN');
  });

  it('shows only the frames of a range', () => {
    const svg = tracksPicture(tracks, 'SrTiO3', [2, 4]);
    expect(svg).not.toContain('<title>none</title>');
    expect(svg).not.toContain('NaN');
    expect(svg).not.toBe(tracksPicture(tracks, 'SrTiO3'));
  });

  it('gives each plot room above and below its lines', () => {
    for (const plot of plottedTracks(tracks)) {
      const [lowest, highest] = valueRange(plot);
      for (const { values } of plot.lines) {
        for (const value of values.filter(Number.isFinite)) expect(value >= lowest && value < highest).toBe(true);
      }
    }
  });
});
