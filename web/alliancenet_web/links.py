"""Where things lie in the viewer, and how its tables are sorted, filtered and saved."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for

from alliancenet.report.table import Column, Row, Table, to_csv
from alliancenet_web.desk import session_shown
from alliancenet_web.store import key_of

ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SortLink:
    """Address that sorts a table by a column; `state` says how it is sorted now, or ""."""

    href: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Link to a page of a long table."""

    href: str
    title: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Form that filters a table.

    Parameters
    ----------
    words : what it is filtered by now, or "".
    kept : everything else the address says, name and value.
    """

    words: str
    kept: tuple[tuple[str, str], ...]


class Links:
    """Addresses for templates."""

    prints = False

    def href(self, target: tuple[str, ...]) -> str:
        """Address of an alliance, in a wave, of a finding, of a partner's money, or of that of all partners."""
        if target[:1] == ("alliance",):
            return url_for("alliance.alliance", key=key_of(target[1]), wave=key_of(target[2]))
        if target[:1] == ("finding",):
            return url_for("finding.finding", code=target[1])
        if target[:1] == ("partner",):
            return url_for("economics.partner", key=key_of(target[1]))
        if target == ("customers",):
            return url_for("economics.customers")
        if target == ("economics",):
            return url_for("economics.economics")
        if target in {("execution",), ("tests",)}:
            return url_for(f"execution.{target[0]}")
        return ""

    def sort(self, table: Table, column: Column) -> SortLink:
        """Sort by a column; again, the other way round."""
        now = request.args.get(f"sort_{table.name}", "")
        first = "-" if column.is_number else ""
        states = {column.key: "ascending", f"-{column.key}": "descending"}
        turned = {column.key: f"-{column.key}", f"-{column.key}": column.key}
        wanted = turned.get(now, first + column.key)
        return SortLink(href=_with(f"sort_{table.name}", wanted) + f"#{table.name}", state=states.get(now, ""))

    def finder(self, table: Table) -> Finder | None:
        """Form that filters a table; none for a table of one row."""
        name = f"find_{table.name}"
        words = request.args.get(name, "")
        if len(table.rows) < 2 and not words:
            return None
        left_out = {name, "csv", "lang", f"page_{table.name}"}
        kept = tuple(pair for pair in request.args.items() if pair[0] not in left_out)
        return Finder(words=words, kept=kept)

    def arranged(self, table: Table) -> Table:
        """Return the table sorted and filtered as the address asks."""
        return arranged(table)

    def rows(self, table: Table) -> tuple[Row, ...]:
        """Rows of the page of the table that is open."""
        first = (self._turn(table) - 1) * ROWS
        return table.rows[first : first + ROWS]

    def turns(self, table: Table) -> tuple[Turn, ...]:
        """Links to the pages of a long table; none for a short one."""
        count = -(-len(table.rows) // ROWS)
        here = self._turn(table)
        near = [turn for turn in range(1, count + 1) if turn in {1, count} or abs(turn - here) <= 2]
        return tuple(
            Turn(
                href=_with(f"page_{table.name}", str(turn)) + f"#{table.name}",
                title=f"{(turn - 1) * ROWS + 1:,}–{min(turn * ROWS, len(table.rows)):,}",
                is_here=turn == here,
            )
            for turn in near
            if count > 1
        )

    def _turn(self, table: Table) -> int:
        asked = request.args.get(f"page_{table.name}", "1")
        last = max(1, -(-len(table.rows) // ROWS))
        return min(max(1, int(asked)), last) if asked.isdecimal() and len(asked) < 7 else 1

    def csv(self, table: Table) -> str:
        """Address of a table as a file, sorted and filtered as it is now."""
        return _with("csv", table.name)


def _with(name: str, value: str) -> str:
    """Address of this page with one argument set."""
    kept = {key: held for key, held in request.args.to_dict().items() if key != "lang"}
    arguments = {**kept, name: value}
    return f"{request.path}?{urlencode(arguments)}"


def arranged(table: Table) -> Table:
    """A table sorted and filtered as the address asks."""
    words = request.args.get(f"find_{table.name}", "")[:200]
    if words:
        table = table.holding(words)
    wanted = request.args.get(f"sort_{table.name}", "")
    return table.sorted_by(wanted.removeprefix("-"), descending=wanted.startswith("-")) if wanted else table


def page(template: str, tables: tuple[Table, ...], **context: Any) -> Response | str:
    """Answer with a page, or with one of its tables as CSV when ``?csv=`` asks for it.

    Parameters
    ----------
    tables : tables of the page; the template finds them under `shown`, by name.
    """
    shown = {table.name: arranged(table) for table in tables}
    wanted = shown.get(request.args.get("csv", ""))
    if wanted is not None:
        return Response(
            "\ufeff" + to_csv(wanted),
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{wanted.name}.csv"'},
        )
    return render_template(template, shown=shown, see=Links(), session=session_shown(), **context)
