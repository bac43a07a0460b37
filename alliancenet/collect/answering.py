"""What came back from a page: every field checked, faults as sentences, anything foreign refused."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alliancenet.collect.steps import Body, ChosenPeople, SurveyPage, key_of_added
from alliancenet.collect.survey import Survey
from alliancenet.errors import AllianceNetError
from alliancenet.model.instrument import AnswerType, Item
from alliancenet.visible import visible

LONGEST_TEXT = 4_000  # letters of an open answer (own limit)
LONGEST_NAME = 120  # letters of a name that was missing (own limit)
_MOST_CHOSEN = 2_000
Fields = Mapping[str, Sequence[str]]
"""What a form sent: every value of every field."""


class Foreign(AllianceNetError):
    """A form that no page of this survey sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something to correct on a page.

    Parameters
    ----------
    field : item, or "added" for a missing name.
    phrase : name of the sentence, see `phrases.yaml`.
    number : a number the sentence speaks of.
    """

    field: str
    phrase: str
    number: int = 0


def read_page(survey: Survey, step: SurveyPage, fields: Fields) -> tuple[Body, tuple[Fault, ...]]:
    """Answers of a page of questions; what has a fault is left open.

    Raises
    ------
    Foreign
        For a field or an answer the page does not hold.
    """
    known = {name for item in step.items for name in (item.id, *(f"{item.id}--{extra}" for extra in item.fields))}
    if strange := sorted(set(fields) - known):
        raise Foreign(f"a field that is not on the page: {strange[0][:60]}")
    answers: dict[str, Any] = {}
    faults: list[Fault] = []
    for item in step.items:
        answer, fault = _answer(survey, step, item, fields.get(item.id, ()))
        if fault:
            faults.append(fault)
        if answer not in (None, "", []):
            answers[item.id] = answer
        for extra in item.fields:
            if text := cleaned(_single(fields.get(f"{item.id}--{extra}", ())), LONGEST_TEXT):
                answers[f"{item.id}_{extra}"] = text
    return {"answers": answers}, tuple(faults)


def _answer(survey: Survey, step: SurveyPage, item: Item, sent: Sequence[str]) -> tuple[Any, Fault | None]:
    if item.answer is AnswerType.PICK:
        return _picked(survey, step, item, sent)
    text = _single(sent)
    if item.answer is AnswerType.SCALE and item.scale is not None:
        if text and item.scale.point_of(text) is None and text not in item.allow:
            raise Foreign(f"an answer {item.id} does not have")
        return text, None
    if item.answer is AnswerType.NUMBER:
        return _number(item, text)
    if item.answer is AnswerType.DATE:
        return _day(item, text)
    return cleaned(text, LONGEST_TEXT), None


def _picked(survey: Survey, step: SurveyPage, item: Item, sent: Sequence[str]) -> tuple[list[str], Fault | None]:
    goals = survey.alliance[step.alliance].goals
    places = [text for text in sent if text]
    if any(not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= len(goals) for text in places):
        raise Foreign(f"a goal {item.id} does not have")
    picked = list(dict.fromkeys(goals[int(text) - 1] for text in places))
    if len(picked) > item.pick:
        return picked[: item.pick], Fault(field=item.id, phrase="too_many", number=item.pick)
    return picked, None


def _number(item: Item, text: str) -> tuple[str, Fault | None]:
    text = text.strip().replace(",", ".")
    try:
        is_good = not text or (math.isfinite(float(text)) and float(text) >= 0 and len(text) <= 20)
    except ValueError:
        is_good = False
    return (text, None) if is_good else ("", Fault(field=item.id, phrase="no_number"))


def _day(item: Item, text: str) -> tuple[str, Fault | None]:
    try:
        return (date.fromisoformat(text).isoformat() if text else ""), None
    except ValueError:
        return "", Fault(field=item.id, phrase="no_date")


def read_choice(
    listed: Sequence[str], shown: Sequence[str], before: ChosenPeople, most_added: int, fields: Fields
) -> tuple[ChosenPeople, tuple[Fault, ...]]:
    """Whom somebody works with, from a page that showed some of the list.

    Parameters
    ----------
    listed : ids of everybody who can be chosen, in the order of the page's numbers.
    shown : ids that were on the page: whoever is not among them stays as before.
    most_added : names a person may add.

    Raises
    ------
    Foreign
        For somebody who is not on the list.
    """
    ticked = _ticked(listed, fields.get("person", ()))
    chosen = [other for other in listed if (other in ticked if other in shown else other in before.chosen)]
    added, faults = [], []
    dropped = fields.get("drop", ())
    kept = [pair for pair in before.added if key_of_added(*pair) not in dropped]
    for name, firm in zip(fields.get("name", ()), fields.get("organisation", ()), strict=False):
        pair = (cleaned(name, LONGEST_NAME), cleaned(firm, LONGEST_NAME))
        if pair[0] and pair not in kept and pair not in added:
            added.append(pair)
    everyone = [*kept, *added]
    if len(everyone) > most_added:
        faults.append(Fault(field="added", phrase="too_many_names", number=most_added))
        everyone = everyone[:most_added]
    return ChosenPeople(chosen=tuple(chosen), added=tuple(everyone)), tuple(faults)


def _ticked(listed: Sequence[str], sent: Sequence[str]) -> set[str]:
    if len(sent) > _MOST_CHOSEN or any(not text.isascii() or not text.isdigit() for text in sent):
        raise Foreign("somebody who is not on the list")
    places = {int(text[:6]) for text in sent}
    if any(not 1 <= place <= len(listed) for place in places):
        raise Foreign("somebody who is not on the list")
    return {listed[place - 1] for place in places}


def _single(sent: Sequence[str]) -> str:
    if len(sent) > 1:
        raise Foreign("two answers to one question")
    return sent[0] if sent else ""


_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def cleaned(text: str, most: int) -> str:
    """Text without what steers a terminal, a page's direction or a table; at most so many letters."""
    text = _BREAKS.sub("\n", text)
    return "".join(letter for letter in visible(text) if unicodedata.category(letter) != "Co").strip()[:most]
