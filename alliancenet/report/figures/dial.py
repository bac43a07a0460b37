"""Health as one dial: value, interval, and where the colours change."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

from alliancenet.model.score import Band
from alliancenet.privacy import AuditView
from alliancenet.report import words

WIDTH, HEIGHT = 240, 138
_X, _Y, _R = 120.0, 120.0, 96.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """Half a circle from 0 to 100.

    Parameters
    ----------
    arcs : SVG path and band of each stretch.
    interval : path of the interval, or "".
    hand : ends of the hand; None where there is no number.
    text, span : the value, and its interval as "55–58", or "".
    """

    arcs: tuple[tuple[str, Band], ...]
    interval: str
    hand: tuple[float, float, float, float] | None
    text: str
    span: str


def dial(view: AuditView) -> Dial:
    """Dial of an alliance's health."""
    health, limits = view.score("health"), view.limits
    stretches = ((0.0, limits.red_below, Band.RED), (limits.red_below, limits.green_from, Band.AMBER))
    arcs = [(_arc(low, high, _R), band) for low, high, band in (*stretches, (limits.green_from, 100.0, Band.GREEN))]
    if health is None or health.value is None:
        return Dial(arcs=tuple(arcs), interval="", hand=None, text=words.NONE, span="")
    low, high = health.interval or (health.value, health.value)
    ends = [words.number(end, words.unit_of("health")) for end in (low, high)]
    (x1, y1), (x2, y2) = _at(health.value, _R - 14), _at(health.value, _R + 14)
    return Dial(
        arcs=tuple(arcs),
        interval=_arc(low, high, _R) if high > low else "",
        hand=(x1, y1, x2, y2),
        text=words.value_of(health),
        span="–".join(ends) if len(set(ends)) > 1 else "",
    )


def _at(value: float, radius: float) -> tuple[float, float]:
    angle = pi * (1 - min(max(value, 0.0), 100.0) / 100)
    return round(_X + radius * cos(angle), 1), round(_Y - radius * sin(angle), 1)


def _arc(low: float, high: float, radius: float) -> str:
    return "".join(_path(low, high, radius))


def _path(low: float, high: float, radius: float) -> Iterator[str]:
    (x1, y1), (x2, y2) = _at(low, radius), _at(high, radius)
    yield f"M{x1} {y1}"
    yield f"A{radius} {radius} 0 0 1 {x2} {y2}"
