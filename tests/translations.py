"""The catalogues of sentences: what the code and the templates say, held against what is translated.

Run with ``--write`` to bring every `.po` file up to date: new sentences come in untranslated, those nobody says
any more are struck out. Without it, what is wrong is listed; a test refuses the same.
"""

import ast
import io
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import alliancenet_web
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

import alliancenet
from alliancenet.language import LANGUAGES
from alliancenet.language.stored import STORED

ROOMS = tuple(Path(room.__file__).parent for room in (alliancenet, alliancenet_web))
FOLDER = ROOMS[0] / "language"
SINGLE = frozenset({"say", "say_html", "marked"})
PLURAL = frozenset({"say_n"})
CARDS = {"Card": ("title",)}  # records whose texts are said by whoever tells them
CARDS_STORED = {"rule": ("title", "recommendation"), "Card": ("says",)}  # ... and are written into audits
_UNSAID = tuple(
    f'"{name}:'
    for name in (
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"),
        *("Last-Translator", "Language-Team", "Generated-By"),
    )
)
"""Lines of the head that say nothing here, or another day with every run."""
_TRANSLATED_ONLY_WITH = "n"  # the count may be left out where the form for one spells it


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """A sentence that is said: its context, its form for one, its form for several or "", and where."""

    context: str
    single: str
    several: str
    place: tuple[str, int]


def everything_said() -> list[Said]:
    """Every sentence of the code and the templates, in the order of files and lines."""
    found = []
    for room in ROOMS:
        for path in sorted(room.rglob("*.py")):
            name = path.relative_to(room.parent).as_posix()
            found += [_of_sheet(Said(*said, (name, line))) for *said, line in _in_code(path.read_text("utf-8"))]
        for path in sorted((*room.rglob("*.html"), *room.rglob("*.j2"))):
            name = path.relative_to(room.parent).as_posix()
            found += [Said(*said, (name, line)) for *said, line in _in_template(path.read_text("utf-8"))]
    return found


def _of_sheet(said: Said) -> Said:
    """Titles of the columns of economics are written into its file, and said again from there."""
    return replace(said, context=STORED) if "/economics/" in said.place[0] else said


def _in_code(text: str) -> Iterator[tuple[str, str, str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            named = {key.arg: key.value.value for key in node.keywords if isinstance(key.value, ast.Constant)}
            yield from _of_call(name, texts, named, node.lineno)


def _in_template(text: str) -> Iterator[tuple[str, str, str, int]]:
    environment = Environment(extensions=["jinja2.ext.do"])
    for call in environment.parse(text).find_all(nodes.Call):
        name = getattr(call.node, "name", getattr(call.node, "attr", ""))
        texts = [argument.value if isinstance(argument, nodes.Const) else None for argument in call.args]
        named = {key.key: key.value.value for key in call.kwargs if isinstance(key.value, nodes.Const)}
        yield from _of_call(name, texts, named, call.lineno)


def _of_call(name, texts: list, named: dict, line: int) -> Iterator[tuple[str, str, str, int]]:
    context = str(named.get("context", ""))
    first, second, third = (*texts, None, None, None)[:3]
    if name in SINGLE and isinstance(first, str):
        yield context, first, "", line
    elif name in PLURAL and isinstance(first, str) and isinstance(second, str):
        yield context, first, second, line
    elif name == "plural" and isinstance(second, str):
        yield "", f"{{n}} {second}", f"{{n}} {third or second + 's'}", line
    elif name in {"columns", "money_columns"}:
        for text in filter(None, texts):
            yield "", text.partition(":")[2].rstrip("#~!$%^"), "", line
    elif name == "stored" and isinstance(first, str):
        yield STORED, first, "", line
    elif name == "stored_n" and isinstance(first, str) and isinstance(second, str):
        yield STORED, first, second, line
    for parts, of_context in ((CARDS, ""), (CARDS_STORED, STORED)):
        for part in parts.get(name, ()):
            if isinstance(told := named.get(part), str):
                yield of_context, told, "", line


def path_of(language: str) -> Path:
    """File of a language."""
    return FOLDER / f"{language}.po"


def read(language: str) -> Catalog:
    """Catalogue of a language as it stands on the disk."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def template() -> Catalog:
    """Everything said, as a catalogue without translations."""
    found = Catalog()
    for said in everything_said():
        name = (said.single, said.several) if said.several else said.single
        found.add(name, locations=[(said.place[0], said.place[1])], context=said.context or None)
    return found


def write(language: str) -> None:
    """Bring a catalogue up to date."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    save(catalogue, language)


def save(catalogue: Catalog, language: str) -> None:
    """Write a catalogue in the order of its sentences, without days and places: branches meet seldom then."""
    catalogue.obsolete.clear()
    out = io.BytesIO()
    write_po(out, catalogue, width=118, sort_output=True, no_location=True, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    path_of(language).write_text("".join(line for line in lines if not line.startswith(_UNSAID)), "utf-8")


def faults(language: str) -> list[str]:
    """What is wrong with a catalogue, a line for each fault."""
    catalogue, wanted = read(language), template()
    have = {(message.context, message.id): message for message in catalogue if message.id}
    missing = [message for message in wanted if message.id and _key(message) not in have]
    found = [f"not in {language}.po: {_shown(message)}" for message in missing]
    known = {_key(message) for message in wanted if message.id}
    found += [f"said by nobody: {_shown(message)}" for key, message in have.items() if key not in known]
    for key, message in have.items():
        if key in known:
            found += faults_of(message)
    return found


def faults_of(message) -> list[str]:
    """What is wrong with one translation: it is missing, or its placeholders are not those of the sentence."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    if message.fuzzy or not all(forms):
        return [f"not translated: {_shown(message)}"]
    asked = [placeholders(text) for text in ids]
    found = []
    for place, form in enumerate(forms):
        wanted, given = asked[min(place, len(asked) - 1)], placeholders(form)
        spelt = {_TRANSLATED_ONLY_WITH} if len(forms) > 1 and place == 0 else set()
        if given - wanted - (set().union(*asked)) or wanted - given - spelt:
            found.append(f"placeholders {sorted(wanted)} and {sorted(given)}: {_shown(message)}")
    return found


def placeholders(text: str) -> set[str]:
    """Names of the gaps of a sentence; what cannot be parsed has a gap of that name."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        return {str(error)}


def _key(message) -> tuple[str | None, object]:
    return message.context, message.id


def _shown(message) -> str:
    text = message.id[0] if isinstance(message.id, tuple) else message.id
    return f"{text!r}" + (f" ({message.context})" if message.context else "")


def main() -> None:
    """Write the catalogues, or list what is wrong with them."""
    for language in LANGUAGES[1:]:
        if "--write" in sys.argv:
            write(language)
        wrong = faults(language)
        print(f"{language}: {len(wrong)} faults" + "".join(f"\n  {fault}" for fault in wrong))


if __name__ == "__main__":
    main()
