"""What is drawn of a network: people where the audit put them, and the ties between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from alliancenet.model.audit import DrawnTie, ParticipantRole
from alliancenet.privacy import AuditView, PersonView

SHAPES = ("dot", "square", "triangle", "diamond")
WIDTH, HEIGHT, MARGIN = 1160, 520, 24
MOST_PAIRS = 20_000  # more cannot be read on a drawing; tables and files hold them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A person of the drawing, in units of the picture."""

    key: str
    label: str
    firm_index: int
    shape: str
    role: ParticipantRole
    spanner: bool | None
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A pair of people with at least one tie of the layers shown."""

    source: str
    target: str
    x1: float
    y1: float
    x2: float
    y2: float
    is_cross: bool
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A firm and how its people are drawn."""

    index: int
    name: str
    shape: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A drawing; people without a stored position are not in it.

    Parameters
    ----------
    left_out : pairs with a tie that are not drawn, being too many.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    firms: tuple[Firm, ...]
    left_out: int = 0
    width: int = WIDTH
    height: int = HEIGHT


def layers_of(view: AuditView) -> tuple[str, ...]:
    """Layers there are ties of, sorted."""
    return tuple(sorted({tie.layer for tie in view.ties}))


def neighbourhood(ties: Iterable[DrawnTie], person: str, hops: int) -> frozenset[str]:
    """A person and everybody within some steps, the person included."""
    pairs = [(tie.source, tie.target) for tie in ties]
    reached = {person}
    for _ in range(hops):
        reached |= {end for pair in pairs if reached & set(pair) for end in pair}
    return frozenset(reached)


def graph_of(view: AuditView, layer: str = "", around: frozenset[str] = frozenset()) -> Graph:
    """Drawing of a view.

    Parameters
    ----------
    layer : only ties of this layer; all of them by default.
    around : only these people; everybody by default.
    """
    firms = {firm.id: position for position, firm in enumerate(view.alliance.firms)}
    people = [person for person in view.people if person.position and (not around or person.key in around)]
    places = _places(people)
    nodes = {
        person.key: Node(
            key=person.key,
            label=person.label,
            firm_index=min(firms.get(person.firm, len(firms)), len(SHAPES) - 1),
            shape=SHAPES[min(firms.get(person.firm, len(firms)), len(SHAPES) - 1)],
            role=person.role,
            spanner=person.spanner,
            x=places[person.key][0],
            y=places[person.key][1],
        )
        for person in people
    }
    ties = (tie for tie in view.ties if not layer or tie.layer == layer)
    edges = _edges(ties, nodes)
    # what joins the firms, and what both confirm, is what the picture is looked at for
    first = sorted(edges, key=lambda edge: (not edge.is_cross, not edge.is_confirmed))[:MOST_PAIRS]
    return Graph(
        nodes=tuple(nodes.values()),
        edges=edges if len(edges) <= MOST_PAIRS else tuple(first),
        left_out=len(edges) - len(first),
        firms=tuple(
            Firm(index=min(i, len(SHAPES) - 1), name=firm.name, shape=SHAPES[min(i, len(SHAPES) - 1)])
            for i, firm in enumerate(view.alliance.firms)
        ),
    )


def _edges(ties: Iterable[DrawnTie], nodes: dict[str, Node]) -> tuple[Edge, ...]:
    confirmed: dict[tuple[str, str], bool] = {}
    for tie in ties:
        if tie.source in nodes and tie.target in nodes:
            low, high = sorted((tie.source, tie.target))
            confirmed[low, high] = confirmed.get((low, high), False) or tie.status == "confirmed"
    return tuple(
        Edge(
            source=source,
            target=target,
            x1=nodes[source].x,
            y1=nodes[source].y,
            x2=nodes[target].x,
            y2=nodes[target].y,
            is_cross=nodes[source].firm_index != nodes[target].firm_index,
            is_confirmed=is_confirmed,
        )
        for (source, target), is_confirmed in sorted(confirmed.items())
    )


def _places(people: Iterable[PersonView]) -> dict[str, tuple[float, float]]:
    """Stored positions scaled into the picture, each axis to its own range."""
    found = {person.key: person.position for person in people if person.position}
    if not found:
        return {}
    lows = [min(place[axis] for place in found.values()) for axis in (0, 1)]
    spans = [max(place[axis] for place in found.values()) - lows[axis] or 1.0 for axis in (0, 1)]
    sizes = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    return {
        key: (
            round(MARGIN + (place[0] - lows[0]) / spans[0] * sizes[0], 1),
            round(MARGIN + (place[1] - lows[1]) / spans[1] * sizes[1], 1),
        )
        for key, place in found.items()
    }
