"""Who stays, and what each partner is worth from here on, as records."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalPoint:
    """Share of contracts alive after so many years.

    Parameters
    ----------
    low, high : 90 % band (Greenwood, log-log).
    at_risk : contracts watched that long.
    """

    years: int
    share: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Who stayed over a stretch of closed periods.

    Parameters
    ----------
    first, last : names of the periods at whose ends partners are counted; "" without a stretch.
    steps : periods between them.
    at_start, kept : partners active at the start, and of them at the end.
    rate : kept over at_start with its 90 % interval (Wilson); None below the least number.
    revenue_kept, revenue_with_growth : shares of the sales of the first period, of partners active
        then; the first counts no growth.
    survival : of contracts; empty without contracts.
    reason : why there is no rate, or "".
    """

    first: str = ""
    last: str = ""
    steps: int = 0
    at_start: int = 0
    kept: int = 0
    rate: tuple[float, float, float] | None = None
    revenue_kept: float | None = None
    revenue_with_growth: float | None = None
    survival: tuple[SurvivalPoint, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerValue:
    """Value of one partner from here on.

    Parameters
    ----------
    value : minor units, present value; None where it is not known.
    low, high : with the kept rate and the contribution at their ends; None where the model has none.
    model : which model, in words.
    alive : chance that it still buys; None by another model.
    reason : why there is no value, or "".
    """

    partner: str
    value: int | None = None
    low: int | None = None
    high: int | None = None
    model: str = ""
    alive: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNote:
    """Whether a model could be used, and what it found.

    Parameters
    ----------
    parameters : by name; empty where it was not fitted.
    check : how it predicted purchases that were kept from it, or "".
    reason : why it was not used, or "".
    """

    model: str
    parameters: Mapping[str, float]
    log_likelihood: float | None = None
    check: str = ""
    reason: str = ""
