"""Tables of ours against others."""

from alliancenet.language import digits, marked, say
from alliancenet.model.execution import BenchmarkGap
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.report import words
from alliancenet.report.table import Cell, Row, Table
from alliancenet.report.tables.review_cells import columns

_BY = {
    "relative weights": marked("(share of R²)"),
    "rank correlation": marked("(rank correlation)"),
    "as stated": marked("(as stated)"),
}


def benchmarks(view: ExecutionView) -> Table:
    """Ours against others', each with source and date."""
    return Table(
        name="benchmarks",
        caption=say("Ours against others"),
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
        empty=say("No benchmark is on record: execution/benchmarks.csv."),
    )


def _gap(view: ExecutionView, gap: BenchmarkGap) -> Row:
    spread = (
        ""
        if gap.low is None or gap.high is None
        else say("{in_digits} to {in_digits2}", in_digits=in_digits(gap.low), in_digits2=in_digits(gap.high))
    )
    tone = {True: "red", False: "", None: ""}[gap.is_behind]
    of_ours = words.short(view.review.names.get(gap.subject, gap.subject))
    impact = (
        ""
        if gap.impact is None
        else say(
            "impact {impact} {get}",
            impact=digits(f"{gap.impact:.2g}"),
            get=say(_BY[gap.impact_by]) if gap.impact_by in _BY else gap.impact_by,
        )
    )
    of_how_many = (
        say("a mean without a count") if gap.n is None else say("{n} asked or counted there", n=digits(f"{gap.n:,}"))
    )
    return (
        Cell(text=words.dimension(gap.title), detail="; ".join(part for part in (of_ours, impact) if part)),
        Cell(text=in_digits(gap.ours), order=gap.ours, detail=words.retold(gap.rests_on) if gap.rests_on else "")
        if gap.ours is not None
        else Cell(text=words.NONE, tone="withheld", detail=words.retold(gap.reason)),
        Cell(text=in_digits(gap.theirs), order=gap.theirs, detail=gap.unit),
        Cell(text=gap.who),
        Cell(text=in_digits(gap.gap), order=gap.gap, detail=spread, tone=tone, mark="▲" if gap.is_behind else "")
        if gap.gap is not None
        else Cell(text=words.NONE, tone="withheld"),
        Cell(text=gap.source, detail=of_how_many),
        Cell(
            text=words.table_day(gap.day), tone="amber" if gap.is_old else "", detail=say("old") if gap.is_old else ""
        ),
    )


def in_digits(value: float | None) -> str:
    """A number of whatever unit, to three digits that count."""
    return words.NONE if value is None else words.money(value)


def _day(gap: BenchmarkGap) -> Cell:
    """The day a number of others stands for; one that is old is marked."""
    return Cell(
        text=words.table_day(gap.day),
        order=gap.day.isoformat(),
        tone="amber" if gap.is_old else "",
        detail=say("old") if gap.is_old else "",
    )
