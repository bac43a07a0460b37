"""Columns of an export that say who answered, and who agreed to take part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from alliancenet.survey.readers.export import Export

_ASKS = ("consent", "take part", "taking part", "participat", "einwillig", "einverstanden", "teilnahme", "teilnehmen")
_NO = ("no", "not", "don't", "decline", "refuse", "nein", "nicht", "kein", "keine", "lehne", "0", "2", "false", "n")
_MOST_ANSWERS = 3

REFUSED = "left out: did not agree to take part"
UNASKED = "left out: the question for consent is blank"
WITHDRAWN = "left out: did not agree to take part in another response"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The question whether somebody agrees to take part.

    Parameters
    ----------
    column : its code, heading or wording.
    agrees : answers that agree; every other answer refuses.
    line : line in the mapping file.
    """

    column: str
    agrees: tuple[str, ...]
    line: int | None = None


def agreed(export: Export, consent: Consent) -> list[bool | None]:
    """Whether each respondent agreed; None where the question is blank."""
    yes = {_key(word) for word in consent.agrees}
    said = [export.column(at) for at in export.named(consent.column)]
    words = [next((column[at] for column in said if at in column), None) for at in range(len(export.respondents))]
    return [None if word is None else _key(word) in yes for word in words]


def why_left_out(export: Export, consent: Consent | None) -> list[str]:
    """Why each response is left out for want of consent, or ""."""
    if consent is None:
        return [""] * len(export.respondents)
    return [{True: "", False: REFUSED, None: UNASKED}[agrees] for agrees in agreed(export, consent)]


def consent_asked(export: Export, names: Iterable[str], words: Callable[[int], set[str]]) -> Consent | None:
    """The column, of these, that looks like the question for consent.

    Parameters
    ----------
    names : of columns that stand for no item.
    words : distinct answers of a column.

    Notes
    -----
    Its heading or wording speaks of taking part, and it has at most three different answers. An
    answer agrees unless it holds a word that denies.
    """
    wanted = set(names)
    for at, question in enumerate(export.questions):
        asks = f"{question.heading} {question.text}".casefold()
        answers = sorted(words(at))
        if question.name in wanted and any(word in asks for word in _ASKS) and 0 < len(answers) <= _MOST_ANSWERS:
            yes = tuple(word for word in answers if not set(_key(word).replace(",", " ").split()) & set(_NO))
            return Consent(column=question.name, agrees=yes)
    return None


def who_answered(
    export: Export, names: Iterable[str], words: Callable[[int], set[str]], is_known: Callable[[str], bool]
) -> tuple[str, str] | None:
    """What the column, of these, tells of who answered (`id` or `address`), and its name."""
    for name in names:
        said = set().union(*(words(at) for at, one in enumerate(export.questions) if one.name == name))
        if 2 * sum(map(is_known, said)) > len(said):
            return ("address" if any("@" in word for word in said) else "id"), name
    return None


def withdrawn(responses: Iterable[tuple[int, str]]) -> frozenset[int]:
    """People whose last word on taking part was no.

    Parameters
    ----------
    responses : person (-1 for nobody known) and why the response is left out or "", oldest first.
    """
    last = dict(responses)
    return frozenset(person for person, why in last.items() if person >= 0 and why == REFUSED)


def _key(word: str) -> str:
    return " ".join(word.casefold().split()).strip(" .")
