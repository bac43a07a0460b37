"""Open answers without the names of people."""

import re
from collections.abc import Iterable

from alliancenet.model.register import Person

NAME = "[name]"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_SHORTEST = 3


def redacted(texts: Iterable[str], people: Iterable[Person]) -> list[str]:
    """Texts with names, aliases, ids and addresses of people on record replaced by ``[name]``.

    Notes
    -----
    Whole names in any case; single parts of a name only as they are written, with a capital, so
    that "will" stays and "Will" goes. Any e-mail address goes. A nickname nobody recorded stays.
    """
    whole, parts = set[str](), set[str]()
    for person in people:
        whole |= {text for text in (person.name, *person.aliases) if len(text) >= _SHORTEST}
        whole |= {person.id} if not person.id.isalpha() and not person.id.isdigit() else set()
        parts |= {part for part in person.name.split() if len(part) >= _SHORTEST and part[0].isupper()}
    patterns = [_ADDRESS, _any_of(whole, re.IGNORECASE), _any_of(parts, re.NOFLAG)]
    return [_without(text, patterns) for text in texts]


def _any_of(words: set[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", flags) if words else None


def _without(text: str, patterns: Iterable[re.Pattern[str] | None]) -> str:
    for pattern in patterns:
        if pattern is not None:
            text = pattern.sub(NAME, text)
    return text
