"""What the people of a wave sent, as rows of a file of answers."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from alliancenet.collect.schema import ADDED, DRAFT, RESPONDENT, SUBMISSION
from alliancenet.collect.steps import (
    Body,
    ChosenPeople,
    PageKind,
    SurveyPage,
    cards_of,
    choice_of,
    key_of_added,
    steps_of,
)
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey, closing_code, opening_gate
from alliancenet.collect.wave import NotNow, WaveState, record_in, survey_in
from alliancenet.files.safe_cell import safe_cell
from alliancenet.model.instrument import Instrument, Item, Kind

PICKS = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAnswers:
    """Answers of a closed wave, and what was left out.

    Parameters
    ----------
    rows : wave, alliance, respondent, item, alter, value, evidence.
    answered, asked : people.
    unsent : people who began and did not send; nothing of theirs is used.
    undecided : people who were named as missing, whom nobody looked at; with how often.
    opted_out : people who do not want to appear by name.
    """

    rows: tuple[tuple[str, ...], ...]
    answered: int
    asked: int
    unsent: int
    undecided: tuple[tuple[str, str, int], ...]
    opted_out: tuple[str, ...]


def sent_answers(store: WaveStore) -> SentAnswers:
    """Everything that was sent, as rows.

    Raises
    ------
    NotNow
        When the wave still takes answers.
    """
    survey = survey_in(store)
    with store.reading() as connection:
        if record_in(connection).state in {WaveState.DRAFT, WaveState.OPEN}:
            raise NotNow("the wave is not closed; answers are read once it is")
        query = select(SUBMISSION.c.respondent, SUBMISSION.c.body).where(SUBMISSION.c.body.is_not(None))
        sent = {row.respondent: json.loads(row.body) for row in connection.execute(query)}
        asked = len(connection.execute(select(RESPONDENT.c.id)).all())
        began = {row.respondent for row in connection.execute(select(DRAFT.c.respondent).distinct())}
        decided = {(row.name, row.organisation): row.person for row in connection.execute(select(ADDED))}
    rows: list[tuple[str, ...]] = []
    undecided: Counter[tuple[str, str]] = Counter()
    for person in sorted(sent):
        told = _Told(survey, person, sent[person]["pages"], decided)
        rows += told.rows()
        undecided.update(told.undecided)
    return SentAnswers(
        rows=tuple(rows),
        answered=len(sent),
        asked=asked,
        unsent=len(began - sent.keys()),
        undecided=tuple((*pair, count) for pair, count in sorted(undecided.items())),
        opted_out=tuple(sorted(person for person, body in sent.items() if body.get("opt_out"))),
    )


class _Told:
    """What one person sent, as rows."""

    def __init__(
        self, survey: Survey, person: str, pages: Mapping[str, Body], decided: Mapping[tuple[str, str], str | None]
    ) -> None:
        self.survey, self.person, self.pages, self.decided = survey, person, pages, decided
        self.undecided: list[tuple[str, str]] = []
        self._once: dict[tuple[str, str], Any] = {}
        self._said: set[tuple[str, str, str]] = set()

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Wave, alliance, respondent, item, alter, value, evidence."""
        for step in steps_of(self.survey, self.person, self.pages):
            if step.part is PageKind.PEOPLE:
                yield from self._chosen(step)
            elif step.key in self.pages:
                yield from self._answers(step)
        yield from self._said_once()

    def _chosen(self, step: SurveyPage) -> Iterator[tuple[str, ...]]:
        """Yes for everybody who was chosen, no for the others; nothing where the page was never saved."""
        gate = opening_gate(self.survey.instrument(step.instrument))
        if gate is None or step.key not in self.pages:
            return
        item, code = gate
        choice = choice_of(self.pages[step.key])
        chosen = {*choice.chosen, *filter(None, (self._person_of(step, pair) for pair in choice.added))}
        for other in self.survey.alliance[step.alliance].people:
            if other != self.person:
                yield self._row(step.alliance, item.id, other, code if other in chosen else closing_code(item))

    def _answers(self, step: SurveyPage) -> Iterator[tuple[str, ...]]:
        alter = step.alter
        if alter.startswith("+"):
            alter = self._card_of_added(step) or ""
            if not alter:
                return
        entered = self.pages[step.key]["answers"]
        for item in step.items:
            if item.once:
                self._once[item.id, alter] = entered.get(item.id, "")
            evidence = safe_cell(str(entered.get(f"{item.id}_evidence", "")))
            text = _text(entered.get(item.id, ""))
            yield self._row(step.alliance, item.id, alter, safe_cell(text) if item.scale is None else text, evidence)
            for extra in item.fields:
                if extra != "evidence" and (said := entered.get(f"{item.id}_{extra}")):
                    yield self._row(step.alliance, f"{item.id}_{extra}", alter, safe_cell(str(said)))

    def _card_of_added(self, step: SurveyPage) -> str | None:
        """Person a card is about whose name was missing; None when nobody, or when the person has a card already."""
        choosing = SurveyPage(part=PageKind.PEOPLE, alliance=step.alliance, instrument=step.instrument)
        choice = choice_of(self.pages.get(choosing.key))
        found = self._person_of(step, choice.name_of(step.alter))
        own_card = found is not None and found in choice.chosen
        earlier = found is not None and any(
            self._person_of(step, pair) == found for pair in choice.added[: _place(choice, step.alter)]
        )
        return None if own_card or earlier else found

    def _person_of(self, step: SurveyPage, pair: tuple[str, str]) -> str | None:
        """Who somebody is that was missing on the list, by the facilitator's word."""
        if pair not in self.decided:
            if step.part is PageKind.PEOPLE:
                self.undecided.append(pair)
            return None
        found = self.decided[pair]
        return found if found in self.survey.alliance[step.alliance].people and found != self.person else None

    def _said_once(self) -> Iterator[tuple[str, ...]]:
        """What was asked once about somebody, told for every other alliance both are in."""
        for alliance in self.survey.alliances_of(self.person):
            for instrument in self.survey.asked_of(self.person):
                for item in self._once_items(instrument):
                    for alter in self._chosen_in(alliance.id, instrument):
                        if (item.id, alter) in self._once and (alliance.id, item.id, alter) not in self._said:
                            yield self._row(alliance.id, item.id, alter, _text(self._once[item.id, alter]))

    def _once_items(self, instrument: Instrument) -> Iterator[Item]:
        if instrument.kind is Kind.ROSTER:
            yield from (item for item in cards_of(self.survey, instrument) if item.once)

    def _chosen_in(self, alliance: str, instrument: Instrument) -> tuple[str, ...]:
        choosing = SurveyPage(part=PageKind.PEOPLE, alliance=alliance, instrument=instrument.id)
        return choice_of(self.pages.get(choosing.key)).chosen

    def _row(self, alliance: str, item: str, alter: str, value: str, evidence: str = "") -> tuple[str, ...]:
        self._said.add((alliance, item, alter))
        return (self.survey.wave, alliance, self.person, item, alter, value, evidence)


def _place(choice: ChosenPeople, key: str) -> int:
    return [key_of_added(*pair) for pair in choice.added].index(key)


def _text(answer: Any) -> str:
    return PICKS.join(answer) if isinstance(answer, list) else str(answer)
