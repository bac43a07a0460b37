"""The summary a terminal shows: the portfolio as a table, then what matters most."""

import textwrap
import unicodedata
from collections.abc import Sequence

from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.gathered import Group, Said, grouped
from alliancenet.report.table import Cell, Table
from alliancenet.report.tables import overview as tables
from alliancenet.visible import visible

WIDTH = 100
TOP_FINDINGS = 6
SENTENCES = 3
_WIDEST = 26


def summary(views: Sequence[AuditView]) -> str:
    """One screen: a line per alliance (newest wave), then the findings to look at first.

    Parameters
    ----------
    views : audits as the reader may see them, in the order they are to be listed.
    """
    newest = tables.most_urgent_first(tables.newest(views))
    table = tables.portfolio(newest)
    if not newest:
        return table.empty + "\n"
    lines = [*textwrap.wrap(plain_line(tables.headline(newest)), WIDTH), ""]
    lines += [*table_lines(table), ""]
    ranked = grouped(newest)
    for group in ranked[:TOP_FINDINGS]:
        lines += [*_finding_lines(group), ""]
    if len(ranked) > TOP_FINDINGS:
        lines.append(
            f"… and {words.plural(len(ranked) - TOP_FINDINGS, 'more kind of finding', 'more kinds of findings')}."
        )
    unseen = sum(len(view.not_looked) for view in newest)
    if unseen:
        lines.append(f"{words.plural(unseen, 'check')} could not be made; the report says why.")
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _finding_lines(group: Group) -> list[str]:
    found = group.worst
    mark = words.SEVERITY_MARK[found.severity]
    names = plain_line(", ".join(view.alliance.name for view in group.views))
    heads = [f"{mark} {found.severity:<6} {found.code}  {plain_line(found.title)}", names]
    if not found.title:
        heads = [heads[0] + names]
    lines = [textwrap.shorten(heads[0], WIDTH, placeholder=" …")]
    lines += ["    " + textwrap.shorten(head, WIDTH - 4, placeholder=" …") for head in heads[1:]]
    for said in group.said[:SENTENCES]:
        lines += textwrap.wrap(_sentence(said, group), WIDTH, initial_indent="    ", subsequent_indent="      ")
    if len(group.said) > SENTENCES:
        lines.append(f"    … and {words.plural(len(group.said) - SENTENCES, 'more sentence')}")
    for proposal in group.proposals[:1]:
        lines += textwrap.wrap(plain_line(proposal), WIDTH, initial_indent="    → ", subsequent_indent="      ")
    return lines


def _sentence(one: Said, group: Group) -> str:
    doubt = tables.holds_in(one.found)
    sentence = one.found.sentence + (f" ({doubt})" if doubt else "")
    of_several = len(group.said) > 1 and len(group.views) > 1
    name = "" if not of_several else f"{one.views[0].alliance.name}: "
    return plain_line(name + sentence)


def table_lines(table: Table) -> list[str]:
    """Rows of a table in columns, a rule under the heading."""
    grid = [[column.title for column in table.columns]]
    grid += [[_cell_text(cell) for cell in row] for row in table.rows]
    widths = [min(_WIDEST, max(map(_columns_of, column))) for column in zip(*grid, strict=True)]
    right = [column.is_number for column in table.columns]
    lines = [
        "  ".join(_fit(text, width, to_right) for text, width, to_right in zip(row, widths, right, strict=True))
        for row in grid
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return lines


def row_lines(table: Table) -> list[str]:
    """Rows of a wide table one under the other: the first cell as heading, the filled ones as lines."""
    lines = [] if table.rows else textwrap.wrap(plain_line(table.empty), WIDTH)
    for row in table.rows:
        lines.append(plain_line(f"{row[0].mark} {row[0].text}{f' ({row[0].detail})' if row[0].detail else ''}".strip()))
        for column, cell in list(zip(table.columns, row, strict=True))[1:]:
            if cell.text in ("", words.NONE) and not cell.detail:
                continue
            told = plain_line(f"{column.title}: {cell.mark} {cell.text}{f' ({cell.detail})' if cell.detail else ''}")
            lines += textwrap.wrap(told, WIDTH, initial_indent="    ", subsequent_indent="      ")
    return lines


def _cell_text(cell: Cell) -> str:
    return words.NONE if cell.tone == "withheld" else plain_line(f"{cell.mark} {cell.text}".strip())


def plain_line(text: str) -> str:
    """Text on one line without characters that would steer a terminal."""
    kept = (mark for mark in visible(" ".join(text.split())) if unicodedata.category(mark) not in {"Co", "Cn"})
    return " ".join("".join(kept).split())


def _columns_of(text: str) -> int:
    """Columns a text takes; East Asian wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _fit(text: str, width: int, to_right: bool) -> str:
    while _columns_of(text) > width:
        text = text[:-2] + "…"
    filler = " " * (width - _columns_of(text))
    return filler + text if to_right else text + filler
