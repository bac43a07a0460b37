"""What is due on one line, six months wide; what is late stands at its left end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alliancenet.report import words
from alliancenet.report.due import MONTHS_AHEAD, Due

WIDTH, HEIGHT, LEFT, LINE = 1130, 150, 12, 84
_LETTER, _ROWS, _LONGEST = 6.6, 4, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePoint:
    """One thing on the line; `y` is the height of its words, None where there is no room for them."""

    due: Due
    x: float
    text: str
    y: int | None
    anchor: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Points, and x and name of each month."""

    points: tuple[DuePoint, ...]
    months: tuple[tuple[float, str], ...]


def timeline(found: Sequence[Due], today: date) -> Timeline:
    """Things on a line from today; words above and below in turn, where they fit."""
    days = 30 * MONTHS_AHEAD
    scale = (WIDTH - 2 * LEFT) / days
    heights = [LINE - 14 - 16 * row for row in range(_ROWS)] + [LINE + 34 + 15 * row for row in range(2)]
    ends = dict.fromkeys(heights, -1.0)
    points = []
    for due in found:
        x = round(LEFT + max(0, (due.day - today).days) * scale, 1)
        text = due.text if len(due.text) <= _LONGEST else due.text[: _LONGEST - 1].rstrip() + "…"
        width = _LETTER * len(text)
        anchor = "end" if x + width > WIDTH else "start"
        start = x - width if anchor == "end" else x - 4
        y = next((height for height in heights if ends[height] < start), None)
        if y is not None:
            ends[y] = start + width + 8
        points.append(DuePoint(due=due, x=x, text=text, y=y, anchor=anchor, is_late=due.is_late(today)))
    return Timeline(points=tuple(points), months=tuple(_months(today, days, scale)))


def _months(today: date, days: int, scale: float) -> list[tuple[float, str]]:
    found = [(float(LEFT), "today")]
    day = today
    while day <= today + timedelta(days=days):
        if day.day == 1 and (day - today).days * scale > 60:
            found.append((round(LEFT + (day - today).days * scale, 1), words.month(day).partition(" ")[0]))
        day += timedelta(days=1)
    return found
