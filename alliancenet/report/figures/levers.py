"""The board of programmes: goals down, levers across, empty cells drawn empty."""

from dataclasses import dataclass

from alliancenet.model.levers import GOALS, LEVERS, LeversBoard, Programme
from alliancenet.report import words

LEFT, TOP, BOX, GAP, LINE = 84, 30, 182, 10, 19
WIDTH = LEFT + len(LEVERS) * (BOX + GAP)
_MOST = 4  # programmes named in a cell; more are counted
_LETTERS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverBox:
    """A cell of the board: lines of programmes, each with what is odd about it or ""."""

    x: float
    y: float
    height: float
    lines: tuple[tuple[float, str, bool], ...]
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole board."""

    boxes: tuple[LeverBox, ...]
    goals: tuple[tuple[float, str], ...]
    levers: tuple[tuple[float, str], ...]
    height: float
    text: str


def board(found: LeversBoard | None) -> Board | None:
    """Draw the board; None without programmes on record."""
    if found is None:
        return None
    odd = {flag.programme for flag in found.flags}
    boxes: list[LeverBox] = []
    goals = []
    y = float(TOP)
    for goal in GOALS:
        cells = [cell for cell in found.cells if cell.goal == goal]
        most = max(1, *(min(len(cell.programmes), _MOST + 1) for cell in cells))
        height = 24.0 + most * LINE
        goals.append((y + 24, words.capital(goal)))
        for place, lever in enumerate(LEVERS):
            rows = next((cell.programmes for cell in cells if cell.lever == lever), ())
            lines = _lines(rows, odd, y)
            x = float(LEFT + place * (BOX + GAP))
            boxes.append(LeverBox(x=x, y=y, height=height, lines=lines, is_empty=not rows))
        y += height + GAP
    return Board(
        boxes=tuple(boxes),
        goals=tuple(goals),
        levers=tuple(
            (float(LEFT + place * (BOX + GAP)), words.capital(words.plain(lever))) for place, lever in enumerate(LEVERS)
        ),
        height=y,
        text=_aloud(found),
    )


def _lines(rows: tuple[Programme, ...], odd: set[str], y: float) -> tuple[tuple[float, str, bool], ...]:
    shown = rows if len(rows) <= _MOST else rows[:_MOST]
    lines = [
        (y + 24 + place * LINE, f"{_short(row.name or row.id)}{' ↓' if row.aim == 'lower' else ''}", row.id in odd)
        for place, row in enumerate(shown)
    ]
    if len(rows) > len(shown):
        lines.append((y + 24 + len(shown) * LINE, f"and {len(rows) - len(shown)} more", False))
    return tuple(lines)


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"


def _aloud(found: LeversBoard) -> str:
    return "; ".join(
        f"{cell.goal} by {words.plain(cell.lever)}: "
        f"{words.listed([row.name or row.id for row in cell.programmes]) or 'nothing'}"
        for cell in found.cells
    )
