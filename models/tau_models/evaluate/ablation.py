"""Each half alone: drafts, diffusion from T with the draft's composition, and the hybrid, on the same compositions."""

from argparse import ArgumentParser, Namespace

from .engine import PLAIN_EXTRA, Refinement
from .outcomes import outcomes
from .prediction import prediction_row
from .study import TITLES, Study, prompts_for, truths_of

FROM_NOISE = Refinement(1000, "re-noised", PLAIN_EXTRA)
NOTES = [
    "Test split, one candidate each, with the grammar. Diffusion alone starts at T = 1000 from noise, with the draft's "
    "composition and number of atoms. Changes are paired, against the drafts.",
]


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--set", nargs="*", default=["mp_20", "perov_5"], choices=list(TITLES), dest="sets")


def run(study: Study, options: Namespace) -> None:
    for data_set in options.sets:
        crystals = study.crystals(data_set)
        truths = truths_of(crystals)
        title = TITLES[data_set]
        drafted = study.engine.draft(f"{title}, grammar", prompts_for(crystals, data_set, atom_count=True))
        before = outcomes(drafted, truths, study.jobs, "draft")
        rows = {"drafts alone": prediction_row(before)}
        hybrids = {f"hybrid, {refinement.label}": refinement for refinement in study.defaults()}
        for name, refinement in {"diffusion alone, τ = 1000": FROM_NOISE, **hybrids}.items():
            refined = study.engine.refine(title, drafted, refinement)
            rows[name] = prediction_row(outcomes(refined, truths, study.jobs), before)
            study.write("ablation", "Each half alone", NOTES, {title: rows})
