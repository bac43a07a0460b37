"""Health and the five levels over the waves, as small pictures of points with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

from alliancenet.model.score import Score
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.tables.alliance import LEVEL_NAMES

WIDTH, HEIGHT, TOP, BASE, SIDE = 230, 128, 18, 104, 22
_MOST_WAVES = 8
_METRICS = ("health", *(f"integration.{level}" for level in LEVEL_NAMES))


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """A score in one wave; `low` and `high` are the ends of its interval, or its own height."""

    x: float
    y: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple:
    """One small picture.

    Parameters
    ----------
    runs : points of waves that follow each other; a wave without a number parts two runs.
    waves : place and name of each wave.
    method : places where limits changed from one wave to the next.
    limits : points and height of the ends of red and of green.
    """

    title: str
    runs: tuple[tuple[CurvePoint, ...], ...]
    waves: tuple[tuple[float, str], ...]
    method: tuple[float, ...]
    limits: tuple[tuple[float, float], ...]


def multiples(views: Sequence[AuditView]) -> tuple[Multiple, ...]:
    """Pictures of what is known in at least one of the last waves; none for a single wave.

    Parameters
    ----------
    views : audits of one alliance, oldest first.
    """
    last = views[-_MOST_WAVES:]
    if len(last) < 2:
        return ()
    step = (WIDTH - 2 * SIDE) / (len(last) - 1)
    places = [round(SIDE + step * number, 1) for number in range(len(last))]
    waves = tuple((place, view.wave.id) for place, view in zip(places, last, strict=True))
    method = tuple(
        round((places[number - 1] + places[number]) / 2, 1)
        for number in range(1, len(last))
        if last[number].settings_digest != last[number - 1].settings_digest
    )
    bands = last[-1].limits
    limits = tuple((end, _height(end)) for end in (bands.red_below, bands.green_from))
    found = ((metric, _runs([view.score(metric) for view in last], places)) for metric in _METRICS)
    return tuple(
        Multiple(title=words.title_of(metric), runs=runs, waves=waves, method=method, limits=limits)
        for metric, runs in found
        if runs
    )


def _runs(scores: Sequence[Score | None], places: Sequence[float]) -> tuple[tuple[CurvePoint, ...], ...]:
    runs: list[list[CurvePoint]] = [[]]
    for score, place in zip(scores, places, strict=True):
        if score is None or score.value is None:
            runs.append([])
        else:
            low, high = score.interval or (score.value, score.value)
            runs[-1].append(
                CurvePoint(
                    x=place,
                    y=_height(score.value),
                    low=_height(low),
                    high=_height(high),
                    text=words.value_of(score),
                )
            )
    return tuple(tuple(run) for run in runs if run)


def _height(points: float) -> float:
    """Place on the picture of 0-100 points; what lies outside stands at the edge."""
    return round(BASE - (BASE - TOP) * min(max(points, 0.0), 100.0) / 100, 1)
