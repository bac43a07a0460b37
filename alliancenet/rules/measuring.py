"""From a case to what the rules may look at."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from alliancenet.metrics import counterparts, needs, sponsors, workload
from alliancenet.metrics.case import Case
from alliancenet.metrics.participants import participant_roles
from alliancenet.metrics.redundancy import carriers
from alliancenet.metrics.withholding import confidence_of, missing_key_people
from alliancenet.model.audit import ParticipantRole
from alliancenet.model.facts import Difference, differences
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import KEY_ROLES, RolePair
from alliancenet.model.score import Score, Subject
from alliancenet.multiplex.ties import TieState
from alliancenet.rules.rule import Measured


def measured_from(case: Case, scores: Iterable[Score]) -> Measured:
    """What the rules may look at: scores, and the lists behind them.

    Parameters
    ----------
    scores : every score of the case.
    """
    silent = ParticipantRole.ISOLATE
    return Measured(
        subject=case.subject,
        tier=case.tier,
        settings=case.settings,
        scores={(score.metric, score.subject): score for score in scores},
        firm_names={firm.id: firm.name for firm in case.firms},
        roster_sizes={
            firm.id: int((case.picture.multiplex.firm == position).sum()) for position, firm in enumerate(case.firms)
        },
        confidence=confidence_of(case),
        missing_key_people={
            firm.id: [person.id for person in missing_key_people(case) if person.organisation == firm.id]
            for firm in case.firms
        },
        key_people=Counter(person.organisation for person in case.roster if person.roles & KEY_ROLES),
        isolates=[
            person for person, role in zip(case.wave.people, participant_roles(case), strict=True) if role is silent
        ],
        core_tie_counts={
            firm.id: case.picture.core_tie_count[case.picture.multiplex.firm == position].tolist()
            for position, firm in enumerate(case.firms)
        },
        carriers={case.pair(a, b): carriers(case, a, b) for a, b in case.picture.firm_pairs},
        busiest=_busiest(case),
        unmatched_roles=counterparts.unmatched_roles(case),
        silent_role_pairs=_silent_role_pairs(case),
        level_skips=counterparts.level_skips(case),
        unmet_needs=_unmet_needs(case),
        known_needs=len(needs.unmet_needs(case, case.picture)[1]),
        sponsor_sides=sponsors.sponsor_sides(case),
        requires_sponsor=sponsors.requires_sponsor(case, case.alliance) if case.alliance.tier else None,
        leaving_sponsors=[person.id for person, _ in sponsors.leaving_sponsors(case)],
        overloaded=_overloaded(case),
        differences=[*_differences(case), *sponsors.sponsor_differences(case)],
    )


def _differences(case: Case) -> Iterable[Difference]:
    names: dict[str, str] = {firm.id: firm.name for firm in case.firms}
    apart = case.settings.number("facts.steps_apart")
    return differences(case.facts, case.alliance.id, case.day, names, apart)


def _overloaded(case: Case) -> list[str]:
    flags = workload.overloaded(case, case.picture)
    return [] if flags is None else [case.wave.people[row] for row in np.flatnonzero(flags)]


def _busiest(case: Case) -> dict[Subject, str]:
    found: dict[Subject, str] = {}
    for a, b in case.picture.firm_pairs:
        counts = case.picture.count(case.picture.between(case.picture.cross_core_pairs, a, b))
        if counts.any():
            found[case.pair(a, b)] = case.wave.people[int(np.argmax(counts))]
    return found


def _silent_role_pairs(case: Case) -> list[RolePair]:
    return [
        pair
        for pair in case.register.role_pairs
        if pair.alliance == case.alliance.id
        and pair.partner is not None
        and counterparts.contact_of(case, case.picture, pair.person, pair.partner) == TieState.ABSENT
    ]


def _unmet_needs(case: Case) -> list[tuple[str, str]] | None:
    unmet, known = needs.unmet_needs(case, case.picture)
    if not len(known) and not case.picture.multiplex.has(Layer.WORK_FLOW):
        return None
    return [(case.wave.people[person], case.wave.people[supplier]) for person, supplier in unmet]
