"""Metrics of one network, each worked out once and when it is first asked for."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray
from alliancenet.extras import is_installed
from alliancenet.graph import backends, burt, distances
from alliancenet.graph.brokerage import Brokerage, brokerage
from alliancenet.graph.core_periphery import CorePeriphery, core_periphery
from alliancenet.graph.network import Network

_COMPILED_FROM = 500_000  # ties: from here on a compiled loop repays being compiled


class Metrics:
    """Metrics of one network; each intermediate result is computed once, when first needed.

    Parameters
    ----------
    network : any network; see `alliancenet.graph.network`.
    permutations : relabellings for the E-I test; 0 for none.
    core_permutations : rewired networks for the core/periphery test; 0 for none.
    seed : seed of every random draw.
    """

    def __init__(
        self, network: Network, *, permutations: int = 10_000, core_permutations: int = 199, seed: int = 0
    ) -> None:
        self.network = network
        self.permutations = permutations
        self.core_permutations = core_permutations
        self.seed = seed

    @cached_property
    def distances(self) -> distances.Distances:
        """Sums over all geodesics."""
        return distances.distances(self.network)

    @cached_property
    def whole(self) -> burt.Holes:
        """Burt's measures over the whole network."""
        return burt.whole_network(self.network)

    @cached_property
    def ego(self) -> burt.Holes:
        """Burt's measures inside ego networks."""
        return burt.ego_networks(self.network)

    @cached_property
    def brokerage(self) -> Brokerage | None:
        """Brokerage counts and their chance values."""
        return brokerage(self.network, compiled=self.network.n_ties >= _COMPILED_FROM and is_installed("kernels"))

    @cached_property
    def cores(self) -> Mapping[str, CorePeriphery]:
        """Core and periphery by pattern."""
        fits = core_periphery(self.network, permutations=self.core_permutations, seed=self.seed)
        return {str(pattern): fit for pattern, fit in fits.items()}

    @cached_property
    def core(self) -> CorePeriphery:
        """Core by the pattern "one", for which no rewired network is needed."""
        if "cores" in self.__dict__:
            return self.cores["one"]
        return core_periphery(self.network, patterns=("one",), permutations=0)["one"]

    @cached_property
    def cut_points(self) -> BoolArray:
        """Whose removal splits the network."""
        return backends.articulation_points(self.network)

    def ids(self, chosen: NDArray[Any]) -> list[str]:
        """Names of people given as flags or as row numbers."""
        rows = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return [self.network.ids[i] for i in rows]
