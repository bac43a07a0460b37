"""What a partner earns, as records: sums in minor units, with what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from alliancenet.language import stored


class IntervalKind(StrEnum):
    """Which kind of interval stands beside a number; never mixed under one word."""

    EXACT = "exact"
    BOUNDS = "bounds"
    DRAWN = "90 % interval"
    NONE = "no range was given"


class ProfitClass(StrEnum):
    """What can be told of a partner's contribution."""

    PROFITABLE = stored("profitable")
    LOSS = stored("loss")
    NOTHING_LEFT = stored("break-even")
    CANNOT_BE_TOLD = stored("cannot be told")
    UNKNOWN = stored("not enough evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """One line of a statement.

    Parameters
    ----------
    value : minor units of the reporting currency; None where it is unknown.
    low, high : the ends; the value where it is exact.
    kind : what the ends are.
    reason : why it is unknown, or "".
    """

    value: int | None
    low: int | None = None
    high: int | None = None
    kind: IntervalKind = IntervalKind.EXACT
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerStatement:
    """A partner's statement over closed periods.

    Parameters
    ----------
    partner : id of the organisation.
    first, last : names of the first and last period.
    lines : by name, in the order of a statement: gross_sales, discounts, rebates, net_sales,
        product_cost, net_margin, time_cost, direct_cost, cost_to_serve, contribution; capital_cost where it is charged.
    profit : the class of the contribution.
    documents : invoices and other documents behind the sales, lines where they have no number.
    over_capacity : a resource it used was used beyond its capacity: times or capacity are wrong.
    labels : how it was measured where that limits it.
    """

    partner: str
    first: str
    last: str
    lines: Mapping[str, MoneyLine]
    profit: ProfitClass
    documents: int
    over_capacity: bool = False
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Contribution of a partner in one closed period, in the reporting currency.

    Parameters
    ----------
    period : name of the period.
    low, value, high : bounds and contribution; None where it is unknown.
    margin : contribution over net sales; None where unknown or without sales.
    """

    period: str
    low: float | None = None
    value: float | None = None
    high: float | None = None
    margin: float | None = None


LINES = {
    "gross_sales": "gross sales",
    "discounts": "- discounts",
    "rebates": "- rebates",
    "net_sales": "= net sales",
    "product_cost": "- product cost",
    "net_margin": "= net margin",
    "time_cost": "  time",
    "direct_cost": "  direct costs",
    "cost_to_serve": "- cost to serve",
    "capital_cost": "- cost of capital",
    "contribution": "= contribution",
}
"""Lines of a statement, in order, in words."""
