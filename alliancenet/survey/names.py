"""Names of people: the same name spelt, ordered or accented in another way."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from alliancenet.files.folding import folded

_TITLES = frozenset(
    "dr prof mr mrs ms miss mx sir herr frau mme mlle dipl ing msc bsc mba phd med jr sr ii iii".split()  # noqa: SIM905
)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_APOSTROPHE = re.compile("['’`´]")
_SPLIT = re.compile(r"[^\w]+|_")
INITIAL = 92.0
"""Likeness of a name to the same one with a first name shortened to its letter; own limit."""


same_text = folded
"""A name or id without regard to case, spaces and unseen signs; accents stay."""


@lru_cache(maxsize=50_000)
def name_parts(name: str) -> tuple[str, ...]:
    """Parts of a name, sorted, without accents, titles, and order; ``Müller, Jürgen`` is jurgen, muller."""
    text = _APOSTROPHE.sub("", name.partition("@")[0].casefold()).translate(_LETTERS)
    text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    for pair, letter in _DIGRAPHS:
        text = text.replace(pair, letter)
    return tuple(sorted(part for part in _SPLIT.split(text) if part and part not in _TITLES and not part.isdigit()))


def likeness(first: str, second: str) -> float:
    """How alike two names are, 0-100; 100 when only order, accents, case or titles differ.

    Notes
    -----
    Levenshtein ratio of the sorted parts (rapidfuzz); a first name shortened to its letter counts
    as `INITIAL` when the rest is the same. Names of one part are compared as a whole.
    """
    return max(_alike(left, right) for left in _ways_to_part(first) for right in _ways_to_part(second))


def _ways_to_part(name: str) -> list[tuple[str, ...]]:
    """Parts of a name with a hyphen taken as a space, and as nothing: ``Hans-Peter`` is also ``Hanspeter``."""
    return [name_parts(name), name_parts(name.replace("-", ""))] if "-" in name else [name_parts(name)]


def _alike(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    from rapidfuzz import fuzz

    if not left or not right:
        return 0.0
    if left == right:
        return 100.0
    if _is_shortened(left, right):
        return INITIAL
    return fuzz.ratio(" ".join(left), " ".join(right))


def _is_shortened(left: Sequence[str], right: Sequence[str]) -> bool:
    only_left = [part for part in left if part not in right]
    only_right = [part for part in right if part not in left]
    if len(only_left) != 1 or len(only_right) != 1 or len(left) < 2:
        return False
    short, full = sorted((only_left[0], only_right[0]), key=len)
    return len(short) == 1 and full.startswith(short)


def why_alike(first: str, second: str) -> str:
    """In what two alike names differ, in words for the merge file."""
    left, right = name_parts(first), name_parts(second)
    if same_text(first) == same_text(second):
        return "same name"
    if left == right:
        return "accents, order or titles"
    return "first name shortened" if _is_shortened(left, right) else "spelling"


def likely_pairs(first: Sequence[str], second: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    """Pairs of alike names: position in each list and likeness, best first.

    Notes
    -----
    Cost grows with the product of the lengths; 2,000 × 2,000 names take about two seconds.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    left, right = ([" ".join(name_parts(name)) for name in names] for names in (first, second))
    near = process.cdist(left, right, scorer=fuzz.ratio, score_cutoff=min(least, 50.0), dtype=np.float32)
    found = [(int(i), int(j), likeness(first[i], second[j])) for i, j in np.argwhere(near > 0) if left[i] and right[j]]
    return sorted((pair for pair in found if pair[2] >= least), key=lambda pair: (-pair[2], pair[0], pair[1]))
