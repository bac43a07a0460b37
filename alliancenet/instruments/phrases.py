"""Words of the forms that belong to no single instrument, per language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.fields import read_fields
from alliancenet.model.instrument import Instrument, Texts

FILE = Path(__file__).with_name("phrases.yaml")
PLACEHOLDERS = ("k", "n", "months", "minutes", "roles")


@cache
def shipped_phrases() -> Mapping[str, Texts]:
    """Every phrase, by name, in the languages that are shipped."""
    phrases: Mapping[str, Texts] = read_fields(FILE).value
    return phrases


def shipped_phrases_in(language: str) -> dict[str, str]:
    """Every shipped phrase in one language, or in English where it has none."""
    return {name: texts.get(language) or texts["en"] for name, texts in shipped_phrases().items()}


def phrases_in(language: str, instrument: Instrument) -> dict[str, str]:
    """All phrases in one language; those of the instrument go first.

    Parameters
    ----------
    language : a language of the instrument.
    instrument : may bring phrases for languages that are not shipped.

    Raises
    ------
    InputError
        When phrases are missing in this language: a form never mixes languages.
    """
    own = instrument.phrases or {}
    shipped = shipped_phrases()
    found = {name: own.get(name, {}).get(language) or texts.get(language) for name, texts in shipped.items()}
    problems = [_missing(name, shipped[name]["en"], language, instrument) for name, text in found.items() if not text]
    if problems:
        raise InputError(problems)
    return {name: text for name, text in found.items() if text}


def _missing(name: str, english: str, language: str, instrument: Instrument) -> Problem:
    return Problem(
        file=f"{instrument.id}.yaml",
        key=f"phrases.{name}",
        found=f"the form has no words in '{language}'",
        needed=f"a translation of '{english}' is needed",
        action=f"add `{name}: {{{language}: …}}` under `phrases:`",
    )
