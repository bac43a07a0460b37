"""UCINET DL: full and half matrices, edge lists, node lists, several matrices in one file.

igraph's reader knows three of the layouts and one matrix; a reader kept up for all of them was not found.
"""

import re
from collections.abc import Iterator

from alliancenet.files.folding import folded
from alliancenet.sources.network_files.network_file import FileTie, FormatFault, NetworkFile

TITLE = "UCINET DL"
_OPTION = re.compile(r"\b(n|nr|nc|nm|format|diagonal)\b\s*=?\s*(\w+)", re.IGNORECASE)
_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s,;]+)')
_SECTIONS = re.compile(
    r"^\s*((?:row|col|column|matrix|level)?\s*labels(?:\s+embedded)?|data)\s*[:=]?\s*(.*)$", re.IGNORECASE
)
_MISSING = frozenset({".", "na", "nan", "n/a"})
_LAYOUTS = ("fullmatrix", "upperhalf", "lowerhalf", "edgelist1", "nodelist1")
_MOST = 20_000


def read(text: str) -> NetworkFile:
    """People and ties of a DL file.

    Raises
    ------
    FormatFault
        For two-mode data, layouts that are not known, and numbers of cells that do not fit.
    """
    return _Dl(text).network()


class _Dl:
    """Header and data of one file."""

    def __init__(self, text: str) -> None:
        self.options: dict[str, str] = {}
        self.labels: list[str] = []
        self.matrices: list[str] = []
        self.is_embedded = False
        self.data: list[tuple[int, str]] = []
        section = "options"
        for number, line in enumerate(text.splitlines(), start=1):
            found = _SECTIONS.match(line) if section != "data" else None
            if found:
                section, rest = self._section(found[1]), found[2]
                self._take(section, rest, number)
            elif section == "options":
                self._read_options(line if number > 1 else re.sub(r"^\s*dl\b", "", line, flags=re.IGNORECASE), number)
            else:
                self._take(section, line, number)
        self.n = self._size()
        self.layout = folded(self.options.get("format", "fullmatrix"))

    def _section(self, name: str) -> str:
        words = folded(name)
        if "embedded" in words:
            self.is_embedded = True
            return "options"
        if words == "data":
            return "data"
        return "matrices" if words.startswith(("matrix", "level")) else "cols" if words.startswith("col") else "labels"

    def _take(self, section: str, line: str, number: int) -> None:
        if section == "data":
            if line.strip():
                self.data.append((number, line))
        elif section == "labels":
            self.labels += _parts(line)
        elif section == "matrices":
            self.matrices += _parts(line)
        elif section == "options":
            self._read_options(line, number)

    def _read_options(self, line: str, number: int) -> None:
        for name, value in _OPTION.findall(line):
            self.options[name.casefold()] = value
        for name in ("nr", "nc"):
            if name in self.options and self.options["nr" if name == "nc" else "nc"] != self.options[name]:
                raise FormatFault("a two-mode network (nr, nc)", "ties between people", number)

    def _size(self) -> int:
        said = self.options.get("n") or self.options.get("nr") or str(len(self.labels))
        if not said.isdigit() or not 0 < int(said) <= _MOST:
            raise FormatFault(f"n = {said}", f"a number of people up to {_MOST:,} (n=…)")
        return int(said)

    def network(self) -> NetworkFile:
        if self.layout not in _LAYOUTS:
            known = ", ".join(_LAYOUTS)
            raise FormatFault(f"the layout {self.options.get('format')}", f"one of {known}")
        if not self.data:
            raise FormatFault("no data", "a line `data:` and what follows it")
        cells = (
            self._half() if "half" in self.layout else self._full() if self.layout == "fullmatrix" else self._lists()
        )
        ties = list(cells)
        people = {name: {"name": name} for name in self._named()}
        notes = []
        if "half" in self.layout:
            notes.append(f"{self.layout}: read as undirected")
        return NetworkFile(format=TITLE, people=people, ties=ties, notes=tuple(notes))

    def _named(self) -> list[str]:
        if self.labels and len(self.labels) != self.n and not self.is_embedded:
            raise FormatFault(f"{len(self.labels)} labels", f"{self.n} (n={self.n})")
        names = self.labels or [str(place + 1) for place in range(self.n)]
        if len(set(map(folded, names))) < len(names):
            raise FormatFault("labels that stand twice", "one label for each person")
        return names

    def _layer(self, number: int) -> str:
        if len(self.matrices) > number:
            return self.matrices[number]
        return str(number + 1) if self._number() > 1 else ""

    def _number(self) -> int:
        said = self.options.get("nm", "")
        return int(said) if said.isdigit() else max(len(self.matrices), 1)

    def _full(self) -> Iterator[FileTie]:
        parts = [(line, part) for line, row in self.data for part in _parts(row)]
        n, several = self.n, self._number()
        is_absent = folded(self.options.get("diagonal", "")) == "absent"
        if self.is_embedded:
            parts = self._without_labels(parts)
        names = self._named()
        width = n - 1 if is_absent else n
        if len(parts) != several * n * width:
            raise FormatFault(f"{len(parts):,} cells", f"{several * n * width:,} ({several} × {n} × {width})")
        for place, (line, cell) in enumerate(parts):
            matrix, rest = divmod(place, n * width)
            row, column = divmod(rest, width)
            column += is_absent and column >= row
            if row != column and (tie := _tie(names[row], names[column], cell, self._layer(matrix), line)):
                yield tie

    def _without_labels(self, parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Cells behind the labels along the top and before each row, in every matrix."""
        n, found = self.n, list[tuple[int, str]]()
        self.labels = [part for _, part in parts[:n]]
        for matrix in range(self._number()):
            start = matrix * (n + n * (n + 1))
            for row in range(n):
                at = start + n + row * (n + 1)
                found += parts[at + 1 : at + 1 + n]
        return found

    def _half(self) -> Iterator[FileTie]:
        n, names = self.n, self._named()
        parts = [(line, part) for line, row in self.data for part in _parts(row)]
        is_absent = folded(self.options.get("diagonal", "present")) == "absent"
        lower = self.layout == "lowerhalf"
        pairs = [
            (row, column)
            for row in range(n)
            for column in (range(row + 1) if lower else range(row, n))
            if not (is_absent and row == column)
        ]
        several = self._number()
        if len(parts) != several * len(pairs):
            raise FormatFault(f"{len(parts):,} cells", f"{several * len(pairs):,} of a half matrix of {n}")
        for place, (line, cell) in enumerate(parts):
            matrix, rest = divmod(place, len(pairs))
            row, column = pairs[rest]
            tie = _tie(names[row], names[column], cell, self._layer(matrix), line, undirected=True)
            if tie and row != column:
                yield tie

    def _lists(self) -> Iterator[FileTie]:
        """Edge lists and node lists; a line of one exclamation mark parts the matrices."""
        matrix = 0
        known: dict[str, str] = {folded(name): name for name in self.labels}
        rows: list[tuple[int, int, list[str]]] = []
        for line, row in self.data:
            if row.strip() in {"!", "#"}:
                matrix += 1
                continue
            rows.append((line, matrix, _parts(row)))
        for line, matrix, parts in rows:
            ends = parts[:2] if self.layout == "edgelist1" else parts
            if not ends or (self.layout == "edgelist1" and len(ends) < 2):
                raise FormatFault(f"'{' '.join(parts)[:40]}'", "two people, and a value if there is one", line)
            names = [self._person(end, known, line) for end in ends]
            value = parts[2] if self.layout == "edgelist1" and len(parts) > 2 else "1"
            for target in names[1:]:
                if tie := _tie(names[0], target, value, self._layer(matrix), line):
                    yield tie
        if self.is_embedded or not self.labels:
            self.labels = list(known.values()) if self.is_embedded else [str(place + 1) for place in range(self.n)]

    def _person(self, said: str, known: dict[str, str], line: int) -> str:
        if self.is_embedded:
            if folded(said) not in known and len(known) >= self.n:
                raise FormatFault(f"'{said}' is one more than n={self.n}", "as many names as n says", line)
            return known.setdefault(folded(said), said)
        if said.isdigit() and 1 <= int(said) <= self.n:
            return self.labels[int(said) - 1] if len(self.labels) >= int(said) else said
        if folded(said) in known:
            return known[folded(said)]
        raise FormatFault(f"a tie of '{said}'", f"a number from 1 to {self.n}, or a label", line)


def _tie(source: str, target: str, cell: str, layer: str, line: int, *, undirected: bool = False) -> FileTie | None:
    is_unknown = folded(cell) in _MISSING
    try:
        is_none = not is_unknown and float(cell) == 0
    except ValueError:
        raise FormatFault(f"'{cell[:40]}'", "a number", line) from None
    if is_none:
        return None
    return FileTie(
        source=source,
        target=target,
        weight="" if is_unknown else cell,
        layer=layer,
        is_undirected=undirected,
        is_unknown=is_unknown,
        line=line,
    )


def _parts(line: str) -> list[str]:
    return [double or single or plain for double, single, plain in _PART.findall(line)]
