"""What sheets are built of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from alliancenet.language import stored
from alliancenet.model.sheets import SheetCell, SheetColumn, SheetKind, SheetNote, SheetRow
from alliancenet.sources.loaded import Project

BOUNDS, DRAWN = stored("bounds"), stored("90 % interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetContent:
    """Columns, rows and notes of a section; its own title where pages tell a part of it elsewhere."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...] = ()
    notes: tuple[SheetNote, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetNames:
    """Who is called what.

    Parameters
    ----------
    names : of firms and alliances, by id.
    partner_of : partner of an alliance, by its id; none where it has several.
    people : ids of people on the register, who are told by what they do and not by who they are.
    """

    names: Mapping[str, str]
    partner_of: Mapping[str, str]
    people: frozenset[str]

    def of(self, name: str) -> str:
        """Name of a firm or an alliance; what was given where nobody is called so."""
        return self.names.get(name, name)

    def owner(self, person: str) -> str:
        """Who answers for something: a role as typed, or that a person of the register does."""
        if not person:
            return stored("nobody on record")
        return stored("a person on the register") if person in self.people else person

    def cell(self, partner: str, detail: str = "") -> SheetCell:
        """A partner by name."""
        return SheetCell(text=self.of(partner), partner=partner, detail=detail)


def names_of(project: Project) -> SheetNames:
    """Names of a project."""
    register = project.register
    names: dict[str, str] = {firm.id: firm.name for firm in register.organisations.values()}
    names |= {alliance.id: alliance.name for alliance in register.alliances.values()}
    own = {firm.id for firm in register.organisations.values() if firm.own}
    partner_of = {}
    for alliance in register.alliances.values():
        others = [firm for firm in alliance.organisations if firm not in own]
        if len(others) == 1:
            partner_of[str(alliance.id)] = str(others[0])
    return SheetNames(names=names, partner_of=partner_of, people=frozenset(map(str, register.people)))


_KINDS = {
    "~": SheetKind.LONG,
    "#": SheetKind.NUMBER,
    "^": SheetKind.POINTS,
    "%": SheetKind.SHARE,
    "$": SheetKind.MONEY,
}


def columns(*shorthand: str) -> tuple[SheetColumn, ...]:
    """Columns from ``key:Title``, with ~ for sentences, # numbers, ^ points, % shares, $ money at the end."""
    found = []
    for text in shorthand:
        key, _, title = text.partition(":")
        kind = _KINDS.get(title[-1], SheetKind.WORDS)
        found.append(SheetColumn(key=key, title=title.rstrip("".join(_KINDS)), kind=kind))
    return tuple(found)


def words(text: str, detail: str = "") -> SheetCell:
    """A cell of words."""
    return SheetCell(text=text, detail=detail)


def number(
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    *,
    interval: str = BOUNDS,
    why: str = "",
    detail: str = "",
) -> SheetCell:
    """A number with its interval; the interval is left out where its ends are the value."""
    if value is None:
        return SheetCell(text=why or stored("not known"), detail=detail)
    has_ends = low is not None and high is not None and low != high
    return SheetCell(
        number=float(value),
        low=float(low) if has_ends and low is not None else None,
        high=float(high) if has_ends and high is not None else None,
        interval=interval if has_ends else "",
        detail=detail,
    )


def row(*cells: SheetCell, partner: str = "") -> SheetRow:
    """A row of cells."""
    return SheetRow(cells=cells, partner=partner)


def note(text: str, partner: str = "") -> SheetNote:
    """A sentence."""
    return SheetNote(text=text, partner=partner)


def on(day: date | None) -> str:
    """A day as people write it: 31 March 2026."""
    return "" if day is None else stored("{when_date}", when_date=f"{day.day} {day:%B %Y}")


def listed(names: Iterable[str]) -> str:
    """Names in a row: a, b and c."""
    found = list(names)
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""
