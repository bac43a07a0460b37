"""Reference values of independent programs, and our value for each of them.

Reads ``../shared`` beside the repository; where it is missing there are no records.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from alliancenet.graph import backends, cohesion, degree, homophily, participation
from alliancenet.graph.cut import Cut, cut_network
from alliancenet.graph.distances import diameter
from alliancenet.graph.document import GROUPS, NETWORK, PEOPLE, plain
from alliancenet.graph.metrics import Metrics
from alliancenet.graph.network import Network, either
from alliancenet.graph.rows import read_rows

SHARED = Path(__file__).resolve().parents[3] / "shared"
FILES = (
    "descriptives", "positions", "betweenness_exact", "burt", "participation", "ei_and_mixing",
    "brokerage", "krackhardt_hierarchy", "published",
)  # fmt: skip

NOT_OFFERED = {
    "reciprocity_dyadic_all": "sna's default calls an empty network perfectly reciprocal",
    "clustering_local_mean_nan": "igraph leaves out people with fewer than two neighbours; we count them as 0",
    "density_valued": "mean weight, not a density",
    "kcore_in": "we give the k-core with direction ignored, as UCINET does",
    "kcore_out": "as kcore_in",
    "kcore_total": "counts a mutual pair twice",
    "cutpoints_strong": "we give articulation points with direction ignored",
    "betweenness_TRAP_raw_weight": "a trap: weights read as distances",
    "published.coreness": "continuous coreness is not offered",
    "published.coreness_fit": "as coreness",
    "published.mrqap": "checked with the QAP records",
    "published.core_periphery_fit": "checked with the core/periphery records",
    "published.core_members": "as core_periphery_fit",
    "published.core_density": "as core_periphery_fit",
    "published.periphery_density": "as core_periphery_fit",
    "published.igraph_transitivity": "drops direction silently",
    "published.mean_distance_with_zero_diagonal": "counts the zero diagonal",
    "published.closed_triangle_fraction": "counts triads once, not three times",
    "published.edges": "self-loops included",
    "published.wcc_edges": "self-loops included",
    "published.scc_edges": "self-loops included",
    "published.active_people": "a fact about the data",
    "published.contact_intervals": "a fact about the data",
    "published.wiener": "the sum behind the mean distance",
    "published.sd_distance": "not offered",
    "published.within_3": "not offered",
}


@dataclass(frozen=True)
class Comparison:
    """Ours against theirs, leaf by leaf: largest difference and how far it may be."""

    leaves: int
    largest: float
    allowed: float
    nulls: int

    @property
    def equal(self):
        """True when every leaf is as near as its definition demands."""
        return self.largest <= self.allowed


@cache
def records(files=FILES):
    """All reference records of these files, each with its `file`."""
    found = []
    for name in files:
        path = SHARED / "reference" / f"{name}.json"
        if path.exists():
            found += [{**record, "file": name} for record in json.loads(path.read_text())]
    return tuple(found)


@cache
def metrics(graph, weighted):
    """Our metrics of one reference graph."""
    return Metrics(network(graph, weighted), permutations=10_000, core_permutations=0, seed=1)


@cache
def _specs():
    return json.loads((SHARED / "reference/graphs.json").read_text())


def is_weighted(graph):
    """True when the reference graph is defined with tie weights."""
    return _specs()[graph]["weighted"]


@cache
def network(graph, weighted=False):
    """One reference graph, cut by our own rules from the plain files."""
    spec = _specs()[graph]
    layers = spec["layer"] if isinstance(spec["layer"], list) else [spec["layer"]]
    cut = Cut(
        layers=tuple(layers),
        wave=str(spec["wave"]) if "wave" in spec else None,
        min_weight=spec.get("min_weight"),
        symmetrize=spec.get("symmetrize"),
        directed=spec["directed"],
        weighted=weighted,
        drop_ungrouped=spec.get("nodes") == "with_group",
    )
    return cut_network(_rows(spec["dataset"], spec["group"]), cut).network


@cache
def _rows(dataset, group):
    folder = SHARED / "data" / dataset
    people, ties = (pd.read_csv(folder / name, dtype=str, keep_default_na=False) for name in ("nodes.csv", "edges.csv"))
    return read_rows(people, ties, by=group)


def compare(record):
    """Our value against the record's."""
    ours, theirs = our_value(record), _their_value(record)
    leaves = list(_leaves(theirs, ours, record))
    digits = record.get("printed_digits")
    allowed = 0.5000001 * 10.0**-digits if digits else 1e-9
    if record["metric"].startswith("ei_permutation"):
        allowed = 0.01
    far = [_distance(a, b, relative=not digits and allowed < 0.01) for a, b in leaves]
    nulls = sum(a is None or b is None for a, b in leaves)
    return Comparison(leaves=len(leaves), largest=max(far, default=0.0), allowed=allowed, nulls=nulls)


def _distance(theirs, ours, *, relative):
    if isinstance(theirs, bool | str | list) or theirs is None or ours is None:
        return 0.0 if theirs == ours else float("inf")
    far = abs(theirs - ours)
    return far / max(1.0, abs(theirs)) if relative else far


def _leaves(theirs, ours, record):
    """Pairs of values; where bctpy writes 0 for what does not exist, we have no number."""
    if isinstance(theirs, dict):
        missing = set(theirs) - set(ours)
        assert not missing, f"we have no {missing}"
        for name in theirs:
            yield from _leaves(theirs[name], ours[name], record)
    elif record["file"] == "participation" and ours is None:
        assert theirs == 0
        yield None, None
    else:
        yield theirs, ours


def _their_value(record):
    """The authority's value, less the parts that are documented to be wrong."""
    value, metric = record["value"], record["metric"]
    if metric.startswith("ei_permutation"):
        return {name: value[name] for name in ("observed", "expected_exact", "p_low", "p_high")}
    if metric == "gould_fernandez_global":
        parts = ("raw", "expected") if _undirected(record) else ("raw", "expected", "sd", "z")
        wrong = {"sd", "z"}
        return {
            part: {
                role: number
                for role, number in value[part].items()
                if part not in wrong or role not in ("representative", "gatekeeper")
            }
            for part in parts
        }
    if metric == "gould_fernandez_expected_by_group":
        return value["expected"]
    if metric == "krackhardt_gtd":
        return {name: number for name, number in value.items() if name != "hierarchy_sna_default"}
    if metric in ("articulation_points", "bridges"):
        return sorted(sorted(item) if isinstance(item, list) else item for item in value)
    return value


def _undirected(record):
    return not network(record["graph"]).directed


def not_offered(record):
    """Why we have no such number, or None; sna's z on undirected graphs is wrong."""
    metric = record["metric"]
    if metric == "gould_fernandez_node_z" and _undirected(record):
        return "sna's null treats the two directions of an undirected tie as independent"
    return NOT_OFFERED.get(metric) or NOT_OFFERED.get(metric.split(" ")[0])


def our_value(record):
    """Our value in the shape of the record's."""
    metric = record["metric"]
    weighted = metric.endswith("_weighted") or metric.startswith(("strength", "betweenness_inverse_weight"))
    found = metrics(record["graph"], weighted)
    name, _, part = metric.removesuffix("_weighted").partition(" ")
    value = _RULES[name](found) if name in _RULES else _by_key(found, _KEYS.get(name, name))
    return _part_of(value, part) if part else value


def _part_of(value, part):
    for name in part.split("->"):
        value = value[name]
    return value


def _by_key(found, key):
    if key in PEOPLE:
        return _of_people(found, PEOPLE[key](found))
    return NETWORK[key](found)


def _of_people(found, values):
    return dict(zip(found.network.ids, plain(values), strict=True))


_KEYS = {
    "degree_either": "degree",
    "kcore_either": "kcore",
    "betweenness_inverse_weight_exact": "betweenness_inverse_weight",
    "transitivity_directed": "transitivity",
    "transitivity_global": "transitivity",
    "clustering_local_mean_zero": "clustering_mean",
    "components": "components_weak",
    "centralization_degree": "centralization_indegree",
    "constraint_whole": "constraint",
    "effective_size_whole": "effective_size",
    "hierarchy_burt_ego": "hierarchy",
    "ei_node_sent": "ei_sent",
    "ei_node_received": "ei_received",
    "ei_node_either": "ei_either",
    "assortativity_nominal": "assortativity",
    "modularity_groups": "modularity",
    "gould_fernandez_global": "brokerage",
    "krackhardt_gtd": "krackhardt",
    "published.constraint": "constraint_ego",
    "published.effective_size": "effective_size_ego",
    "published.hierarchy": "hierarchy",
    "published.ei_node": "ei_sent",
    "published.triad": "triad_census",
    "published.grecip_dyadic_nonnull": "reciprocity_dyad",
    "published.igraph_reciprocity": "reciprocity_arc",
    "published.transitivity_directed": "transitivity",
    "published.average_clustering": "clustering_mean",
    **{
        f"published.{name}": name
        for name in (
            "centralization_indegree", "centralization_outdegree", "density", "mean_distance",
            "compactness", "reciprocity_arc", "reciprocity_dyad", "modularity", "assortativity",
            "indegree", "block_density",
        )
    },
}  # fmt: skip


def _ei(found):
    return NETWORK["ei"](found)


def _ei_global(found):
    value = _ei(found)
    return {"ei": value["value"], "external": value["external"], "internal": value["internal"]}


def _ei_permutation(found):
    value = _ei(found)
    return {
        "observed": value["value"],
        "expected_exact": value["expected"],
        "p_low": value["p_low"],
        "p_high": value["p_high"],
    }


def _ei_group(found):
    """With the parts of the external ties, from each group's side."""
    network, parts = found.network, {}
    blocks = _block_ties(found)
    for name, group in homophily.ei_groups(network).items():
        sent = sum(weight for other, weight in blocks[name].items() if other != name)
        got = sum(row[name] for other, row in blocks.items() if other != name)
        inside = group.internal
        parts[name] = {
            "internal": inside,
            "external_out": sent,
            "external_in": got,
            "ei_all": group.value,
            "ei_sent": (sent - inside) / (sent + inside) if sent + inside else None,
        }
        assert group.external == (sent + got if network.directed else sent)
    return parts


def _block_ties(found):
    network, sums = found.network, {}
    names = network.group_names
    dense = network.weights.toarray()
    for i, row in enumerate(names):
        cells = {}
        for j, column in enumerate(names):
            cells[column] = float(dense[np.ix_(network.group == i, network.group == j)].sum())
        sums[row] = cells
    return sums


def _reachable(found):
    n = found.network.n_people
    return found.distances.pairs / (n * (n - 1))


def _symmetric(found):
    return Network(ids=found.network.ids, weights=either(found.network), directed=False)


def _share(found, kind):
    census = cohesion.dyad_census(found.network)
    return census[kind] / sum(census.values())


def _expected_by_group(found):
    return dict(zip(found.network.group_names, GROUPS["expected_brokerage"](found), strict=True))


def _participation(direction):
    return lambda m: _of_people(m, participation.participation(m.network, direction))


def _z(direction):
    return lambda m: _of_people(m, participation.within_group_z(m.network, direction))


_RULES: dict[str, Any] = {
    "n_nodes": lambda m: m.network.n_people,
    "n_ties": lambda m: m.network.n_ties,
    "n_isolates": lambda m: int((degree.degree(m.network) == 0).sum()),
    "reachable_share": _reachable,
    "transitivity_undirected": lambda m: cohesion.transitivity(_symmetric(m)),
    "articulation_points": lambda m: sorted(NETWORK["articulation_points"](m)),
    "bridges": lambda m: sorted(sorted(pair) for pair in NETWORK["bridges"](m)),
    "ei_global": _ei_global,
    "ei_permutation": _ei_permutation,
    "ei_group": _ei_group,
    "block_ties": _block_ties,
    "gould_fernandez_global": NETWORK["brokerage"],
    "gould_fernandez_node_raw": lambda m: _of_people(m, PEOPLE["brokerage"](m)),
    "gould_fernandez_node_z": lambda m: _of_people(m, PEOPLE["brokerage_z"](m)),
    "gould_fernandez_expected_by_group": _expected_by_group,
    "participation_out": _participation("out"),
    "participation_in": _participation("in"),
    "participation_undirected": _participation("either"),
    "within_module_z_out": _z("out"),
    "within_module_z_in": _z("in"),
    "within_module_z_undirected": _z("either"),
    "published.n_ties": lambda m: m.network.n_ties,
    "published.nodes": lambda m: m.network.n_people,
    "published.diameter": lambda m: diameter(m.distances),
    "published.kcore_index": lambda m: int(backends.kcore(m.network).max()),
    "published.components_strong": lambda m: NETWORK["components_strong"](m)["n"],
    "published.largest_strong_component": lambda m: NETWORK["components_strong"](m)["largest"],
    "published.wcc_nodes": lambda m: NETWORK["components_weak"](m)["largest"],
    "published.scc_nodes": lambda m: NETWORK["components_strong"](m)["largest"],
    "published.reachable_share": _reachable,
    "published.one_minus_reachable": lambda m: 1 - _reachable(m),
    "published.breadth": lambda m: 1 - NETWORK["compactness"](m),
    "published.mutual_share": lambda m: _share(m, "mutual"),
    "published.asymmetric_share": lambda m: _share(m, "asymmetric"),
    "published.null_share": lambda m: _share(m, "null"),
    "published.ei_global": lambda m: _ei(m)["value"],
    "published.homophily_H": lambda m: (1 - _ei(m)["value"]) / 2,
    "published.block_ties": _block_ties,
}


def _triangles(found):
    from alliancenet.graph.triples import closed_by_middle

    return int(closed_by_middle(either(found.network)).sum()) // 6


_RULES["published.triangles"] = _triangles
