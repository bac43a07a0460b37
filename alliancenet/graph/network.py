"""The plain network every function of this room takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """People, the ties between them, and the group each belongs to.

    Parameters
    ----------
    ids : one name per person, in the order of the rows of `weights`.
    weights : sparse array (n, n), tie strength from row to column; no diagonal, no stored
        zeros, indices sorted; an undirected tie is stored in both directions.
    directed : False when `weights` is symmetric by construction.
    group : int array (n,), index into `group_names`, -1 for nobody's group; None without groups.
    group_names : names of the groups, sorted.
    """

    ids: tuple[str, ...]
    weights: csr_array
    directed: bool
    group: IntArray | None = None
    group_names: tuple[str, ...] = ()
