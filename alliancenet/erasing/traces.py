"""What names a person in a text, in every spelling a file of a project may hold, and what stands there instead."""

import html
import json
import quopri
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html.entities import codepoint2name
from urllib.parse import quote

from alliancenet.model.register import Person
from alliancenet.survey.redaction import is_ordinary

OF_PEOPLE = frozenset(
    {
        *("id", "person", "respondent", "alter", "partner", "supplier", "owner", "attendees", "sponsor", "manager"),
        *("source", "target", "from", "to", "employee", "first", "second", "signed_by", "decided_by"),
    }
)
"""Columns, by their folded names, in which even an id of digits alone stands for a person."""
_BETWEEN = r"(?:[ \u00a0._+-]|,[ \u00a0]|%20|\s+){1,3}"
_CELL = r"""[,;\t"'\r\n]"""
_SHORTEST = 3
_LIST = re.compile(r"(\s*;\s*)")
_ENCODED_WORD = re.compile(
    r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]{1,400}\?=(?:\s*=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]{1,400}\?=)*"
)
_ENTITIES = {chr(code): f"&{name};" for code, name in codepoint2name.items()}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, kw_only=True)
class Traces:
    """How one person may be named, and the id that takes the place.

    Parameters
    ----------
    id : on the roster.
    names : the name and other spellings of it.
    addresses : of mail.
    token : the id that leads to nobody.
    shared : parts of names, folded, that also name somebody or something else, so that one alone names nobody.
    alike : names of others that some way to write the person's name would also find; those ways are not looked for.
    """

    id: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    token: str
    shared: frozenset[str]
    alike: tuple[str, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        """Somebody else is called the same, or is written the same: such mentions may be theirs and stay."""
        return bool(self.alike)

    @property
    def address(self) -> str:
        """What takes the place of an address: one that can never be reached."""
        return f"{'-'.join(self.token.split())}@erased.invalid"

    @cached_property
    def _addresses(self) -> re.Pattern[str] | None:
        return _any_of(_bounded(re.escape(spelt)) for text in self.addresses for spelt in _spellings(text))

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        taken = [text for name in self.alike for text in _as_written(name)]
        return _any_of(
            way for name in self.names if "@" not in name for way in _ways_to_write(name) if not _finds_any(way, taken)
        )

    @cached_property
    def _cells(self) -> re.Pattern[str] | None:
        """First and last name in two cells beside one another, as platforms write them."""
        return _any_of(
            rf"(?<![^,;\t\"'\r\n])(?:{first})(\"?[,;\t]\"?)(?:{last})(?={_CELL}|$)"
            for first, last in filter(None, map(_first_and_last, self.names))
            if not any(_finds_any(rf"(?:{first}) (?:{last})", _as_written(name)) for name in self.alike)
            for first, last in ((first, last), (last, first))
        )

    @cached_property
    def _parts(self) -> re.Pattern[str] | None:
        parts = {
            part
            for name in (*self.names[:1], *(alias for alias in self.names[1:] if " " in alias))
            for part in re.findall(r"[^\W\d_]+", name)
            if len(part) >= _SHORTEST
            and part[0].isupper()
            and _folded(part) not in self.shared
            and not is_ordinary(part)
        }
        ways = (
            _bounded(f"{re.escape(way)}(?:s)?")
            for part in sorted(parts)
            for way in {*_spellings(part), *_spellings(part.upper())}
        )
        return _any_of(ways, re.NOFLAG)

    @cached_property
    def _id(self) -> re.Pattern[str]:
        spelt = re.escape(self.id)
        if self.is_distinct:
            return re.compile(rf"(?<![\w@.-]){spelt}(?![\w-]|\.\w|@)")
        return re.compile(rf"""(?<=[:\[,{{-])(\s+["']?){spelt}(?=["']?\s*(?:[,\]}}\r\n#]|$))""")

    @property
    def is_distinct(self) -> bool:
        """Whether the id, wherever it stands, is the id: no word of letters alone, no number."""
        return not self.id.isalpha() and not self.id.replace(".", "").isdigit()

    def without(self, text: str) -> str:
        """Text in which no name and no address of the person stands."""
        if self._addresses:
            text = self._addresses.sub(self.address, text)
        if self._cells:
            text = self._cells.sub(self._both_cells, text)
        for names in (self._names, self._parts):
            if names:
                text = names.sub(self.token, text)
        return _ENCODED_WORD.sub(self._word, text)

    def without_id(self, text: str) -> str:
        """Text that is no table, in which the person's id no longer stands either."""
        put = self.token if self.is_distinct else rf"\g<1>{self.token}"
        return self._id.sub(put, self.without(text))

    def cell(self, text: str, column: str) -> str:
        """Cell of a table, also a list cut by semicolons; `column` is the folded name of its column."""
        if not text:
            return text
        if self.is_distinct or column in OF_PEOPLE:
            text = "".join(self.token if part == self.id else part for part in _LIST.split(text))
        return self.without(text)

    def is_named_in(self, text: str) -> bool:
        """Whether the person is named in a text, by name, part of a name, or address."""
        return self.without(text) != text

    def _both_cells(self, found: re.Match[str]) -> str:
        between = next(filter(None, found.groups()))
        return f"{self.token}{between}{self.token}"

    def _word(self, found: re.Match[str]) -> str:
        """Names in mail headers that are written in code."""
        from email.errors import HeaderParseError
        from email.header import decode_header, make_header

        try:
            plain = str(make_header(decode_header(found[0])))
        except (HeaderParseError, LookupError, UnicodeError, ValueError):
            return found[0]
        return self.token if self.is_named_in(plain) else found[0]


def traces_of(person: Person, everybody: Iterable[Person], others: Iterable[str], token: str) -> Traces:
    """Traces of one person among everybody on the roster.

    Parameters
    ----------
    others : names of firms, alliances and places, whose words name nobody.
    """
    rest = [other for other in everybody if other.id != person.id]
    names = [text for other in rest for text in (other.name, *other.aliases) if text]
    words = (word for text in (*names, *others) for word in re.findall(r"[^\W\d_]+", text))
    own = tuple(name for name in (person.name, *person.aliases) if name)
    ways = [way for name in own if "@" not in name for way in _ways_to_write(name)]
    theirs = {address for other in rest for address in other.addresses}
    return Traces(
        id=person.id,
        names=own,
        addresses=tuple(address for address in person.addresses if address not in theirs),
        token=token,
        shared=frozenset(map(_folded, words)),
        alike=tuple(dict.fromkeys(name for name in names if any(_finds_any(way, _as_written(name)) for way in ways))),
    )


def _finds_any(way: str, texts: Iterable[str]) -> bool:
    """Whether a pattern stands for one of some whole texts."""
    return any(re.fullmatch(way, text, re.IGNORECASE) for text in texts)


def _as_written(name: str) -> list[str]:
    """A name in the orders and short forms it may stand in."""
    parts = _parts_of(name)
    if len(parts) < 2:
        return [name.strip()]
    first, last, rest = parts[0], parts[-1], parts[1:]
    orders = [parts, [*rest, first], [last, *parts[:-1]], [first, last], [last, first]]
    short = [f"{first[0]}. {last}", f"{first[0]} {last}"]
    return list(dict.fromkeys([*map(" ".join, orders), f"{last}, {' '.join(parts[:-1])}", *short]))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_UMLAUTS))
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()


def _ways_to_write(name: str) -> list[str]:
    """Patterns of a whole name: either order, the first name as an initial, with anything usual between the parts."""
    parts = _parts_of(name)
    if len(parts) < 2:
        return [_bounded(re.escape(way)) for part in parts for way in sorted(_spellings(part))]
    any_way = [f"(?:{_any_spelling(part)})" for part in parts]
    orders = [any_way, [*any_way[1:], any_way[0]], [any_way[-1], *any_way[:-1]], [any_way[0], any_way[-1]]]
    initial = rf"{re.escape(parts[0][0])}\.?\s?{any_way[-1]}"
    return [_bounded(way) for way in dict.fromkeys([*map(_BETWEEN.join, orders), "".join(any_way), initial])]


def _parts_of(name: str) -> list[str]:
    return [part for part in re.split(r"[\s,]+", name.strip()) if part]


def _first_and_last(name: str) -> tuple[str, str] | None:
    parts = _parts_of(name)
    if len(parts) < 2 or "@" in name:
        return None
    return _any_spelling(" ".join(parts[:-1])), _any_spelling(parts[-1])


def _any_spelling(text: str) -> str:
    return "|".join(map(re.escape, sorted(_spellings(text), key=lambda way: (-len(way), way))))


def _spellings(text: str) -> set[str]:
    """A text as it may stand in a file: accents apart or left out, umlauts as two letters, marks escaped."""
    plain = {text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text), text.translate(_UMLAUTS)}
    plain |= {"".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))}
    escaped = {html.escape(way) for way in plain} | {html.escape(way).replace("&#x27;", "&#39;") for way in plain}
    escaped |= {html.escape(way).replace("&#x27;", "&apos;") for way in plain}
    escaped |= {way.encode("ascii", "xmlcharrefreplace").decode("ascii") for way in plain}
    escaped |= {"".join(_ENTITIES.get(letter, letter) for letter in way) for way in plain}
    escaped |= {json.dumps(way)[1:-1] for way in plain} | {quote(way) for way in plain}
    escaped |= {
        quopri.encodestring(way.encode(page, "replace")).decode("ascii")
        for way in plain
        for page in ("utf-8", "cp1252")
    }
    return plain | escaped


def _bounded(pattern: str) -> str:
    return rf"(?<!\w){pattern}(?!\w)"


def _any_of(patterns: Iterable[str], flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str] | None:
    ways = sorted(set(patterns), key=lambda way: (-len(way), way))
    return re.compile("|".join(ways), flags) if ways else None
