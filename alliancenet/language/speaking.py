"""Saying sentences in the language of whoever reads.

A page is made inside ``with speaking("de") as speaker``; outside, and in English, every sentence is what stands
in the code; `retold` alone sets percentages the one way a page writes them. What the catalogue does not have is
said in English and remembered in `speaker.missing`, so that whoever makes a page can refuse to show one that mixes
languages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from alliancenet.language.catalogue import ENGLISH, Catalogue, catalogue_in, key_of
from alliancenet.language.numerals import percents
from alliancenet.language.stored import retold_in


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks another language than English, and which sentences were missing."""

    catalogue: Catalogue
    missing: set[str] = field(default_factory=set)

    def text(self, message: str, context: str) -> str:
        """The only form of a sentence."""
        found = self.catalogue.forms.get(key_of(context, message))
        if found is None:
            self.missing.add(message)
            return message
        return found[0]

    def form(self, single: str, several: str, count: int, context: str) -> str:
        """The form of a sentence for a count."""
        found = self.catalogue.forms.get(key_of(context, single))
        if found is None or len(found) < 2:
            self.missing.add(single)
            return single if count == 1 else several
        return found[0 if count == 1 else 1]


_SPEAKER: ContextVar[Speaker | None] = ContextVar("speaker", default=None)


@contextmanager
def speaking(tongue: str | Catalogue) -> Iterator[Speaker | None]:
    """Have everything said inside in a language; None is yielded for English.

    Parameters
    ----------
    tongue : code of a language, or a catalogue.
    """
    speaker = None if tongue == ENGLISH else Speaker(catalogue_in(tongue) if isinstance(tongue, str) else tongue)
    token = _SPEAKER.set(speaker)
    try:
        yield speaker
    finally:
        _SPEAKER.reset(token)


def language() -> str:
    """Code of the language that is spoken."""
    speaker = _SPEAKER.get()
    return ENGLISH if speaker is None else speaker.catalogue.language


def is_english() -> bool:
    """Sentences are said as they stand in the code."""
    return _SPEAKER.get() is None


def say(message: str, *, context: str = "", **names: Any) -> str:
    """Say a sentence.

    Parameters
    ----------
    message : in English, with named placeholders; a literal, or from what was `marked`.
    context : tells sentences apart that are spelt alike in English.
    names : what stands in place of the placeholders, numbers and days as they are read.

    Examples
    --------
    >>> say("of {count}", count=3)
    'of 3'
    """
    speaker = _SPEAKER.get()
    text = message if speaker is None else speaker.text(message, context)
    return text.format(**names) if names else text


def own_or_said(text: str, *, context: str = "") -> str:
    """Say what may be a sentence of ours or the project's own words; those stay as they are."""
    speaker = _SPEAKER.get()
    found = None if speaker is None else speaker.catalogue.forms.get(key_of(context, text))
    return text if found is None else found[0]


def own_or_retold(text: str) -> str:
    """Say again what may have been put into a file by us or be the project's own words; those stay as they are."""
    speaker = _SPEAKER.get()
    found = retold_in(speaker.catalogue, text) if speaker and text else None
    return text if found is None else found


def say_n(single: str, several: str, count: int, *, context: str = "", **names: Any) -> str:
    """Say a sentence that is another for one than for several; `{n}` is the count unless a name says otherwise.

    Examples
    --------
    >>> say_n("{n} finding", "{n} findings", 1)
    '1 finding'
    """
    speaker = _SPEAKER.get()
    english = single if count == 1 else several
    text = english if speaker is None else speaker.form(single, several, count, context)
    return text.format(**{"n": count, **names})


def say_html(message: str, *, context: str = "", **names: Any) -> Markup:
    """Say a sentence with links or bold words in it: names that are markup stay it, everything else is escaped."""
    return escape(say(message, context=context)).format(**names)


def marked(message: str, *, context: str = "") -> str:  # noqa: ARG001 - read by whoever collects sentences
    """Mark a sentence that is kept in a table and said later."""
    return message


def retold(text: str) -> str:
    """Say in the reader's language what was put in English into an audit or a review."""
    speaker = _SPEAKER.get()
    if speaker is None or not text:
        return percents(text) if text else text
    found = retold_in(speaker.catalogue, text)
    if found is None:
        speaker.missing.add(text)
        return text
    return found
