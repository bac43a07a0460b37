"""A section of economics as a record: a small table whose numbers keep their kind, and what is said of it."""

from dataclasses import dataclass
from enum import StrEnum


class SheetKind(StrEnum):
    """What a column holds; whoever tells it writes the numbers."""

    WORDS = "words"
    LONG = "long"
    NUMBER = "number"
    POINTS = "points"
    SHARE = "share"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column."""

    key: str
    title: str
    kind: SheetKind = SheetKind.WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """A cell.

    Parameters
    ----------
    text : words; of a column of numbers why there is none.
    number : minor units of money, 0-1 of a share; None in a column of words, or where it is not known.
    low, high : ends of its interval, of the kind `interval` says; None without one.
    detail : a second, smaller line.
    partner : id of the partner the cell names.
    """

    text: str = ""
    number: float | None = None
    low: float | None = None
    high: float | None = None
    interval: str = ""
    detail: str = ""
    partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row, and the partner it is about; "" for none."""

    cells: tuple[SheetCell, ...]
    partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetNote:
    """A sentence, and the partner it is about; "" for none."""

    text: str
    partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet:
    """One section.

    Parameters
    ----------
    name : on the command line, in addresses and files.
    command : which command and page it belongs to: `economics` or `customers`.
    needs : files it is made of, in words.
    is_known : something is on record for it.
    """

    name: str
    title: str
    command: str
    needs: str
    is_known: bool
    columns: tuple[SheetColumn, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    notes: tuple[SheetNote, ...] = ()

    def about(self, partner: str) -> "LedgerSheet":
        """Rows and notes about one partner alone."""
        return LedgerSheet(
            name=self.name,
            title=self.title,
            command=self.command,
            needs=self.needs,
            is_known=self.is_known,
            columns=self.columns,
            rows=tuple(row for row in self.rows if row.partner == partner),
            notes=tuple(note for note in self.notes if note.partner == partner),
        )
