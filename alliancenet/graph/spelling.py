"""Names in tables of people and ties, matched in one normal form and shown as they were written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import IntArray
from alliancenet.files.folding import folded

if TYPE_CHECKING:
    import pandas as pd

_Words = NDArray[np.object_]


def places_of(names: "_Words | pd.Series[str]", ids: Sequence[str]) -> IntArray:
    """Place of each name among the ids, -1 for none.

    Parameters
    ----------
    names : as written; one that is no id counts as the only id that folds to the same.
    """
    import pandas as pd

    place = pd.Index(pd.unique(np.asarray(ids, dtype=object)), dtype=str).get_indexer(pd.Index(names))
    missed = np.flatnonzero(place < 0)
    if len(missed):
        names = np.asarray(names, dtype=object)
        at: dict[str, list[int]] = {}
        for position, one in enumerate(ids):
            at.setdefault(folded(one), []).append(position)
        known = {name: at.get(folded(name), []) for name in set(names[missed])}
        place[missed] = [known[name][0] if len(known[name]) == 1 else -1 for name in names[missed]]
    return np.asarray(place, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSpelling:
    """Words of a column with one spelling each.

    Parameters
    ----------
    words : the most frequent spelling stands for all that fold together.
    joined : spellings that were joined, the one that stands first.
    """

    words: _Words
    joined: tuple[tuple[str, ...], ...]


def one_spelling(words: _Words) -> OneSpelling:
    """Give every word of a column the spelling most rows have."""
    import pandas as pd

    counts = {str(word): int(count) for word, count in pd.Series(words).value_counts().items()}
    groups: dict[str, list[str]] = {}
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        groups.setdefault(folded(word), []).append(word)
    several = [tuple(group) for group in groups.values() if len(group) > 1]
    if not several:
        return OneSpelling(words=words, joined=())
    stands = {word: group[0] for group in several for word in group}
    return OneSpelling(
        words=np.array([stands.get(word, word) for word in words.tolist()], dtype=object), joined=tuple(several)
    )


def joined_words(joined: Sequence[Sequence[str]]) -> str:
    """Spellings that were joined, for a message: ``'North' and 'north'``."""
    return "; ".join(" and ".join(f"'{word}'" for word in group) for group in joined[:4])
