"""Figures of the portfolio review: tier × health, and performance × health."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

from alliancenet.language import say
from alliancenet.model.limits import Limits
from alliancenet.model.review import AllianceReview
from alliancenet.model.score import Band
from alliancenet.privacy import ReviewView
from alliancenet.report import words
from alliancenet.report.figures.labels import spread
from alliancenet.report.table import Cell, Column, Table

BANDS = (Band.RED, Band.AMBER, Band.GREEN, Band.GREY)
SIDE, MARGIN, LARGEST = 400, 44, 26
LABEL_HEIGHT, MOST_LABELS = 16, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """An alliance by performance (across) and health (up).

    Parameters
    ----------
    tone : band of its health.
    target : page of the alliance.
    tail : where it was at the audit before; None for the first.
    cross : ends of the interval of its health, up and down; None where there is none.
    text : what is said of it on hover and aloud.
    label_y : height of its name beside the plot, None for the smaller ones of many.
    """

    label: str
    x: float
    y: float
    radius: float
    tone: str
    target: tuple[str, ...] = ()
    tail: tuple[float, float] | None = None
    cross: tuple[float, float] | None = None
    text: str = ""
    label_y: float | None = None


def matrix(view: ReviewView) -> Table:
    """Tier × health band, with the names of the alliances in the cells."""
    tiers = sorted({alliance.tier.in_force or 9 for alliance in view.review.alliances})
    return Table(
        name="matrix",
        caption=say("Tier and health; the names stand in the cells"),
        columns=(
            Column(key="tier", title=say("Tier")),
            *(Column(key=band, title=f"{words.BAND_MARK[band]} {words.band(band)}") for band in BANDS),
        ),
        rows=tuple(
            (
                Cell(text=say("no tier") if tier == 9 else say("Tier {tier}", tier=tier), order=tier),
                *(_names_cell(view, tier, band) for band in BANDS),
            )
            for tier in tiers
        ),
        empty=say("No alliance has been reviewed."),
    )


def _names_cell(view: ReviewView, tier: int, band: Band) -> Cell:
    names = [
        words.short(alliance.name)
        for alliance in view.review.alliances
        if (alliance.tier.in_force or 9) == tier and (alliance.health_band or Band.GREY) == band
    ]
    return Cell(text=",\n".join(names), order=len(names), tone=band if names else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Alliances by performance and health, over as much of 0-100 as they need.

    Parameters
    ----------
    across, up : ticks, as place and value.
    limits : places from which performance, across, and health, up, are on track; None outside the picture.
    on_track : points from which they are.
    """

    bubbles: tuple[Bubble, ...]
    across: tuple[tuple[float, int], ...]
    up: tuple[tuple[float, int], ...]
    limits: tuple[float | None, float | None]
    on_track: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Lowest values of the picture; both scales end at 100."""

    left: float
    bottom: float

    def across(self, performance: float) -> float:
        return round(MARGIN + (performance - self.left) * (SIDE - 2 * MARGIN) / (100 - self.left), 1)

    def up(self, health: float) -> float:
        return round(SIDE - MARGIN - (health - self.bottom) * (SIDE - 2 * MARGIN) / (100 - self.bottom), 1)


def bubbles(view: ReviewView) -> Scatter:
    """Alliances with both health and performance; the area is the value where it is known.

    The others stand in the table beside the figure.
    """
    known = [
        (alliance, alliance.health.value, alliance.performance.value)
        for alliance in view.review.alliances
        if alliance.health.value is not None and alliance.performance.value is not None
    ]
    most = max((one.value.value or 0.0 for one, _, _ in known), default=0.0)
    frame = _frame(known)
    drawn = []
    for one, health, performance in known:
        share = max(one.value.value or 0.0, 0.0) / most if most > 0 else 0.0
        drawn.append(
            Bubble(
                label=words.short(one.name),
                x=frame.across(performance),
                y=frame.up(health),
                radius=round(max(5.0, LARGEST * share**0.5), 1),
                tone=one.health_band,
                target=("alliance", one.id, one.last_wave) if one.last_wave else (),
                tail=_tail(one, frame),
                cross=(frame.up(one.health.interval[1]), frame.up(one.health.interval[0]))
                if one.health.interval
                else None,
                text=_told(one, health, performance, view.review.limits),
            )
        )
    drawn.sort(key=lambda bubble: (-bubble.radius, bubble.label))
    green = view.review.limits.green_from
    return Scatter(
        bubbles=(*_with_labels(drawn[:MOST_LABELS]), *drawn[MOST_LABELS:]),
        across=tuple((frame.across(tick), tick) for tick in _ticks(frame.left)),
        up=tuple((frame.up(tick), tick) for tick in _ticks(frame.bottom)),
        limits=(
            frame.across(green) if green > frame.left else None,
            frame.up(green) if green > frame.bottom else None,
        ),
        on_track=round(green),
    )


def _told(one: AllianceReview, health: float, performance: float, limits: Limits) -> str:
    """What is said of a bubble: also where a finding holds its colour below what its points alone would give."""
    points = Band.GREEN if health >= limits.green_from else Band.AMBER if health >= limits.red_below else Band.RED
    is_held = one.health_band in _WORSE and _WORSE.index(one.health_band) < _WORSE.index(points)
    told = f"{health:.0f}"
    if is_held:
        band = words.band(Band(one.health_band))
        told = say("{points} ({band}: held back by a finding)", points=told, band=band)
    return say("{name}: health {health}, performance {points}", name=one.name, health=told, points=f"{performance:.0f}")


_WORSE = (Band.RED, Band.AMBER, Band.GREEN)


def _frame(known: Sequence[tuple[AllianceReview, float, float]]) -> _Frame:
    places = [(health, performance) for _, health, performance in known]
    places += [before for one, _, _ in known if (before := _before(one))]
    lowest = [min((place[axis] for place in places), default=0.0) for axis in (0, 1)]
    bottom, left = (10.0 * max(0, floor((value - 6) / 10)) for value in lowest)
    return _Frame(left=min(left, 80.0), bottom=min(bottom, 80.0))


def _ticks(low: float) -> range:
    step = 10 if low >= 50 else 20 if low >= 10 else 25
    return range(int(-(-low // step) * step), 101, step)


def _before(one: AllianceReview) -> tuple[float, float] | None:
    """Health and performance at the audit before."""
    if len(one.trend) < 2:
        return None
    health, performance = (one.trend[-2].values.get(name) for name in ("health", "performance"))
    return None if health is None or performance is None else (health, performance)


def _tail(one: AllianceReview, frame: _Frame) -> tuple[float, float] | None:
    before = _before(one)
    return None if before is None else (frame.across(before[1]), frame.up(before[0]))


def _with_labels(drawn: list[Bubble]) -> list[Bubble]:
    """Names beside the plot in the order of the bubbles, none over another."""
    heights = spread([bubble.y for bubble in drawn], LABEL_HEIGHT, SIDE - MARGIN, MARGIN)
    return [replace(bubble, label_y=round(height, 1)) for bubble, height in zip(drawn, heights, strict=True)]
