import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { type Action, shortcutText } from './actions/action';
import type { StudioState } from './store/studio-store';
import type { Studio } from './studio';

const StudioContext = createContext<Studio | null>(null);

export const StudioProvider = StudioContext.Provider;

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('A studio component was rendered outside StudioProvider.');
  return studio;
}

/** Subscribes to a part of the state; select values that keep their identity while nothing changes. */
export function useStudioState<Selected>(selector: (state: StudioState) => Selected): Selected {
  return useStore(useStudio().store, selector);
}

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

export interface BoundAction {
  readonly label: string;
  readonly shortcut: string | undefined;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

/** An action as a button wants it. */
export function useAction(action: Action): BoundAction {
  const studio = useStudio();
  const isEnabled = useStudioState((state) => action.isEnabled(state));
  return {
    label: action.name,
    shortcut: action.shortcut ? shortcutText(action.shortcut, isMac) : undefined,
    isDisabled: !isEnabled,
    onPress: () => void action.perform(studio),
  };
}
