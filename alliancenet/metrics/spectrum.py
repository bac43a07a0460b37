"""Where the relationship lies on the spectrum, as each side sees it, and whether it fits (C13, S1-S3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from alliancenet.instruments.ratings import Rating, as_one
from alliancenet.instruments.used import items, reads
from alliancenet.metrics.case import Case
from alliancenet.metrics.completing import mean_error, rater_error
from alliancenet.metrics.integration import integration_seen
from alliancenet.metrics.noise import Z90
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.said import told
from alliancenet.model.catalogue import CARDS
from alliancenet.model.facts import counting
from alliancenet.model.register import Organisation
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.settings import Settings

SITUATION = ("REL1", "REL2", "REL3", "REL4")
CONNECTION = ("REL5", "REL6", "REL7", "REL8")
SOCIAL_TIES = "REL7"
PROFILE = ("REL1", "REL2", "REL3", "REL4", "REL5", "REL6")
"""The six characteristics of the relationship profile (Cannon & Perreault 1999)."""


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


_POINTS = CARDS["spectrum"].says
_STEPS = "steps 1-5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A firm and where it sees the relationship.

    Parameters
    ----------
    profile : steps 1-5 of the six characteristics that were rated, each with its standard error.
    situation_error, connection_error : standard errors of the two means, in steps.
    """

    firm: Organisation
    position: Position
    profile: Mapping[str, tuple[float, float]]
    raters: int
    inputs: tuple[str, ...]
    situation_error: float
    connection_error: float

    @property
    def answers(self) -> int:
        """Questions answered; the source stands last among the inputs."""
        return len(self.inputs) - 1

    @property
    def margin(self) -> float:
        """Half the 90 % interval of the difference of the two means, in steps."""
        return Z90 * float(np.hypot(self.situation_error, self.connection_error))


@metric("spectrum")
def spectrum(case: Case) -> Iterator[Score]:
    """Place of the relationship between transactional and collaborative, by each side.

    Notes
    -----
    `spectrum.position` with its class in the label; `spectrum.situation` and
    `spectrum.connection` 1-5, and their difference `spectrum.fit`, whose label says over-designed,
    matched or under-designed; each of six characteristics under `spectrum.profile`. The alliance's
    position exists only where the sides lie within one step; `spectrum.mismatch` is 1 where their
    classes differ. An unanswered question on social ties is filled from the share of people with
    close ties across. Intervals: the raters of a firm as a sample, an answer never surer than its
    rounding to a step. A mismatch is 0 or 1 as told, and 0 to 1 where an interval reaches over a cut.
    """
    sides = _sides(case)
    for side in sides:
        yield from _of_side(side)
    if sides:
        yield from _together(case, sides)


def _sides(case: Case) -> list[Side]:
    ties = told(integration_seen(case), "integration_seen.interpersonal.personal_ties", case.subject)
    found = []
    for firm in case.firms:
        raters, source = _raters(case, firm)
        rating = as_one(raters)
        if rating is not None and rating.values:
            stand_in = ties.value if ties is not None and SOCIAL_TIES not in rating.values else None
            errors = {SOCIAL_TIES: _error_of_ties(ties)} if stand_in is not None else {}
            errors |= {item: rater_error(raters, item, case.settings) for item in rating.values}
            found.append(
                Side(
                    firm=firm,
                    position=position(rating.values, case.settings, social_ties=stand_in),
                    profile={item: (rating.values[item], errors[item]) for item in PROFILE if item in rating.values},
                    raters=len(raters),
                    inputs=(*(f"{item}: {value:g}" for item, value in sorted(rating.values.items())), source),
                    situation_error=mean_error(errors, SITUATION),
                    connection_error=mean_error(errors, CONNECTION),
                )
            )
    return found


def _raters(case: Case, firm: Organisation) -> tuple[Sequence[Rating], str]:
    """Who rated for a firm, one by one where this wave asked them, and the source that counts."""
    stated = counting(case.facts.spectrum, case.alliance.id, firm.id, case.day)
    mine = [rating for rating in case.ratings("spectrum") if rating.organisation == firm.id]
    if stated is None or case.is_of_this_wave(stated):
        return mine, "source: this survey" if stated is None else f"source: {stated.source}"
    return [Rating(organisation=firm.id, rater=None, values=stated.value)], f"source: {stated.source}"


def _error_of_ties(ties: Score | None) -> float:
    """Standard error of the share of people with close ties, on the steps 1-5 it stands in for."""
    low, high = (0.0, 0.0) if ties is None or ties.interval is None else ties.interval
    return (high - low) / (2 * Z90) * 4 / 100


def _of_side(side: Side) -> Iterator[Score]:
    subject, where = Subject(kind=SubjectKind.FIRM, id=side.firm.id), side.position
    for name, value, unit, label, margin, low, high in (
        ("position", where.points, _POINTS, where.exchange or "", 12.5 * side.margin, 0.0, 100.0),
        ("situation", where.situation, _STEPS, "", Z90 * side.situation_error, 1.0, 5.0),
        ("connection", where.connection, _STEPS, "", Z90 * side.connection_error, 1.0, 5.0),
        ("fit", where.gap, "steps, connection less situation", where.fit or "", side.margin, -4.0, 4.0),
    ):
        if value is None:
            yield withheld(f"spectrum.{name}", subject, unit, side.answers, "not every question was answered")
            continue
        yield Score(
            metric=f"spectrum.{name}",
            subject=subject,
            value=value,
            unit=unit,
            n=side.answers,
            interval=(max(value - margin, low), min(value + margin, high)),
            inputs=side.inputs,
            label=label,
        )
    for item, (step, error) in side.profile.items():
        margin = Z90 * error
        yield Score(
            metric=f"spectrum.profile.{item}",
            subject=subject,
            value=step,
            unit=_STEPS,
            n=side.raters,
            interval=(max(step - margin, 1.0), min(step + margin, 5.0)),
            inputs=(side.inputs[-1],),
        )


def _together(case: Case, sides: Sequence[Side]) -> Iterator[Score]:
    known = [side for side in sides if side.position.points is not None]
    if len(known) < len(case.firms):
        missing = f"{len(known)} of {len(case.firms)} sides answered in full"
        yield withheld("spectrum.position", case.subject, _POINTS, len(known), missing)
        return
    compared = [both_sides(a.position, b.position, case.settings) for a, b in combinations(known, 2)]
    classes = tuple(f"{side.firm.name}: {side.position.exchange}" for side in known)
    agree = all(firm.points is not None for firm in compared)
    points = sum(side.position.points or 0.0 for side in known) / len(known)
    margin = 12.5 * float(np.sqrt(sum(side.margin**2 for side in known))) / len(known)
    yield Score(
        metric="spectrum.position",
        subject=case.subject,
        value=points if agree else None,
        unit=_POINTS,
        n=len(known),
        interval=(max(points - margin, 0.0), min(points + margin, 100.0)) if agree else None,
        state=State.OK if agree else State.NOT_ENOUGH_EVIDENCE,
        inputs=classes,
        reason="" if agree else "the sides lie more than one step apart; both are shown",
    )
    mismatch = float(any(firm.is_mismatched for firm in compared))
    is_sure = not any(_reaches_over_a_cut(side, case.settings) for side in known)
    yield Score(
        metric="spectrum.mismatch",
        subject=case.subject,
        value=mismatch,
        unit="1 when the sides' classes differ",
        n=len(known),
        interval=(mismatch, mismatch) if is_sure else (0.0, 1.0),
        inputs=classes,
    )


def _reaches_over_a_cut(side: Side, settings: Settings) -> bool:
    """Whether the interval of a side's position holds one of the cuts between the classes."""
    points, margin = side.position.points or 0.0, 12.5 * side.margin
    return any(points - margin < cut <= points + margin for cut in settings.numbers("spectrum.cuts"))


reads("place on the spectrum", items(*SITUATION, *CONNECTION))
