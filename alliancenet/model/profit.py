"""What partners bring and cost, as records: behaviours, whale curve, matrix, losses, capacity; money in minor units."""

from collections.abc import Mapping
from dataclasses import dataclass

from alliancenet.language import stored

BEHAVIOURS: Mapping[str, str] = {
    "B1": stored("custom product"),
    "B2": stored("small orders"),
    "B3": stored("orders that come unpredictably"),
    "B4": stored("custom delivery"),
    "B5": stored("delivery changed after ordering"),
    "B6": stored("manual handling"),
    "B7": stored("much help before the sale"),
    "B8": stored("much help after it"),
    "B9": stored("stock held for the partner"),
    "B10": stored("late payment"),
}
"""Behaviours that cost, by id (E4); the words are ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One behaviour of one partner.

    Parameters
    ----------
    measured : from data; None where the data have no answer. Unit and limit stand in `seen`.
    is_high : True, False, or None where neither data nor list can say.
    seen : what it rests on, in words.
    cost : minor units of the activities that carry the behaviour; None where none does or the time
        is unknown.
    above_median : what its events cost beyond those of the median partner of its sales, 0 and up.
    """

    id: str
    measured: float | None
    is_high: bool | None
    seen: str
    cost: int | None = None
    above_median: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerBehaviours:
    """Behaviours of one partner, B1 to B10."""

    partner: str
    behaviours: tuple[Behaviour, ...]

    @property
    def high(self) -> int:
        """How many are high."""
        return sum(behaviour.is_high is True for behaviour in self.behaviours)

    @property
    def known(self) -> int:
        """How many can be told; never ten in silence."""
        return sum(behaviour.is_high is not None for behaviour in self.behaviours)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhalePoint:
    """One partner's place on the curve; money in minor units.

    Parameters
    ----------
    cumulative : sum of the contributions up to this partner.
    share : the same as a percentage of the total; None where percentages mean nothing.
    is_told : the whole range of the contribution lies on one side of 0.
    """

    partner: str
    contribution: int
    cumulative: int
    share: float | None
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhaleCurve:
    """The curve and its measures; percentages are of the total contribution.

    Parameters
    ----------
    points : best partner first; empty when the curve is withheld.
    total : minor units.
    reason : why the curve is withheld, or "".
    no_percentages : why percentages are, or "".
    is_bars : too few partners for a curve.
    peak, peak_partner, erosion, top_fifth, middle, worst_tenth : percentages.
    peak_bounds : peak with all times at one end and at the other.
    peak_drawn : 5th and 95th percentile over draws of triangular times by activity.
    profitable : partners above 0.
    profitable_sales : their share of sales 0-1.
    loss_ratio : losses over gains, 0 and up; None without a gain.
    large_at_ends : share 0-1 of the top fifth by sales that lie in the outer fifths of the order.
    coverage : share 0-1 of sales with known contribution.
    """

    points: tuple[WhalePoint, ...] = ()
    total: int = 0
    reason: str = ""
    no_percentages: str = ""
    is_bars: bool = False
    peak: float | None = None
    peak_partner: str = ""
    erosion: float | None = None
    top_fifth: float | None = None
    middle: float | None = None
    worst_tenth: float | None = None
    peak_bounds: tuple[float, float] | None = None
    peak_drawn: tuple[float, float] | None = None
    profitable: int = 0
    profitable_sales: float | None = None
    loss_ratio: float | None = None
    large_at_ends: float | None = None
    coverage: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPoint:
    """One partner.

    Parameters
    ----------
    cost, margin : cost to serve and net margin, shares of net sales.
    sales, contribution : minor units.
    distance : signed distance from the diagonal where both are equal, in points of sales.
    quadrant : protect, lean, premium service or problem; "" without cuts.
    """

    partner: str
    cost: float
    margin: float
    sales: int
    contribution: int
    distance: float
    quadrant: str = ""

    @property
    def label(self) -> str:
        """Quadrant, and which side of the diagonal: ``problem, loss``."""
        side = (
            stored("profit")
            if self.contribution > 0
            else stored("loss")
            if self.contribution < 0
            else stored("break-even")
        )
        return (
            stored("{quadrant_word}, {side_word}", quadrant_word=self.quadrant, side_word=side)
            if self.quadrant
            else side
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitMatrix:
    """The points, in the order of the register.

    Parameters
    ----------
    cost_cut, margin_cut : where the quadrants meet; None where no cuts are made.
    without_rate : partners whose net sales are not above 0.
    unknown : partners whose contribution is not known.
    reason : why there are no cuts, or "".
    """

    points: tuple[MatrixPoint, ...]
    cost_cut: float | None
    margin_cut: float | None
    without_rate: tuple[str, ...]
    unknown: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopGain:
    """What ending a relationship would change over the horizon, present value in minor units.

    Parameters
    ----------
    value : with the declared avoidable shares; below 0: stopping would cost money.
    none_avoided, all_avoided : the same when no cost, and when all cost to serve goes away.
    stranded : cost to serve of the span that stays when the partner goes.
    years : the horizon.

    Notes
    -----
    Before exit cost and before what other alliances would lose: neither is on file.
    """

    value: int
    none_avoided: int
    all_avoided: int
    stranded: int
    years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LossArithmetic:
    """What would bring a partner to zero; each None where it is undefined.

    Parameters
    ----------
    price : rise of prices, share of net sales.
    cost_removed : share of cost to serve to be removed; above 1 no saving is enough.
    surcharge : minor units for each event of the costliest behaviour.
    surcharge_on : that behaviour, "" without one.
    minimum_order : minor units.
    no_order_size : why no order size repairs this, or "".
    whose : whose process to look at first, with what it rests on.
    stop : None where contribution is unknown.
    """

    partner: str
    price: float | None = None
    cost_removed: float | None = None
    surcharge: int | None = None
    surcharge_on: str = ""
    minimum_order: int | None = None
    no_order_size: str = ""
    whose: str = ""
    stop: StopGain | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceUse:
    """A resource in one period; money in minor units.

    Parameters
    ----------
    practical, used : minutes; of partners' and of other work together.
    partners, others, unused : its cost, cut in three: the three add to `cost` exactly. `unused` is
        below 0 where more was used than is there.
    unknown_events : rows whose minutes could not be told; their cost lies in `unused`.
    is_over : used beyond the limit: times or capacity are wrong.
    """

    resource: str
    period: int
    cost: int
    practical: float
    used: float
    partners: int
    others: int
    unused: int
    unknown_events: int
    is_over: bool

    @property
    def utilisation(self) -> float:
        """Used over practical minutes."""
        return self.used / self.practical

    @property
    def is_reconciled(self) -> bool:
        """The parts add up to the cost."""
        return self.partners + self.others + self.unused == self.cost
