"""Names that look the same or nearly so and are not: letters of another alphabet, quotes, legal forms."""

import re
from collections import defaultdict
from collections.abc import Iterable

from alliancenet.files.folding import folded

_LEGAL = frozenset(
    {
        *("gmbh", "ag", "inc", "ltd", "limited", "llc", "se", "sa", "plc", "corp", "corporation", "kg", "co", "bv"),
        *("nv", "oy", "oyj", "ab", "as", "a/s", "spa", "srl", "sarl", "sas", "kgaa", "ohg", "ug", "&", "mbh"),
        "company",
    }
)
# letters of Cyrillic and Greek that nobody can tell from Latin ones (of Unicode's confusables, in small letters)
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһӏқѵԝмнвткαονικρτυχγωє", "aeopcyxijsdhlkvwmhbtkaovikptuxywe")
_MARKS = re.compile(r"[^\w\s]+|_")


def plain_firm(name: str) -> str:
    """A firm's name without its legal form, for comparing: ``North Systems GmbH`` is ``north systems``."""
    words = folded(name).replace(",", " ").replace(".", "").split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words)


def skeleton(text: str) -> str:
    """What a name looks like: look-alike letters as Latin ones, without punctuation and spaces."""
    return _MARKS.sub("", folded(text).translate(_LOOK_ALIKES)).replace(" ", "")


def may_be_one(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of firms or units that look the same but for a legal form, marks, or letters of another alphabet."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for name in names:
        if plain := skeleton(plain_firm(name.strip("\"'„“”«»‚‘’ "))):
            groups[plain].setdefault(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def looks_like(name: str, known: Iterable[str]) -> str:
    """The only known name that looks like this one; "" for none or several."""
    plain = skeleton(name)
    found = [other for other in known if plain and skeleton(other) == plain]
    return found[0] if len(found) == 1 else ""
