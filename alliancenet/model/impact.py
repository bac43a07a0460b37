"""Impact and performance of qualities, by segment, as a record (E18, S60)."""

from dataclasses import dataclass

CELLS = {
    (True, True): "keep and improve",
    (True, False): "fix now",
    (False, True): "keep or spend less",
    (False, False): "let go",
}
"""By high impact and high performance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A value with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityCell:
    """One quality in one segment.

    Parameters
    ----------
    performance : points 0-100.
    impact : share of R², rank correlation or stated importance, by the segment's kind.
    cell : which of the four; "" where no impact is known.
    is_told : both lie on one side of the cuts with 90 %; else it is on the edge, and drawn hollow.
    flags : ceiling, or another quality it cannot be told apart from.
    """

    quality: str
    performance: Interval | None
    impact: Interval | None
    cell: str = ""
    is_told: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactSegment:
    """One segment.

    Parameters
    ----------
    kind : `relative weights`, `rank correlation`, `as stated`, or "" without.
    r2 : of the qualities on the outcome, where weights were used.
    performance_cut, impact_cut : mean of the qualities on each axis, or as set.
    reason : why it is withheld, or has no cells; "" else.
    """

    scheme: str
    segment: str
    people: int
    partners: int
    kind: str
    r2: float | None
    performance_cut: float | None
    impact_cut: float | None
    cells: tuple[QualityCell, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentDifference:
    """Performance of one segment less that of another, points, with its 90 % interval.

    Parameters
    ----------
    is_told : stands when all qualities of the pair are looked at together (Benjamini-Hochberg at .10).
    """

    scheme: str
    first: str
    second: str
    quality: str
    difference: Interval
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactReview:
    """All segments, the whole first."""

    scale: tuple[float, float]
    segments: tuple[ImpactSegment, ...]
    differences: tuple[SegmentDifference, ...]
