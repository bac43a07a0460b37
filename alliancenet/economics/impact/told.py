"""Impact and performance as text."""

from collections.abc import Iterator

from alliancenet.economics.layout import in_columns
from alliancenet.model.impact import ImpactReview, ImpactSegment, Interval


def impact_lines(review: ImpactReview, currency: str) -> Iterator[str]:  # noqa: ARG001
    """Segments one by one, then what differs between them."""
    yield f"Answers from {review.scale[0]:g} to {review.scale[1]:g}, as points 0-100. Impact is association, not proof."
    for segment in review.segments:
        yield from _segment(segment)
    told = [apart for apart in review.differences if apart.is_told]
    if told:
        yield "Segments that differ (of all qualities together, at most one of ten by chance):"
        yield from (
            f"  {apart.quality}: {apart.first} {apart.difference.value:+.0f} points against {apart.second} "
            f"(90 % interval {apart.difference.low:+.0f} to {apart.difference.high:+.0f})"
            for apart in told
        )
    elif review.differences:
        yield "No difference between segments can be told."


def _segment(segment: ImpactSegment) -> Iterator[str]:
    name = "all partners" if segment.scheme == segment.segment else f"{segment.scheme} {segment.segment}"
    if not segment.cells:
        yield f"{name}: {segment.reason}"
        return
    kind = f"impact by {segment.kind}" if segment.kind else f"no impact: {segment.reason}"
    r2 = "" if segment.r2 is None else f", R² {segment.r2:.2f}"
    yield f"{name}: {segment.people} people of {segment.partners} partners; {kind}{r2}"
    rows = [("  quality", "performance", "impact", "cell", "")]
    for cell in sorted(segment.cells, key=lambda cell: -(cell.impact.value if cell.impact else 0)):
        edge = f"{cell.cell}, on the edge" if cell.cell and not cell.is_told else cell.cell or "-"
        row = (f"  {cell.quality}", _points(cell.performance, 0), _points(cell.impact, 2), edge, "; ".join(cell.flags))
        rows.append(row)
    yield from in_columns(rows)


def _points(interval: Interval | None, decimals: int) -> str:
    if interval is None:
        return "-"
    return f"{interval.value:.{decimals}f} ({interval.low:.{decimals}f} to {interval.high:.{decimals}f})"
