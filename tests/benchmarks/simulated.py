"""Alliances whose truth is known: healthy ones of several kinds, planted gaps, and what people answer.

Three steps, each seeded, each returning frozen records::

    truth = healthy("rings", 20, seed=1, style="lower")   # what is so, nobody asked yet
    truth = planted(truth, "one bridge", seed=1)          # the same with a gap; may be done again
    wave = answered(truth, seed=1, silent=.2, central=True, careless=1)   # one round of asking
    audit = audited(truth, [wave])                        # the product's own audit, in memory

A second wave is the same truth answered again, or a truth that moved::

    later = changed(truth, seed=2, said=.5, faded=.3, left=2)   # half a step up, ties lost, leavers
    waves = [answered(truth, seed=1), answered(later, seed=2, wave=2)]
    first, second = audits(later, waves)

`KINDS`, `SIZES` (people a side), `STYLES` and `GAPS` say what there is; `FOUND_BY` names the rules of
which one must speak for a planted gap. `at_random(seed)` is a healthy alliance of any kind, size,
style and tier. Seeds below `REPORTED_FROM` are for choosing limits, those from it on for reporting.
`how_often_right.py` runs them all and prints the table.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
from simulated_gaps import FOUND_BY, GAPS, planted
from simulated_truth import (
    GOALS,
    KINDS,
    REPORTED_FROM,
    SIZES,
    STYLES,
    Truth,
    at_random,
    changed,
    healthy,
    reversed_items,
    usual,
)

from alliancenet.auditing import audit_project, build_case
from alliancenet.metrics.case import Case
from alliancenet.model.audit import Audit
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Origin
from alliancenet.model.register import (
    Alliance,
    AllianceId,
    Issue,
    Level,
    Membership,
    Objective,
    Organisation,
    OrganisationId,
    Person,
    PersonId,
    Register,
    Role,
    RolePair,
    Touchpoint,
)
from alliancenet.model.wave import Opinions, Reports, Wave
from alliancenet.settings import Settings, default_settings
from alliancenet.sources.loaded import Project

__all__ = [
    "FOUND_BY", "GAPS", "KINDS", "REPORTED_FROM", "SIZES", "STYLES", "Truth", "answered", "at_random", "audited", "audits",
    "case_of", "changed", "healthy", "names_of", "planted", "usual",
]  # fmt: skip
FIRMS = (OrganisationId("own"), OrganisationId("partner"))
HERE = AllianceId("x")
SURVEY = LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY)
CLOSES = {1: date(2026, 4, 24), 2: date(2026, 10, 23), 3: date(2027, 4, 23)}
ASKED_OF_CONTACTS = tuple(layer for layer in Layer if layer is not Layer.COMMUNICATION)


def answered(
    truth: Truth, seed: int, *, silent: float = 0.0, central: bool = False, careless: int = 0, wave: int = 1
) -> Wave:
    """One round of asking.

    Parameters
    ----------
    seed : of the slips and of who is silent; the same truth may be answered again with another.
    silent : share of each firm's people who do not answer; the central ones sooner where `central`.
    careless : people of each firm who give one answer to nearly everything.
    wave : 1, 2 or 3, half a year apart.
    """
    # streams of their own: who is silent or careless changes nobody else's answers
    slips, silence, haste = (np.random.default_rng([seed, stream, wave]) for stream in (4, 5, 6))
    here = np.flatnonzero(truth.present)
    responded = ~_silent(truth, silent, central, silence)
    straight = _straight(truth, responded, careless, haste)
    names = names_of(truth)
    return Wave(
        id=str(wave), alliance=HERE, people=tuple(names[place] for place in here),
        opens=CLOSES[wave] - timedelta(days=20), closes=CLOSES[wave], window_days=90,
        responded=responded[here], complete=responded[here],
        reports=_reports(truth, responded, straight, slips),
        opinions=_opinions(truth, responded, straight, slips),
        choices={"GOAL1": {names[place]: goals for place, goals in _picks(truth, here, slips) if responded[place]}},
    )  # fmt: skip


def names_of(truth: Truth) -> list[PersonId]:
    return [PersonId(f"{'op'[side]}{place:03d}") for place, side in enumerate(truth.firm)]


def _silent(truth: Truth, share: float, central: bool, rng: np.random.Generator) -> np.ndarray:
    found = np.zeros(len(truth.firm), dtype=bool)
    degree = (truth.ties[Layer.CLOSENESS] >= 3.5).sum(axis=1)
    weight = (1.0 + degree) ** (2 if central else 0)
    for side in (0, 1):
        members = np.flatnonzero((truth.firm == side) & truth.present)
        count = round(share * len(members))
        found[rng.choice(members, count, replace=False, p=weight[members] / weight[members].sum())] = True
    return found


def _straight(truth: Truth, responded: np.ndarray, careless: int, rng: np.random.Generator) -> np.ndarray:
    """Float array (n,): the one answer of a careless person, NaN for others."""
    found = np.full(len(truth.firm), np.nan)
    for side in (0, 1):
        operating = np.flatnonzero((truth.firm == side) & truth.present & responded & truth.at(Level.OPERATING))
        chosen = rng.choice(operating, min(careless, len(operating)), replace=False)
        found[chosen] = rng.choice([4.0, 5.0], len(chosen))
    return found


def _reports(
    truth: Truth, responded: np.ndarray, straight: np.ndarray, rng: np.random.Generator
) -> dict[Layer, Reports]:
    here = np.flatnonzero(truth.present)
    contact = truth.ties[Layer.COMMUNICATION][np.ix_(here, here)]
    slip = rng.normal(0, 0.4, contact.shape)
    said = np.where(contact > 0, np.clip(np.round(contact + slip), 0, 5), 0.0)
    line = straight[here]
    careless = ~np.isnan(line)[:, None] & (contact > 0)
    said = np.where(careless, np.nan_to_num(line)[:, None], said)
    row, column = np.nonzero((said > 0) & responded[here][:, None])
    found = {Layer.COMMUNICATION: Reports(respondent=row, alter=column, value=said[row, column], source=SURVEY)}
    declined = rng.random(len(here)) < 0.03
    for layer in ASKED_OF_CONTACTS:
        steps = truth.ties[layer][np.ix_(here, here)][row, column]
        if layer is Layer.WANTED_CHANGE:
            value = np.where(steps >= 0.5, 1.0, 0.0)
        else:
            value = np.clip(np.round(steps + rng.normal(0, 0.4, contact.shape)[row, column]), 1, 5)
            value = np.where(np.isnan(line[row]), value, line[row])
        if layer is Layer.FRIENDSHIP:
            value = np.where(declined[row], np.nan, value)
        found[layer] = Reports(respondent=row, alter=column, value=value, source=SURVEY)
    return found


def _opinions(truth: Truth, responded: np.ndarray, straight: np.ndarray, rng: np.random.Generator) -> Opinions:
    here = np.flatnonzero(truth.present)
    firm, who = truth.firm[here], np.flatnonzero(responded[here])
    columns = []
    for item, mean in truth.said.items():
        sign = -1 if item in reversed_items() else 1
        middle = 3 + truth.span * (mean[firm] - 3) + (sign if truth.worse else 1) * truth.style[firm]
        steps = middle + sign * truth.mood[here] + rng.normal(0, truth.slip, len(here))
        told = np.where(np.isnan(straight[here]), np.clip(np.round(steps), 1, 5), straight[here])
        columns.append(np.where(rng.random(len(here)) < 0.02, np.nan, told)[who])
    return Opinions(
        items=tuple(truth.said), respondent=np.tile(who, len(columns)),
        item=np.repeat(np.arange(len(columns)), len(who)), value=np.concatenate(columns),
    )  # fmt: skip


def _picks(truth: Truth, here: np.ndarray, rng: np.random.Generator) -> Iterator[tuple[int, tuple[str, ...]]]:
    for place in here:
        weight = truth.leaning[truth.firm[place]]
        chosen = rng.choice(len(GOALS), 3, replace=False, p=weight / weight.sum())
        yield int(place), tuple(GOALS[goal] for goal in chosen)


def register_of(truth: Truth, waves: int = 1) -> Register:
    """What is on record: people, roles, meetings, issues."""
    names = names_of(truth)
    first_leader = {
        side: int(np.flatnonzero(truth.at(Level.PROJECT_LEADER) & (truth.firm == side))[0]) for side in (0, 1)
    }
    first_senior = {side: int(np.flatnonzero(truth.at(Level.SENIOR) & (truth.firm == side))[0]) for side in (0, 1)}
    roles: dict[int, frozenset[str]] = {
        **{int(place): frozenset({Role.PROJECT_LEADER}) for place in np.flatnonzero(truth.at(Level.PROJECT_LEADER))},
        **{place: frozenset({Role.ALLIANCE_MANAGER, Role.PROJECT_LEADER}) for place in first_leader.values()},
        **{place: frozenset({Role.EXECUTIVE_SPONSOR}) for place in first_senior.values()},
    }
    people = {
        name: Person(
            id=name, organisation=FIRMS[truth.firm[place]], level=truth.level[place], function=truth.function[place],
            roles=roles.get(place, frozenset()), onboarded=place % 8 != 7,
        )
        for place, name in enumerate(names)
    }  # fmt: skip
    close = CLOSES[waves]
    alliance = Alliance(
        id=HERE, name="Simulated", organisations=FIRMS, tier=truth.tier, stage="operation", start=date(2022, 1, 10),
        objectives=tuple(
            Objective(name=goal, kind=("financial", "strategic", "operational")[place % 3], target=100.0, actual=86.0)
            for place, goal in enumerate(GOALS)
        ),
        sponsor_plans={firm: close - timedelta(days=60) for firm in FIRMS},
    )  # fmt: skip
    pair = (names[first_leader[0]], names[first_leader[1]])
    working = truth.ties[Layer.CLOSENESS][first_leader[0], first_leader[1]] > 0
    return Register(
        organisations={firm: Organisation(id=firm, name=firm.capitalize(), own=firm == FIRMS[0]) for firm in FIRMS},
        people=people, alliances={HERE: alliance},
        memberships=tuple(Membership(person=name, alliance=HERE) for name in names),
        touchpoints=tuple(_touchpoints(truth, [names[place] for place in first_senior.values()], pair)),
        role_pairs=(RolePair(alliance=HERE, role="alliance_manager", person=pair[0], partner=pair[1]),) if working else (),
        issues=tuple(_issues(truth)),
    )  # fmt: skip


def _touchpoints(truth: Truth, seniors: list[PersonId], leaders: tuple[PersonId, PersonId]) -> list[Touchpoint]:
    days = [CLOSES[1] - timedelta(days=380) + timedelta(days=step) for step in range(0, 1100, 28)]
    found = []
    for number, day in enumerate(days):
        if truth.meetings and number % 2 == 0:
            found.append(Touchpoint(date=day, alliance=HERE, type="sponsor", attendees=tuple(seniors)))
        if truth.reviews:
            found.append(Touchpoint(date=day, alliance=HERE, type="joint_planning", attendees=leaders))
            if number % 3 == 0:
                found.append(Touchpoint(date=day, alliance=HERE, type="review", attendees=leaders))
    return found


def _issues(truth: Truth) -> list[Issue]:
    opened = [CLOSES[1] - timedelta(days=step) for step in range(20, 320, 50)]
    late = timedelta(days=5 if truth.settled else 60)
    return [Issue(alliance=HERE, opened=day, closed=day + late) for day in opened]


def project_of(truth: Truth, waves: Sequence[Wave], settings: Settings | None = None) -> Project:
    """Project in memory, as reading a folder would give it."""
    return Project(
        name="simulated", register=register_of(truth, len(waves)), settings=settings or default_settings(),
        waves=tuple(waves), inputs=(),
    )  # fmt: skip


def audits(
    truth: Truth, waves: Sequence[Wave], *, settings: Settings | None = None, seed: int = 0
) -> tuple[Audit, ...]:
    """Audit of each wave, oldest first."""
    return audit_project(project_of(truth, waves, settings), seed=seed)


def audited(truth: Truth, waves: Sequence[Wave], *, settings: Settings | None = None, seed: int = 0) -> Audit:
    """Audit of the last wave."""
    return audits(truth, waves, settings=settings, seed=seed)[-1]


def case_of(
    truth: Truth, waves: Sequence[Wave], *, settings: Settings | None = None, resamples: int | None = None
) -> Case:
    """Case of the last wave, for a metric alone."""
    return build_case(project_of(truth, waves, settings), HERE, len(waves) - 1, resamples=resamples)
