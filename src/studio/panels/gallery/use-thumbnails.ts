import { useEffect, useMemo, useReducer } from 'react';
import type { Crystal } from '../../../crystal/crystal';
import { yieldToEvents } from '../../../runtime/yield-to-events';
import { thumbnails, type ViewSettings } from '../../../viewer';
import { PICTURE_SIZE } from '../../components/PictureList';
import { useIsDark } from '../../use-is-dark';
import { useStudioState } from '../../use-studio';

interface Picture {
  readonly style: ViewSettings;
  readonly theme: 'light' | 'dark';
  readonly svg: string;
}

const drawn = new WeakMap<Crystal, Picture>();

/** A list is shown anew at most this often while its pictures are drawn. */
const SHOW_EVERY_MS = 150;

/**
 * SVG pictures, each crystal in its own standard orientation and filling its square. They are drawn one a task, so that
 * the page answers meanwhile; those that are not drawn yet are undefined.
 */
export function useThumbnails(crystals: readonly Crystal[]): (crystal: Crystal) => string | undefined {
  const style = useStudioState((state) => state.viewSettings);
  const theme = useIsDark() ? 'dark' : 'light';
  const [version, show] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      let shownAt = performance.now();
      for (const crystal of crystals) {
        const known = drawn.get(crystal);
        if (known?.style === style && known.theme === theme) continue;
        await yieldToEvents();
        if (isGone) return;
        const [svg] = thumbnails([crystal], { size: PICTURE_SIZE, theme, style });
        drawn.set(crystal, { style, theme, svg });
        if (performance.now() - shownAt < SHOW_EVERY_MS) continue;
        shownAt = performance.now();
        show();
      }
      show();
    };
    void draw();
    return () => {
      isGone = true;
    };
  }, [crystals, style, theme]);
  // Another function each time that something was drawn, so that what depends on it is made anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what was drawn
  return useMemo(() => (crystal: Crystal) => drawn.get(crystal)?.svg, [version]);
}
