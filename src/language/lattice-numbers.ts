/** A finite set of numbers in their written form, looked up by how they begin. */
export interface NumberTexts {
  /** Characters that may follow what has been written; '' for the beginning. */
  next(written: string): string;
  /** Whether what has been written is a number of the set. */
  has(written: string): boolean;
}

/** Bounds of what a lattice line may say. */
export interface LatticeLimits {
  /** Shortest and longest cell edge in Å. */
  readonly lengths: readonly [minimum: number, maximum: number];
}

const ANGLES: readonly [number, number] = [30, 150];

/**
 * Smallest volume of a cell divided by abc. Any two angles from 30° to 150° leave a third that gives 0.25; Niggli cells
 * of real crystals stay above 0.7.
 */
export const MINIMUM_VOLUME_RATIO = 0.2;

/** Cell edges in Å with one decimal. */
export function lengthTexts(limits: LatticeLimits): NumberTexts {
  const [minimum, maximum] = limits.lengths.map((length) => Math.round(length * 10));
  if (!(minimum >= 1 && minimum <= maximum)) {
    throw new RangeError(`Cell edges from ${limits.lengths[0]} to ${limits.lengths[1]} Å cannot be written.`);
  }
  return textSet(range(minimum, maximum).map((tenths) => (tenths / 10).toFixed(1)));
}

/** Whole angles in degrees that leave a cell possible after those before them (0, 1 or 2 of α, β). */
export function angleTexts(before: readonly number[]): NumberTexts {
  const key = before.length === 2 ? before.join(' ') : '';
  let texts = ANGLE_TEXTS.get(key);
  if (!texts) {
    const possible = range(...ANGLES).filter(
      (angle) => !key || volumeRatio([...before, angle]) >= MINIMUM_VOLUME_RATIO,
    );
    texts = textSet(possible.map(String));
    ANGLE_TEXTS.set(key, texts);
  }
  return texts;
}

const ANGLE_TEXTS = new Map<string, NumberTexts>();

/** Volume of a cell divided by abc, from its angles α, β, γ in degrees; 0 where no cell has them. */
export function volumeRatio(angles: readonly number[]): number {
  const [alpha, beta, gamma] = angles.map((angle) => Math.cos((angle * Math.PI) / 180));
  return Math.sqrt(Math.max(0, 1 - alpha ** 2 - beta ** 2 - gamma ** 2 + 2 * alpha * beta * gamma));
}

function textSet(texts: readonly string[]): NumberTexts {
  const complete = new Set(texts);
  const followers = new Map<string, Set<string>>();
  for (const text of texts) {
    for (let end = 0; end < text.length; end++) {
      const prefix = text.slice(0, end);
      const characters = followers.get(prefix) ?? new Set();
      followers.set(prefix, characters.add(text[end]));
    }
  }
  return {
    next: (written) => [...(followers.get(written) ?? [])].join(''),
    has: (written) => complete.has(written),
  };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
