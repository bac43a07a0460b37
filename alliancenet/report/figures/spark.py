"""A line of a few values over the audits, without axes: which way it goes."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, PAD = 84, 26, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """Points of the line as SVG writes them, and where the last one lies; `line` is empty for one value."""

    line: str
    x: float
    y: float


def spark(values: Sequence[float | None]) -> Spark | None:
    """Line through the values, the newest last; those nobody knows are passed over; None for none."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if not known:
        return None
    low, high = min(value for _, value in known), max(value for _, value in known)
    step = (WIDTH - 2 * PAD) / max(1, len(values) - 1)
    height = (HEIGHT - 2 * PAD) / (high - low) if high > low else 0.0
    middle = HEIGHT / 2
    points = [
        (round(PAD + place * step, 1), round(HEIGHT - PAD - (value - low) * height if height else middle, 1))
        for place, value in known
    ]
    line = " ".join(f"{x},{y}" for x, y in points) if len(points) > 1 else ""
    return Spark(line=line, x=points[-1][0], y=points[-1][1])
