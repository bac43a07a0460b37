"""Five integration levels: what is seen (structure, logs, registers) and what is said (survey)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.checklists import linkages
from alliancenet.metrics.counterparts import coverage_of
from alliancenet.metrics.needs import cut_of, unmet_needs
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import Reading, structural
from alliancenet.metrics.sponsors import senior_meetings
from alliancenet.metrics.withholding import why_no_contact
from alliancenet.model.audit import Confidence
from alliancenet.model.days import months_later
from alliancenet.model.multiplex import Layer, Measure, Multiplex
from alliancenet.model.register import Level, Record


class IntegrationLevel(StrEnum):
    """The five levels of Kanter (1994), as told by Hutt and Speh."""

    STRATEGIC = "strategic"
    TACTICAL = "tactical"
    OPERATIONAL = "operational"
    INTERPERSONAL = "interpersonal"
    CULTURAL = "cultural"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One seen part of a level, 0-100; None with a reason where it cannot be told.

    Parameters
    ----------
    margin, on_record : as of a `Reading`.
    """

    name: str
    value: float | None
    n: int
    source: str
    reason: str = ""
    margin: tuple[float, float] = (0.0, 0.0)
    on_record: bool = False


@structural("integration_seen", needs=Confidence.MEDIUM, own_sources=True)
def integration_seen(case: Case, picture: Picture) -> Iterator[Reading]:
    """Return the seen half of each integration level, and each of its parts.

    Notes
    -----
    Mean of the parts that can be told (C6). Strategic: senior coverage, regularity of senior
    meetings. Tactical: project-leader coverage, joint planning, advice across. Operational: need
    match, operating coverage, linkages in place. Interpersonal: personal ties, learning balance. Cultural: partner
    onboarding, boundary penalty. A part below its smallest n is left out, with its reason.
    """
    for level, parts in seen_parts(case, picture).items():
        known = [part for part in parts if part.value is not None]
        below, above = (sum(part.margin[end] for part in known) / max(len(known), 1) for end in (0, 1))
        yield Reading(
            subject=case.subject,
            part=level,
            value=float(np.mean([part.value for part in known])) if known else None,
            n=len(known),
            inputs=tuple(part.name for part in known),
            reason="; ".join(part.reason for part in parts),
            margin=(below, above),
            on_record=all(part.on_record for part in known),
        )
        for part in parts:
            yield Reading(
                subject=case.subject,
                part=f"{level}.{part.name}",
                value=part.value,
                n=part.n,
                inputs=(part.source,),
                reason=part.reason,
                margin=part.margin,
                on_record=part.on_record,
            )


def seen_parts(case: Case, picture: Picture) -> dict[IntegrationLevel, tuple[Part, ...]]:
    """Seen parts of each level on one picture of the network."""
    return {
        IntegrationLevel.STRATEGIC: (_coverage(case, picture, Level.SENIOR), _regularity(case)),
        IntegrationLevel.TACTICAL: (
            _coverage(case, picture, Level.PROJECT_LEADER),
            _joint_planning(case),
            _advice_across(picture),
        ),
        IntegrationLevel.OPERATIONAL: (
            _need_match(case, picture),
            _coverage(case, picture, Level.OPERATING),
            _linkages(case),
        ),
        IntegrationLevel.INTERPERSONAL: (_personal_ties(picture), _learning_balance(picture)),
        IntegrationLevel.CULTURAL: (_onboarding(case), _boundary_penalty(picture)),
    }


def _coverage(case: Case, picture: Picture, level: Level) -> Part:
    name = {
        Level.SENIOR: "senior_coverage",
        Level.PROJECT_LEADER: "project_leader_coverage",
        Level.OPERATING: "operating_coverage",
    }[level]
    if unasked := why_no_contact(case):
        return Part(name=name, value=None, n=0, source="communication layer", reason=unasked)
    found = [coverage_of(picture, level, a, b) for a, b in picture.firm_pairs]
    if any(coverage.smallest == 1 for coverage in found):
        alone = "one person of a firm at the level: it would tell whom this person is in touch with"
        return Part(name=name, value=None, n=0, source="communication layer", reason=alone)
    least = case.settings.whole("counterpart.min_people")
    values = [
        coverage.share if coverage.smallest >= least else float(coverage.is_covered)
        for coverage in found
        if coverage.share is not None and coverage.is_covered is not None
    ]
    return Part(
        name=name,
        value=100 * float(np.mean([value for value in values if value is not None])) if values else None,
        n=sum(coverage.n for coverage in found),
        source="communication layer",
        reason="" if values else found[0].reason,
    )


def _regularity(case: Case) -> Part:
    quarters = case.settings.whole("integration.quarters")
    return _meeting_rhythm(
        case,
        "senior_meetings",
        quarters,
        months=3,
        held=lambda start, end: bool(senior_meetings(case, start, end)),
    )


def _joint_planning(case: Case) -> Part:
    def held(start: date, end: date) -> bool:
        return any(
            point.type == "joint_planning"
            and len({case.register.people[attendee].organisation for attendee in point.attendees}) > 1
            for point in case.register.touchpoints_of(case.alliance.id, start, end)
        )

    months = case.settings.whole("integration.joint_planning_months")
    return _meeting_rhythm(case, "joint_planning", months, months=1, held=held)


def _meeting_rhythm(case: Case, name: str, periods: int, *, months: int, held: Callable[[date, date], bool]) -> Part:
    """Share of the last periods before the wave's close in which such a meeting was held."""
    closes = case.wave.closes
    if Record.TOUCHPOINTS not in case.register.kept or closes is None:
        return Part(name=name, value=None, n=0, source="touchpoints", reason="touchpoints are not on record")
    if name not in case.rhythms:
        ends = [months_later(closes, -months * period) for period in range(periods + 1)]
        met = [held(start + timedelta(days=1), end) for end, start in pairwise(ends)]
        case.rhythms[name] = 100 * sum(met) / periods
    return Part(name=name, value=case.rhythms[name], n=periods, source="touchpoints", on_record=True)


def _advice_across(picture: Picture) -> Part:
    name, multiplex = "advice_across", picture.multiplex
    leaders = picture.at_level.get(Level.PROJECT_LEADER, np.zeros(len(multiplex.people), dtype=bool))
    if not multiplex.has(Layer.ADVICE):
        return Part(name=name, value=None, n=0, source="advice layer", reason="advice was not asked")
    if not leaders.any():
        return Part(name=name, value=None, n=0, source="advice layer", reason="nobody is a project leader")
    cut = cut_of(multiplex, Layer.ADVICE, picture.settings.number("integration.advice_cut"))
    asks = multiplex.reports[Layer.ADVICE] >= cut
    tied = picture.count(multiplex.pairs[asks.any(axis=1) & multiplex.is_cross]) > 0
    known = leaders & (tied | multiplex.answered)
    return Part(
        name=name,
        value=100 * float(tied[known].mean()) if known.any() else None,
        n=int(known.sum()),
        source="advice layer",
        reason="no project leader's advice ties are known",
    )


def _need_match(case: Case, picture: Picture) -> Part:
    unmet, known = unmet_needs(case, picture)
    least = case.settings.whole("integration.min_dependencies")
    asked = picture.multiplex.has(Layer.WORK_FLOW) or Record.NEEDS in case.register.kept
    reason = f"{len(known)} cross-firm dependencies; {least} are needed" if asked else "work flow was not asked"
    return Part(
        name="need_match",
        value=100 * (1 - len(unmet) / len(known)) if len(known) >= least else None,
        n=len(known),
        source="work flow layer and declared needs",
        reason=reason,
    )


def _linkages(case: Case) -> Part:
    found = linkages(case)
    name, source = "linkages_in_place", "linkages checklist"
    if found is None or found.share is None or found.bounds is None:
        return Part(name=name, value=None, n=0, source=source, reason="the list of linkages was not answered")
    low, high = found.bounds
    return Part(
        name=name,
        value=100 * found.share,
        n=len(found.done) + len(found.open),
        source=source,
        margin=(100 * (found.share - low), 100 * (high - found.share)),
        on_record=True,
    )


def _personal_ties(picture: Picture) -> Part:
    """Share with enough close ties across; never by friendship.

    Readers who know people see the ties of closeness: what friendship adds to them could be told of
    large groups alone, and the number would then be another one as soon as some of a group are silent.
    """
    name, multiplex, source = "personal_ties", picture.multiplex, "closeness layer"
    if not multiplex.has(Layer.CLOSENESS):
        return Part(name=name, value=None, n=0, source=source, reason="closeness was not asked")
    cut = cut_of(multiplex, Layer.CLOSENESS, picture.settings.number("integration.personal_closeness"))
    close = np.nan_to_num(multiplex.mean_report(Layer.CLOSENESS), nan=-1.0) >= cut
    counts = picture.count(multiplex.pairs[close & multiplex.is_cross])
    enough = np.asarray(counts >= picture.settings.whole("integration.personal_ties"))
    known: BoolArray = enough | multiplex.answered
    return Part(
        name=name,
        value=100 * float(enough[known].mean()) if known.any() else None,
        n=int(known.sum()),
        source=source,
        reason="nobody's ties are known",
    )


def _learning_balance(picture: Picture) -> Part:
    name, multiplex = "learning_balance", picture.multiplex
    if not multiplex.has(Layer.ADVICE):
        return Part(name=name, value=None, n=0, source="advice layer", reason="advice was not asked")
    if multiplex.source[Layer.ADVICE].measured_once:
        return Part(name=name, value=None, n=0, source="advice layer", reason="advice has no direction here")
    cut = cut_of(multiplex, Layer.ADVICE, picture.settings.number("integration.advice_cut"))
    asks = (multiplex.reports[Layer.ADVICE] >= cut) & multiplex.is_cross[:, None]
    least = picture.settings.whole("integration.learning_ties")
    balances, n_ties = [], 0
    for a, b in picture.firm_pairs:
        forward, backward = _directed_counts(multiplex, asks, a, b)
        n_ties += forward + backward
        if forward + backward >= least:
            balances.append(1 - abs(forward - backward) / (forward + backward))
    return Part(
        name=name,
        value=100 * float(np.mean(balances)) if balances else None,
        n=n_ties,
        source="advice layer",
        reason=f"{n_ties} cross-firm advice ties; {least} are needed",
    )


def _directed_counts(multiplex: Multiplex, asks: BoolArray, a: int, b: int) -> tuple[int, int]:
    firm = multiplex.firm[multiplex.pairs]
    a_first = (firm[:, 0] == a) & (firm[:, 1] == b)
    b_first = (firm[:, 0] == b) & (firm[:, 1] == a)
    forward = int(asks[a_first, 0].sum() + asks[b_first, 1].sum())
    backward = int(asks[a_first, 1].sum() + asks[b_first, 0].sum())
    return forward, backward


def _onboarding(case: Case) -> Part:
    """Share onboarded; its margin: nobody whose onboarding is unknown was, and everybody was."""
    known = [person.onboarded for person in case.roster if person.onboarded is not None]
    if not known:
        return Part(name="onboarding", value=None, n=0, source="register", reason="partner onboarding is not on record")
    share, told = sum(known) / len(known), len(known) / len(case.roster)
    return Part(
        name="onboarding",
        value=100 * share,
        n=len(known),
        source="register",
        margin=(100 * share * (1 - told), 100 * (1 - share) * (1 - told)),
        on_record=True,
    )


def _boundary_penalty(picture: Picture) -> Part:
    name, multiplex = "boundary_penalty", picture.multiplex
    layer = Layer.INFORMATION_QUALITY
    if not multiplex.has(layer) or multiplex.source[layer].measure is not Measure.STEPS:
        reason = "information quality was not asked"
        return Part(name=name, value=None, n=0, source="information quality layer", reason=reason)
    reports = multiplex.reports[layer]
    rated = ~np.isnan(reports) & (reports > 0)
    cross = np.broadcast_to(multiplex.is_cross[:, None], reports.shape)
    within_values, across_values = reports[rated & ~cross], reports[rated & cross]
    if not len(within_values) or not len(across_values):
        return Part(
            name=name,
            value=None,
            n=int(rated.sum()),
            source="information quality layer",
            reason="information quality was not rated on both sides of the boundary",
        )
    penalty = 1 - (within_values.mean() - across_values.mean()) / 2
    return Part(
        name=name,
        value=100 * float(np.clip(penalty, 0, 1)),
        n=int(rated.sum()),
        source="information quality layer",
    )
