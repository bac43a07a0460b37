"""Makes each respondent's own picture: own answers, the place in words, what was told to whom.

What others answered about a person is told in a word for the place only, and only to somebody who named at
least as many people as the smallest group told of: of fewer it would say what single ones of them answered.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from alliancenet.collect.joining import joined_people
from alliancenet.collect.own_view import OwnSection, OwnView
from alliancenet.collect.schema import RESPONDENT, SUBMISSION
from alliancenet.collect.steps import Body, PageKind, choice_of, steps_of
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import AskedAlliance, Survey
from alliancenet.collect.wave import NotNow, WaveState, record_of, survey_in
from alliancenet.collect.words import counted, step_in_words, words_in
from alliancenet.model.audit import Audit, Participant, ParticipantRole
from alliancenet.model.instrument import Item

_MOST_COLUMNS = 3


def own_views(store: WaveStore, audits: Sequence[Audit]) -> dict[str, OwnView]:
    """Picture of everybody who answered, from the audits of this wave.

    Raises
    ------
    NotNow
        When the wave still takes answers, or no audit of it is there.
    """
    if record_of(store).state not in {WaveState.CLOSED, WaveState.FROZEN}:
        raise NotNow("the wave is not closed; pictures are made after the audit")
    survey = survey_in(store)
    of_wave = {audit.alliance.id: audit for audit in audits if audit.wave.id == survey.wave}
    if missing := [alliance.id for alliance in survey.alliances if alliance.id not in of_wave]:
        raise NotNow(f"there is no audit of wave {survey.wave} of: {', '.join(missing)}")
    with store.reading() as connection:
        rows = connection.execute(
            select(RESPONDENT.c.id, RESPONDENT.c.language, SUBMISSION.c.body).join(
                SUBMISSION, SUBMISSION.c.id == RESPONDENT.c.submission
            )
        ).all()
        asked = set(connection.execute(select(RESPONDENT.c.id)).scalars())
    joined = joined_people(store)
    answered, asked = {row.id for row in rows} | joined, asked | joined
    return {
        row.id: _view(survey, row.id, row.language, json.loads(row.body), of_wave, (len(answered), len(asked)))
        for row in rows
    }


def _view(
    survey: Survey,
    person: str,
    chosen: str,
    body: Mapping[str, Any],
    audits: Mapping[str, Audit],
    counts: tuple[int, int],
) -> OwnView:
    code = chosen if chosen in survey.languages else survey.person[person].language or survey.languages[0]
    words, pages = words_in(code), body["pages"]
    sections: list[OwnSection] = []
    for alliance in survey.alliances_of(person):
        sections.append(_ties(survey, alliance, person, pages, code))
        place = next((entry for entry in audits[alliance.id].people if entry.id == person), None)
        named = sum(len(choice_of(page).chosen) for key, page in pages.items() if _is_of(key, alliance))
        least = int(survey.limits["min_n"])
        told = [words["own_too_few"].replace("{n}", str(least))] if named < least else list(_place(place, words))
        sections.append(OwnSection(title=words["own_place"].replace("{alliance}", alliance.name), lines=tuple(told)))
    answered, asked = counts
    said = counted(words, "own_told_body", answered).replace("{k}", str(asked))
    notice = survey.notice_for(person, code)
    handed = notice[-3:] if survey.handover else ()
    lines = (said, *notice[1:3], *handed, *((words["own_not_named"],) if body.get("opt_out") else ()))
    return OwnView(sections=(*sections, OwnSection(title=words["own_told"], lines=lines)))


def _is_of(key: str, alliance: AskedAlliance) -> bool:
    part, about, *_ = key.split("\t")
    return part == PageKind.PEOPLE and about == alliance.id


def _place(person: Participant | None, words: Mapping[str, str]) -> Iterator[str]:
    told = {
        ParticipantRole.CORE: "own_core",
        ParticipantRole.PERIPHERAL: "own_peripheral",
        ParticipantRole.ISOLATE: "own_isolate",
    }
    known = told.get(person.role) if person else None
    yield words[known or "own_unknown"]
    if person is not None and person.spanner:
        yield words["own_spanner"]
        yield words["own_breaks"]
    if known:
        yield words["own_how"]


def _ties(survey: Survey, alliance: AskedAlliance, person: str, pages: Mapping[str, Body], language: str) -> OwnSection:
    """Own answers about each person chosen, by firm and the strongest first; the first questions side by side."""
    words, items = words_in(language), list[Item]()
    found = list[tuple[str, float, str, tuple[str, ...]]]()
    for step in steps_of(survey, person, pages):
        if step.part is PageKind.ABOUT and step.alliance == alliance.id and not step.alter.startswith("+"):
            items = items or list(step.items[:_MOST_COLUMNS])
            answers = pages.get(step.key, {}).get("answers", {})
            there = survey.person[step.alter]
            strength = sum(_value(item, answers.get(item.id)) for item in items)
            said = tuple(_said(item, answers.get(item.id), language) for item in items)
            found.append((survey.firms.get(there.organisation, ""), -strength, there.name, said))
    found.sort(key=lambda tie: (*tie[:2], tie[2].casefold()))
    firms = Counter(firm for firm, *_ in found)
    told = ", ".join(
        words["own_at"].replace("{n}", str(count)).replace("{firm}", firm) for firm, count in sorted(firms.items())
    )
    named = counted(words, "own_named", len(found)).replace("{firms}", told) if found else words["own_named_nobody"]
    heads = (item.text[language].replace("{alliance}", alliance.name) for item in items)
    return OwnSection(
        title=words["own_ties"].replace("{alliance}", alliance.name),
        lines=(named, words["own_ties_body"]),
        heads=(words["own_person"], words["own_firm"], *heads),
        rows=tuple((name, firm, *said) for firm, _, name, said in found),
    )


def _value(item: Item, answer: Any) -> float:
    point = item.scale.point_of(answer) if item.scale and isinstance(answer, str) else None
    return float(point.value or 0) if point else 0.0


def _said(item: Item, answer: Any, language: str) -> str:
    point = item.scale.point_of(answer) if item.scale and isinstance(answer, str) else None
    return step_in_words(item.scale, point, language) if item.scale and point else "–"
