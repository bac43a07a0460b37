"""Tables of ours against others."""

from alliancenet.model.execution import BenchmarkGap
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.report import words
from alliancenet.report.table import Cell, Row, Table
from alliancenet.report.tables.review_cells import columns

_BY = {"relative weights": "(share of R\u00b2)", "rank correlation": "(rank correlation)", "as stated": "(as stated)"}


def benchmarks(view: ExecutionView) -> Table:
    """Ours against others', each with source and date."""
    return Table(
        name="benchmarks",
        caption="Ours against others",
        columns=columns(
            "dimension:Dimension",
            "ours:Ours#",
            "theirs:Theirs#",
            "who:Who",
            "gap:Gap#",
            "source:Source~",
            "day:As of!",
        ),
        rows=tuple(_gap(view, gap) for gap in view.review.benchmarks),
        empty="No benchmark is on record: execution/benchmarks.csv.",
    )


def _gap(view: ExecutionView, gap: BenchmarkGap) -> Row:
    spread = "" if gap.low is None or gap.high is None else f"{in_digits(gap.low)} to {in_digits(gap.high)}"
    tone = {True: "red", False: "", None: ""}[gap.is_behind]
    of_ours = words.short(view.review.names.get(gap.subject, gap.subject))
    impact = "" if gap.impact is None else f"impact {gap.impact:.2g} {_BY.get(gap.impact_by, gap.impact_by)}"
    of_how_many = "a mean without a count" if gap.n is None else f"{gap.n:,} asked or counted there"
    return (
        Cell(text=gap.title, detail="; ".join(part for part in (of_ours, impact) if part)),
        Cell(text=in_digits(gap.ours), order=gap.ours, detail=gap.rests_on)
        if gap.ours is not None
        else Cell(text=words.NONE, tone="withheld", detail=gap.reason),
        Cell(text=in_digits(gap.theirs), order=gap.theirs, detail=gap.unit),
        Cell(text=gap.who),
        Cell(text=in_digits(gap.gap), order=gap.gap, detail=spread, tone=tone, mark="▲" if gap.is_behind else "")
        if gap.gap is not None
        else Cell(text=words.NONE, tone="withheld"),
        Cell(text=gap.source, detail=of_how_many),
        Cell(text=gap.day.isoformat(), tone="amber" if gap.is_old else "", detail="old" if gap.is_old else ""),
    )


def in_digits(value: float | None) -> str:
    """A number of whatever unit, to three digits that count."""
    return words.NONE if value is None else words.money(value)
