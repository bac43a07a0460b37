"""Sentences that are written into audits and reviews, in English, and said again in the reader's language.

An audit is a document: its sentences are English, whoever reads it. `stored` makes such a sentence and lets its
pattern be collected; `retold_in` finds the pattern a sentence was made by, and fills the translation with what
stood in its gaps. What a gap holds is told by the end of its name: `_said` is a sentence of the same kind,
`_words` words joined by commas, `_pair` two names joined by "and"; anything else is a name or a number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter
from typing import Any

from alliancenet.language.catalogue import Catalogue, key_of
from alliancenet.language.numerals import digits_in

STORED = "stored"
"""Context of these sentences in the catalogues."""
_MOST_KEPT = 20_000  # sentences said again that are kept (our own limit)
_NUMBER = re.compile(r"[+−-]?\d[\d,]*(?:\.\d+)?(?:\s?%)?\Z")


def stored(message: str, **names: Any) -> str:
    """Make a sentence for a file.

    Examples
    --------
    >>> stored("{firm} has no executive sponsor", firm="Fjord")
    'Fjord has no executive sponsor'
    """
    return message.format(**names) if names else message


def stored_n(single: str, several: str, count: int, **names: Any) -> str:
    """Make a sentence for a file that is another for one than for several; `{n}` is the count."""
    return (single if count == 1 else several).format(**{"n": count, **names})


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How one form of a sentence is recognised.

    Parameters
    ----------
    longest : longest text between two gaps; a sentence without it is none of these.
    forms : its translation.
    has_plural : the translation has a form for one and a form for several.
    """

    expression: re.Pattern[str]
    longest: str
    forms: tuple[str, ...]
    has_plural: bool
    is_single: bool


@cache
def _patterns(catalogue: Catalogue) -> tuple[_Pattern, ...]:
    """Patterns of all stored sentences with gaps, those with most words first."""
    found = [
        _pattern(message, entry.forms, bool(entry.plural), message == entry.message)
        for entry in catalogue.entries
        if entry.context == STORED and all(entry.forms)
        for message in (entry.message, entry.plural)
        if "{" in message
    ]
    return tuple(sorted(found, key=lambda pattern: -len(pattern.expression.pattern)))


def _pattern(message: str, forms: tuple[str, ...], has_plural: bool, is_single: bool) -> _Pattern:
    expression, texts, seen = "", [""], set[str]()
    for text, gap, _, _ in Formatter().parse(message):
        expression += re.escape(text)
        texts.append(text)
        if gap:
            expression += f"(?P={gap})" if gap in seen else f"(?P<{gap}>.+?)"
            seen.add(gap)
    return _Pattern(re.compile(expression, re.DOTALL), max(texts, key=len), forms, has_plural, is_single)


@lru_cache(maxsize=_MOST_KEPT)
def retold_in(catalogue: Catalogue, text: str) -> str | None:
    """Say a stored sentence again; None where no pattern fits, or a part of it cannot be said."""
    exact = catalogue.forms.get(key_of(STORED, text))
    if exact is not None:
        return exact[0]
    for pattern in _patterns(catalogue):
        found = pattern.expression.fullmatch(text) if pattern.longest in text else None
        if found is not None and (told := _filled(catalogue, pattern, found.groupdict())) is not None:
            return told
    return None


def _filled(catalogue: Catalogue, pattern: _Pattern, gaps: dict[str, str]) -> str | None:
    told = dict(_told(catalogue, gaps))
    if len(told) < len(gaps):
        return None
    is_one = pattern.is_single if pattern.has_plural else True
    return pattern.forms[0 if is_one else 1].format(**told)


def _told(catalogue: Catalogue, gaps: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What stands in each gap, in the other language; nothing for a gap that cannot be said."""
    for name, held in gaps.items():
        if name.endswith("_said"):
            if (said := retold_in(catalogue, held)) is not None:
                yield name, said
        elif name.endswith("_words"):
            words = [retold_in(catalogue, word) for word in held.split(", ")]
            known = [word for word in words if word is not None]
            if len(known) == len(words):
                yield name, ", ".join(known)
        elif name.endswith("_pair"):
            first, _, second = held.partition(" and ")
            both = catalogue.forms.get("{first} and {last}", ("{first} and {last}",))[0]
            yield name, both.format(first=first, last=second) if second else held
        else:
            yield name, digits_in(catalogue.language, held) if _NUMBER.match(held) else held
