"""The profitability matrix: what sales to a partner leave against what serving it costs; below the line is loss."""

from dataclasses import dataclass, replace

from alliancenet.language import digits, say
from alliancenet.model.earnings import EarningsReview
from alliancenet.model.economics import ProfitClass
from alliancenet.model.profit import MatrixPoint
from alliancenet.report import words
from alliancenet.report.figures.labels import PlacedName, Spot, beside
from alliancenet.report.figures.scales import Ticks, nice_ticks

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 34, 54
LARGEST, SMALLEST = 24.0, 4.0
MOST_NAMES = 12
_LARGEST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A partner: the area is its net sales.

    Parameters
    ----------
    tone : gain, loss, even, or unsure where its sign cannot be told.
    label : where its name is written; None where there is no room for it.
    """

    x: float
    y: float
    radius: float
    tone: str
    name: str
    text: str
    target: tuple[str, ...]
    label: PlacedName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Partners by cost to serve (across) and net margin (up), shares of net sales.

    Parameters
    ----------
    diagonal : ends of the line on which cost eats the margin.
    loss : corners of the ground below it.
    cuts : places where the quadrants meet, across and up; None without cuts.
    reason : why there are no cuts, or "".
    aside : partners that have no place, and why, in a sentence; "" when all have one.
    """

    dots: tuple[Dot, ...]
    across: Ticks
    up: Ticks
    diagonal: tuple[float, float, float, float]
    loss: str
    cuts: tuple[float, float] | None
    reason: str
    aside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    left: float
    right: float
    bottom: float
    top: float

    def across(self, share: float) -> float:
        return round(LEFT + (share - self.left) * (WIDTH - LEFT - RIGHT) / (self.right - self.left), 1)

    def up(self, share: float) -> float:
        return round(HEIGHT - BOTTOM - (share - self.bottom) * (HEIGHT - TOP - BOTTOM) / (self.top - self.bottom), 1)


def profit_matrix(review: EarningsReview) -> Matrix | None:
    """Draw the matrix; None where no partner has a place."""
    matrix = review.matrix
    if not matrix.points:
        return None
    costs, margins = [point.cost for point in matrix.points], [point.margin for point in matrix.points]
    across, up = nice_ticks(min(0.0, *costs), max(costs)), nice_ticks(min(0.0, *margins), max(margins))
    frame = _Frame(left=across[0], right=across[-1], bottom=up[0], top=up[-1])
    most = max(point.sales for point in matrix.points)
    drawn = [_dot(point, review, frame, most) for point in sorted(matrix.points, key=lambda point: -point.sales)]
    cuts = None
    if matrix.cost_cut is not None and matrix.margin_cut is not None:
        cuts = (frame.across(matrix.cost_cut), frame.up(matrix.margin_cut))
    first, last = max(frame.left, frame.bottom), min(frame.right, frame.top)
    line = (frame.across(first), frame.up(first), frame.across(last), frame.up(last))
    return Matrix(
        dots=tuple(_named(drawn)),
        across=tuple((frame.across(tick), _percent(tick)) for tick in across),
        up=tuple((frame.up(tick), _percent(tick)) for tick in up),
        diagonal=line,
        loss=_below(frame, line),
        cuts=cuts,
        reason=words.retold(matrix.reason),
        aside=_aside(review),
    )


def _percent(share: float) -> str:
    return digits(f"{100 * share:.0f} %").replace("-", "−")


def _dot(point: MatrixPoint, review: EarningsReview, frame: _Frame, most: int) -> Dot:
    name = review.names[point.partner]
    return Dot(
        x=frame.across(point.cost),
        y=frame.up(point.margin),
        radius=round(max(SMALLEST, LARGEST * (point.sales / most) ** 0.5), 1),
        tone=_tone(point, review),
        name=name,
        text=say(
            "{name}: net margin {margin}, cost to serve {cost} of {sales} net sales; {place}",
            name=name,
            margin=_percent(point.margin),
            cost=_percent(point.cost),
            sales=words.amount(point.sales, review.currency),
            place=words.retold(point.label),
        ),
        target=("partner", point.partner),
    )


def _tone(point: MatrixPoint, review: EarningsReview) -> str:
    partner = review.partner(point.partner)
    if partner is not None and partner.statement.profit is ProfitClass.CANNOT_BE_TOLD:
        return "unsure"
    return "gain" if point.contribution > 0 else "loss" if point.contribution < 0 else "even"


def _named(drawn: list[Dot]) -> list[Dot]:
    """Names of those that lose, then of the largest, where there is room; the others have theirs on hover."""
    losing = [place for place, dot in enumerate(drawn) if dot.tone == "loss"][:MOST_NAMES]
    largest = [place for place in range(len(drawn)) if place not in losing][:_LARGEST_NAMED]
    spots = [Spot(x=dot.x, y=dot.y, radius=dot.radius, name=dot.name) for dot in drawn]
    # below the words of the upper quadrants, above those of the lower
    places = beside(spots, [*losing, *largest], (LEFT, TOP + 20, WIDTH - 4, HEIGHT - BOTTOM - 20))
    return [replace(dot, label=places.get(place)) for place, dot in enumerate(drawn)]


def _below(frame: _Frame, line: tuple[float, float, float, float]) -> str:
    """Corners of the ground where serving costs more than the margin."""
    floor, end = frame.up(frame.bottom), frame.across(frame.right)
    x1, y1, x2, y2 = line
    corners = [(x1, y1), (x2, y2), (end, y2), (end, floor), (x1, floor)]
    return " ".join(f"{x},{y}" for x, y in corners)


def _aside(review: EarningsReview) -> str:
    names = review.names
    parts = []
    if review.matrix.without_rate:
        told = words.listed([names.get(name, name) for name in review.matrix.without_rate[:5]])
        parts.append(say("without sales in the span: {names}", names=told))
    if review.matrix.unknown:
        told = words.listed([names.get(name, name) for name in review.matrix.unknown[:5]])
        parts.append(say("not enough data to say: {names}", names=told))
    return words.sentence(say("no place for those {why}", why="; ".join(parts))) if parts else ""
