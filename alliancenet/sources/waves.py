"""Answers become waves: one alliance, one window, everybody on the roster."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.errors import InputError, Problem
from alliancenet.model.register import Alliance, PersonId, Register
from alliancenet.model.wave import Wave
from alliancenet.sources.checks import counted, warning
from alliancenet.sources.draft import Draft, ResponseStatus, Round, SurveyExport
from alliancenet.sources.plausibility import check_picks, check_roster
from alliancenet.sources.tables.responses import responses_of
from alliancenet.survey.answers import Answers, answers_from
from alliancenet.survey.readers.export import Export


def build_waves(draft: Draft, register: Register) -> tuple[Wave, ...]:
    """Every wave of every alliance with the answers of our own tables; adds problems to the draft.

    Notes
    -----
    A round that names an alliance goes before one that holds for all. An alliance that starts
    after a round closes is not part of it.
    """
    return tuple(
        _wave(draft, register, alliance, wave)
        for _, alliance in sorted(draft.alliances.items())
        for wave in _rounds_of(draft, alliance)
    )


def _rounds_of(draft: Draft, alliance: Alliance) -> list[Round]:
    general = {wave.id: wave for wave in draft.rounds if wave.alliance is None}
    own = {wave.id: wave for wave in draft.rounds if wave.alliance == alliance.id}
    found = ({**general, **own}).values()
    begun = [wave for wave in found if alliance.start is None or alliance.start <= wave.closes]
    return sorted(begun, key=lambda one: (one.closes, one.id))


def _wave(draft: Draft, register: Register, alliance: Alliance, one: Round) -> Wave:
    people = register.roster(alliance.id, one.opens, one.closes)
    check_roster(draft, alliance, one.id, people)
    ids = tuple(person.id for person in people)
    answers = _answers(draft, register, alliance, one, ids)
    responded, complete, assumptions = _who_answered(draft, alliance, one, ids, answers)
    return Wave(
        id=one.id,
        alliance=alliance.id,
        people=ids,
        opens=one.opens,
        closes=one.closes,
        window_days=one.window_days,
        responded=responded,
        complete=complete,
        reports=answers.reports,
        opinions=answers.opinions,
        choices=answers.choices,
        texts=answers.texts,
        organisation_answers=answers.organisation_answers,
        assumptions=assumptions,
    )


def _answers(draft: Draft, register: Register, alliance: Alliance, one: Round, ids: tuple[PersonId, ...]) -> Answers:
    """What our own tables hold of a wave; nothing after a fault."""
    tables = draft.answers.get((alliance.id, one.id), [])
    nobody = np.zeros(len(ids), dtype=bool)
    nothing = Answers(people=ids, responded=nobody, complete=nobody)
    if not tables:
        return nothing
    where = f"the roster of '{alliance.id}' in wave '{one.id}'"
    kept = [replace(table, export=_on_roster(draft, table.export, ids, where)) for table in tables]
    try:
        answers = answers_from(
            [(table.export, table.mapping) for table in kept],
            draft.instruments,
            [register.people[person] for person in ids],
            opens=one.opens,
            closes=one.closes,
            settings=draft.settings,
        )
    except InputError as error:
        draft.problems.extend(error.problems)
        return nothing
    draft.problems.extend(problem for problem in answers.problems if problem not in draft.problems)
    check_picks(draft, alliance, one.id, _file_of(tables), answers)
    return answers


def _file_of(tables: Sequence[SurveyExport]) -> str:
    return ", ".join(dict.fromkeys(table.export.file for table in tables))


def _on_roster(draft: Draft, export: Export, ids: tuple[PersonId, ...], where: str) -> Export:
    """The answers of people on the roster about people on the roster; the others are told."""
    people = set(map(str, ids))
    belongs = np.array([respondent.id in people for respondent in export.respondents], dtype=bool)
    if strangers := sorted({respondent.id for respondent in export.respondents} - people):
        draft.problems.append(_no_member(export.file, strangers, where))
    named = np.unique(export.alter[export.alter >= 0])
    outside = np.isin(export.alter, [word for word in named.tolist() if export.words[word] not in people])
    count = int((outside & belongs[export.respondent]).sum())
    if count:
        draft.problems.append(
            warning(
                export.file,
                f"{counted(count, 'answer', 'answers')} about people not on {where}: left out",
                "people who belong to the alliance while the wave is open",
                "add them to memberships.csv if they do",
                key="alter",
            )
        )
    kept = belongs[export.respondent] & ~outside
    columns = {name: getattr(export, name)[kept] for name in ("respondent", "question", "alter", "word")}
    return replace(export, **columns)


def _no_member(file: str, strangers: list[str], where: str) -> Problem:
    people = counted(len(strangers), "person who is", "people who are")
    return Problem(
        file=file,
        key="respondent",
        found=f"answers of {people} not on {where}: {', '.join(strangers[:8])}",
        needed="respondents who belong to the alliance while the wave is open",
        action="add them to memberships.csv or correct their dates",
    )


def _who_answered(
    draft: Draft, alliance: Alliance, one: Round, ids: tuple[PersonId, ...], answers: Answers
) -> tuple[BoolArray, BoolArray, tuple[str, ...]]:
    spoke, status = answers.responded, responses_of(draft, alliance.id, one)
    if not status:
        words = "No response status is on record: who answered about people is taken to have finished."
        return spoke, answers.complete, (words,)
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
    # who is said to have answered and has no answer was not asked, or the file is cut: not silence that says no
    return spoke, spoke & np.array([word is ResponseStatus.COMPLETE for word in says], dtype=bool), ()


def check_answered(draft: Draft, waves: tuple[Wave, ...]) -> None:
    """Tell of people who stand as having answered and have no answer, once all answers are read."""
    for wave in waves:
        place = {person: at for at, person in enumerate(wave.people)}
        said = [
            response
            for response in draft.responses
            if (response.wave, response.alliance) == (wave.id, wave.alliance)
            and response.status is not ResponseStatus.NONE
            and response.respondent in place
        ]
        empty = [response for response in said if not wave.responded[place[response.respondent]]]
        if empty:
            names = ", ".join(response.respondent for response in empty[:4]) + (" …" if len(empty) > 4 else "")
            draft.problems.append(
                warning(
                    empty[0].file,
                    f"{len(empty)} of {len(said)} people who stand there as having answered for '{wave.alliance}' in"
                    f" wave '{wave.id}' have no answer ({names}): counted as unanswered",
                    "answers of everybody who answered",
                    "the file of answers may be cut off: look at its last rows, or export it again",
                )
            )
