import type { BondRule } from './bonds';
import type { Projection } from './camera-rig';
import type { PaletteName } from './palettes';

/** What stands on each atom: nothing, its element, or its element and number in the list of sites. */
export type AtomLabels = 'none' | 'elements' | 'sites';

interface Described {
  readonly group: 'Atoms' | 'Bonds and polyhedra' | 'Scene';
  readonly label: string;
  readonly help?: string;
}

export interface SwitchParameter extends Described {
  readonly kind: 'switch';
  readonly initial: boolean;
}

export interface ChoiceParameter<Value extends string = string> extends Described {
  readonly kind: 'choice';
  readonly initial: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
}

export interface RangeParameter extends Described {
  readonly kind: 'range';
  readonly initial: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** Empty for plain factors. */
  readonly unit: string;
}

export type ViewParameter = SwitchParameter | ChoiceParameter | RangeParameter;

const choice = <Value extends string>(parameter: Omit<ChoiceParameter<Value>, 'kind'>): ChoiceParameter<Value> => ({
  kind: 'choice',
  ...parameter,
});
const range = (parameter: Omit<RangeParameter, 'kind'>): RangeParameter => ({ kind: 'range', ...parameter });
const toggle = (parameter: Omit<SwitchParameter, 'kind'>): SwitchParameter => ({ kind: 'switch', ...parameter });

/** What a user can set about the picture, each with its range, its default and the words for it; a page draws its controls from this. */
export const VIEW_PARAMETERS = {
  palette: choice<PaletteName>({
    group: 'Atoms',
    label: 'Colours',
    help: 'The safe ones stay apart with colour blindness. By family: an element always looks the same. By contrast: the elements at hand differ as much as they can. Confidence: how sure the language model was of each atom of the draft.',
    initial: 'jmol',
    choices: [
      { value: 'jmol', label: 'Jmol' },
      { value: 'vesta', label: 'VESTA' },
      { value: 'colour-blind-safe', label: 'Safe, by family' },
      { value: 'okabe-ito', label: 'Safe, by contrast' },
      { value: 'confidence', label: 'Confidence of the draft' },
    ],
  }),
  atomScale: range({
    group: 'Atoms',
    label: 'Atom size',
    initial: 0.42,
    minimum: 0.1,
    maximum: 1.2,
    step: 0.02,
    unit: '',
  }),
  labels: choice<AtomLabels>({
    group: 'Atoms',
    label: 'Labels',
    help: 'Sites are numbered as in the list under “Measure”.',
    initial: 'none',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'elements', label: 'Elements' },
      { value: 'sites', label: 'Sites (Ti1, O2)' },
    ],
  }),
  showImages: toggle({
    group: 'Atoms',
    label: 'Images on faces',
    help: 'Atoms on faces, edges and corners are repeated on the opposite ones, and bonds that leave the cell are completed.',
    initial: true,
  }),
  showBonds: toggle({ group: 'Bonds and polyhedra', label: 'Bonds', initial: true }),
  bondRadius: range({
    group: 'Bonds and polyhedra',
    label: 'Bond radius',
    initial: 0.09,
    minimum: 0.02,
    maximum: 0.3,
    step: 0.01,
    unit: 'Å',
  }),
  bondRule: choice<BondRule>({
    group: 'Bonds and polyhedra',
    label: 'Joined',
    help: 'Framework: no bonds between metals that touch a non-metal; large cations stand free. Radii: whatever covalent radii join.',
    initial: 'framework',
    choices: [
      { value: 'framework', label: 'Framework' },
      { value: 'covalent-radii', label: 'Radii' },
    ],
  }),
  showPolyhedra: toggle({ group: 'Bonds and polyhedra', label: 'Polyhedra', initial: false }),
  polyhedronOpacity: range({
    group: 'Bonds and polyhedra',
    label: 'Polyhedron opacity',
    initial: 0.4,
    minimum: 0.1,
    maximum: 1,
    step: 0.05,
    unit: '',
  }),
  projection: choice<Projection>({
    group: 'Scene',
    label: 'Projection',
    initial: 'orthographic',
    choices: [
      { value: 'orthographic', label: 'Orthographic' },
      { value: 'perspective', label: 'Perspective' },
    ],
  }),
  showCell: toggle({ group: 'Scene', label: 'Unit cell', initial: true }),
  showAxes: toggle({ group: 'Scene', label: 'Axes', initial: true }),
  haze: range({ group: 'Scene', label: 'Haze', initial: 0.3, minimum: 0, maximum: 0.9, step: 0.05, unit: '' }),
  pictureScale: range({
    group: 'Scene',
    label: 'PNG scale',
    help: 'Pixels of a saved picture for each pixel of the page.',
    initial: 4,
    minimum: 1,
    maximum: 4,
    step: 1,
    unit: '×',
  }),
} as const;

type Parameters = typeof VIEW_PARAMETERS;

export type ViewParameterName = keyof Parameters;

/** A value for each parameter. */
export type ViewSettings = {
  readonly [Name in ViewParameterName]: Parameters[Name] extends SwitchParameter
    ? boolean
    : Parameters[Name] extends ChoiceParameter<infer Value>
      ? Value
      : number;
};

export const VIEW_PARAMETER_NAMES = Object.keys(VIEW_PARAMETERS) as readonly ViewParameterName[];

/** Settings from anything that was stored; what is missing or out of range has its default. */
export function readViewSettings(stored: unknown): ViewSettings {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  return Object.fromEntries(
    VIEW_PARAMETER_NAMES.map((name) => {
      const parameter: ViewParameter = VIEW_PARAMETERS[name];
      return [name, isValid(parameter, given[name]) ? given[name] : parameter.initial];
    }),
  ) as unknown as ViewSettings;
}

function isValid(parameter: ViewParameter, value: unknown): boolean {
  switch (parameter.kind) {
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return parameter.choices.some((option) => option.value === value);
    case 'range':
      return typeof value === 'number' && value >= parameter.minimum && value <= parameter.maximum;
  }
}
