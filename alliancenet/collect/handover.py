"""What one side hands over to the other: the answers of a closed wave, and what the people were promised."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from alliancenet.collect.answering import LONGEST_TEXT, cleaned
from alliancenet.collect.sealing import NotOpened
from alliancenet.collect.sent import sent_answers
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey
from alliancenet.collect.wave import NotNow, survey_in
from alliancenet.model.instrument import AnswerType, ExtraField, Mode

FORMAT = "alliancenet-handover/1"
_LONGEST_ID, _LONGEST_NAME = 200, 320
Row = tuple[str, str, str, str, str, str]
"""Alliance, respondent, item, alter, value, evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """Somebody on the other side's roster.

    Parameters
    ----------
    organisation, firm : id and name of the firm, as they are called there.
    name, address : "" where the sender's people were told that they stay there.
    """

    id: str
    organisation: str
    firm: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A wave of the other side.

    Parameters
    ----------
    sender : mark of the project it was collected in.
    mode, min_n : what people were promised: who sees names, and the smallest group told of.
    questions : digest of each instrument.
    asked : ids of those who were asked.
    not_named : ids of those who do not want to appear by name.
    with_texts : what people wrote in their own words is there.
    """

    sender: str
    wave: str
    mode: Mode
    min_n: int
    questions: Mapping[str, str]
    people: tuple[Stranger, ...]
    asked: tuple[str, ...]
    not_named: tuple[str, ...]
    with_texts: bool
    rows: tuple[Row, ...]

    @property
    def answered(self) -> frozenset[str]:
        """Ids of those who answered."""
        return frozenset(row[1] for row in self.rows)


def digests_of(survey: Survey) -> dict[str, str]:
    """Digest of each instrument, so that other questions are told apart."""
    return {name: hashlib.sha256(source.encode()).hexdigest() for name, source in survey.sources.items()}


def handover_of(store: WaveStore) -> Handover:
    """The answers of a closed wave, as far as its people were told that they are handed over.

    Raises
    ------
    NotNow
        When the wave still takes answers, or nobody was told of a hand-over.
    """
    survey = survey_in(store)
    if not survey.handover:
        raise NotNow(
            "people were not told that their answers are handed over, so they are not: name the reader under"
            " `handover:` in collect.yaml before the next wave is opened"
        )
    own = sent_answers(store)
    names, texts = bool(survey.handover["names"]), bool(survey.handover["texts"])
    spoken = frozenset() if texts else text_items(survey)
    return Handover(
        sender=survey.project,
        wave=survey.wave,
        mode=Mode(survey.mode),
        min_n=int(survey.limits["min_n"]),
        questions=digests_of(survey),
        people=tuple(
            Stranger(
                id=person.id,
                organisation=person.organisation,
                firm=survey.firms.get(person.organisation, ""),
                name=person.name if names else "",
                address=person.address if names else "",
            )
            for person in survey.people
            if not person.is_gone
        ),
        asked=tuple(person.id for person in survey.people if survey.is_asked(person.id)),
        not_named=own.opted_out,
        with_texts=texts,
        rows=tuple(
            (alliance, respondent, item, alter, value, evidence if texts else "")
            for _, alliance, respondent, item, alter, value, evidence in own.rows
            if item not in spoken
        ),
    )


def text_items(survey: Survey) -> frozenset[str]:
    """Items that are answered in somebody's own words, and the words asked beside others."""
    return frozenset(_texts(survey))


def _texts(survey: Survey) -> Iterator[str]:
    for instrument in survey.instruments:
        for item in instrument.items:
            if item.answer is AnswerType.TEXT:
                yield item.id
            yield from (f"{item.id}_{extra}" for extra in item.fields if extra != ExtraField.EVIDENCE)


def document_of(handover: Handover) -> str:
    """A hand-over as JSON."""
    return json.dumps({"format": FORMAT, **asdict(handover)}, ensure_ascii=False)


def handover_from(text: str | bytes) -> Handover:
    """Read a hand-over; everything in it is what a stranger wrote, and is checked as such.

    Raises
    ------
    NotOpened
        With what is wrong, when it is not of this form.
    """
    try:
        raw = json.loads(text)
        if raw.pop("format") != FORMAT:
            raise NotOpened("the hand-over was made by another version of alliancenet: both sides need the same")
        people = tuple(Stranger(**_of_texts(person)) for person in _list(raw.pop("people")))
        found = Handover(
            sender=_word(raw.pop("sender")),
            wave=_word(raw.pop("wave")),
            mode=Mode(raw.pop("mode")),
            min_n=_whole(raw.pop("min_n")),
            questions=_of_texts(raw.pop("questions")),
            people=people,
            asked=tuple(map(_word, _list(raw.pop("asked")))),
            not_named=tuple(map(_word, _list(raw.pop("not_named")))),
            with_texts=_yes_no(raw.pop("with_texts")),
            rows=tuple(map(_row, _list(raw.pop("rows")))),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotOpened(f"what was sealed is no hand-over of a survey ({type(error).__name__})") from None
    _check(found, raw)
    return found


def _check(found: Handover, more: Mapping[str, Any]) -> None:
    ids = [person.id for person in found.people]
    known = set(ids)
    faults = {
        "it names things a hand-over does not hold": bool(more),
        "it does not say which project it came from": not found.sender,
        "somebody stands on its list twice": len(ids) != len(known),
        "somebody without an id stands on its list": "" in known,
        "it holds answers of people who are not on its list": not found.answered <= known,
        "it holds answers of people who were not asked": not found.answered <= set(found.asked),
        "it holds answers about people who are not on its list": not {row[3] for row in found.rows} <= known | {""},
        "it holds two answers to one question": len({row[:4] for row in found.rows}) != len(found.rows),
    }
    said = [fault for fault, is_there in faults.items() if is_there]
    if said:
        raise NotOpened(f"the hand-over is refused: {'; '.join(said)}")


def _row(raw: Any) -> Row:
    alliance, respondent, item, alter, value, evidence = _list(raw)
    ids = (_word(alliance), _word(respondent), _word(item), _word(alter))
    return (*ids, _plain(value), _plain(evidence))


def _word(raw: Any) -> str:
    """An id: one line, not too long."""
    text = _text(raw)
    if len(text) > _LONGEST_ID or not (text.isprintable() or not text):
        raise ValueError
    return text


def _plain(raw: Any) -> str:
    """An answer, without what steers a terminal or a table."""
    text = _text(raw)
    return cleaned(text, LONGEST_TEXT) if text else text


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw


def _of_texts(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise TypeError
    return {_word(key): " ".join(cleaned(_text(value), _LONGEST_NAME).split()) for key, value in raw.items()}


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError
    return raw


def _whole(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 < raw < 10_000:
        raise TypeError
    return raw


def _yes_no(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise TypeError
    return raw
