"""Where the relationship lies on the spectrum, as each side sees it, and whether it fits (C13, S1-S3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from alliancenet.metrics.case import Case, metric, withheld
from alliancenet.metrics.integration import integration_seen
from alliancenet.metrics.said import told
from alliancenet.model.register import Organisation
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.survey.organisation import as_one
from alliancenet.survey.spectrum import SOCIAL_TIES, Position, both_sides, position

_POINTS = "0 transactional to 100 collaborative"
_STEPS = "steps 1-5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A firm and where it sees the relationship."""

    firm: Organisation
    position: Position
    inputs: tuple[str, ...]


@metric(
    id="spectrum",
    unit=_POINTS,
    low=0,
    high=100,
    smallest_n="one rater a side",
    source="Day 2000; Cannon & Perreault 1999; Bensaou 1999; cuts: own limit",
)
def spectrum(case: Case) -> Iterator[Score]:
    """Place of the relationship between transactional and collaborative, by each side.

    Notes
    -----
    `spectrum.position` with its class in the label; `spectrum.situation` and
    `spectrum.connection` 1-5, and their difference `spectrum.fit`, whose label says over-designed,
    matched or under-designed. The alliance's position exists only where the sides lie within one
    step; `spectrum.mismatch` is 1 where their classes differ. An unanswered question on social
    ties is filled from the share of people with close ties across.
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
        rating = as_one([one for one in case.ratings("spectrum") if one.organisation == firm.id])
        if rating is not None and rating.values:
            stand_in = ties.value if ties is not None and SOCIAL_TIES not in rating.values else None
            where = position(rating.values, case.settings, social_ties=stand_in)
            inputs = tuple(f"{item}: {value:g}" for item, value in sorted(rating.values.items()))
            found.append(Side(firm=firm, position=where, inputs=inputs))
    return found


def _of_side(side: Side) -> Iterator[Score]:
    subject, where = Subject(kind=SubjectKind.FIRM, id=side.firm.id), side.position
    for name, value, unit, label in (
        ("position", where.points, _POINTS, where.exchange or ""),
        ("situation", where.situation, _STEPS, ""),
        ("connection", where.connection, _STEPS, ""),
        ("fit", where.gap, "steps, connection less situation", where.fit or ""),
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
    yield Score(
        metric="spectrum.position",
        subject=case.subject,
        value=sum(side.position.points or 0.0 for side in known) / len(known) if agree else None,
        unit=_POINTS,
        n=len(known),
        state=State.OK if agree else State.NOT_ENOUGH_EVIDENCE,
        inputs=classes,
        reason="" if agree else "the sides lie more than one step apart; both are shown",
    )
    yield Score(
        metric="spectrum.mismatch",
        subject=case.subject,
        value=float(any(one.is_mismatched for one in compared)),
        unit="1 when the sides' classes differ",
        n=len(known),
        inputs=classes,
    )
