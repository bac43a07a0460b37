"""Networks of other programs: networkx, igraph, pandas and scipy come in, networkx goes out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from alliancenet.errors import InputError, NotPermitted, Problem
from alliancenet.graph.cut import BuiltNetwork
from alliancenet.graph.document import metrics_document
from alliancenet.graph.metrics import Metrics
from alliancenet.graph.network import Network
from alliancenet.graph.rows import Rows, read_rows
from alliancenet.model.audit import DrawnTie
from alliancenet.model.multiplex import RESTRICTED_LAYERS
from alliancenet.settings import default_settings

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

Groups = str | Mapping[Any, str] | Sequence[str] | None
"""Name of an attribute that holds the group, group by person, or groups in the order of the people."""

_KINDS = "a networkx or igraph graph, a pandas edge list with source and target, or a square scipy or numpy matrix"
_TIE_COLUMNS = ("source", "target", "weight", "layer", "wave")
_GROUP = "group"


def rows_of(graph: Any, by: Groups = None, people: "pd.DataFrame | None" = None) -> tuple[Rows, bool]:
    """People and ties of a graph, checked, and whether its ties are directed.

    Parameters
    ----------
    graph : a networkx or igraph graph, a pandas edge list, or a square scipy or numpy matrix.
    by : see `Groups`; a matrix has no attributes, an edge list those of `people`.
    people : for an edge list, a table with a column `id`; without it, everybody who has a tie.

    Raises
    ------
    InputError
        With every fault of the people and the ties, or for a thing that is none of these.
    """
    who, ties, directed = _tables(graph, people)
    column = _grouped(who, by)
    return read_rows(who, ties, by=column, people_file="people", ties_file="ties"), directed


def usual_metrics(network: Network, *, permutations: int | None = None, seed: int | None = None) -> Metrics:
    """Metrics with as many draws as the settings give for so many people, where nobody says how many.

    Parameters
    ----------
    permutations : draws of every test, 0 for none.
    seed : of every draw; `metrics.seed` of the settings by default.
    """
    limits = default_settings()
    most = limits.whole("metrics.core_permutations")
    if permutations is None:
        core = 0 if network.n_people > limits.whole("metrics.core_test_up_to") else most
    else:
        core = min(most, permutations)
    return Metrics(
        network,
        permutations=limits.whole("metrics.ei_permutations") if permutations is None else permutations,
        core_permutations=core,
        seed=limits.whole("metrics.seed") if seed is None else seed,
    )


def document_of(built: BuiltNetwork, found: Metrics, only: Sequence[str] = ()) -> dict[str, Any]:
    """The metrics as the command prints them, with what the cut dropped."""
    document = metrics_document(found, only=only)
    if "core_periphery" in document["network"] and found.core_permutations == 0:
        document["notes"].append("the core was not tested against rewired networks: --permutations asks for it")
    return {**document, "dropped": dict(built.dropped)}


def networkx_of(
    people: Iterable[tuple[str, Mapping[str, Any]]], ties: Iterable[DrawnTie], layer: str, name: str
) -> "nx.Graph":
    """Undirected networkx graph of one layer; ties nobody can tell of stay, with their status.

    Parameters
    ----------
    people : id and attributes of each person; people without tie are nodes too.
    ties : of every layer.
    layer : the one wanted.
    name : of the graph.

    Raises
    ------
    NotPermitted
        For a layer that never leaves as ties: friendship.
    InputError
        For a layer that was not measured, with those that were.
    """
    import networkx as nx

    if layer in {str(restricted) for restricted in RESTRICTED_LAYERS}:
        raise NotPermitted(f"{layer} never leaves as ties between people, whoever asks; its measures are in the scores")
    there = list(ties)
    known = sorted({str(tie.layer) for tie in there})
    if layer not in known:
        needed = f"one of: {', '.join(known)}" if known else "an audit with ties; readers of groups see none"
        raise InputError([Problem(file="layer", found=f"there are no ties of a layer '{layer}'", needed=needed)])
    graph = nx.Graph(name=name, layer=layer)
    graph.add_nodes_from((person, dict(about)) for person, about in people)
    for tie in there:
        if tie.layer == layer:
            graph.add_edge(tie.source, tie.target, status=tie.status, **_weight(tie.value))
    return graph


def _weight(value: float | None) -> dict[str, float]:
    return {} if value is None else {"weight": value}


def _tables(graph: Any, people: "pd.DataFrame | None") -> "tuple[pd.DataFrame, pd.DataFrame, bool]":
    makers = {
        "networkx": lambda: _of_networkx(graph),
        "igraph": lambda: _of_igraph(graph),
        "pandas": lambda: _of_frame(graph, people),
        "scipy": lambda: _of_matrix(graph),
        "numpy": lambda: _of_matrix(graph),
    }
    for kind in type(graph).__mro__:
        make = makers.get(kind.__module__.partition(".")[0])
        if make is not None:
            if people is not None and "pandas" not in kind.__module__:
                raise _fault("people", "a table beside a graph that has its own people", "people for an edge list only")
            return make()
    raise _fault("graph", f"a thing of type {type(graph).__name__}", _KINDS)


def _of_networkx(graph: Any) -> "tuple[pd.DataFrame, pd.DataFrame, bool]":
    import pandas as pd

    who = pd.DataFrame([{**about, "id": str(node)} for node, about in graph.nodes(data=True)])
    ties = [
        {"weight": 1.0, **_of_tie(about), "source": str(one), "target": str(other)}
        for one, other, about in graph.edges(data=True)
    ]
    return _with_id(who), _with_ends(ties), bool(graph.is_directed())


def _of_igraph(graph: Any) -> "tuple[pd.DataFrame, pd.DataFrame, bool]":
    import pandas as pd

    has_names = "name" in graph.vs.attributes()
    ids = [str(person["name"]) if has_names else str(person.index) for person in graph.vs]
    who = pd.DataFrame(
        [{**person.attributes(), "id": name} for person, name in zip(graph.vs, ids, strict=True)],
    )
    ties = [
        {"weight": 1.0, **_of_tie(tie.attributes()), "source": ids[tie.source], "target": ids[tie.target]}
        for tie in graph.es
    ]
    return _with_id(who), _with_ends(ties), bool(graph.is_directed())


def _of_tie(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if name in _TIE_COLUMNS and value is not None}


def _of_frame(ties: Any, people: "pd.DataFrame | None") -> "tuple[pd.DataFrame, pd.DataFrame, bool]":
    import pandas as pd

    if not isinstance(ties, pd.DataFrame):
        raise _fault("graph", f"a pandas {type(ties).__name__}", _KINDS)
    if people is None:
        ends = [ties[side] for side in ("source", "target") if side in ties.columns]
        names = pd.unique(pd.concat(ends).dropna().astype(object)) if ends else []
        people = pd.DataFrame({"id": sorted({str(name).strip() for name in names} - {""})})
    return people.reset_index(drop=True), ties.reset_index(drop=True), True


def _of_matrix(matrix: Any) -> "tuple[pd.DataFrame, pd.DataFrame, bool]":
    import pandas as pd
    from scipy.sparse import coo_array, issparse

    if len(matrix.shape) != 2 or matrix.shape[0] != matrix.shape[1]:
        raise _fault("graph", f"an array of shape {tuple(matrix.shape)}", "a square matrix, one row for each person")
    plain: Any = matrix if issparse(matrix) else np.asarray(matrix, dtype=np.float64)
    cells: Any = coo_array(plain)
    ties = pd.DataFrame(
        {"source": cells.row.astype(str), "target": cells.col.astype(str), "weight": cells.data.astype(np.float64)}
    )
    return pd.DataFrame({"id": [str(row) for row in range(matrix.shape[0])]}), ties, True


def _with_id(who: "pd.DataFrame") -> "pd.DataFrame":
    return who if len(who.columns) else who.assign(id=[])


def _with_ends(ties: list[dict[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(ties) if ties else pd.DataFrame({"source": [], "target": [], "weight": []})


def _grouped(who: "pd.DataFrame", by: Groups) -> str | None:
    """Name of the column that holds the group; a mapping or a list becomes one."""
    if by is None or isinstance(by, str):
        return by
    if isinstance(by, Mapping):
        given = {str(person): group for person, group in by.items()}
        who[_GROUP] = [given.get(str(person), "") for person in who["id"]]
        return _GROUP
    groups = list(by)
    if len(groups) != len(who):
        raise _fault("by", f"{len(groups)} groups", f"{len(who)}, one for each person, in their order")
    who[_GROUP] = groups
    return _GROUP


def _fault(place: str, found: str, needed: str) -> InputError:
    return InputError([Problem(file=place, found=found, needed=needed)])
