import { loadSymmetry } from '../crystal/symmetry';
import type { StartMode } from '../crystal/trajectory';
import type { Locks } from '../diffusion/locked-part';
import type { CandidateRecord, KeepSymmetry, KeptSymmetry, RunRequest } from '../generation/run';
import { summariseCandidate } from '../generation/summary';
import { structureJson } from './input-lines';

/** A structure in a JSON line: plain arrays, so that any language reads it. */
export interface StructureJson {
  /** 9 numbers, rows a, b, c, in Å. */
  readonly lattice: readonly number[];
  readonly atomicNumbers: readonly number[];
  /** 3N fractional coordinates. */
  readonly fracCoords: readonly number[];
}

/**
 * One line of `generate --json`: one candidate. A file of such lines is also what `--drafts-from` reads: with it the
 * language model is not asked, each line's `draft` is refined instead. Line k is candidate k, which decides its noise.
 */
export interface CandidateLine {
  /** From the line of `--prompts-file` ({"id", "prompt"} or {"id", "conditions"} per line); "prompt" otherwise. */
  readonly id: string;
  readonly prompt: string;
  readonly candidate: number;
  readonly seed: number;
  /** Given, or estimated from the draft. */
  readonly tau: number;
  readonly start: StartMode;
  readonly keepSymmetry: KeepSymmetry;
  /** Absent where no symmetry was to be kept. */
  readonly keptSymmetry?: KeptSymmetry;
  /** International number, where the prompt names one. */
  readonly askedSpaceGroup?: number;
  /** What refinement leaves as the draft has it; of `--drafts-from`, from its line. */
  readonly locks?: Locks;
  readonly grammar: boolean;
  /** "refined", or "rejected" when no draft was accepted within the limit; only drafts counted then. */
  readonly status: 'refined' | 'rejected' | 'failed';
  /** Why there is no refined crystal. */
  readonly failure?: string;
  /** Reduced formula; absent, as are the other properties, where there is no crystal. */
  readonly formula?: string;
  readonly atoms?: number;
  /** International number at 0.01, 0.05, 0.1 and 0.2 Å; 0 where none can be determined. */
  readonly spaceGroup?: Readonly<Record<'0.01' | '0.05' | '0.1' | '0.2', number>>;
  /** Å, periodic images included. */
  readonly shortestDistance?: number;
  readonly structurallyValid?: boolean;
  readonly chargeNeutral?: boolean;
  readonly draft?: StructureJson;
  readonly refined?: StructureJson;
  /** Reason of each draft that was turned down before this one. */
  readonly rejectedDrafts: readonly string[];
  /** Over all tokens of the accepted draft: mean share of raw probability mass that the grammar removed. */
  readonly meanMaskedMass?: number;
  /** Mean of −log₂ p of the accepted draft's tokens. */
  readonly bitsPerToken?: number;
  readonly seconds: { readonly draft: number; readonly refine: number };
  /** CIF (P1) of the refined crystal, relative to the output folder. */
  readonly file?: string;
  /** All files that were written, relative to the output folder; the CIF in P1 first. */
  readonly files?: readonly string[];
}

/** What a candidate came to, as one JSON-serialisable line. */
export async function candidateLine(
  candidate: CandidateRecord,
  request: RunRequest,
  id: string,
  files: readonly string[],
): Promise<CandidateLine> {
  const { draft, refined, drafts, failure, keptSymmetry, locks } = candidate;
  const askedSpaceGroup = request.conditions.spaceGroup;
  const rejected = drafts.filter(({ rejection }) => rejection !== undefined);
  const accepted = drafts.find(({ rejection }) => rejection === undefined);
  return {
    id,
    prompt: request.prompt,
    candidate: candidate.index,
    seed: request.seed,
    tau: candidate.tau ?? request.tau,
    start: request.start,
    keepSymmetry: request.keepSymmetry ?? 'off',
    ...(keptSymmetry && { keptSymmetry: { ...keptSymmetry, displacement: rounded(keptSymmetry.displacement) } }),
    ...(askedSpaceGroup !== undefined && { askedSpaceGroup }),
    ...(locks && { locks }),
    grammar: request.useGrammar,
    status: refined ? 'refined' : draft ? 'failed' : 'rejected',
    ...(failure !== undefined && { failure }),
    ...(refined && (await properties(refined))),
    ...(draft && { draft: structureJson(draft) }),
    ...(refined && { refined: structureJson(refined) }),
    rejectedDrafts: rejected.map(({ rejection }) => rejection as string),
    ...(accepted && { meanMaskedMass: accepted.meanMaskedMass, bitsPerToken: bitsPerToken(accepted.logProbabilities) }),
    seconds: { draft: rounded(candidate.draftSeconds), refine: rounded(candidate.refineSeconds) },
    ...(files.length > 0 && { file: files[0], files }),
  };
}

/** The same for a person. */
export function sentence(line: CandidateLine): string {
  const name = `${line.id} ${line.candidate + 1}`;
  if (line.status !== 'refined') return `${name}: no crystal. ${line.failure ?? ''}`.trim();
  const { formula, atoms, spaceGroup, structurallyValid, chargeNeutral, rejectedDrafts, seconds, files = [] } = line;
  const verdict = `${structurallyValid ? 'no atoms within 0.5 Å' : 'atoms within 0.5 Å'}, ${chargeNeutral ? '' : 'not '}charge neutral`;
  const time = `${rejectedDrafts.length} drafts rejected, ${(seconds.draft + seconds.refine).toFixed(1)} s`;
  return `${name}: ${formula}, ${atoms} atoms, space group ${spaceGroup?.['0.1']} at 0.1 Å, ${verdict}; ${time} → ${files.join(', ')}`;
}

async function properties(crystal: NonNullable<CandidateRecord['refined']>) {
  const { formula, atomCount, structure, charge, spaceGroups } = summariseCandidate(crystal, await loadSymmetry());
  return {
    formula,
    atoms: atomCount,
    spaceGroup: Object.fromEntries(
      spaceGroups.map(({ symprec, spaceGroup }) => [String(symprec), spaceGroup?.number ?? 0]),
    ) as CandidateLine['spaceGroup'],
    shortestDistance: rounded(structure.shortestDistance),
    structurallyValid: structure.valid,
    chargeNeutral: charge.valid,
  };
}

function bitsPerToken(logProbabilities: readonly number[]): number {
  return -logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length / Math.LN2;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
