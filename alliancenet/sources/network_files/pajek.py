"""Pajek ``.net``: arcs, edges, lists and matrices, of several relations.

The kept readers make arcs undirected as soon as one edge stands beside them, and drop the names of relations.
"""

import re
from collections.abc import Iterator

from alliancenet.sources.network_files.network_file import FileTie, FormatFault, NetworkFile

TITLE = "Pajek (.net)"
_PART = re.compile(r'"([^"]*)"|(\S+)')
_SECTION = re.compile(r"\*(\w+)\s*(?::\s*(\d+)\s*)?(?:\"([^\"]*)\")?\s*(.*)", re.IGNORECASE)
_TIES = {
    "arcs": (False, False),
    "edges": (True, False),
    "arcslist": (False, True),
    "edgeslist": (True, True),
}  # section: (undirected, a list of many targets)


def read(text: str) -> NetworkFile:
    """People and ties of a Pajek network.

    Raises
    ------
    FormatFault
        For two-mode networks, people of no number, and lines that are no ties.
    """
    return _Pajek().read(text)


class _Pajek:
    """People and ties while the file is read."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.ties: list[FileTie] = []
        self.section = self.relation = ""
        self.row = self.n = 0
        self.skipped: dict[str, int] = {}
        self.is_timed = False

    def read(self, text: str) -> NetworkFile:
        for line, said in _lines(text):
            if said.startswith("*"):
                self._begin(said, line)
            elif self.section == "vertices":
                self._add_person(said, line)
            elif self.section in _TIES:
                self._add_ties(said, line)
            elif self.section == "matrix":
                self._add_row(said, line)
            else:
                self.skipped[self.section] = self.skipped.get(self.section, 0) + 1
        names = self._names()
        notes = [f"{count:,} lines of *{section} were not read" for section, count in self.skipped.items() if section]
        if self.is_timed:
            notes.append("times in brackets were not read: ties of all times count")
        ties = [_named(tie, names) for tie in self.ties]
        people = {names[number]: {"name": label} for number, label in self.labels.items()}
        return NetworkFile(format=TITLE, people=people, ties=ties, notes=tuple(notes))

    def _names(self) -> dict[str, str]:
        """Labels stand for people; where two share one, the numbers do."""
        is_telling = len(set(self.labels.values())) == len(self.labels) and all(self.labels.values())
        return {number: label if is_telling else number for number, label in self.labels.items()}

    def _begin(self, said: str, line: int) -> None:
        found = _SECTION.match(said)
        name, number, relation, rest = found.groups() if found else ("", "", "", "")
        self.section, self.relation, self.row = (name or "").casefold(), relation or number or "", 0
        if self.section == "vertices":
            sizes = rest.split() or ([number] if number else [])
            if len(sizes) > 1:
                raise FormatFault("a two-mode network", "ties between people", line, "turn it into one mode first")
            if self.labels:
                raise FormatFault("a second network", "one network in a file", line)
            self.n = int(sizes[0]) if sizes and sizes[0].isdigit() else 0
            if self.n > 200_000:
                raise FormatFault(f"{self.n:,} vertices", "at most 200,000 are read", line)
            self.labels = {str(place): str(place) for place in range(1, self.n + 1)}

    def _add_person(self, said: str, line: int) -> None:
        parts = _parts(said)
        if parts[0] not in self.labels:
            raise FormatFault(f"vertex '{parts[0]}'", f"a number from 1 to {self.n}", line)
        if len(parts) > 1:
            self.labels[parts[0]] = parts[1].strip()

    def _add_ties(self, said: str, line: int) -> None:
        undirected, is_list = _TIES[self.section]
        self.is_timed |= "[" in said
        parts = _parts(said.partition("[")[0])
        if len(parts) < 2:
            raise FormatFault(f"'{said[:40]}'", "two people and a value", line)
        ends = parts if is_list else parts[:2]
        for end in ends:
            if end.lstrip("-") not in self.labels:
                raise FormatFault(f"a tie of '{end}'", f"a number from 1 to {self.n}", line)
        weight = "" if is_list or len(parts) < 3 else parts[2]
        for target in ends[1:]:
            tie = FileTie(
                source=ends[0],
                target=target,
                weight=weight,
                layer=self.relation,
                is_undirected=undirected,
                line=line,
            )
            self.ties.append(tie)

    def _add_row(self, said: str, line: int) -> None:
        cells = said.split()
        self.row += 1
        if len(cells) != self.n or self.row > self.n:
            raise FormatFault(f"{len(cells)} cells in row {self.row}", f"{self.n} rows of {self.n}", line)
        for place, cell in enumerate(cells, start=1):
            if cell.strip("0.") and place != self.row:
                self.ties.append(
                    FileTie(
                        source=str(self.row),
                        target=str(place),
                        weight=cell,
                        layer=self.relation,
                        is_undirected=False,
                        line=line,
                    )
                )


def _named(tie: FileTie, names: dict[str, str]) -> FileTie:
    return FileTie(
        source=names[tie.source.lstrip("-")],
        target=names[tie.target.lstrip("-")],
        weight=tie.weight,
        layer=tie.layer,
        is_undirected=tie.is_undirected,
        line=tie.line,
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if said and not said.startswith("%"):
            yield number, said


def _parts(said: str) -> list[str]:
    return [quoted if quoted or not plain else plain for quoted, plain in _PART.findall(said)] or [said]
