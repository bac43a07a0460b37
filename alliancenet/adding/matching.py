"""Which heading holds what, with a confidence and the reason, from headings and from cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alliancenet.adding.sheet import ForeignSheet
from alliancenet.files.dates import day_of
from alliancenet.files.fields import read_fields
from alliancenet.files.folding import column_key, folded
from alliancenet.model.addresses import address_in

_FILE = Path(__file__).with_name("headings.yaml")
EXACT, PART, BY_CELLS = 96, 75, 90
SURE = 90
"""Confidence from which a column is taken without a question, in percent (own limit)."""
_MOST = 0.8  # share of filled cells that must be of a kind (own limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMatch:
    """One column and what it holds.

    Parameters
    ----------
    confidence : percent.
    why : in words.
    """

    field: str
    heading: str
    confidence: int
    why: str


@cache
def headings_of(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Headings of a kind of file, by what they hold, the surest first."""
    known = read_fields(_FILE).value[kind]
    return {field: tuple(names) for field, names in known.items()}


@cache
def sensitive() -> frozenset[str]:
    """Folded headings of what no audit needs and nobody should pass on."""
    return frozenset(column_key(name) for name in read_fields(_FILE).value["sensitive"])


def are_addresses(cells: Sequence[str]) -> bool:
    """Whether most of the filled cells are e-mail addresses."""
    return _share(cells, lambda cell: bool(address_in(cell))) >= _MOST


def are_days(cells: Sequence[str]) -> bool:
    """Whether most of the filled cells are days; a column of blanks may be one."""
    return not any(cells) or _share(cells, lambda cell: day_of(cell, day_first=True) or _is_month_first(cell)) >= _MOST


def _is_month_first(cell: str) -> bool:
    return day_of(cell, day_first=False) is not None


def are_distinct(cells: Sequence[str]) -> bool:
    """Whether every row has a cell of its own."""
    filled = [folded(cell) for cell in cells if cell]
    return bool(filled) and len(filled) == len(cells) and len(set(filled)) == len(filled)


def _share(cells: Sequence[str], is_kind: Callable[[str], object]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(bool(is_kind(cell)) for cell in filled) / len(filled) if filled else 0.0


_CELLS: Mapping[str, tuple[Callable[[Sequence[str]], bool], str]] = {
    "email": (are_addresses, "its cells are addresses"),
    "joined": (are_days, "its cells are days"),
    "left": (are_days, "its cells are days"),
    "date": (are_days, "its cells are days"),
}


def matches_of(sheet: ForeignSheet, kind: str) -> dict[str, list[ColumnMatch]]:
    """Columns that may hold each thing, the likeliest first; each column under one thing only.

    Parameters
    ----------
    kind : of file, a key of `headings.yaml`.
    """
    found: list[ColumnMatch] = []
    for field, names in headings_of(kind).items():
        order = {column_key(name): at for at, name in enumerate(names)}
        for heading in filter(None, sheet.headings):
            match = _match(field, heading, order, sheet)
            if match:
                found.append(match)
    taken: dict[str, ColumnMatch] = {}
    for match in sorted(found, key=lambda match: -match.confidence):
        taken.setdefault(match.heading, match)
    by_field: dict[str, list[ColumnMatch]] = {}
    for match in sorted(taken.values(), key=lambda match: (-match.confidence, _rank(kind, match))):
        by_field.setdefault(match.field, []).append(match)
    return by_field


def _rank(kind: str, match: ColumnMatch) -> int:
    keys = [column_key(name) for name in headings_of(kind)[match.field]]
    key = column_key(match.heading)
    return keys.index(key) if key in keys else len(keys)


def _match(field: str, heading: str, order: Mapping[str, int], sheet: ForeignSheet) -> ColumnMatch | None:
    key = column_key(heading)
    needed = _CELLS.get(field)
    cells = sheet.column(heading)
    holds = needed is None or needed[0](cells)
    if key in order and holds:
        return ColumnMatch(field=field, heading=heading, confidence=EXACT, why="a usual heading for it")
    if field == "email" and are_addresses(cells):
        return ColumnMatch(field=field, heading=heading, confidence=BY_CELLS, why="its cells are addresses")
    if field not in _IN_PARTS or not holds:
        return None
    words = set(folded(heading).replace("_", " ").replace("-", " ").replace(".", " ").split())
    for name in sorted(order, key=len, reverse=True):
        if name in words or (len(name) >= _LONG and name in key):
            return ColumnMatch(field=field, heading=heading, confidence=PART, why=f"its heading holds '{name}'")
    return None


_IN_PARTS = frozenset({"organisation", "level", "function", "site", "joined", "left", "status"})
_LONG = 7  # letters of a word that is found inside another
