"""A table as it is shown, sorted, filtered and saved; what it holds comes from `tables`."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from alliancenet.files.safe_cell import safe_cell
from alliancenet.language import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Parameters
    ----------
    key : its name in links and files.
    width : "wide" for sentences, "nowrap" for codes and days, "" for anything else.
    currency, decimals : of amounts of money, which files hold to the last digit; "" and 0 for any other column.
    """

    key: str
    title: str
    is_number: bool = False
    width: str = ""
    currency: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell.

    Parameters
    ----------
    text : what is read.
    order : what the cell is sorted by, when not by its text; None sorts last.
    mark : symbol beside the text, or "".
    tone : word the page paints by: red, amber, green, high, medium, low, info, withheld, or "".
    detail : smaller second line: interval and n, or why a number is withheld.
    target : page the text leads to: ("alliance", alliance, wave) or ("finding", code); empty for none.
    """

    text: str
    order: float | str | None = None
    mark: str = ""
    tone: str = ""
    detail: str = ""
    target: tuple[str, ...] = ()


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its name, for links, and its caption.

    Parameters
    ----------
    empty : what is said when there is no row.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = field(default_factory=lambda: say("Nothing to show."))

    def sorted_by(self, key: str, *, descending: bool = False) -> "Table":
        """Rows by one column, cells without value last; an unknown key changes nothing."""
        position = next((i for i, column in enumerate(self.columns) if column.key == key), None)
        if position is None:
            return self
        valued = [row for row in self.rows if not _is_missing(row[position])]
        missing = [row for row in self.rows if _is_missing(row[position])]
        ranked = sorted(valued, key=lambda row: _rank(row[position]), reverse=descending)
        return replace(self, rows=(*ranked, *missing))

    def without(self, *keys: str) -> "Table":
        """The table without some of its columns."""
        kept = [i for i, column in enumerate(self.columns) if column.key not in keys]
        return replace(
            self,
            columns=tuple(self.columns[i] for i in kept),
            rows=tuple(tuple(row[i] for i in kept) for row in self.rows),
        )

    def holding(self, words: str) -> "Table":
        """Rows that hold every one of the words in some cell, upper and lower case alike."""
        wanted = words.casefold().split()
        kept = (row for row in self.rows if all(word in _text_of(row) for word in wanted))
        return replace(self, rows=tuple(kept))


def to_csv(table: Table) -> str:
    """CSV text of a table, safe to open in a spreadsheet.

    Notes
    -----
    A cell a spreadsheet would take for a formula gets a leading apostrophe; plain numbers do not.
    Amounts of money are written to the last digit, their currency in the name of the column. Details
    (interval, n, reason) follow in a second column where a column has any.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    detailed = [any(row[i].detail for row in table.rows) for i in range(len(table.columns))]
    header = []
    for column, has_detail in zip(table.columns, detailed, strict=True):
        name = f"{column.key}_{column.currency}" if column.currency else column.key
        header += [name, f"{column.key}_detail"] if has_detail else [name]
    writer.writerow(header)
    for row in table.rows:
        cells = []
        for column, cell, has_detail in zip(table.columns, row, detailed, strict=True):
            cells.append(_exact(column, cell) or safe_cell(cell.text))
            cells += [safe_cell(cell.detail)] if has_detail else []
        writer.writerow(cells)
    return out.getvalue()


def _exact(column: Column, cell: Cell) -> str:
    """An amount of money to its last digit; "" for anything else."""
    is_amount = column.currency and isinstance(cell.order, int | float)
    return f"{cell.order:.{column.decimals}f}" if is_amount else ""


def _is_missing(cell: Cell) -> bool:
    return cell.order is None and cell.tone == "withheld"


def _rank(cell: Cell) -> tuple[int, float, str]:
    """Numbers before words."""
    if isinstance(cell.order, int | float):
        return (0, float(cell.order), "")
    return (1, 0.0, (cell.order or cell.text).casefold())


def _text_of(row: Iterable[Cell]) -> str:
    return "\n".join(f"{cell.text}\n{cell.detail}" for cell in row).casefold()
