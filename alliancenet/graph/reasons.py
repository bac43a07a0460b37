"""Why a number of the metrics document does not exist: a sentence for every null."""

from collections.abc import Iterator, Mapping
from typing import Any

from alliancenet.graph.krackhardt import MOST_PEOPLE
from alliancenet.graph.network import Network

_NO_CONTACT = "nobody is tied to these people"
_NO_TIE = "these people have no tie to anybody whose group is known"
_ONE_COUNT = "chance allows one count only: its standard deviation is 0"
_NO_GROUP = "these people have no group"
_NO_PAIR = "it takes two people"
_UNREACHED = "nobody reaches anybody"
_LARGE = f", or there are more than {MOST_PEOPLE:,} people"
_NO_GROUPED_TIE = "no tie joins two people whose group is known"

_WHY: Mapping[str, str] = {
    **dict.fromkeys(("constraint", "effective_size", "constraint_ego", "effective_size_ego"), _NO_CONTACT),
    **dict.fromkeys(("efficiency", "hierarchy"), _NO_CONTACT),
    **dict.fromkeys(("participation", "participation_out", "participation_in"), f"{_NO_TIE}, in this direction"),
    **dict.fromkeys(("ei_sent", "ei_received", "ei_either"), f"{_NO_TIE} or no group, in this direction"),
    "participation_rescaled": f"{_NO_TIE}, or there is one group only",
    "within_group_z": f"{_NO_GROUP}, or all of their group are tied alike within it",
    "people.brokerage": _NO_GROUP,
    "people.brokerage_z": f"{_NO_GROUP}, or {_ONE_COUNT}",
    "core": "no split into core and periphery has a correlation, or the network is too large to look for one",
    "density": _NO_PAIR,
    "reciprocity_arc": "there are no ties",
    "reciprocity_dyad": "there are no ties",
    "transitivity": "no tie leads on to a third person",
    "clustering_mean": "there are no people",
    "mean_distance": _UNREACHED,
    "diameter": _UNREACHED,
    "compactness": _NO_PAIR,
    **dict.fromkeys(("centralization_indegree", "centralization_outdegree"), "too few people for one to stand out"),
    "network.ei": _NO_GROUPED_TIE,
    "network.ei.rescaled": "these groups and this number of ties leave no room: minimum and maximum are equal",
    "network.ei.p_low": "no permutations were asked for, or there is one group only",
    "network.ei.p_high": "no permutations were asked for, or there is one group only",
    "groups.ei": "these groups have no tie to anybody whose group is known",
    "assortativity": f"{_NO_GROUPED_TIE}, or all of them end in one group",
    "modularity": _NO_GROUPED_TIE,
    "block_density": "no pair is possible: a group of one person with itself",
    "network.brokerage.z": _ONE_COUNT,
    "network.krackhardt.connectedness": _NO_PAIR,
    "network.krackhardt.hierarchy": _UNREACHED + _LARGE,
    "network.krackhardt.efficiency": "no component can hold more ties than it needs",
    "network.krackhardt.lubness": "no component has three people" + _LARGE,
    "redundancy": "it takes two groups",
}
_BETWEEN_GROUPS = frozenset(
    {
        *("participation", "participation_out", "participation_in", "participation_rescaled", "within_group_z"),
        *("ei_sent", "ei_received", "ei_either", "brokerage", "brokerage_z", "expected_brokerage"),
        *("ei", "assortativity", "modularity", "block_density", "redundancy"),
    }
)


def reasons(document: Mapping[str, Any], network: Network) -> dict[str, str]:
    """Why numbers of the document are null, by section and metric, "people.constraint".

    A map with a `reason` of its own is left out: there it stands beside the number.
    """
    found: dict[str, str] = {}
    for section in ("network", "groups", "people"):
        rows = [document[section]] if section == "network" else document[section].values()
        for path in dict.fromkeys(path for row in rows for path in _nulls(row, section)):
            key = next((shorter for shorter in _shorter(path) if shorter in _WHY), path)
            found[key if key.startswith(section) else f"{section}.{key}"] = _why(key, path, network)
    return found


def _nulls(value: Any, path: str) -> Iterator[str]:
    if value is None:
        yield path
    elif isinstance(value, Mapping) and "reason" not in value:
        for key, inner in value.items():
            yield from _nulls(inner, f"{path}.{key}")


def _shorter(path: str) -> Iterator[str]:
    """The path, with and without its section, and every shorter one: 'network.ei.p_low', 'network.ei', 'ei'."""
    words = path.split(".")
    for length in range(len(words), 1, -1):
        yield ".".join(words[:length])
        yield ".".join(words[1:length])


def _why(key: str, path: str, network: Network) -> str:
    if path.split(".")[1] in _BETWEEN_GROUPS and not (network.group is not None and network.group_names):
        return "no group column was named" if network.group is None else "nobody has a group"
    return _WHY[key]
