"""Samples without conditions (the paper's Table 2): validity, coverage, and distances from the test split."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pymatgen.core import Structure

from . import coverage, intervals
from .candidates import read_lines, structures_of
from .study import TITLES, Study, bare_prompts, truths_of
from .subsets import crystals_of
from .validity import compositionally_valid, structurally_valid, valid

NOTES = [
    "Shares and distances with 95 % intervals (Wilson; bootstrap). Structural validity: no two atoms within 0.5 Å, "
    "periodic images included; drafts that fail it are drawn again: accepted at first draft says how many were not. "
    "Compositional validity: charge neutral by SMACT (oxidation states of smact 2014) with Pauling's test, all-metal "
    "crystals pass. Coverage: CrystalNN and Magpie fingerprints, published cut-offs and scaling, against 1,000 fixed "
    "structures of the test split; recall grows with the number of samples, of which the papers draw 10,000. "
    "The last row takes as many structures of the training split for samples: what a perfect model would get.",
]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", nargs="*", default=["mp_20", "perov_5"], choices=list(TITLES), dest="sets")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--free-samples", type=int, default=200, help="samples without the grammar")
    parser.add_argument("--from", type=Path, dest="source", help="judge this JSONL file or folder of CIF files instead")


def run(study: Study, options: Namespace) -> None:
    for data_set in options.sets:
        judge = Judge(study, data_set)
        rows = {}
        if options.source:
            rows[options.source.name] = judge.row(read_lines(options.source), "refined")
        else:
            for grammar, samples in ((True, options.samples), (False, options.free_samples)):
                name = "grammar" if grammar else "no grammar"
                drafted = samples_of(study, data_set, samples, grammar)
                rows[f"{name}: drafts alone"] = judge.row(drafted, "draft")
                for refinement in study.defaults():
                    refined = study.engine.refine(f"{TITLES[data_set]}, {name}", drafted, refinement)
                    rows[f"{name}: {refinement.label}"] = judge.row(refined, "refined")
                study.write("gen", "Samples without conditions", NOTES, {TITLES[data_set]: rows})
        rows["training split"] = judge.ceiling(study.count(options.samples))
        study.write("gen", "Samples without conditions", NOTES, {TITLES[data_set]: rows})


def samples_of(study: Study, data_set: str, count: int, grammar: bool = True) -> list[dict]:
    """Drafts without conditions; other tables read the same ones."""
    label = f"{TITLES[data_set]}, {'grammar' if grammar else 'no grammar'}"
    return study.engine.draft(label, bare_prompts(data_set, study.count(count)), [] if grammar else ["--no-grammar"])


class Judge:
    """Rows against the reference of one data set."""

    def __init__(self, study: Study, data_set: str):
        self.study = study
        self.data_set = data_set
        self.reference = list(truths_of(crystals_of(f"{data_set}_reference", study.data)).values())
        file = study.folder / f"fingerprints-{data_set}.npz"
        self.fingerprints = coverage.reference_fingerprints(self.reference, file, study.jobs)

    def row(self, lines: list[dict], which: str) -> dict:
        """The row of candidate lines."""
        return {
            "samples": len(lines),
            "accepted at first draft": intervals.share_of([not x["rejectedDrafts"] and which in x for x in lines]),
            **self._measures(structures_of(lines, which)),
            "masked mass": intervals.mean([x["meanMaskedMass"] for x in lines if "meanMaskedMass" in x]),
            "bits per token": intervals.mean([x["bitsPerToken"] for x in lines if "bitsPerToken" in x]),
        }

    def ceiling(self, count: int) -> dict:
        """The row of structures of the training split."""
        crystals = self.study.crystals(f"{self.data_set}_training_sample")[:count]
        structures = list(truths_of(crystals).values())
        return {"samples": len(structures), **self._measures(structures)}

    def _measures(self, structures: list[Structure | None]) -> dict:
        present = [s for s in structures if s is not None]
        generated = coverage.fingerprints(present, self.study.jobs, "fingerprints")
        return {
            "structurally valid": intervals.share_of([s is not None and structurally_valid(s) for s in structures]),
            "compositionally valid": intervals.share_of(
                [s is not None and compositionally_valid(s.composition) for s in structures]
            ),
            **coverage.coverage(generated, self.fingerprints, self.data_set, len(structures)),
            **coverage.distances([s for s in present if valid(s)], self.reference),
        }
