"""Energies above the hull after relaxation with CHGNet (Deng et al., 2023): `pip install chgnet` first.

The hull is that of MP-20, all splits, its energies by CHGNet too, at the data's own geometries. It is not the hull of
the full Materials Project: fewer competing phases make samples look more stable than they are.
"""

import warnings
from functools import cache

import numpy as np
from pymatgen.analysis.phase_diagram import PDEntry, PhaseDiagram
from pymatgen.core import Composition, Element, Structure

from . import intervals, progress
from .matching import rms_displacement
from .study import TITLES, Study
from .subsets import reduced_counts, split, structure_of

METASTABLE_EV_PER_ATOM = 0.1
MOST_STEPS = 200
LARGEST_FORCE_EV_PER_ANGSTROM = 0.1


@cache
def _model():
    import torch
    from chgnet.model import CHGNet

    torch.set_num_threads(1)
    return CHGNet.load(use_device="cpu", verbose=False)


def energy(structure: Structure) -> float:
    """CHGNet's energy in eV per atom at this geometry."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(_model().predict_structure(structure, task="e")["e"])


def relax(structure: Structure) -> tuple[Structure, float, float]:
    """The relaxed structure, its energy and that before, in eV per atom."""
    from chgnet.model import StructOptimizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        optimizer = StructOptimizer(model=_model(), use_device="cpu")
        result = optimizer.relax(
            structure, fmax=LARGEST_FORCE_EV_PER_ANGSTROM, steps=MOST_STEPS, verbose=False, assign_magmoms=False
        )
    energies = result["trajectory"].energies
    return result["final_structure"], energies[-1] / len(structure), energies[0] / len(structure)


class Hull:
    """Competing phases; `attribute` of an entry is the data's own formation energy in eV per atom, where known."""

    def __init__(self, entries: list[PDEntry]):
        self.entries = entries

    @classmethod
    def of(cls, systems: set[frozenset[str]], study: Study) -> "Hull":
        """MP-20's phases within these chemical systems, with CHGNet's energies."""
        crystals = [c for part in ("train", "val", "test") for c in split("mp_20", part, study.data)]
        elements = {symbol for system in systems for symbol in system}
        needed = [
            crystal
            for crystal in crystals
            if (own := frozenset(symbol for symbol, _ in reduced_counts(crystal))) <= elements
            and any(own <= system for system in systems)
        ]
        structures = [structure_of(crystal) for crystal in needed]
        energies = progress.over(energy, structures, study.jobs, "competing phases")
        return cls(
            [
                PDEntry(s.composition, value * len(s), attribute=crystal.labels.get("formation_energy"))
                for s, value, crystal in zip(structures, energies, needed, strict=True)
            ]
        )

    def above(self, composition: Composition, energy_per_atom: float) -> float | None:
        """Energy above the hull in eV per atom, negative below it; None where an element has no phase of its own."""
        elements = set(composition)
        entries = [entry for entry in self.entries if set(entry.composition) <= elements]
        if any(not any(set(entry.composition) == {element} for entry in entries) for element in elements):
            return None
        hull = PhaseDiagram(entries, elements=sorted(elements, key=lambda e: e.Z))
        return energy_per_atom - hull.get_hull_energy_per_atom(composition)

    def shift(self) -> dict:
        """CHGNet's formation energy less the data's, eV per atom, over the competing compounds."""
        lowest: dict[Element, float] = {}
        for entry in self.entries:
            if entry.composition.is_element:
                element = next(iter(entry.composition))
                lowest[element] = min(lowest.get(element, np.inf), entry.energy_per_atom)
        differences = [
            entry.energy_per_atom
            - sum(share * lowest[element] for element, share in entry.composition.fractional_composition.items())
            - entry.attribute
            for entry in self.entries
            if entry.attribute is not None and all(element in lowest for element in entry.composition)
        ]
        return intervals.mean(differences)


def run(study: Study, name: str, structures: list[Structure | None], unique: list[bool], new: list[bool]) -> None:
    """The stability row of a set of samples."""
    places = [index for index, structure in enumerate(structures) if structure is not None]
    relaxed = progress.over(relax, [structures[place] for place in places], study.jobs, f"relaxing, {name}")
    hull = Hull.of({frozenset(map(str, final.composition)) for final, _, _ in relaxed}, study)
    above = {
        place: hull.above(final.composition, after) for place, (final, after, _) in zip(places, relaxed, strict=True)
    }
    judged = [place for place in places if above[place] is not None]
    moved = [rms_displacement(structures[place], final) for place, (final, _, _) in zip(places, relaxed, strict=True)]
    row: dict = {"samples": len(structures), "without a hull": len(structures) - len(judged)}
    for title, short, limit in (("metastable", "M.S.U.N.", METASTABLE_EV_PER_ATOM), ("stable", "S.U.N.", 0.0)):
        low = [place for place in judged if above[place] < limit]
        good = [place for place in low if unique[place] and new[place]]
        row[title] = intervals.share(len(low), len(structures))
        row[f"{short}, of all"] = intervals.share(len(good), len(structures))
        row[f"{short}, of the {title}"] = intervals.share(len(good), len(low))
    row["energy above hull, eV/atom"] = intervals.mean([above[place] for place in judged])
    row["RMSD on relaxation"] = intervals.mean([rms for rms in moved if rms is not None])
    row["energy change on relaxation, eV/atom"] = intervals.mean([after - before for _, after, before in relaxed])
    row["CHGNet less data, formation energy, eV/atom"] = hull.shift()
    notes = [
        f"Relaxed with CHGNet, forces below {LARGEST_FORCE_EV_PER_ANGSTROM} eV/Å or {MOST_STEPS} steps. The hull is "
        "that of MP-20, all splits, energies by CHGNet at the data's geometries: not the full Materials Project hull, "
        "and therefore flattering. Metastable: less than 0.1 eV/atom above it; stable: below it. RMSD in units of "
        "(V/N)^⅓."
    ]
    study.write("stability", "Stability", notes, {f"{TITLES['mp_20']}: {name}": {name: row}})
