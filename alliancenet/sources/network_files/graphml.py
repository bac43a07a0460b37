"""GraphML: Gephi, yEd, igraph, networkx, visone, and our own."""

from collections.abc import Mapping

from alliancenet.sources.network_files.network_file import (
    LAYER_NAMES,
    WAVE_NAMES,
    WEIGHT_NAMES,
    FileTie,
    FormatFault,
    NetworkFile,
    first_of,
    unused,
)
from alliancenet.sources.network_files.xml_stream import check_size, read_elements

TITLE = "GraphML"
_NOT_READ = {"hyperedge": "hyperedges (ties of more than two)", "port": "ports", "graph": "graphs inside nodes"}
_STATUS = ("status",)
_NAMES = ("label", "name", "v name", "nodelabel", "node label")
_LABELS = frozenset({"NodeLabel"})


class _GraphMl:
    """People and ties while the file is read."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[str, str, str]] = {}  # id: (place, name, default)
        self.people: dict[str, dict[str, str]] = {}
        self.ties: list[FileTie] = []
        self.beside: set[str] = set()
        self.graphs = 0
        self.is_undirected = False
        self.key = ""
        self.inside: tuple[str, dict[str, str], dict[str, str], int] | None = None

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "key":
            self.key = attributes.get("id", "")
            said = attributes.get("attr.name") or attributes.get("yfiles.type") or self.key
            self.keys[self.key] = (attributes.get("for", "all"), said, "")
        elif name == "graph":
            self.graphs += 1
            if self.inside is not None or self.graphs > 1:
                raise FormatFault(_NOT_READ["graph"], "one graph of people and ties between two", line)
            self.is_undirected = attributes.get("edgedefault", "directed") == "undirected"
        elif name in {"hyperedge", "port"}:
            raise FormatFault(_NOT_READ[name], "ties between two people each", line)
        elif name in {"node", "edge"}:
            self.inside = (name, attributes, {}, line)
        elif name == "data":
            self.key = attributes.get("key", "")

    def end(self, name: str, text: str) -> None:
        if name == "default" and self.inside is None and self.key in self.keys:
            self.keys[self.key] = (*self.keys[self.key][:2], text)
        elif name == "data" and self.inside is not None and text:
            self.inside[2][self.keys.get(self.key, ("", self.key, ""))[1]] = text
        elif name in _LABELS and self.inside is not None and text:
            self.inside[2].setdefault("label", text)
        elif name in {"node", "edge"} and self.inside is not None:
            place, attributes, about, line = self.inside
            defaults = {said: value for where, said, value in self.keys.values() if value and where in {place, "all"}}
            self.inside = None
            check_size(len(self.people), len(self.ties), line)
            if place == "node":
                self._add_person(attributes.get("id", ""), {**defaults, **about}, line)
            else:
                self._add_tie(attributes, {**defaults, **about}, line)

    def _add_person(self, person: str, about: Mapping[str, str], line: int) -> None:
        if not person or person in self.people:
            raise FormatFault(f"a node {f'{person!r} twice' if person else 'without id'}", "an id of its own", line)
        self.people[person] = {**about, "name": first_of(about, _NAMES)}

    def _add_tie(self, attributes: Mapping[str, str], about: Mapping[str, str], line: int) -> None:
        says = attributes.get("directed")
        self.beside.update(about)
        self.ties.append(
            FileTie(
                source=attributes.get("source", ""),
                target=attributes.get("target", ""),
                weight=first_of(about, WEIGHT_NAMES),
                layer=first_of(about, LAYER_NAMES),
                wave=first_of(about, WAVE_NAMES),
                is_undirected=self.is_undirected if says is None else says == "false",
                is_unknown=first_of(about, _STATUS) == "unknown",
                line=line,
            )
        )


def read(raw: bytes) -> NetworkFile:
    """People and ties of a GraphML file.

    Raises
    ------
    FormatFault
        When it is damaged or hostile, or holds hyperedges, ports or graphs inside nodes.
    """
    graph = _GraphMl()
    read_elements(raw, graph.start, graph.end, TITLE)
    read_of_ties = (*WEIGHT_NAMES, *LAYER_NAMES, *WAVE_NAMES, *_STATUS)
    return NetworkFile(format=TITLE, people=graph.people, ties=graph.ties, notes=unused([graph.beside], read_of_ties))
