"""Names beside a picture, none over another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTER, LINE = 9.5, 20.0
"""Width of a letter and height of a line at the size names have on a telephone, where they are largest."""
_GAP = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A circle with a name.

    Parameters
    ----------
    x, y : its middle.
    """

    x: float
    y: float
    radius: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedName:
    """Where a name is written; `anchor` is start, middle or end, as in SVG."""

    x: float
    y: float
    anchor: str


_Box = tuple[float, float, float, float]


def beside(spots: Sequence[Spot], wanted: Iterable[int], frame: _Box) -> dict[int, PlacedName]:
    """Places for names, each beside its circle, over no other circle and no other name.

    Parameters
    ----------
    spots : every circle of the picture.
    wanted : which are to be named, the most important first; where there is no room, there is no name.
    frame : left, top, right and bottom of the picture.

    Examples
    --------
    >>> beside([Spot(x=50, y=50, radius=5, name="Ada")], [0], (0, 0, 200, 100))
    {0: PlacedName(x=60.0, y=54.0, anchor='start')}
    """
    found: dict[int, PlacedName] = {}
    taken: list[_Box] = []
    for place in wanted:
        for placed, box in _around(spots[place]):
            others = (spot for at, spot in enumerate(spots) if at != place)
            if _inside(box, frame) and not any(_meet(box, other) for other in taken) and _is_free(box, others):
                found[place] = placed
                taken.append(box)
                break
    return found


def _around(spot: Spot) -> Iterable[tuple[PlacedName, _Box]]:
    """Right of a circle, left, above and below it."""
    width, away = LETTER * len(spot.name), spot.radius + _GAP
    for anchor, x, y in (
        ("start", spot.x + away, spot.y),
        ("end", spot.x - away, spot.y),
        ("middle", spot.x, spot.y - away - LINE / 2),
        ("middle", spot.x, spot.y + away + LINE / 2),
    ):
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        box = (left, y - LINE / 2, left + width, y + LINE / 2)
        yield PlacedName(x=round(x, 1), y=round(y + 4, 1), anchor=anchor), box


def _inside(box: _Box, frame: _Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_free(box: _Box, spots: Iterable[Spot]) -> bool:
    """Whether no circle reaches into a box."""
    for spot in spots:
        across = max(box[0] - spot.x, 0.0, spot.x - box[2])
        along = max(box[1] - spot.y, 0.0, spot.y - box[3])
        if across * across + along * along < spot.radius * spot.radius:
            return False
    return True


def spread(wanted: Sequence[float], step: float, lowest: float, top: float) -> list[float]:
    """Heights as near as may be to the wanted ones, at least a step apart; downwards is larger, as in SVG.

    Parameters
    ----------
    wanted : height each name would have alone.
    step : height of a name.
    lowest, top : largest and smallest height there is room for; where there are more names than room,
        they go below `lowest`.

    Examples
    --------
    >>> spread([10, 12, 50], step=10, lowest=100, top=0)
    [2.0, 12.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: -wanted[place])
    heights = [0.0] * len(wanted)
    limit = lowest
    for place in order:
        heights[place] = min(wanted[place], limit)
        limit = heights[place] - step
    shift = max(0.0, top - min(heights, default=top))
    return [height + shift for height in heights]
