"""Open answers without the names of people."""

import re
from collections.abc import Iterable
from functools import lru_cache

from alliancenet.model.register import Person
from alliancenet.survey.names import name_parts

NAME = "[name]"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3


def redacted(texts: Iterable[str], people: Iterable[Person]) -> list[str]:
    """Texts with names, aliases, ids and addresses of people on record replaced by ``[name]``.

    Notes
    -----
    Whole names in any case; single parts of a name only with a capital, so that "will" stays and
    "Will" goes, in every spelling (Müller, Mueller, Muller) and with an s behind. Any e-mail
    address goes. A nickname nobody recorded stays.
    """
    whole, parts = set[str](), set[str]()
    for person in people:
        whole |= {text for text in (person.name, *person.aliases) if len(text) >= _SHORTEST}
        whole |= {person.id} if not person.id.isalpha() and not person.id.isdigit() else set()
        # an alias with a blank is another spelling of the name: a second firm's roster writes its own
        for spelling in (person.name, *(text for text in person.aliases if " " in text)):
            parts |= _parts(spelling)
    known = _any_of(frozenset(whole))
    return [_without(text, known, parts) for text in texts]


def _parts(name: str) -> set[str]:
    capitals = " ".join(word for word in _WORD.findall(name) if word[0].isupper() and len(word) >= _SHORTEST)
    return set(name_parts(capitals))


@lru_cache(maxsize=4)  # every question of a project is told without the same names
def _any_of(words: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    alternatives = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)({alternatives})(?!\w)", re.IGNORECASE) if words else None


def _without(text: str, known: re.Pattern[str] | None, parts: set[str]) -> str:
    text = _ADDRESS.sub(NAME, text)
    if known is not None:
        text = known.sub(NAME, text)
    return _WORD.sub(lambda found: NAME if _is_part(found[0], parts) else found[0], text)


def _is_part(word: str, parts: set[str]) -> bool:
    spellings = {*name_parts(word), *name_parts(word.removesuffix("s"))}
    return word[0].isupper() and not parts.isdisjoint(spellings)
