"""Reading crystals: orientation, filters and messages."""

import gzip
import json

import numpy as np
import pytest

from tau_models.data import DataMissingError, lattice_matrix, load_split

ROW = {"id": "toy-1", "split": "train", "elements": [11, 17], "lattice": [3.0, 4.0, 5.0, 80.0, 95.0, 110.0]}
ROW |= {"frac_coords": [[0.0, 0.0, 0.0], [1.0, -0.25, 0.5]], "spacegroup": 1, "band_gap": 8.5, "e_above_hull": None}


def write(folder, *rows):
    with gzip.open(folder / "toy.jsonl.gz", "wt") as file:
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
