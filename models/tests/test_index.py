"""The structure index: what is packed is what the studio reads, and the same rows give the same bytes."""

import gzip
import json

import numpy as np
import pytest
from test_data import write

from tau_models.index import build
from tau_models.index.fingerprints import ask, line
from tau_models.index.judge import as_text, displaced

ROCK_SALT = {
    "id": "toy-1",
    "split": "train",
    "elements": [11, 17],
    "lattice": [3.99, 3.99, 3.99, 60.0, 60.0, 60.0],
    "frac_coords": [[0.0, 0.0, 0.0], [0.5, 0.5, 0.5]],
    "spacegroup": 225,
}
AFLOW = {"prototype": "AB_cF8_225_a_b", "mineral": "Halite", "strukturbericht": "B1"}


@pytest.fixture
def rows(tmp_path):
    write(tmp_path, ROCK_SALT, {**ROCK_SALT, "id": "toy-2", "elements": [19, 35]})
    crystals = build.read_split("toy", None, tmp_path)
    return crystals, build.rows_of(0, crystals, {"toy-2": "named"})


def test_rows_have_names_and_the_fingerprint_of_the_studio(rows):
    _, (first, second) = rows
    assert [first.id, second.id] == ["toy-1", "named"]
    assert first.elements == (11, 17) and first.counts == (1, 1) and first.space_group == 225
    np.testing.assert_array_equal(first.distances, second.distances)
    # Six chlorine atoms at half of the cubic cell's edge, in units of the cube root of the volume per atom.
    assert first.distances[12] == round(1 / build.STEP)


def test_the_same_rows_in_any_order_give_the_same_file(rows, tmp_path):
    for order in (1, -1):
        build.publish(tmp_path / "index", rows[1][::order])
    (file,) = (tmp_path / "index").glob("structures-*.bin")
    manifest = json.loads((tmp_path / "index" / "manifest.json").read_text())
    assert manifest["file"]["name"] == file.name and manifest["structures"] == 2
    packed = gzip.decompress(file.read_bytes())
    assert packed == build.pack(rows[1]) and packed.endswith(b"toy-1\nnamed")


def test_an_index_that_is_too_large_is_refused(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "MOST_BYTES", 100)
    with pytest.raises(ValueError, match="more than 100"):
        build.publish(tmp_path, rows[1])


def test_prototypes_without_a_mineral_have_their_strukturbericht(tmp_path):
    write(tmp_path, {**ROCK_SALT, **AFLOW}, {**ROCK_SALT, **AFLOW, "id": "b", "mineral": ""}, name="aflow_prototypes")
    names = build.prototype_names(tmp_path)
    assert names == {"toy-1": "AB_cF8_225_a_b (Halite)", "b": "AB_cF8_225_a_b (B1)"}


def test_a_structure_is_looked_up_however_it_is_disturbed(rows):
    crystals, _ = rows
    generator = np.random.default_rng(1)
    asked = [crystals[0], as_text(displaced(crystals[0], generator))]
    answers = list(ask("look-up-lines.ts", map(line, asked), "2"))
    assert [answer["verdict"] for answer in answers] == ["known", "known"]
    for answer in answers:
        assert "mp-22862" in [match["id"] for match in answer["sameComposition"] if match["isSameStructure"]]
