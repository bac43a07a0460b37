"""Tables of what matters to whom, and how it is met: the twins of the four cells."""

from collections.abc import Iterator, Sequence

from alliancenet.model.impact import ImpactSegment, Interval, QualityCell
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.table import Cell, Row, Table
from alliancenet.report.tables.review_cells import columns

_TONES = {"fix now": "red", "keep and improve": "green"}


def segment_name(segment: ImpactSegment) -> str:
    """A segment in words."""
    return "all partners" if segment.scheme == segment.segment else f"{segment.scheme}: {segment.segment}"


def qualities(view: EarningsView) -> Table:
    """Every quality over all partners, the most impact first."""
    found = view.review.impact
    whole = found.segments[:1] if found else ()
    return _quality_table(
        "qualities", "Impact and performance of each quality, all partners, 90 % intervals below", whole
    )


def segment_qualities(view: EarningsView) -> Table:
    """The same by segment; kinds of impact differ between them, so that they are never drawn in one picture."""
    found = view.review.impact
    others = found.segments[1:] if found else ()
    return _quality_table("segment_qualities", "Impact and performance by segment, 90 % intervals below", others)


def _quality_table(name: str, caption: str, told: Sequence[ImpactSegment]) -> Table:
    return Table(
        name=name,
        caption=caption,
        columns=columns(
            "segment:Segment",
            "quality:Quality",
            "performance:Performance 0-100#",
            "impact:Impact#",
            "kind:Impact by",
            "cell:Cell",
            "note:Note~",
        ),
        rows=tuple(row for segment in told for row in _quality_rows(segment)),
        empty="No answers on qualities are on record (economics/qualities.csv).",
    )


def _quality_rows(segment: ImpactSegment) -> Iterator[Row]:
    for cell in by_impact(segment):
        edge = "" if cell.is_told or not cell.cell else "on the edge"
        tone = _TONES.get(cell.cell, "") if cell.is_told else ""
        yield (
            Cell(text=segment_name(segment)),
            Cell(text=cell.quality),
            _interval_cell(cell.performance, 0),
            _interval_cell(cell.impact, 2),
            Cell(text=segment.kind or words.NONE),
            Cell(text=cell.cell or words.NONE, detail=edge, tone=tone),
            Cell(text="; ".join(cell.flags) or words.NONE),
        )


def by_impact(segment: ImpactSegment) -> list[QualityCell]:
    """Qualities of a segment, the most impact first; those without it by their names."""
    return sorted(segment.cells, key=lambda cell: (-(cell.impact.value if cell.impact else -9), cell.quality))


def _interval_cell(found: Interval | None, decimals: int) -> Cell:
    if found is None:
        return Cell(text=words.NONE, tone="withheld")
    value, low, high = (f"{end:.{decimals}f}".replace("-", "−") for end in (found.value, found.low, found.high))
    return Cell(text=value, order=found.value, detail=f"{low} to {high}")


def segments(view: EarningsView) -> Table:
    """How many were asked in each segment, and what can be told of it."""
    found = view.review.impact
    return Table(
        name="segments",
        caption="Who answered, by segment",
        columns=columns(
            "segment:Segment", "people:People#", "partners:Partners#", "kind:Impact by", "r2:Explained#", "told:Told~"
        ),
        rows=tuple(_segment_row(segment) for segment in found.segments) if found else (),
        empty="No answers on qualities are on record (economics/qualities.csv).",
    )


def _segment_row(segment: ImpactSegment) -> Row:
    is_withheld = not segment.cells
    counts = (
        Cell(text=words.NONE, tone="withheld") if is_withheld else Cell(text=str(count), order=float(count))
        for count in (segment.people, segment.partners)
    )
    explained = Cell(text=words.NONE, tone="withheld")
    if segment.r2 is not None:
        explained = Cell(text=f"{100 * segment.r2:.0f} %", order=segment.r2, detail="of what the outcome varies")
    return (
        Cell(text=segment_name(segment)),
        *counts,
        Cell(text=segment.kind or words.NONE),
        explained,
        Cell(text=words.sentence(segment.reason) if segment.reason else "Cells are told."),
    )


def differences(view: EarningsView) -> Table:
    """Segments that are met differently, those that stand first."""
    found = view.review.impact
    told = (
        sorted(found.differences, key=lambda apart: (not apart.is_told, -abs(apart.difference.value))) if found else []
    )
    return Table(
        name="differences",
        caption="Performance of one segment less that of another, points",
        columns=columns("quality:Quality", "first:Segment", "second:Against", "apart:Points#", "stands:Stands"),
        rows=tuple(
            (
                Cell(text=apart.quality),
                Cell(text=f"{apart.scheme}: {apart.first}"),
                Cell(text=apart.second),
                _apart_cell(apart.difference),
                Cell(text="yes" if apart.is_told else "may be chance"),
            )
            for apart in told
        ),
        empty="There are no two segments of one kind to compare.",
    )


def _apart_cell(found: Interval) -> Cell:
    value, low, high = (f"{end:+.0f}".replace("-", "−") for end in (found.value, found.low, found.high))
    return Cell(text=value, order=found.value, detail=f"{low} to {high}, 90 % interval")
