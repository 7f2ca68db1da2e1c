import type { StudioState } from '../store/studio-store';
import type { Studio } from '../studio';

/** Something a user can start. Buttons, menus, keys and the command list all perform the same object. */
export interface Action {
  readonly id: string;
  /** Accessible name of its button and its line in the command list. */
  readonly name: string;
  readonly shortcut?: Shortcut;
  isEnabled(state: StudioState): boolean;
  /** What stands in the way while it is not enabled, a sentence. */
  whyNot?(state: StudioState): string | undefined;
  perform(studio: Studio): void | Promise<void>;
}

export interface Shortcut {
  /** `KeyboardEvent.key`, letters in lower case. */
  readonly key: string;
  /** With Ctrl, or with ⌘ on a Mac. */
  readonly withControl?: boolean;
  readonly withShift?: boolean;
  /**
   * 'anywhere': also while typing. 'beside-text': anywhere but in a field of text, which has the same keys for its own.
   * 'bench': only while the viewer or the trajectory has the focus, or nothing has; a plain letter must not fire while
   * someone dictates or types.
   */
  readonly where: 'anywhere' | 'beside-text' | 'bench';
}

const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  arrowleft: '←',
  arrowright: '→',
  home: 'Home',
  end: 'End',
  pageup: 'Page up',
  pagedown: 'Page down',
  escape: 'Esc',
  enter: 'Enter',
  delete: 'Del',
};

/** "Ctrl + Enter", as it is printed beside an action. */
export function shortcutText(shortcut: Shortcut, isMac: boolean): string {
  const key = names[shortcut.key.toLowerCase()] ?? shortcut.key.toUpperCase();
  // Of a sign the key says already that Shift is held.
  const isShiftSaid = shortcut.withShift && /^\w/.test(shortcut.key);
  return [shortcut.withControl ? (isMac ? '⌘' : 'Ctrl') : '', isShiftSaid ? 'Shift' : '', key]
    .filter(Boolean)
    .join(isMac ? '' : ' + ');
}

export function matches(
  shortcut: Shortcut,
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
) {
  return (
    event.key.toLowerCase() === shortcut.key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === (shortcut.withControl ?? false) &&
    event.shiftKey === (shortcut.withShift ?? false) &&
    !event.altKey
  );
}
