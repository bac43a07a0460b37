"""Where people stand in the picture: levels as bands, firms beside each other, counterparts face to face."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alliancenet.language import say
from alliancenet.model.register import Level
from alliancenet.privacy import PersonView
from alliancenet.report import words

PAD, BETWEEN, TITLE = 20, 70, 22
_SIZES = ((150, 34, 640), (450, 24, 800), (10**9, 16, 960))
"""People in the picture up to which they stand this far apart, in a picture this wide."""
_ORDER = (Level.SENIOR, Level.PROJECT_LEADER, Level.OPERATING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBand:
    """A level: its title and where it lies."""

    level: str
    title: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where everybody stands.

    Parameters
    ----------
    middles : middle of the people of a firm at a level, by both.
    step : distance of two people beside each other; width, height : of the picture.
    """

    of: dict[str, tuple[float, float]]
    bands: tuple[LevelBand, ...]
    middles: dict[tuple[str, str], tuple[float, float]]
    width: int
    height: float
    step: int


def places(people: Iterable[PersonView], firms: Sequence[str]) -> Places:
    """Place people by level and firm; inside, by function, then by key, so that a place never depends on ties.

    Notes
    -----
    The same people stand at the same place whatever is drawn between them, so that waves can be
    compared by eye. Time and space grow with the number of people.
    """
    everybody = {person.key: person for person in people}
    step, wide = next((size, wide) for most, size, wide in _SIZES if len(everybody) <= most)
    cells: dict[tuple[str, str], list[PersonView]] = defaultdict(list)
    for key in sorted(everybody, key=lambda name: (everybody[name].function, name)):
        cells[everybody[key].level, everybody[key].firm].append(everybody[key])
    width = (wide - 2 * PAD - BETWEEN * (len(firms) - 1)) / max(1, len(firms))
    columns = max(1, int(width // step))
    of: dict[str, tuple[float, float]] = {}
    bands, middles, top = [], {}, 0.0
    for level in _levels({level for level, _ in cells}):
        rows = max(-(-len(cells[level, firm]) // columns) for firm in firms) if firms else 0
        bottom = top + TITLE + max(1, rows) * step + step / 2
        for number, firm in enumerate(firms):
            left = PAD + number * (width + BETWEEN)
            here = _cell(cells[level, firm], left, top + TITLE, width, columns, step)
            of |= here
            if here:
                middles[firm, level] = (left + width / 2, sum(y for _, y in here.values()) / len(here))
        title = words.unit(level) if level else say("level not on record")
        bands.append(LevelBand(level=level, title=title, top=top, bottom=bottom))
        top = bottom + 12
    return Places(of=of, bands=tuple(bands), middles=middles, width=wide, height=max(top - 12, 60.0), step=step)


def _levels(known: set[str]) -> list[str]:
    order = [str(level) for level in _ORDER if level in known]
    others = sorted(known - set(order) - {""})
    return [*order, *others, *([""] if "" in known else [])]


def _cell(
    people: Sequence[PersonView], left: float, top: float, width: float, columns: int, step: int
) -> dict[str, tuple[float, float]]:
    """People in rows, each row in the middle, every second one half a step aside so that ties can be seen."""
    found = {}
    for start in range(0, len(people), columns):
        row, line = people[start : start + columns], start // columns
        first = left + (width - (len(row) - 1) * step) / 2
        shift = (line % 2) * step / 4
        for place, person in enumerate(row):
            lift = (place % 2) * step / 5
            found[person.key] = (round(first + place * step + shift, 1), round(top + (line + 0.5) * step + lift, 1))
    return found
