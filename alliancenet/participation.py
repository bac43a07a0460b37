"""Who took part in an audited wave: people, as its audit tells them, and firms."""

from collections.abc import Callable
from datetime import date

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.participants import is_spanner, participant_roles, spanner_flags
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.withholding import confidence_of, why_no_contact
from alliancenet.model.audit import (
    AllianceSummary,
    Confidence,
    FirmSummary,
    Participant,
)
from alliancenet.model.register import Membership, OrganisationId, Person, PersonId
from alliancenet.multiplex.drawing import positions


def alliance_summary(case: Case) -> AllianceSummary:
    """The alliance and its firms, with how many of each were asked, answered and seen."""
    multiplex, logs = case.picture.multiplex, case.wave.logs
    answered = multiplex.answered & (not case.wave.by_logs_alone)
    return AllianceSummary(
        id=case.alliance.id,
        name=case.alliance.name,
        firms=tuple(
            FirmSummary(
                id=firm.id,
                name=firm.name,
                own=firm.own,
                people=int((multiplex.firm == position).sum()),
                answered=int(answered[multiplex.firm == position].sum()),
                seen=None if logs is None else int(logs.known[multiplex.firm == position].sum()),
                moved=0 if logs is None else _moved(case, firm.id),
            )
            for position, firm in enumerate(case.firms)
        ),
        tier=case.alliance.tier,
        stage=case.alliance.stage,
    )


def _moved(case: Case, firm: OrganisationId) -> int:
    """People of a firm who opted out of logs, or joined or left since an earlier wave: of these the fewest, or 0."""
    now = {person.id for person in case.roster if person.organisation == firm}
    moved, earlier = [{person.id for person in case.roster if person.opted_out} & now], case.earlier
    while earlier is not None:
        moved.append(now ^ {person.id for person in earlier.roster if person.organisation == firm})
        earlier = earlier.earlier
    return min((len(people) for people in moved if people), default=0)


def participants(case: Case) -> tuple[Participant, ...]:
    """Everybody on the roster, with the place each has in the network."""
    picture, roles, flags = case.picture, participant_roles(case), spanner_flags(case)
    place = positions(picture.multiplex)
    in_core = _share_of_draws(case, lambda drawn: drawn.is_core)
    spanning = _share_of_draws(case, is_spanner)
    counts_told = confidence_of(case) is not Confidence.LOW
    day, members = case.wave.closes or date.max, _memberships(case)
    return tuple(
        Participant(
            id=person.id,
            firm=person.organisation,
            level=person.level,
            role=roles[row],
            spanner=flags[row],
            core_ties=int(picture.core_tie_count[row]) if counts_told else None,
            cross_firm_core_ties=int(picture.cross_core_tie_count[row]) if counts_told else None,
            name=person.name if person.may_be_named and case.settings.words("privacy.named_for") else "",
            roles=tuple(sorted(person.roles)),
            core_probability=None if in_core is None else float(in_core[row]),
            spanner_probability=None if spanning is None or flags[row] is None else float(spanning[row]),
            may_be_named=person.may_be_named,
            position=place[row],
            function=person.function,
            site=person.site,
            share_of_time=members[person.id].share_of_time if person.id in members else None,
            leaves=_leaves(person, members.get(person.id), day),
        )
        for row, person in enumerate(case.roster)
    )


def _memberships(case: Case) -> dict[PersonId, Membership]:
    """The last membership of each person that held in the wave."""
    start, end = case.wave.opens or date.min, case.wave.closes or date.max
    return {
        membership.person: membership
        for membership in case.register.memberships
        if membership.alliance == case.alliance.id and membership.covers(start, end)
    }


def _leaves(person: Person, membership: Membership | None, day: date) -> date | None:
    """First day after the wave on which somebody leaves the firm or the alliance, as far as is on record."""
    ends = (person.left, membership.end if membership else None)
    return min((end for end in ends if end is not None and end > day), default=None)


def _share_of_draws(case: Case, read: Callable[[Picture], BoolArray]) -> FloatArray | None:
    if case.draws:
        return np.asarray(np.mean([read(drawn) for drawn in case.draws], axis=0))
    is_known = case.nothing_is_missing and not why_no_contact(case)
    return read(case.picture).astype(np.float64) if is_known else None
