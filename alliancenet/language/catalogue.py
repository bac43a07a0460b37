"""Catalogues of sentences: one gettext file (`.po`) per language, read once.

English is what stands in the code. Files are read here, not compiled: a checkout and a wheel carry the same
text, and nothing has to be built. Of the format what `msgmerge` and Babel write is read: comments, `msgctxt`,
`msgid`, `msgid_plural`, `msgstr`, quoted lines; entries that are marked `fuzzy` or struck out do not count.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ENGLISH = "en"
LANGUAGES = ("en", "de")
"""Languages pages can be read in."""
_FOLDER = Path(__file__).parent
_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d)\])?\s+)?(".*")\Z')
_PLURALS = "nplurals=2; plural=(n != 1);"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """One sentence.

    Parameters
    ----------
    context : tells sentences apart that are spelt alike in English, or "".
    plural : English for several, "" where there is one form.
    forms : translation; for one and for several where there is a plural.
    """

    context: str
    message: str
    plural: str
    forms: tuple[str, ...]


def key_of(context: str, message: str) -> str:
    """How a sentence is found: as gettext joins context and sentence."""
    return f"{context}\x04{message}" if context else message


@dataclass(frozen=True, slots=True, eq=False)  # what is said again is kept by catalogue: known by identity
class Catalogue:
    """Sentences of one language, by context and English."""

    language: str
    entries: tuple[Translation, ...]
    forms: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Index what is translated."""
        found = {key_of(entry.context, entry.message): entry.forms for entry in self.entries if all(entry.forms)}
        object.__setattr__(self, "forms", found)


@cache
def catalogue_in(language: str) -> Catalogue:
    """Catalogue of one of `LANGUAGES` other than English."""
    return read_catalogue(_FOLDER / f"{language}.po", language)


def read_catalogue(path: Path, language: str) -> Catalogue:
    """Read a catalogue.

    Raises
    ------
    ValueError
        For a line that is none of the format's, and for a rule of plurals other than that of English.
    """
    entries = tuple(_entries(path))
    head = next((entry.forms[0] for entry in entries if not entry.message), "")
    if _PLURALS not in head:
        raise ValueError(f"{path.name}: the head must say Plural-Forms: {_PLURALS}")
    return Catalogue(language, tuple(entry for entry in entries if entry.message))


def _entries(path: Path) -> Iterator[Translation]:
    """Entries of a file; they are parted by empty lines."""
    for number, block in _blocks(path.read_text("utf-8")):
        parts: dict[str, str] = {}
        name = ""
        for at, line in enumerate(block, start=number):
            if line.startswith("#"):
                continue
            found = _LINE.match(line)
            if found is None:
                raise ValueError(f"{path.name}, line {at}: no line of a catalogue: {line[:60]}")
            name = f"{found[1]}{found[2] or ''}" if found[1] else name
            parts[name] = parts.get(name, "") + str(ast.literal_eval(found[3]))
        is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block)
        if "msgid" in parts:
            forms = tuple(text for name, text in sorted(parts.items()) if name.startswith("msgstr"))
            yield Translation(
                context=parts.get("msgctxt", ""),
                message=parts["msgid"],
                plural=parts.get("msgid_plural", ""),
                forms=("",) * len(forms) if is_fuzzy and parts["msgid"] else forms,
            )


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines between empty ones, with the number of the first."""
    block: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield number - len(block), block
            block = []
