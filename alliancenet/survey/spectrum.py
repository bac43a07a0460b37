"""Relationship spectrum (C13, S1-S3): where a relationship lies, and whether it fits its situation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alliancenet.settings import Settings

SITUATION = ("REL1", "REL2", "REL3", "REL4")
CONNECTION = ("REL5", "REL6", "REL7", "REL8")
SOCIAL_TIES = "REL7"


class Exchange(StrEnum):
    """Class of a relationship (Day 2000)."""

    TRANSACTIONAL = "transactional"
    VALUE_ADDING = "value-adding"
    COLLABORATIVE = "collaborative"


class Fit(StrEnum):
    """Connection against what the situation warrants (Bensaou 1999)."""

    UNDER_DESIGNED = "under-designed"
    MATCHED = "matched"
    OVER_DESIGNED = "over-designed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One side's view of the relationship; None where items it needs are not answered.

    Parameters
    ----------
    situation, connection : means of REL1-4 and REL5-8, steps 1-5.
    points : position on the spectrum, 0 transactional to 100 collaborative.
    exchange : its class.
    gap : connection less situation, -4 to 4; above 0 is more connection than warranted.
    fit : what the gap is called.
    """

    situation: float | None
    connection: float | None
    points: float | None
    exchange: Exchange | None
    gap: float | None
    fit: Fit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BothSides:
    """The two sides' views together.

    Parameters
    ----------
    is_mismatched : the sides' classes differ; None when one is not known.
    points : mean of both positions; None unless they are no more than one step apart.
    """

    is_mismatched: bool | None
    points: float | None


def position(values: Mapping[str, float], settings: Settings, *, social_ties: float | None = None) -> Position:
    """Position of one side's answers.

    Parameters
    ----------
    values : steps 1-5 by item id REL1-REL8.
    social_ties : share of the roster with close ties across, 0-100; stands in for REL7.

    Notes
    -----
    Class by the cuts `spectrum.cuts`, fit by `spectrum.fit`: own limits.
    """
    known = dict(values)
    if social_ties is not None:
        known[SOCIAL_TIES] = 1 + 4 * social_ties / 100
    situation, connection = _mean(known, SITUATION), _mean(known, CONNECTION)
    if situation is None or connection is None:
        return Position(situation=situation, connection=connection, points=None, exchange=None, gap=None, fit=None)
    points, gap = 25 * ((situation + connection) / 2 - 1), connection - situation
    return Position(
        situation=situation,
        connection=connection,
        points=points,
        exchange=_exchange(points, settings),
        gap=gap,
        fit=_fit(gap, settings),
    )


def both_sides(own: Position, partner: Position, settings: Settings) -> BothSides:
    """Compare the two sides' positions."""
    if own.points is None or partner.points is None:
        return BothSides(is_mismatched=None, points=None)
    step = 25 * settings.number("spectrum.agree")
    agree = abs(own.points - partner.points) <= step
    return BothSides(
        is_mismatched=own.exchange is not partner.exchange,
        points=(own.points + partner.points) / 2 if agree else None,
    )


def _mean(values: Mapping[str, float], items: Sequence[str]) -> float | None:
    if any(item not in values for item in items):
        return None
    return sum(values[item] for item in items) / len(items)


def _exchange(points: float, settings: Settings) -> Exchange:
    low, high = settings.numbers("spectrum.cuts")
    if points < low:
        return Exchange.TRANSACTIONAL
    return Exchange.VALUE_ADDING if points < high else Exchange.COLLABORATIVE


def _fit(gap: float, settings: Settings) -> Fit:
    limit = settings.number("spectrum.fit")
    if gap > limit:
        return Fit.OVER_DESIGNED
    return Fit.UNDER_DESIGNED if gap < -limit else Fit.MATCHED
