"""Impact against performance: four cells, told ones filled, those on the edge hollow."""

from dataclasses import dataclass

from alliancenet.language import digits, marked, say
from alliancenet.model.impact import ImpactSegment, Interval, QualityCell
from alliancenet.report.figures.labels import spread
from alliancenet.report.figures.scales import Ticks, nice_ticks
from alliancenet.report.tables.impact import segment_name

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 190, 32, 52
STEP = 20
MOST_NAMES = 18
_ACROSS = {
    "relative weights": marked("impact: share of what explains the outcome"),
    "rank correlation": marked("impact: rank correlation with the outcome"),
    "as stated": marked("importance, as stated"),
}
_TONES = {"fix now": "loss", "keep and improve": "gain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityDot:
    """A quality: where it lies, the reach of its intervals, and its name beside the plot.

    Parameters
    ----------
    tone : gain or loss where it is told to matter, "" else.
    across, up : ends of its intervals.
    """

    x: float
    y: float
    across: tuple[float, float]
    up: tuple[float, float]
    tone: str
    is_told: bool
    label: str
    label_y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FourCells:
    """One segment; `cut_x` and `cut_y` part the cells.

    Parameters
    ----------
    across_title : what the axis across holds, with its unit.
    """

    title: str
    below: str
    dots: tuple[QualityDot, ...]
    across: Ticks
    up: Ticks
    cut_x: float
    cut_y: float
    across_title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    first: float
    last: float
    start: float
    end: float

    def at(self, value: float) -> float:
        inside = min(max(value, self.first), self.last)
        return round(self.start + (inside - self.first) * (self.end - self.start) / (self.last - self.first), 1)


def four_cells(segment: ImpactSegment) -> FourCells | None:
    """Draw a segment; None where no impact is told of it."""
    told = [cell for cell in segment.cells if cell.impact is not None and cell.performance is not None]
    if not told or segment.performance_cut is None or segment.impact_cut is None:
        return None
    impacts = [end for cell in told if cell.impact for end in (cell.impact.low, cell.impact.high)]
    ticks = nice_ticks(min(0.0, *impacts), max(impacts))
    across = _Scale(first=ticks[0], last=ticks[-1], start=LEFT, end=WIDTH - RIGHT)
    up = _Scale(first=0.0, last=100.0, start=HEIGHT - BOTTOM, end=TOP)
    places = [up.at(cell.performance.value) for cell in told if cell.performance]
    heights = spread(places, STEP, HEIGHT - BOTTOM - 4, TOP + 8)
    explained = (
        "" if segment.r2 is None else say("; they explain {what} % of it", what=digits(f"{100 * segment.r2:.0f}"))
    )
    return FourCells(
        title=segment_name(segment),
        below=say(
            "{people} people of {partners} partners; impact by {kind}{explained}",
            people=digits(f"{segment.people:,}"),
            partners=digits(f"{segment.partners:,}"),
            kind=segment.kind,
            explained=explained,
        ),
        dots=tuple(
            _dot(cell, across, up, height, is_named=place < MOST_NAMES)
            for place, (cell, height) in enumerate(zip(told, heights, strict=True))
        ),
        across=tuple((across.at(tick), f"{tick:g}".replace("-", "−")) for tick in ticks),
        up=tuple((up.at(tick), f"{tick:g}") for tick in (0, 25, 50, 75, 100)),
        cut_x=across.at(segment.impact_cut),
        cut_y=up.at(segment.performance_cut),
        across_title=say(_ACROSS[segment.kind]) if segment.kind in _ACROSS else "",
        text="; ".join(_told(cell) for cell in told),
    )


def _told(cell: QualityCell) -> str:
    edge = "" if cell.is_told else say(", on the edge")
    performance = 0.0 if cell.performance is None else cell.performance.value
    impact = 0.0 if cell.impact is None else cell.impact.value
    return say(
        "{quality}: performance {performance}, impact {impact}, {cell}{edge}",
        quality=cell.quality,
        performance=digits(f"{performance:.0f}"),
        impact=digits(f"{impact:.2f}"),
        cell=cell.cell,
        edge=edge,
    )


def _dot(cell: QualityCell, across: _Scale, up: _Scale, height: float, *, is_named: bool) -> QualityDot:
    impact = cell.impact or Interval(value=0.0, low=0.0, high=0.0)
    performance = cell.performance or Interval(value=0.0, low=0.0, high=0.0)
    return QualityDot(
        x=across.at(impact.value),
        y=up.at(performance.value),
        across=(across.at(impact.low), across.at(impact.high)),
        up=(up.at(performance.low), up.at(performance.high)),
        tone=_TONES.get(cell.cell, ""),
        is_told=cell.is_told,
        label=cell.quality if is_named else "",
        label_y=round(height, 1),
        text=_told(cell),
    )
