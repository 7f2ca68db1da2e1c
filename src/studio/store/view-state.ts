import type { Crystal } from '../../crystal/crystal';
import type { Repeats } from '../../crystal/supercell';
import {
  DEFAULT_STRUCTURE_STYLE,
  type PickedAtom,
  readViewSettings,
  type StructureStyle,
  type ViewSettings,
} from '../../viewer';

export type CellKind = 'as-computed' | 'primitive' | 'conventional' | 'niggli';

/** The cell in which a crystal is shown, and how often. */
export interface CellDisplay {
  readonly kind: CellKind;
  readonly repeats: Repeats;
}

export type ViewTool = 'view' | 'measure' | 'diffraction' | 'distances' | 'tracks' | 'repair';

/** What is seen of the crystal on the bench, and with which tools. */
export interface ViewState {
  /** Kept across reloads. */
  readonly viewSettings: ViewSettings;
  readonly structureStyle: StructureStyle;
  readonly cell: CellDisplay;
  /** The tool that is open below the picture. */
  readonly tool: ViewTool | null;
  /** The atoms that were chosen, in their order. */
  readonly marked: readonly PickedAtom[];
  /** The crystal at rest in view: as it was computed, and in the cell in which it is drawn. */
  readonly viewed: { readonly computed: Crystal; readonly drawn: Crystal } | null;
}

/** What a user sets about the view. */
export type EditableView = Pick<ViewState, 'viewSettings' | 'structureStyle' | 'cell'>;

export const initialViewState: ViewState = {
  viewSettings: readViewSettings(undefined),
  structureStyle: DEFAULT_STRUCTURE_STYLE,
  cell: { kind: 'as-computed', repeats: [1, 1, 1] },
  tool: null,
  marked: [],
  viewed: null,
};

/** Planes belong to one crystal: another one is shown whole. */
export function uncut(style: StructureStyle): StructureStyle {
  return style.planes.length > 0 ? { ...style, planes: [] } : style;
}

const STORAGE_KEY = 'tau-studio.view.1';

/** View settings of the last visit; damaged ones fall back to their defaults. */
export function loadViewSettings(storage: Pick<Storage, 'getItem'>): ViewSettings {
  try {
    return readViewSettings(JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}'));
  } catch {
    return readViewSettings(undefined);
  }
}

/** Where storage is refused the settings last as long as the page. */
export function saveViewSettings(storage: Pick<Storage, 'setItem'>, settings: ViewSettings): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(settings));
  } catch {
    // Nothing depends on it.
  }
}
