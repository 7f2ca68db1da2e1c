import { type CSSProperties, useState } from 'react';
import { spaceGroup } from '../../../crystal/space-groups';
import type { TrajectoryTracks } from '../../../generation/trajectory-tracks';
import { useStudio, useStudioState } from '../../use-studio';
import { stretchesOf } from './stretches';
import tracksStyles from './Tracks.module.css';

export interface SpaceGroupBandProps {
  readonly tracks: TrajectoryTracks;
  /** Å. */
  readonly tolerances: readonly number[];
}

/** Space group along the frames at each tolerance: a stretch for each group, with its symbol where there is room. */
export function SpaceGroupBand({ tracks, tolerances }: SpaceGroupBandProps) {
  const { viewer } = useStudio();
  const [hovered, setHovered] = useState('');
  const frame = useStudioState((state) => state.frame);
  const last = tracks.timesteps.length - 1;
  return (
    <figure className={tracksStyles.bands}>
      <figcaption className={tracksStyles.title}>
        Space group <span className={tracksStyles.hovered}>{hovered}</span>
      </figcaption>
      {tolerances.map((tolerance, rung) => {
        const stretches = stretchesOf(tracks.spaceGroups[rung]);
        const words = stretches.map(({ group, from }) => `${symbolOf(group)} from frame ${from}`).join('; ');
        return (
          <div key={tolerance} className={tracksStyles.row}>
            <span className={tracksStyles.tolerance}>
              {tolerance}
              {'\u202f'}Å
            </span>
            <div role="img" aria-label={`Space group at ${tolerance} Å: ${words}`} className={tracksStyles.band}>
              {stretches.map(({ group, from, count }) => (
                <div
                  key={from}
                  className={`${tracksStyles.stretch} ${classOf(group)}`}
                  style={{ '--frames': count } as CSSProperties}
                  onPointerEnter={() => setHovered(`${symbolOf(group)} from frame ${from} to ${from + count - 1}`)}
                  onPointerLeave={() => setHovered('')}
                  onPointerDown={() => viewer.showFrame(from)}
                >
                  {symbolOf(group)}
                </div>
              ))}
              <span
                className={tracksStyles.here}
                style={{ '--share': last > 0 ? Math.min(frame, last) / last : 0 } as CSSProperties}
              />
            </div>
          </div>
        );
      })}
    </figure>
  );
}

function symbolOf(group: number): string {
  return group === 0 ? 'none' : spaceGroup(group).symbol;
}

function classOf(group: number): string {
  return group === 0 ? tracksStyles.none : tracksStyles[spaceGroup(group).crystalSystem];
}
