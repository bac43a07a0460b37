"""One normal form for comparing texts that people and programs spell in several ways; the original is shown."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_BETWEEN_WORDS = re.compile(r"[\s_\-.]+")


def folded(text: str) -> str:
    """A text without regard to case, spaces, how accents are stored, and signs that cannot be seen.

    Notes
    -----
    Accents themselves stay: Müller is not Muller. Unicode's compatibility form (NFKC) before and
    after folding the case; format characters (zero-width, soft hyphens, marks of direction) are
    removed; runs of spaces are one space.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(mark for mark in plain if unicodedata.category(mark) != "Cf").split())


def column_key(name: str) -> str:
    """A column's name without case and what stands between its words: ``Share of time`` is ``share_of_time``."""
    return _BETWEEN_WORDS.sub("", folded(name))


def spellings(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of different texts that fold together, each group in order of first appearance."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for text in texts:
        groups[folded(text)].setdefault(text)
    return [tuple(group) for group in groups.values() if len(group) > 1]
