"""Reading crystals: orientation, filters and messages."""

import gzip
import hashlib
import json

import numpy as np
import pytest

from tau_models.data import DataMissingError, lattice_matrix, load_split
from tau_models.data.overlap import overlap

ROW = {"id": "toy-1", "split": "train", "elements": [11, 17], "lattice": [3.0, 4.0, 5.0, 80.0, 95.0, 110.0]}
ROW |= {"frac_coords": [[0.0, 0.0, 0.0], [1.0, -0.25, 0.5]], "spacegroup": 1, "band_gap": 8.5, "e_above_hull": None}


def write(folder, *rows, name="toy"):
    with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_lattice_has_its_lengths_angles_and_orientation():
    parameters = np.array([[3.0, 4.0, 5.0, 80.0, 95.0, 110.0], [2.0, 2.0, 2.0, 60.0, 60.0, 60.0]])
    matrix = lattice_matrix(parameters)
    lengths = np.linalg.norm(matrix, axis=-1)
    np.testing.assert_allclose(lengths, parameters[:, :3])
    for k, (i, j) in enumerate(((1, 2), (0, 2), (0, 1))):
        cosine = (matrix[:, i] * matrix[:, j]).sum(-1) / (lengths[:, i] * lengths[:, j])
        np.testing.assert_allclose(np.degrees(np.arccos(cosine)), parameters[:, 3 + k])
    assert np.all(matrix[:, 0, 1:] == 0) and np.all(matrix[:, 1, 2] == 0)
    assert np.all(np.linalg.det(matrix) > 0)


def test_impossible_angles_are_named():
    with pytest.raises(ValueError, match="170"):
        lattice_matrix(np.array([3.0, 3.0, 3.0, 170.0, 100.0, 100.0]))


def test_rows_become_crystals(tmp_path):
    write(tmp_path, ROW, {**ROW, "id": "toy-2", "split": "val"})
    (crystal,) = load_split("toy", "train", tmp_path)
    assert crystal.id == "toy-1" and len(crystal) == 2
    np.testing.assert_array_equal(crystal.frac_coords, [[0, 0, 0], [0, 0.75, 0.5]])
    assert crystal.labels == {"band_gap": 8.5} and crystal.spacegroup == 1
    assert len(load_split("toy", None, tmp_path)) == 2


def test_rows_with_another_volume_are_dropped(tmp_path):
    rows = [{**ROW, "id": f"toy-{ratio}", "vol_ratio_to_official": ratio} for ratio in (0.85, 0.95, 1.05, 1.2)]
    write(tmp_path, *rows)
    assert [crystal.id for crystal in load_split("toy", "train", tmp_path)] == ["toy-0.95", "toy-1.05"]


def test_the_environment_names_the_folder(tmp_path, monkeypatch):
    write(tmp_path, ROW)
    monkeypatch.setenv("TAU_DATA", str(tmp_path))
    assert len(load_split("toy", "train")) == 1
    monkeypatch.delenv("TAU_DATA")
    with pytest.raises(DataMissingError, match="TAU_DATA"):
        load_split("toy", "train")


def test_faults_are_located(tmp_path):
    with pytest.raises(DataMissingError, match="toy.jsonl.gz"):
        load_split("toy", "train", tmp_path)
    write(tmp_path, ROW, {**ROW, "frac_coords": [[0.0, 0.0, 0.0]]})
    with pytest.raises(ValueError, match="line 2"):
        load_split("toy", "train", tmp_path)
    write(tmp_path, ROW)
    with pytest.raises(ValueError, match="split 'test'"):
        load_split("toy", "test", tmp_path)


def test_a_listed_file_must_be_the_listed_one(tmp_path):
    write(tmp_path, ROW)
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(f"{hashlib.sha256((tmp_path / 'toy.jsonl.gz').read_bytes()).hexdigest()}  toy.jsonl.gz\n")
    assert len(load_split("toy", "train", tmp_path)) == 1
    sums.write_text(f"{'0' * 64}  toy.jsonl.gz\n")
    with pytest.raises(ValueError, match="SHA256SUMS"):
        load_split("toy", "train", tmp_path)


def salt(name, split, *elements, **fields):
    return {**ROW, "id": name, "split": split, "elements": list(elements), "e_above_hull": None, **fields}


def test_mp_all_20_adds_what_is_neither_held_out_nor_known_to_be_unstable(tmp_path):
    write(
        tmp_path,
        salt("mp-1", "train", 11, 17),
        salt("mp-2", "val", 19, 17),
        salt("mp-3", "test", 3, 9),
        name="mp_20",
    )
    write(
        tmp_path,
        salt("mp-4", "extra", 37, 17),
        salt("mp-5", "extra", 37, 35, e_above_hull=0.05),
        salt("mp-6", "extra", 37, 53, e_above_hull=0.2),
        salt("mp-7", "extra", 17, 11),  # a polymorph of a training row, of unknown stability
        salt("mp-8", "extra", 17, 11, e_above_hull=0.0),
        salt("mp-9", "extra", 3, 9, e_above_hull=0.0),  # a test row's formula
        salt("mp-10", "extra", 3, 3, 9, 9, frac_coords=[[k / 4] * 3 for k in range(4)]),  # the same, doubled
        salt("mp-2", "extra", 55, 17),  # a validation row's id
        salt("mp-1", "extra", 55, 35),  # a training row's id
        name="mp2023_le20_extra",
    )
    assert [c.id for c in load_split("mp_all_20", "train", tmp_path)] == ["mp-1", "mp-4", "mp-5", "mp-8"]
    assert [c.id for c in load_split("mp_all_20", "test", tmp_path)] == ["mp-3"]
    assert len(load_split("mp_all_20", None, tmp_path)) == 6


def test_overlap_finds_a_shifted_copy_and_counts_groups_apart(tmp_path):
    cubic = {"lattice": [5.6, 5.6, 5.6, 60.0, 60.0, 60.0], "frac_coords": [[0.0] * 3, [0.5] * 3], "spacegroup": 225}
    shifted = cubic | {"frac_coords": [[0.1] * 3, [0.6] * 3], "lattice": [5.7, 5.7, 5.7, 60.0, 60.0, 60.0]}
    other = cubic | {"lattice": [3.6, 3.6, 3.6, 90.0, 90.0, 90.0], "spacegroup": 221}
    rows = (
        salt("train", "train", 11, 17, **cubic),
        salt("copy", "test", 11, 17, **shifted),
        salt("mislabelled", "test", 11, 17, **(shifted | {"spacegroup": 1})),
        salt("polymorph", "test", 11, 17, **other),
        salt("stranger", "test", 19, 17, **cubic),
    )
    write(tmp_path, *rows)
    found = overlap(load_split("toy", "train", tmp_path), load_split("toy", "test", tmp_path))
    assert found == {"formula_and_space_group": ["copy"], "match": ["copy", "mislabelled"]}
