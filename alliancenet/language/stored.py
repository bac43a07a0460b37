"""Sentences that are written into audits and reviews, in English, and said again in the reader's language.

An audit is a document: its sentences are English, whoever reads it. `stored` makes such a sentence and lets its
pattern be collected; `retold_in` finds the pattern a sentence was made by, and fills the translation with what
stood in its gaps. What a gap holds is told by the end of its name: `_said` is a sentence of the same kind,
`_word` a word of them, `_words` several joined by commas, `_lines` several joined by semicolons, `_list` several
of which the last is joined by "and", `_pair` two names joined by "and", `_text` the project's own words, `_code` an
identifier, `_day` a day as 2026-04-24, `_date` one as 24 April 2026, `_amount` an amount of money as
62.9 k EUR, `_span` one period or two joined by "to"; a gap of `NAMES` holds a name, and every other a number.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from string import Formatter
from typing import Any

from alliancenet.language.catalogue import Catalogue, key_of
from alliancenet.language.numerals import amount_in, day_in, digits_in, short_day_in

STORED = "stored"
"""Context of these sentences in the catalogues."""
_MOST_KEPT = 20_000  # sentences said again that are kept (our own limit)
_MARKS = {"said": "", "word": "", "words": ", ", "lines": "; "}
_MOST_JOINED = 12  # reasons joined in one (our own limit)
NAMES = frozenset({"firm", "other", "lower", "higher", "functions", "elements", "goal", "first", "second"})
_HELD = {
    "code": r"[\w.|-]+",
    "day": r"\d{4}-\d\d-\d\d",
    "amount": r"[−-]?\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?(?: (?:k|M|bn))? [A-Z]{3}",
    "date": r"\d{1,2} [A-Z][a-z]+ \d{4}",
    "span": r"[^\s;:()]+(?: to [^\s;:()]+)?",
}
_NUMBER = r"[+−-]?\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?(?:\s?%)?"


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
    size : letters outside the gaps; of two patterns that fit, the one with more is meant.
    forms : its translation.
    has_plural : the translation has a form for one and a form for several.
    """

    expression: re.Pattern[str]
    longest: str
    size: int
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
    return tuple(sorted(found, key=lambda pattern: -pattern.size))


def _pattern(message: str, forms: tuple[str, ...], has_plural: bool, is_single: bool) -> _Pattern:
    expression, texts, seen = "", [""], set[str]()
    for text, gap, _, _ in Formatter().parse(message):
        expression += re.escape(text)
        texts.append(text)
        if gap:
            expression += f"(?P={gap})" if gap in seen else f"(?P<{gap}>{_held_by(gap)})"
            seen.add(gap)
    return _Pattern(
        expression=re.compile(expression, re.DOTALL),
        longest=max(texts, key=len),
        size=sum(map(len, texts)),
        forms=forms,
        has_plural=has_plural,
        is_single=is_single,
    )


def _kind(gap: str) -> str:
    """What a gap holds, by the end of its name; "" for a name or a number."""
    kind = gap.rpartition("_")[2] if "_" in gap else ""
    return kind if kind in {*_MARKS, "list", "pair", "text", "code", "day", "amount", "span", "date"} else ""


def _held_by(gap: str) -> str:
    """Expression of what may stand in a gap: what goes on after a colon or semicolon is no name."""
    if _kind(gap):
        return _HELD.get(_kind(gap), ".+?")
    return "(?:(?!;|: ).)+?" if gap in NAMES else _NUMBER


@lru_cache(maxsize=_MOST_KEPT)
def retold_in(catalogue: Catalogue, text: str) -> str | None:
    """Say a stored sentence again; None where no pattern fits, or a part of it cannot be said."""
    for spelt in (text, text[:1].upper() + text[1:]):  # a title that goes on after a colon has a small letter
        if (exact := catalogue.forms.get(key_of(STORED, spelt))) is not None:
            return exact[0]
    return next(filter(None, (*_by_pattern(catalogue, text), *_in_halves(catalogue, text))), None)


def _by_pattern(catalogue: Catalogue, text: str) -> Iterator[str]:
    for pattern in _patterns(catalogue):
        found = pattern.expression.fullmatch(text) if pattern.longest in text else None
        if found is not None and (told := _filled(catalogue, pattern, found.groupdict())) is not None:
            yield told
            return


def _in_halves(catalogue: Catalogue, text: str) -> Iterator[str]:
    """Reasons joined by semicolons, which may hold semicolons themselves."""
    places = [found.start() for found in re.finditer("; ", text)]
    for place in places if len(places) <= _MOST_JOINED else ():
        halves = (retold_in(catalogue, text[:place]), retold_in(catalogue, text[place + 2 :]))
        if None not in halves:
            yield "; ".join(map(str, halves))
            return


def _filled(catalogue: Catalogue, pattern: _Pattern, gaps: dict[str, str]) -> str | None:
    told = dict(_told(catalogue, gaps))
    if len(told) < len(gaps):
        return None
    is_one = pattern.is_single if pattern.has_plural else True
    return pattern.forms[0 if is_one else 1].format(**told)


def _told(catalogue: Catalogue, gaps: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What stands in each gap, in the other language; nothing for a gap that cannot be said."""
    for name, held in gaps.items():
        kind = _kind(name)
        if kind in _MARKS:
            mark = _MARKS[kind]
            parts = [retold_in(catalogue, part) for part in held.split(mark)] if mark and mark in held else [None]
            known = [part for part in parts if part is not None]
            if kind == "lines" and len(known) == len(parts):  # an "and" may join no more than what stands in one line
                yield name, mark.join(known)
            elif (said := retold_in(catalogue, held)) is not None:
                yield name, said
            elif len(known) == len(parts):
                yield name, mark.join(known)
        elif kind == "code":
            yield name, next(iter(catalogue.forms.get(key_of(STORED, held), ())), held)
        elif kind in _WRITTEN:
            yield name, _WRITTEN[kind](catalogue, held)
        elif kind == "list":
            parts = [retold_in(catalogue, part) for part in re.split(", | and ", held)]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                yield name, _and(catalogue, *(filter(None, (", ".join(known[:-1]), known[-1]))))
        else:
            yield name, held if kind or name in NAMES else digits_in(catalogue.language, held)


def _span(catalogue: Catalogue, first: str, last: str = "") -> str:
    """One period, or two joined by "to" in a language."""
    both = catalogue.forms.get("{low} to {high}", ("{low} to {high}",))[0]
    return both.format(low=first, high=last) if last else first


def _and(catalogue: Catalogue, first: str, last: str = "") -> str:
    """Two names joined by "and" in a language."""
    both = catalogue.forms.get("{first} and {last}", ("{first} and {last}",))[0]
    return both.format(first=first, last=last) if last else first


_WRITTEN: Mapping[str, Callable[[Catalogue, str], str]] = {
    "day": lambda catalogue, held: short_day_in(catalogue.language, date.fromisoformat(held)),
    "date": lambda catalogue, held: day_in(catalogue.language, datetime.strptime(held, "%d %B %Y").date()),
    "amount": lambda catalogue, held: amount_in(catalogue.language, held),
    "span": lambda catalogue, held: _span(catalogue, *held.split(" to ", 1)),
    "pair": lambda catalogue, held: _and(catalogue, *held.split(" and ", 1)),
}
"""Gaps whose content is written another way in another language."""
