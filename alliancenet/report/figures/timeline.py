"""What is late and what is due on one line: up to six months before today, six months after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alliancenet.language import say
from alliancenet.report import words
from alliancenet.report.due import MONTHS_AHEAD, Due

WIDTH, HEIGHT, LEFT, LINE = 1130, 150, 12, 84
_LETTER, _ROWS, _LONGEST, _APART = 6.6, 4, 74, 60


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
    """Points, x and name of each month, and where today is."""

    points: tuple[DuePoint, ...]
    months: tuple[tuple[float, str], ...]
    today: float


def timeline(found: Sequence[Due], today: date) -> Timeline:
    """Things on a line at their days; words above and below in turn, where they fit.

    The line begins with the earliest late thing, at most six months ago: what is later still stands at its
    left end with its day.
    """
    ahead = timedelta(days=30 * MONTHS_AHEAD)
    start = max(min([today, *(due.day for due in found)]), today - ahead)
    days = (today + ahead - start).days
    scale = (WIDTH - 2 * LEFT) / days
    heights = [LINE - 14 - 16 * row for row in range(_ROWS)] + [LINE + 34 + 15 * row for row in range(2)]
    ends = dict.fromkeys(heights, -1.0)
    points = []
    for due in found:
        x = round(LEFT + max(0, (due.day - start).days) * scale, 1)
        text = _text(due, start, today)
        width = _LETTER * len(text)
        anchor = "end" if x + width > WIDTH else "start"
        left = x - width if anchor == "end" else x - 4
        y = next((height for height in heights if ends[height] < left), None)
        if y is not None:
            ends[y] = left + width + 8
        points.append(DuePoint(due=due, x=x, text=text, y=y, anchor=anchor, is_late=due.is_late(today)))
    at = round(LEFT + (today - start).days * scale, 1)
    return Timeline(points=tuple(points), months=tuple(_months(start, days, scale, at)), today=at)


def _text(due: Due, start: date, today: date) -> str:
    """What is due; of what is late since when it was, cut to what has room."""
    since = say(", since {day}", day=words.day(due.day)) if due.day < start else ""
    late = since or (say(", late") if due.is_late(today) else "")
    room = _LONGEST - len(late)
    return (due.text if len(due.text) <= room else due.text[: room - 1].rstrip() + "…") + late


def _months(start: date, days: int, scale: float, today: float) -> list[tuple[float, str]]:
    """First day of each month; the one beside the mark of today keeps its line and loses its name."""
    found = []
    for day in (start + timedelta(days=number) for number in range(days + 1)):
        if day.day == 1:
            x = round(LEFT + (day - start).days * scale, 1)
            found.append((x, words.only_month(day) if abs(x - today) > _APART else ""))
    return found
