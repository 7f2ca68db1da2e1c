"""What became of each prediction of a known structure."""

from dataclasses import dataclass, field

from pymatgen.core import Structure

from . import progress
from .candidates import structures_of
from .matching import SYMPRECS_ANGSTROM, rms_displacement, space_group
from .validity import compositionally_valid, structurally_valid


@dataclass(frozen=True)
class Outcome:
    """One prediction against its truth; a missing prediction has only its id."""

    id: str
    rms: float | None = None
    """None where the matcher finds no match."""
    valid: bool = False
    """Structurally."""
    both_valid: bool = False
    """Prediction and truth, structurally and compositionally: what the published match rate asks for."""
    same_group: tuple[bool, ...] = (False,) * len(SYMPRECS_ANGSTROM)
    """At each of SYMPRECS_ANGSTROM, the truth's group at the same tolerance."""
    same_formula: bool = False
    rivals: dict[str, float] = field(default_factory=dict)
    """RMS displacements from other truths of the same composition that it matches, by their ids."""

    @property
    def published_rms(self) -> float | None:
        return self.rms if self.both_valid else None


Task = tuple[str, Structure | None, Structure, dict[str, Structure]]


def outcome(task: Task) -> Outcome:
    """Judges (id, prediction, truth, other truths of the same composition)."""
    identifier, prediction, truth, others = task
    if prediction is None:
        return Outcome(identifier)
    valid = structurally_valid(prediction)
    matches = {key: rms_displacement(prediction, other) for key, other in others.items()}
    return Outcome(
        id=identifier,
        rms=rms_displacement(prediction, truth),
        valid=valid,
        both_valid=(
            valid
            and structurally_valid(truth)
            and compositionally_valid(truth.composition)
            and compositionally_valid(prediction.composition)
        ),
        same_group=tuple(space_group(prediction, s) == space_group(truth, s) for s in SYMPRECS_ANGSTROM),
        same_formula=_formula(prediction) == _formula(truth),
        rivals={key: rms for key, rms in matches.items() if rms is not None},
    )


def outcomes(
    lines: list[dict], truths: dict[str, Structure], jobs: int, which: str = "refined", label: str = "judging"
) -> list[Outcome]:
    """An outcome for each line, in their order; `truths` by the lines' ids."""
    kin: dict[str, dict[str, Structure]] = {}
    for identifier, truth in truths.items():
        kin.setdefault(_formula(truth), {})[identifier] = truth
    tasks: list[Task] = []
    for line, prediction in zip(lines, structures_of(lines, which), strict=True):
        identifier = line["id"]
        truth = truths[identifier]
        others = {key: other for key, other in kin[_formula(truth)].items() if key != identifier}
        tasks.append((identifier, prediction, truth, others))
    return progress.over(outcome, tasks, jobs, label)


def _formula(structure: Structure) -> str:
    return structure.composition.reduced_formula
