"""A mapping of an instrument file, with typed look-ups that note every fault and go on."""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from alliancenet.errors import Problem
from alliancenet.files.fields import Fields

_Choice = TypeVar("_Choice", bound=StrEnum)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = ("alliance", "k")
_QUOTE = "YAML reads bare yes, no, on, off as true or false; put the word in quotes"
_LONGEST_TEXT = 2_000
_MOST_ENTRIES = 1_000
_SHOWN = 60


class Entry:
    """One mapping of the file and where it stands.

    Parameters
    ----------
    fields : the file.
    at : path of keys and positions to this mapping.
    data : the mapping; anything else is noted as a fault and read as empty.
    known : keys that may stand here; None for names the user chooses.
    problems : faults are appended here.
    """

    def __init__(
        self,
        fields: Fields,
        at: tuple[str | int, ...],
        data: Any,
        known: Sequence[str] | None,
        problems: list[Problem],
    ) -> None:
        self.fields, self.at, self.problems = fields, at, problems
        self.data: Mapping[Any, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.fault((), shown(data), "keys and values are needed (`key: value`)")
        if len(self.data) > _MOST_ENTRIES:
            self.fault((), f"{len(self.data):,} keys", f"at most {_MOST_ENTRIES:,} are read")
            self.data = {}
        for key in self.data:
            self._check_key(key, known)

    def _check_key(self, key: Any, known: Sequence[str] | None) -> None:
        if isinstance(key, bool):
            self.fault((), f"a key that YAML reads as {str(key).lower()}", "a word is needed", _QUOTE)
        elif known is not None and str(key) not in known:
            near = get_close_matches(str(key)[:_SHOWN], known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
            self.fault((str(key)[:_SHOWN],), f"the key {shown(key)} is unknown", "remove or correct it", hint)

    def fault(self, where: tuple[Any, ...], found: str, needed: str, action: str = "") -> None:
        """Note a fault at a path below this entry."""
        path = (*self.at, *(part if isinstance(part, int | str) else str(part) for part in where))
        self.problems.append(self.fields.problem(*path, found=found, needed=needed, action=action))

    def has(self, key: str) -> bool:
        """True when the key stands here with a value."""
        return self.data.get(key) is not None

    def entry(self, key: str, known: Sequence[str] | None) -> "Entry":
        """The mapping under a key."""
        return Entry(self.fields, (*self.at, key), self.data.get(key, {}), known, self.problems)

    def entries(self, key: str, known: Sequence[str]) -> Iterator["Entry"]:
        """The mappings of the list under a key; empty when the key is missing."""
        raw = self.data.get(key)
        if raw is None:
            return
        if not isinstance(raw, list):
            self.fault((key,), shown(raw), "a list is needed (lines beginning with `- `)")
            return
        if len(raw) > _MOST_ENTRIES:
            self.fault((key,), f"{len(raw):,} entries", f"at most {_MOST_ENTRIES:,} are read")
            return
        for position, data in enumerate(raw):
            yield Entry(self.fields, (*self.at, key, position), data, known, self.problems)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number within limits; without a default the key is required."""
        raw = self.data.get(key)
        if raw is None and default is not None:
            return default
        if isinstance(raw, int) and not isinstance(raw, bool) and low <= raw <= high:
            return raw
        self.fault((key,), shown(raw), f"a whole number from {low} to {high} is needed")
        return low if default is None else default

    def number(self, key: str) -> float:
        """A finite number; required."""
        raw = self.data.get(key)
        if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) <= 1e6 and not math.isnan(raw):
            return float(raw)
        self.fault((key,), shown(raw), "a number is needed")
        return 0.0

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        raw = self.data.get(key, default)
        if isinstance(raw, bool):
            return raw
        self.fault((key,), shown(raw), "true or false is needed")
        return default

    def word(self, key: str, pattern: str, needed: str, default: str | None = None) -> str:
        """A word that fits a pattern; without a default the key is required."""
        raw = self.data.get(key)
        if raw is None and default is not None:
            return default
        if isinstance(raw, str) and len(raw) <= _SHOWN and re.fullmatch(pattern, raw):
            return raw
        self.fault((key,), shown(raw), needed, _QUOTE if isinstance(raw, bool) else "")
        return default or ""

    def choice(self, key: str, choices: type[_Choice], default: _Choice | None = None) -> _Choice | None:
        """One of a fixed set of words."""
        raw = self.data.get(key)
        if raw is None:
            return default
        return self._one_of((key,), raw, choices) or default

    def choices(self, key: str, choices: type[_Choice], default: tuple[_Choice, ...] = ()) -> tuple[_Choice, ...]:
        """Any number of a fixed set of words."""
        raw = self.data.get(key)
        if raw is None:
            return default
        if not isinstance(raw, list):
            self.fault((key,), shown(raw), f"a list of: {', '.join(choices)}")
            return default
        found = (self._one_of((key, position), word, choices) for position, word in enumerate(raw))
        return tuple(dict.fromkeys(word for word in found if word is not None))

    def _one_of(self, where: tuple[Any, ...], raw: Any, choices: type[_Choice]) -> _Choice | None:
        if isinstance(raw, str) and raw in list(choices):
            return choices(raw)
        self.fault(where, shown(raw), f"one of: {', '.join(choices)}")
        return None

    def words(self, key: str, default: tuple[str, ...], pattern: str, needed: str) -> tuple[str, ...]:
        """A list of words that fit a pattern."""
        raw = self.data.get(key)
        if raw is None:
            return default
        if not isinstance(raw, list) or not raw:
            self.fault((key,), shown(raw), needed)
            return default
        for position, word in enumerate(raw):
            if not isinstance(word, str) or not re.fullmatch(pattern, word[:_SHOWN]):
                self.fault((key, position), shown(word), needed, _QUOTE if isinstance(word, bool) else "")
        return tuple(dict.fromkeys(word for word in raw if isinstance(word, str)))

    def texts(
        self,
        key: str,
        languages: Sequence[str],
        required: bool = True,
        placeholders: Sequence[str] = PLACEHOLDERS,
    ) -> Mapping[str, str]:
        """Text in every language; a bare text stands for the first language."""
        raw = self.data.get(key)
        if raw is None and not required:
            return {}
        if isinstance(raw, str):
            raw = {languages[0]: raw}
        if not isinstance(raw, Mapping):
            self.fault(
                (key,),
                shown(raw),
                f"text is needed in: {', '.join(languages)}",
                _QUOTE * isinstance(raw, bool),
            )
            return {}
        written = self.entry(key, None) if isinstance(self.data[key], Mapping) else self
        for language in raw:
            if isinstance(language, str) and language not in languages:
                written.fault((language,), f"language {shown(language)} is not declared", "add it to `languages:`")
        missing = [language for language in languages if raw.get(language) is None]
        if missing:
            self.fault((key,), f"no text in {', '.join(missing)}", "every text is needed in every language")
        return {
            code: self._text((key, code), raw[code], placeholders) for code in languages if raw.get(code) is not None
        }

    def _text(self, where: tuple[Any, ...], raw: Any, placeholders: Sequence[str]) -> str:
        if not isinstance(raw, str):
            self.fault(where, shown(raw), "text is needed", "put it in quotes")
            return ""
        text = raw.strip()
        if not text or len(text) > _LONGEST_TEXT:
            self.fault(where, f"a text of {len(text)} characters", f"1 to {_LONGEST_TEXT} characters are needed")
        if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in text):
            self.fault(where, "a control character", "plain text is needed")
        for name in _PLACEHOLDER.findall(text):
            if name not in placeholders:
                self.fault(where, f"the placeholder {{{name[:_SHOWN]}}}", f"known: {', '.join(placeholders)}")
        return text


def shown(raw: Any) -> str:
    """What stands there, short enough for a message."""
    if raw is None:
        return "nothing"
    if isinstance(raw, Mapping | list | set | tuple):
        return f"{'a mapping' if isinstance(raw, Mapping) else 'a list'} of {len(raw)}"
    try:
        text = str(raw)
    except ValueError:  # Python refuses to print whole numbers of thousands of digits
        return "a number of too many digits"
    if isinstance(raw, bool):
        text = text.lower()
    clean = "".join(letter if letter.isprintable() else "?" for letter in text[: _SHOWN + 1])
    return f"{clean[:_SHOWN]}…" if len(clean) > _SHOWN else f"'{clean}'"
