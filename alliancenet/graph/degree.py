"""Degree and strength: how many ties a person has, and how strong they are."""

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.graph.network import Network, either


def indegree(network: Network) -> IntArray:
    """Ties received; in an undirected network the number of neighbours."""
    return np.bincount(network.weights.indices, minlength=network.n_people)


def outdegree(network: Network) -> IntArray:
    """Ties sent; in an undirected network the number of neighbours."""
    return np.diff(network.weights.indptr).astype(np.int64)


def degree(network: Network) -> IntArray:
    """Distinct neighbours, a tie in either direction counting once.

    Notes
    -----
    sna and igraph add in- and outdegree on a directed graph, which counts a mutual pair twice;
    here a neighbour is one neighbour.
    """
    return np.diff(either(network).indptr).astype(np.int64)


def strength_in(network: Network) -> FloatArray:
    """Summed weight received."""
    return np.asarray(network.weights.sum(axis=0), dtype=np.float64)


def strength_out(network: Network) -> FloatArray:
    """Summed weight sent."""
    return np.asarray(network.weights.sum(axis=1), dtype=np.float64)


def strength(network: Network) -> FloatArray:
    """Summed weight; sent plus received in a directed network."""
    return strength_out(network) + strength_in(network) if network.directed else strength_out(network)
