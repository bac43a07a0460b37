"""Every metric of one network as one plain document: ``alliancenet-metrics/1``."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from alliancenet.errors import InputError, Problem
from alliancenet.extras import is_installed, missing
from alliancenet.graph import (
    backends,
    cohesion,
    degree,
    distances,
    homophily,
    krackhardt,
    participation,
)
from alliancenet.graph.brokerage_chance import ROLES
from alliancenet.graph.key_players import Objective, key_players
from alliancenet.graph.metrics import Metrics
from alliancenet.graph.network import Network, group_sizes
from alliancenet.graph.reasons import reasons
from alliancenet.graph.redundancy import redundancies

FORMAT = "alliancenet-metrics/1"
_NOT_REWIRED = "not tested against rewired networks: permutations is 0"


def _brokerage_people(metrics: Metrics) -> list[Any]:
    found = metrics.brokerage
    if found is None:
        return [None] * metrics.network.n_people
    rows = zip(found.raw.tolist(), found.known.tolist(), strict=True)
    return [dict(zip(ROLES, row, strict=True)) if known else None for row, known in rows]


def _brokerage_z(metrics: Metrics) -> list[Any]:
    found = metrics.brokerage
    if found is None:
        return [None] * metrics.network.n_people
    rows = zip(found.z, found.known.tolist(), strict=True)
    return [dict(zip(ROLES, plain(row), strict=True)) if known else None for row, known in rows]


def _core_people(metrics: Metrics) -> list[Any]:
    fit = metrics.core
    return [None] * metrics.network.n_people if fit.rho is None else fit.core.tolist()


_People = Callable[[Metrics], Any]

PEOPLE: Mapping[str, _People] = {
    "indegree": lambda m: degree.indegree(m.network),
    "outdegree": lambda m: degree.outdegree(m.network),
    "degree": lambda m: degree.degree(m.network),
    "strength": lambda m: degree.strength(m.network),
    "strength_in": lambda m: degree.strength_in(m.network),
    "strength_out": lambda m: degree.strength_out(m.network),
    "betweenness": lambda m: backends.betweenness(m.network),
    "betweenness_either": lambda m: backends.betweenness_either(m.network),
    "betweenness_inverse_weight": lambda m: backends.betweenness_inverse_weight(m.network),
    "harmonic_out": lambda m: m.distances.harmonic_out,
    "harmonic_in": lambda m: m.distances.harmonic_in,
    "kcore": lambda m: backends.kcore(m.network),
    "constraint": lambda m: m.whole.constraint,
    "effective_size": lambda m: m.whole.effective_size,
    "constraint_ego": lambda m: m.ego.constraint,
    "effective_size_ego": lambda m: m.ego.effective_size,
    "efficiency": lambda m: m.ego.efficiency,
    "hierarchy": lambda m: m.ego.hierarchy,
    "participation": lambda m: participation.participation(m.network),
    "participation_out": lambda m: participation.participation(m.network, "out"),
    "participation_in": lambda m: participation.participation(m.network, "in"),
    "participation_rescaled": lambda m: participation.participation_rescaled(m.network),
    "within_group_z": lambda m: participation.within_group_z(m.network),
    "ei_sent": lambda m: homophily.ei_people(m.network, "out"),
    "ei_received": lambda m: homophily.ei_people(m.network, "in"),
    "ei_either": lambda m: homophily.ei_people(m.network),
    "articulation_point": lambda m: m.cut_points,
    "brokerage": _brokerage_people,
    "brokerage_z": _brokerage_z,
    "core": _core_people,
}


def _ei(metrics: Metrics) -> dict[str, Any] | None:
    found = homophily.ei_index(metrics.network, permutations=metrics.permutations, seed=metrics.seed)
    if found is None:
        return None
    number = float if metrics.network.weighted else int
    return {
        "value": found.value,
        "external": number(found.external),
        "internal": number(found.internal),
        "expected": found.expected,
        "rescaled": found.rescaled,
        "minimum": found.minimum,
        "maximum": found.maximum,
        "p_low": found.p_low,
        "p_high": found.p_high,
    }


def _brokerage_network(metrics: Metrics) -> dict[str, Any] | None:
    found = metrics.brokerage
    if found is None:
        return None
    columns = {
        "raw": found.total,
        "expected": found.total_chance.expected,
        "sd": found.total_chance.sd,
        "z": found.total_chance.z(found.total),
    }
    return {name: dict(zip(ROLES, plain(values), strict=True)) for name, values in columns.items()}


def _cores(metrics: Metrics) -> dict[str, Any]:
    return {
        pattern: {
            "rho": fit.rho,
            "members": None if fit.rho is None else metrics.ids(fit.core),
            "runner_up_rho": fit.runner_up_rho,
            "p": fit.p,
            **({"reason": fit.reason or _NOT_REWIRED} if fit.p is None else {}),
        }
        for pattern, fit in metrics.cores.items()
    }


def _key_players(metrics: Metrics) -> dict[str, Any]:
    return {str(k): {name: _key_set(metrics, k, name) for name in _OBJECTIVES} for k in (1, 2, 3)}


def _key_set(metrics: Metrics, k: int, objective: Objective) -> dict[str, Any]:
    found = key_players(metrics.network, k, objective)
    return {
        "value": found.value,
        "members": None if found.value is None else metrics.ids(found.members),
        "runner_up": found.runner_up,
        "exact": found.exact,
        **({"reason": found.reason} if found.reason else {}),
    }


_OBJECTIVES: tuple[Objective, ...] = ("fragmentation", "distance_fragmentation")


def _krackhardt(metrics: Metrics) -> dict[str, float | None]:
    return {
        "connectedness": krackhardt.connectedness(metrics.network),
        "hierarchy": krackhardt.hierarchy(metrics.network),
        "efficiency": krackhardt.efficiency(metrics.network),
        "lubness": krackhardt.lubness(metrics.network),
    }


def _redundancy(metrics: Metrics) -> Any:
    """One value for two groups; by group and other group when there are more."""
    names = metrics.network.group_names
    found = {
        pair: {"value": part.value, "carriers": metrics.ids(part.carriers)}
        for pair, part in redundancies(metrics.network).items()
    }
    if len(names) <= 2:
        return found.get((0, 1))
    return {
        name: {other: found[min(i, j), max(i, j)] for j, other in enumerate(names) if j != i}
        for i, name in enumerate(names)
    }


def _bridges(metrics: Metrics) -> list[list[str]]:
    return [metrics.ids(np.array(pair)) for pair in backends.bridges(metrics.network)]


NETWORK: Mapping[str, Callable[[Metrics], Any]] = {
    "density": lambda m: cohesion.density(m.network),
    "reciprocity_arc": lambda m: cohesion.reciprocity_arc(m.network),
    "reciprocity_dyad": lambda m: cohesion.reciprocity_dyad(m.network),
    "dyad_census": lambda m: cohesion.dyad_census(m.network),
    "triad_census": lambda m: backends.triad_census(m.network),
    "transitivity": lambda m: cohesion.transitivity(m.network),
    "clustering_mean": lambda m: cohesion.clustering_mean(m.network),
    "components_weak": lambda m: cohesion.components(m.network),
    "components_strong": lambda m: cohesion.components(m.network, strong=True),
    "mean_distance": lambda m: distances.mean_distance(m.distances),
    "diameter": lambda m: distances.diameter(m.distances),
    "compactness": lambda m: distances.compactness(m.distances),
    "centralization_indegree": lambda m: cohesion.centralization(m.network, sent=False),
    "centralization_outdegree": lambda m: cohesion.centralization(m.network, sent=True),
    "articulation_points": lambda m: m.ids(m.cut_points),
    "bridges": _bridges,
    "ei": _ei,
    "assortativity": lambda m: homophily.assortativity(m.network),
    "modularity": lambda m: homophily.modularity(m.network),
    "block_density": lambda m: homophily.block_density(m.network) or None,
    "brokerage": _brokerage_network,
    "core_periphery": _cores,
    "key_players": _key_players,
    "krackhardt": _krackhardt,
    "redundancy": _redundancy,
}


def _group_ei(metrics: Metrics, part: str) -> list[Any]:
    groups = homophily.ei_groups(metrics.network).values()
    number = float if metrics.network.weighted else int
    if part == "value":
        return [group.value for group in groups]
    return [number(getattr(group, part)) for group in groups]


def _expected_brokerage(metrics: Metrics) -> list[Any]:
    found = metrics.brokerage
    if found is None:
        return [None] * len(metrics.network.group_names)
    return [dict(zip(ROLES, plain(row), strict=True)) for row in found.group_chance.expected]


GROUPS: Mapping[str, Callable[[Metrics], Any]] = {
    "ei": lambda m: _group_ei(m, "value"),
    "size": lambda m: group_sizes(m.network),
    "external": lambda m: _group_ei(m, "external"),
    "internal": lambda m: _group_ei(m, "internal"),
    "expected_brokerage": _expected_brokerage,
}


def metrics_document(metrics: Metrics, *, only: Sequence[str] = ()) -> dict[str, Any]:
    """Metrics as plain numbers, words, lists and maps, ready for JSON.

    Parameters
    ----------
    metrics : the network and how to compute.
    only : names of the metrics wanted, of people, network or groups; empty for all. Nothing else
        is computed.

    Returns
    -------
    `format`, `n_people`, `n_ties`, `network`, `groups` by name, `people` by id, `notes`: what of the
    network keeps numbers from existing, and `reasons`: by section and metric, why one is None.

    Raises
    ------
    InputError
        For names that are no metric.
    MissingExtra
        When key players are asked for by name and the compiled loops are not installed.
    """
    wanted = _wanted(only)
    network = metrics.network
    document = {
        "format": FORMAT,
        "n_people": network.n_people,
        "n_ties": network.n_ties,
        "network": {name: rule(metrics) for name, rule in NETWORK.items() if name in wanted},
        "groups": _table(metrics, GROUPS, wanted, network.group_names),
        "people": _table(metrics, PEOPLE, wanted, network.ids),
        "notes": notes(network),
    }
    return {**document, "reasons": reasons(document, network)}


def notes(network: Network) -> list[str]:
    """Why some numbers of this network do not exist, in words."""
    reasons = []
    if network.n_people < 2:
        reasons.append(f"{network.n_people} people: nothing that needs a pair of people exists")
    if not network.n_ties:
        reasons.append("no ties: nothing that is an average over ties or paths exists")
    if network.group is None:
        reasons.append("no group column was named: nothing that compares groups exists")
    elif not network.group_names:
        reasons.append("nobody has a group: nothing that compares groups exists")
    elif len(network.group_names) == 1:
        reasons.append(
            f"everybody with a group is in '{network.group_names[0]}': nothing that compares two groups exists"
        )
    missing = 0 if network.group is None else int((network.group < 0).sum())
    if missing and network.group_names:
        reasons.append(f"{missing} people without group are in no number that compares groups")
    if network.n_people > krackhardt.MOST_PEOPLE:
        reasons.append(f"Krackhardt's hierarchy and lubness are left out above {krackhardt.MOST_PEOPLE:,} people")
    return reasons


def plain(values: Any) -> list[Any]:
    """Array as a list of plain numbers, None for NaN."""
    if isinstance(values, list):
        return values
    if values.dtype.kind != "f":
        return list(values.tolist())
    return [None if missing else value for value, missing in zip(values.tolist(), np.isnan(values), strict=True)]


def _wanted(only: Sequence[str]) -> frozenset[str]:
    known = {**PEOPLE, **NETWORK, **GROUPS}
    problems = [
        Problem(
            file="--only",
            found=f"there is no metric '{name}'",
            needed=f"one of: {', '.join(known)}",
            action="check the spelling",
        )
        for name in only
        if name not in known
    ]
    if problems:
        raise InputError(problems)
    if "key_players" in only and not is_installed("kernels"):
        raise missing("kernels")
    return frozenset(only or known)


def _table(
    metrics: Metrics,
    rules: Mapping[str, Callable[[Metrics], Any]],
    wanted: frozenset[str],
    names: Sequence[str],
) -> dict[str, dict[str, Any]]:
    columns = {name: plain(rule(metrics)) for name, rule in rules.items() if name in wanted}
    if not columns:
        return {}
    rows = zip(*columns.values(), strict=True)
    return {name: dict(zip(columns, row, strict=True)) for name, row in zip(names, rows, strict=True)}
