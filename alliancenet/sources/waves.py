"""Answers become waves: one alliance, one window, everybody on the roster."""

from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.errors import Problem
from alliancenet.model.register import Alliance, PersonId, Register
from alliancenet.model.wave import Wave
from alliancenet.sources.answers import NOBODY, Answers
from alliancenet.sources.checks import counted, warning
from alliancenet.sources.draft import Draft, ResponseStatus, Round
from alliancenet.sources.plausibility import check_picks, check_roster
from alliancenet.sources.tables.responses import responses_of
from alliancenet.sources.wave_answers import (
    WaveAnswers,
    choices_of,
    opinions_of,
    organisation_answers_of,
    reports_of,
    texts_of,
)

if TYPE_CHECKING:
    import pandas as pd


def build_waves(draft: Draft, register: Register, answers: Answers | None) -> tuple[Wave, ...]:
    """Every wave of every alliance; adds problems to the draft.

    Notes
    -----
    A round that names an alliance goes before one that holds for all. An alliance that starts
    after a round closes is not part of it.
    """
    groups = _by_wave(answers)
    return tuple(
        _wave(draft, register, alliance, one, answers, groups.get((alliance.id, one.id)))
        for _, alliance in sorted(draft.alliances.items())
        for one in _rounds_of(draft, alliance)
    )


def _by_wave(answers: Answers | None) -> dict[tuple[str, str], "pd.DataFrame"]:
    if answers is None:
        return {}
    grouped = answers.frame.groupby(["alliance", "wave"], sort=False)
    return {(str(alliance), str(wave)): part for (alliance, wave), part in grouped}


def _rounds_of(draft: Draft, alliance: Alliance) -> list[Round]:
    general = {one.id: one for one in draft.rounds if one.alliance is None}
    own = {one.id: one for one in draft.rounds if one.alliance == alliance.id}
    found = ({**general, **own}).values()
    begun = [one for one in found if alliance.start is None or alliance.start <= one.closes]
    return sorted(begun, key=lambda one: (one.closes, one.id))


def _wave(
    draft: Draft,
    register: Register,
    alliance: Alliance,
    one: Round,
    answers: Answers | None,
    frame: "pd.DataFrame | None",
) -> Wave:
    people = register.roster(alliance.id, one.opens, one.closes)
    check_roster(draft, alliance, one.id, people)
    ids = tuple(person.id for person in people)
    part = None
    if answers is not None and frame is not None:
        part = WaveAnswers(frame=_on_roster(draft, answers, frame, ids, one), items=answers.items, people=ids)
        check_picks(draft, alliance, one.id, part)
    responded, complete, assumptions = _who_answered(draft, alliance, one, ids, part)
    return Wave(
        id=one.id,
        alliance=alliance.id,
        people=ids,
        opens=one.opens,
        closes=one.closes,
        window_days=one.window_days,
        responded=responded,
        complete=complete,
        reports={} if part is None else reports_of(part),
        opinions=None if part is None else opinions_of(part),
        choices={} if part is None else choices_of(part),
        texts={} if part is None else texts_of(part),
        organisation_answers=() if part is None else tuple(organisation_answers_of(part, register)),
        assumptions=assumptions,
    )


def _on_roster(
    draft: Draft, answers: Answers, frame: "pd.DataFrame", ids: tuple[PersonId, ...], one: Round
) -> "pd.DataFrame":
    place = np.full(len(answers.people) + 1, NOBODY, dtype=np.int64)
    by_name = {person: position for position, person in enumerate(answers.people)}
    place[[by_name[person] for person in ids]] = np.arange(len(ids))
    respondent, alter = place[frame["respondent"]], place[frame["alter"]]
    where = f"the roster of '{frame['alliance'].iloc[0]}' in wave '{one.id}'"
    absent = frame["respondent"][respondent == NOBODY].unique()
    if strangers := sorted(answers.people[code] for code in absent):
        draft.problems.append(_no_member(draft, strangers, where))
    outside = (frame["alter"] != NOBODY).to_numpy() & (alter == NOBODY) & (respondent != NOBODY)
    if outside.any():
        draft.problems.append(
            warning(
                draft.answers[0].file,
                f"{counted(int(outside.sum()), 'answer', 'answers')} about people not on {where}: left out",
                "people who belong to the alliance while the wave is open",
                "add them to memberships.csv if they do",
                key="alter",
            )
        )
    kept = np.flatnonzero((respondent != NOBODY) & ~outside)
    return frame.assign(respondent=respondent, alter=alter).iloc[kept]


def _no_member(draft: Draft, strangers: list[str], where: str) -> Problem:
    people = counted(len(strangers), "person who is", "people who are")
    return Problem(
        file=draft.answers[0].file,
        key="respondent",
        found=f"answers of {people} not on {where}: {', '.join(strangers[:8])}",
        needed="respondents who belong to the alliance while the wave is open",
        action="add them to memberships.csv or correct their dates",
    )


def _who_answered(
    draft: Draft, alliance: Alliance, one: Round, ids: tuple[PersonId, ...], part: WaveAnswers | None
) -> tuple[BoolArray, BoolArray, tuple[str, ...]]:
    spoke = np.zeros(len(ids), dtype=bool)
    named = np.zeros(len(ids), dtype=bool)
    if part is not None:
        spoke[part.frame["respondent"].unique()] = True
        named[part.frame.loc[part.frame["alter"] != NOBODY, "respondent"].unique()] = True
    status = responses_of(draft, alliance.id, one)
    if not status:
        words = "No response status is on record: who answered about people is taken to have finished."
        return spoke, named, (words,)
    says = [status.get(person, ResponseStatus.NONE) for person in ids]
    silent = np.array([word is ResponseStatus.NONE for word in says], dtype=bool)
    if forgotten := [ids[position] for position in np.flatnonzero(spoke & silent)]:
        people = counted(len(forgotten), "person", "people")
        draft.problems.append(
            warning(
                "responses.csv",
                f"{people} with answers for '{alliance.id}' in wave '{one.id}' stand there as 'none'"
                f" or not at all ({', '.join(forgotten[:4])}): read as partial",
                "'complete' or 'partial' for everybody who answered",
            )
        )
    return spoke | ~silent, np.array([word is ResponseStatus.COMPLETE for word in says], dtype=bool), ()
