"""Crystal structures to train and test on."""

from tau_models.data.crystals import Crystal, DataMissingError, data_folder, lattice_matrix
from tau_models.data.sets import load_split

__all__ = ["Crystal", "DataMissingError", "data_folder", "lattice_matrix", "load_split"]
