"""The whale curve: profit summed up from the best partner to the worst; what rises above the end is given back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alliancenet.language import digits, say, say_n
from alliancenet.model.earnings import EarningsReview
from alliancenet.model.profit import WhalePoint
from alliancenet.report import words
from alliancenet.report.figures.labels import LETTER, spread
from alliancenet.report.figures.scales import Ticks, nice_ticks

WIDTH, HEIGHT = 640, 330
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 30, 50
MOST_MARKS = 60  # of partners drawn one by one; the line holds all
MOST_NAMES = 6
STEP = 20
_LEFT_OF = 16  # of the first that loses, where the names end
_AIR = 0.1  # of the height, for the words over the highest point


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerMark:
    """A partner on the curve.

    Parameters
    ----------
    tone : gain, loss, even, or unsure where its sign cannot be told.
    target : its page.
    label : its name where there is room; it ends at `label_x`, `label_y`.
    base : where its bar starts, where bars are drawn.
    """

    x: float
    y: float
    tone: str
    text: str
    target: tuple[str, ...]
    label: str = ""
    label_x: float = 0.0
    label_y: float = 0.0
    base: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whale:
    """The curve, or bars where there are few partners.

    Parameters
    ----------
    line : points as SVG writes them; `area` the ground below it.
    up, across : ticks, as place and text.
    zero, full : heights of nothing and of the total.
    peak : place and words of the highest point; None without a loss.
    sentence : what the picture says, in one sentence.
    """

    line: str
    area: str
    marks: tuple[PartnerMark, ...]
    up: Ticks
    across: Ticks
    zero: float
    full: float
    full_text: str
    peak: tuple[float, float, str] | None
    is_bars: bool
    bar_width: float
    sentence: str


def whale(review: EarningsReview) -> Whale | None:
    """Draw the curve; None where it is withheld."""
    curve, names = review.curve, review.names
    if not curve.points:
        return None
    share = curve.points[-1].share is not None
    heights = [_height(point, is_bars=curve.is_bars, share=share) for point in curve.points]
    low, high = min(0.0, *heights), max(0.0, *heights)
    high += _AIR * (high - low)
    ticks = [tick for tick in nice_ticks(low, high) if tick <= high]
    floor, bottom = min(low, ticks[0]), HEIGHT - BOTTOM
    scale = (bottom - TOP) / ((high - floor) or 1.0)

    def up(value: float) -> float:
        return round(bottom - (value - floor) * scale, 1)

    count = len(curve.points)
    step = (WIDTH - LEFT - RIGHT) / count

    def across(place: int) -> float:
        return round(LEFT + (place + (0.5 if curve.is_bars else 1.0)) * step, 1)

    places = [(across(place), up(height)) for place, height in enumerate(heights)]
    line = " ".join(f"{x},{y}" for x, y in [(float(LEFT), up(0)), *_thinned(places)])
    marks = [
        PartnerMark(
            x=x,
            y=y,
            tone=_tone(point),
            text=f"{names[point.partner]}: {words.amount(point.contribution, review.currency)}",
            target=("partner", point.partner),
            base=up(0),
        )
        for point, (x, y) in zip(curve.points, places, strict=True)
    ]
    total = heights[-1] if not curve.is_bars else 0.0
    return Whale(
        line=line,
        area=f"M{LEFT} {up(0)}L{line.replace(' ', 'L').replace(',', ' ')}L{places[-1][0]} {up(0)}Z",
        marks=tuple(_named(_kept(marks, curve.points), names, up(0) if curve.is_bars else None)),
        up=tuple((up(tick), _tick(tick, review, share=share)) for tick in ticks),
        across=tuple((across(place - 1), str(place)) for place in _partner_ticks(count)),
        zero=up(0),
        full=up(total),
        full_text=say("{amount} in all", amount=words.amount(curve.total, review.currency)),
        peak=_peak(review, places, heights),
        is_bars=curve.is_bars,
        bar_width=round(max(1.0, step * 0.7), 1),
        sentence=sentence(review),
    )


def _height(point: WhalePoint, *, is_bars: bool, share: bool) -> float:
    if is_bars:
        return float(point.contribution)
    return point.share if share and point.share is not None else float(point.cumulative)


def _tick(value: float, review: EarningsReview, *, share: bool) -> str:
    if share and not review.curve.is_bars:
        return digits(f"{value:g} %").replace("-", "−")
    return words.amount(value, review.currency)


def _tone(point: WhalePoint) -> str:
    if not point.contribution:
        return "even"
    if not point.is_told:
        return "unsure"
    return "gain" if point.contribution > 0 else "loss"


def _thinned(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """As many points as can be told apart; the first, the last and the highest always."""
    most = WIDTH
    if len(places) <= most:
        return list(places)
    peak = min(range(len(places)), key=lambda place: places[place][1])
    wanted = {0, peak, len(places) - 1} | {round(i * (len(places) - 1) / (most - 1)) for i in range(most)}
    return [places[place] for place in sorted(wanted)]


def _partner_ticks(count: int) -> list[int]:
    step = max(1, -(-count // 8))
    return sorted({1, count} | {place for place in range(step, count, step) if count - place > step / 2})


def _kept(marks: Sequence[PartnerMark], points: Sequence[WhalePoint]) -> list[tuple[PartnerMark, WhalePoint]]:
    """Partners drawn one by one: all where they are few, else the best and those that lose most."""
    pairs = list(zip(marks, points, strict=True))
    if len(pairs) <= MOST_MARKS:
        return pairs
    return [*pairs[: MOST_NAMES // 2], *pairs[-MOST_NAMES:]]


def _named(
    pairs: Sequence[tuple[PartnerMark, WhalePoint]], names: dict[str, str], base: float | None
) -> list[PartnerMark]:
    """Marks with the names of those that lose most, on the free ground left of them, in the order they stand."""
    losing = [place for place, (_, point) in enumerate(pairs) if point.contribution < 0][-MOST_NAMES:]
    left = min((pairs[place][0].x for place in losing), default=0.0) - _LEFT_OF
    reach = left - LETTER * max((len(names[pairs[place][1].partner]) for place in losing), default=0)
    # below zero where there are bars, else below the lowest point the names reach under
    top = base if base is not None else max((mark.y for mark, _ in pairs if reach <= mark.x <= left), default=TOP)
    lowest = HEIGHT - BOTTOM - 6
    room = min(top + STEP, lowest - STEP * max(0, len(losing) - 1))
    heights = spread([pairs[place][0].y for place in losing], STEP, lowest, room)
    beside = dict(zip(losing, heights, strict=True))
    return [
        replace(
            mark,
            label=names[point.partner] if place in beside else "",
            label_x=round(left, 1),
            label_y=round(beside.get(place, 0.0), 1),
        )
        for place, (mark, point) in enumerate(pairs)
    ]


def _peak(
    review: EarningsReview, places: Sequence[tuple[float, float]], heights: Sequence[float]
) -> tuple[float, float, str] | None:
    if review.curve.is_bars or heights[-1] >= max(heights):
        return None
    place = max(range(len(heights)), key=lambda number: heights[number])
    top = sum(point.contribution for point in review.curve.points[: place + 1])
    share = review.curve.points[place].share
    told = words.amount(top, review.currency)
    if share is not None:
        told = say("{amount}, {share} of the total", amount=told, share=digits(f"{share:.0f} %"))
    return (*places[place], told)


def sentence(review: EarningsReview) -> str:
    """What the curve says: how much is earned, and how much of it is given back, and by how many."""
    points = review.curve.points
    losses = [point for point in points if point.contribution < 0]
    gains = [point.contribution for point in points if point.contribution > 0]
    earned = words.amount(sum(gains), review.currency)
    if not losses:
        return words.sentence(
            say(
                "none of {count} partners costs more than it brings: {earned} in all",
                count=words.counted(len(points)),
                earned=earned,
            )
        )
    back = words.amount(-sum(point.contribution for point in losses), review.currency)
    return words.sentence(
        say_n(
            "{winners} of {total} partners earn {earned}, and {few} partner gives {back} of it back",
            "{winners} of {total} partners earn {earned}, and {few} partners give {back} of it back",
            len(losses),
            winners=words.counted(len(gains)),
            total=words.counted(len(points)),
            earned=earned,
            few=words.counted_masculine(len(losses)),
            back=back,
        )
    )
