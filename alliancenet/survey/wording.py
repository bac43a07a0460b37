"""Comparing what was asked with what the instrument says."""

import re
from collections.abc import Iterable
from functools import lru_cache

from alliancenet.model.instrument import Item

_TAG = re.compile(r"<[^<>]{1,80}>|&nbsp;")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_PIPED = re.compile(r"\$\{[^{}]*\}")
_NOT_WORD = re.compile(r"[^\w]+")
_OPEN = "￼"


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Words of a text, lower case, single spaces, no punctuation or tags."""
    return _NOT_WORD.sub(" ", _TAG.sub(" ", text).casefold()).strip()


@lru_cache(maxsize=5_000)
def _pattern(wording: str) -> re.Pattern[str]:
    parts = [plain(part) for part in _PLACEHOLDER.split(wording)]
    return re.compile(r" ?.{1,120}? ?".join(re.escape(part) for part in parts))


def says_the_same(asked: str, wording: str) -> bool:
    """True when only case, punctuation and what stands in `{alliance}` differ."""
    return _pattern(wording).fullmatch(plain(_PIPED.sub(_OPEN + "x", asked))) is not None


def is_worded_as(asked: str, item: Item) -> bool:
    """True when the question is the item's, in any of its languages."""
    return any(says_the_same(asked, wording) for wording in item.text.values())


def nearest_items(asked: str, items: Iterable[Item], least: float) -> list[tuple[float, Item]]:
    """Items that read alike, best first, with their likeness 0-100 (Levenshtein, by rapidfuzz).

    Parameters
    ----------
    asked : a question as the export words it.
    least : items less alike are left out.
    """
    from rapidfuzz import fuzz

    question = plain(asked)
    found = [
        (max(fuzz.ratio(question, plain(_PLACEHOLDER.sub("", text))) for text in item.text.values()), item)
        for item in items
    ]
    return sorted((pair for pair in found if pair[0] >= least), key=lambda pair: (-pair[0], pair[1].id))
