"""One export turned into rows of person, item, alter and value; every cell's fate is kept."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import IntArray
from alliancenet.errors import Problem
from alliancenet.files.folding import folded
from alliancenet.survey.answerers import REFUSED, UNASKED, WITHDRAWN, why_left_out
from alliancenet.survey.directory import AMBIGUOUS, NAMELESS, UNKNOWN, PeopleDirectory
from alliancenet.survey.fates import FATES, IGNORED, NOT_USED, WHO
from alliancenet.survey.mapping import About, AnswerMap
from alliancenet.survey.placing import Placed, columns_of_answerers, ignored_columns, place_columns
from alliancenet.survey.readers.export import Export, Respondent
from alliancenet.survey.sheet import NOBODY, Sheet, WaveAsked, Written
from alliancenet.survey.tally import RowTally, tally_of

OUTSIDE = "nobody"
"""What a mapping writes for a name that is nobody's of the roster."""
_WHY_NOBODY = {
    UNKNOWN: "not on the roster",
    AMBIGUOUS: "ambiguous: fits two people",
    NAMELESS: "anonymous: nothing says who",
}


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Rows of one export.

    Parameters
    ----------
    keys : names the rows' `item` points to: item ids, or layers of a log.
    person, item, alter, response, entry : int arrays (n,); alter is -1 for questions about nobody;
        entry is the row's place in the export.
    value : float array (n,); NaN for declined.
    fates : int8 array (n_entries,), index into `FATES`.
    respondents : of the export; `people` is the index of each in the roster, -1 when left out.
    unread : people whose lists hold a name that is not read: whom they left out is unknown.
    names_ties : who is not named by a finished response is thereby reported as no contact.
    consents : day, person and why the response is left out or "", where people were asked to agree.
    """

    export: Export
    respondents: tuple[Respondent, ...]
    people: IntArray
    keys: list[str] = field(default_factory=list)
    person: IntArray
    item: IntArray
    alter: IntArray
    response: IntArray
    entry: IntArray
    value: NDArray[np.float64]
    fates: NDArray[np.int8]
    written: list[Written] = field(default_factory=list)
    names_ties: bool = False
    unread: frozenset[int] = frozenset()
    response_fates: list[str] = field(default_factory=list)
    consents: list[tuple[date, int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def tallies(self) -> tuple[RowTally, RowTally]:
        """What became of every response and of every answer."""
        rows = [*self.response_fates, *(f"dropped: {reason}" for reason in self.export.dropped)]
        total = len(self.export.respondents) + len(self.export.dropped)
        return (
            tally_of(f"{self.export.file}: responses", total, rows),
            tally_of(
                f"{self.export.file}: answers", len(self.export.word), [FATES[fate] for fate in self.fates.tolist()]
            ),
        )


def gather(export: Export, mapping: AnswerMap, asked: WaveAsked, without: Collection[int] = ()) -> Gathered:
    """Read one export against a mapping; see `Gathered`. Problems are collected, fatal ones too.

    Parameters
    ----------
    without : people who do not agree to take part: none of their responses counts.
    """
    directory = PeopleDirectory(asked.people, mapping.people)
    outside = frozenset(folded(name) for name, person in mapping.people.items() if person == OUTSIDE)
    position = {person.id: at for at, person in enumerate(asked.people)}
    placed, problems = place_columns(export, mapping)
    problems = [*export.problems, *problems, *_strange_aliases(mapping, directory)]

    def person_at(*texts: str) -> tuple[int, str]:
        found, rule = directory.find(*texts)
        return (NOBODY if found is None else position[found]), rule

    people, response_fates = _respondents(export, mapping, asked, person_at)
    refusals = why_left_out(export, mapping.consent)
    consents = _consents(export, people, refusals) if mapping.consent else []
    for at, why in enumerate(refusals):
        if people[at] != NOBODY and (why := why or (WITHDRAWN if int(people[at]) in without else "")):
            people[at], response_fates[at] = NOBODY, why
    problems += _left_out_problems(export, response_fates)
    sheet = Sheet(export, asked, placed, people, person_at, problems, outside)
    sheet.read()
    for fate, columns in ((WHO, columns_of_answerers(export, mapping)), (IGNORED, ignored_columns(export, mapping))):
        unread = np.isin(export.question, sorted(columns)) & (sheet.fates == NOT_USED)
        sheet.fates[unread] = fate
    return Gathered(
        export=export,
        respondents=export.respondents,
        people=people,
        keys=sheet.keys,
        **sheet.columns(),
        value=sheet.values(),
        fates=sheet.fates,
        written=sheet.written,
        unread=frozenset(sheet.unread),
        names_ties=export.names_ties or any(map(_names_people, placed)),
        response_fates=response_fates,
        consents=consents,
        problems=problems,
    )


def _names_people(one: Placed) -> bool:
    """Ticks and lists of people say by their silence who is no contact; a ticked goal says nothing of people."""
    about = one.placement.about
    return about is About.ANSWER or (about is not None and one.placement.ticked)


def _strange_aliases(mapping: AnswerMap, directory: PeopleDirectory) -> list[Problem]:
    return [
        Problem(
            file=mapping.file,
            key="people",
            found=f"'{name}' stands for '{person}', who is not on the roster",
            needed="an id of the roster",
        )
        for name, person in mapping.people.items()
        if person not in directory.people and person != OUTSIDE
    ]


def given_by(export: Export, mapping: AnswerMap) -> list[tuple[str, str, str]]:
    """Id, address and name of who gave each response, "" where the platform and the mapping say none."""
    by_heading = {
        name: at for at, question in enumerate(export.questions) for name in (question.heading, question.code)
    }
    told = {what: export.column(by_heading[name]) for what, name in mapping.respondent.items() if name in by_heading}
    return [
        (
            told.get("id", {}).get(at, "") or respondent.id,
            told.get("address", {}).get(at, "") or respondent.address,
            told.get("name", {}).get(at, "") or respondent.name,
        )
        for at, respondent in enumerate(export.respondents)
    ]


def _respondents(
    export: Export, mapping: AnswerMap, asked: WaveAsked, person_at: Callable[..., tuple[int, str]]
) -> tuple[IntArray, list[str]]:
    """Index of each respondent's person, -1 when left out, and why."""
    people = np.full(len(export.respondents), NOBODY, dtype=np.int64)
    fates = []
    for at, (respondent, given) in enumerate(zip(export.respondents, given_by(export, mapping), strict=True)):
        fate = _of_another_wave(respondent, asked)
        if not fate:
            people[at], rule = person_at(*given)
            fate = _WHY_NOBODY.get(rule) or f"matched by {rule}"
        fates.append(fate)
    return people, fates


def _consents(export: Export, people: IntArray, refusals: Sequence[str]) -> list[tuple[date, int, str]]:
    days = [respondent.day or date.min for respondent in export.respondents]
    return [(day, int(person), why) for day, person, why in zip(days, people, refusals, strict=True)]


def _of_another_wave(respondent: Respondent, asked: WaveAsked) -> str:
    if asked.wave and respondent.wave and respondent.wave != asked.wave:
        return "of another wave"
    if asked.alliance and respondent.alliance and respondent.alliance != asked.alliance:
        return "of another alliance"
    day = respondent.day
    if day and ((asked.opens and day < asked.opens) or (asked.closes and day > asked.closes)):
        return "outside the dates of the wave"
    return ""


def _left_out_problems(export: Export, fates: Sequence[str]) -> list[Problem]:
    actions = {
        _WHY_NOBODY[
            UNKNOWN
        ]: "add them to the roster, or to `people:` of the mapping (`alliancenet survey map` proposes them)",
        _WHY_NOBODY[AMBIGUOUS]: "say who is meant under `people:` of the mapping",
        _WHY_NOBODY[NAMELESS]: "name the column that says who answered under `respondent:` of the mapping",
        "outside the dates of the wave": "correct `opens` and `closes` if they belong to it",
    }
    problems = []
    for why, action in actions.items():
        who = [r.label for r, fate in zip(export.respondents, fates, strict=True) if fate == why]
        if who:
            shown = ", ".join(who[:6]) + (" …" if len(who) > 6 else "")
            problems.append(
                Problem(
                    file=export.file,
                    found=f"{len(who)} of {len(fates)} responses left out, {why}: {shown}",
                    needed="a respondent of the roster and the wave",
                    action=action,
                    fatal=False,
                )
            )
    return [*problems, *_without_consent(export, fates)]


def _without_consent(export: Export, fates: Sequence[str]) -> list[Problem]:
    """How many did not agree to take part; who is nobody's business."""
    return [
        Problem(
            file=export.file,
            found=f"{fates.count(why)} of {len(fates)} responses {why}",
            needed="",
            action="none of their answers is used; if an answer that agrees is missing, add it under `agrees:`",
            fatal=False,
        )
        for why in (REFUSED, UNASKED, WITHDRAWN)
        if why in fates
    ]
