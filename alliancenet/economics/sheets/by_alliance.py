"""How the split of a partner's statement by alliance is told: lines, and the same for pages and files."""

from collections.abc import Iterator, Sequence

from alliancenet.economics.by_alliance import AllianceShare
from alliancenet.economics.layout import in_columns
from alliancenet.economics.sheets.building import SheetContent, SheetNames, columns, note, number, row, words
from alliancenet.economics.told import money
from alliancenet.language import stored
from alliancenet.model.economics import MoneyLine
from alliancenet.model.sheets import SheetCell

NAMES_NONE = stored("names no alliance")
_STAYS = stored("What names no alliance stays with the partner; it is never spread over its alliances.")
_LINES = {"net_sales": "net sales", "net_margin": "net margin", "cost_to_serve": "cost to serve"}


def share_lines(shares: Sequence[AllianceShare], currency: str) -> Iterator[str]:
    """One row an alliance, and one for what names none."""
    rows = [("partner", "alliance", *_LINES.values(), "contribution", "class")]
    for share in shares:
        lines = share.statement.lines
        told = [money(lines[name], currency) for name in (*_LINES, "contribution")]
        rows.append((share.partner, share.alliance or f"({NAMES_NONE})", *told, share.statement.profit.value))
    yield from in_columns(rows)
    yield _STAYS


def share_sheet(shares: Sequence[AllianceShare], names: SheetNames) -> SheetContent:
    """The same for pages and files."""
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "alliance:Alliance",
            "sales:Net sales$",
            "margin:Net margin$",
            "serving:Cost to serve$",
            "contribution:Contribution$",
            "class:Class",
        ),
        rows=tuple(
            row(
                names.cell(share.partner),
                words(names.of(share.alliance) if share.alliance else NAMES_NONE),
                *(_cell(share.statement.lines[name]) for name in (*_LINES, "contribution")),
                words(share.statement.profit.value),
                partner=share.partner,
            )
            for share in shares
        ),
        notes=(note(_STAYS),),
    )


def _cell(line: MoneyLine) -> SheetCell:
    has_ends = line.low != line.high
    return number(
        line.value, line.low if has_ends else None, line.high if has_ends else None, why=f"withheld: {line.reason}"
    )
