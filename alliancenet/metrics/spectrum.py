"""Where the relationship lies on the spectrum, as each side sees it, and whether it fits (C13, S1-S3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from alliancenet.metrics.case import Case
from alliancenet.metrics.completing import mean_error, rater_error
from alliancenet.metrics.integration import integration_seen
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.said import Z90, told
from alliancenet.model.catalogue import CARDS
from alliancenet.model.register import Organisation
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.settings import Settings
from alliancenet.survey.organisation import as_one
from alliancenet.survey.spectrum import CONNECTION, SITUATION, SOCIAL_TIES, Position, both_sides, position

_POINTS = CARDS["spectrum"].says
_STEPS = "steps 1-5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A firm and where it sees the relationship.

    Parameters
    ----------
    situation_error, connection_error : standard errors of the two means, in steps.
    """

    firm: Organisation
    position: Position
    inputs: tuple[str, ...]
    situation_error: float
    connection_error: float

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
    matched or under-designed. The alliance's position exists only where the sides lie within one
    step; `spectrum.mismatch` is 1 where their classes differ. An unanswered question on social
    ties is filled from the share of people with close ties across. Intervals: the raters of a
    firm as a sample, an answer never surer than its rounding to a step. A mismatch is 0 or 1 as
    told, and 0 to 1 where an interval reaches over a cut.
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
        raters = [one for one in case.ratings("spectrum") if one.organisation == firm.id]
        rating = as_one(raters)
        if rating is not None and rating.values:
            stand_in = ties.value if ties is not None and SOCIAL_TIES not in rating.values else None
            errors = {SOCIAL_TIES: _error_of_ties(ties)} if stand_in is not None else {}
            errors |= {item: rater_error(raters, item, case.settings) for item in rating.values}
            found.append(
                Side(
                    firm=firm,
                    position=position(rating.values, case.settings, social_ties=stand_in),
                    inputs=tuple(f"{item}: {value:g}" for item, value in sorted(rating.values.items())),
                    situation_error=mean_error(errors, SITUATION),
                    connection_error=mean_error(errors, CONNECTION),
                )
            )
    return found


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
            yield withheld(f"spectrum.{name}", subject, unit, len(side.inputs), "not every question was answered")
            continue
        yield Score(
            metric=f"spectrum.{name}",
            subject=subject,
            value=value,
            unit=unit,
            n=len(side.inputs),
            interval=(max(value - margin, low), min(value + margin, high)),
            inputs=side.inputs,
            label=label,
        )


def _together(case: Case, sides: Sequence[Side]) -> Iterator[Score]:
    known = [side for side in sides if side.position.points is not None]
    if len(known) < len(case.firms):
        missing = f"{len(known)} of {len(case.firms)} sides answered in full"
        yield withheld("spectrum.position", case.subject, _POINTS, len(known), missing)
        return
    compared = [both_sides(a.position, b.position, case.settings) for a, b in combinations(known, 2)]
    classes = tuple(f"{side.firm.name}: {side.position.exchange}" for side in known)
    agree = all(one.points is not None for one in compared)
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
    mismatch = float(any(one.is_mismatched for one in compared))
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
