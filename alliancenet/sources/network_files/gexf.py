"""GEXF: Gephi's own format."""

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

TITLE = "GEXF"
_UNDIRECTED = {"undirected": True, "mutual": True, "directed": False}
_TIME = {"start", "end", "startopen", "endopen"}


class _Gexf:
    """People and ties while the file is read."""

    def __init__(self) -> None:
        self.titles: dict[tuple[str, str], str] = {}
        self.defaults: dict[tuple[str, str], str] = {}
        self.place = self.attribute = ""
        self.is_undirected: bool | None = None
        self.people: dict[str, dict[str, str]] = {}
        self.ties: list[FileTie] = []
        self.beside: set[str] = set()
        self.is_dated = False
        self.inside: tuple[str, dict[str, str], dict[str, str], int] | None = None

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "graph":
            self.is_undirected = _UNDIRECTED.get(attributes.get("defaultedgetype", "undirected"))
        elif name == "attributes":
            self.place = attributes.get("class", "")
        elif name == "attribute":
            self.attribute = attributes.get("id", "")
            self.titles[self.place, self.attribute] = attributes.get("title", self.attribute)
        elif name in {"node", "edge"}:
            if self.inside is not None:
                raise FormatFault("nodes inside nodes", "one level of people", line)
            self.inside = (name, attributes, {}, line)
        elif name == "attvalue" and self.inside is not None:
            key = attributes.get("for", attributes.get("id", ""))
            said = self.titles.get((self.inside[0], key), key)
            self.inside[2][said] = attributes.get("value", "").strip()

    def end(self, name: str, text: str) -> None:
        if name == "default" and self.inside is None:
            self.defaults[self.place, self.attribute] = text
        elif name in {"node", "edge"} and self.inside is not None:
            place, attributes, about, line = self.inside
            self.inside = None
            check_size(len(self.people), len(self.ties), line)
            told = {self.titles[key]: value for key, value in self.defaults.items() if key[0] == place and value}
            (self._add_person if place == "node" else self._add_tie)(attributes, {**told, **about}, line)

    def _add_person(self, attributes: Mapping[str, str], about: Mapping[str, str], line: int) -> None:
        person = attributes.get("id", "")
        if not person or person in self.people:
            raise FormatFault(f"a node {f'{person!r} twice' if person else 'without id'}", "an id of its own", line)
        self.people[person] = {**about, "name": attributes.get("label", "")}

    def _add_tie(self, attributes: Mapping[str, str], about: Mapping[str, str], line: int) -> None:
        says = attributes.get("type")
        self.is_dated |= bool(_TIME & attributes.keys())
        self.beside.update(about)
        self.ties.append(
            FileTie(
                source=attributes.get("source", ""),
                target=attributes.get("target", ""),
                weight=attributes.get("weight", "") or first_of(about, WEIGHT_NAMES),
                layer=attributes.get("kind", "") or first_of(about, LAYER_NAMES),
                wave=first_of(about, WAVE_NAMES),
                is_undirected=self.is_undirected if says is None else _UNDIRECTED.get(says.casefold()),
                line=line,
            )
        )


def read(raw: bytes) -> NetworkFile:
    """People and ties of a GEXF file.

    Raises
    ------
    FormatFault
        When it is damaged or hostile, or nests nodes.
    """
    graph = _Gexf()
    read_elements(raw, graph.start, graph.end, TITLE)
    dated = ("ties begin and end at times: all of them count, whatever their time",) if graph.is_dated else ()
    read_of_ties = (*WEIGHT_NAMES, *LAYER_NAMES, *WAVE_NAMES)
    return NetworkFile(
        format=TITLE, people=graph.people, ties=graph.ties, notes=(*dated, *unused([graph.beside], read_of_ties))
    )
