"""Instrument files: found, read, and checked, all faults at once."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from alliancenet import resources
from alliancenet.errors import InputError, Problem
from alliancenet.files.entry import Entry, shown
from alliancenet.files.fields import Fields, read_fields
from alliancenet.instruments.items import ITEM_KEYS, NAME, Defaults, read_item
from alliancenet.instruments.scales import SCALE_KEYS, read_scale
from alliancenet.model.instrument import Escape, ExtraField, Instrument, Item, ItemSection, Kind, Texts

_KEYS = (
    "id",
    "version",
    "kind",
    "languages",
    "title",
    "intro",
    "answered_by",
    "minutes",
    "window_days",
    "added_names",
    "purposes",
    "allow",
    "fields",
    "scales",
    "scale",
    "sections",
    "items",
    "phrases",
)
_LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"


def shipped_instruments() -> dict[str, Path]:
    """Instruments that come with the product, by id."""
    return _in_folder(resources.surveys())


def find_instruments(project: Path | None = None) -> dict[str, Path]:
    """Shipped instruments, and those of a project's `surveys` folder laid over them.

    Parameters
    ----------
    project : a project folder, or None for the shipped ones alone.

    Notes
    -----
    A file of the project replaces the shipped instrument of the same id.
    """
    own = {} if project is None else _in_folder(project / "surveys")
    return {**shipped_instruments(), **own}


def project_instruments(folder: Path | None, problems: list[Problem]) -> tuple[Instrument, ...]:
    """Every instrument in force: the shipped ones, and those of a project laid over them.

    Parameters
    ----------
    folder : a project folder, or None for the shipped ones alone.
    problems : faults are added; an item two instruments ask is one, since answers name items.
    """
    own = {} if folder is None else _in_folder(folder / "surveys")
    read = [instrument for instrument in read_shipped() if instrument.id not in own]
    for path in own.values():
        try:
            read.append(read_instrument(path))
        except InputError as error:
            problems.extend(error.problems)
    problems.extend(_asked_twice(read))
    return tuple(read)


@cache
def read_shipped() -> tuple[Instrument, ...]:
    """Every instrument that comes with the product."""
    return tuple(map(read_instrument, shipped_instruments().values()))


def _asked_twice(shipped_first: Sequence[Instrument]) -> list[Problem]:
    """Items asked twice, as faults of the later file: a project's own, which its author can change."""
    asked: dict[str, str] = {}
    problems = []
    for instrument in shipped_first:
        for item in instrument.items:
            first = asked.setdefault(item.id, instrument.id)
            if first != instrument.id:
                problems.append(
                    Problem(
                        file=f"surveys/{instrument.id}.yaml",
                        key=item.id,
                        found=f"the item '{item.id}' stands in the instrument '{first}' as well",
                        needed="an item id of its own, because answers name items only",
                        action="rename it, or name the file after the instrument it is to replace",
                    )
                )
    return problems


def _in_folder(folder: Path) -> dict[str, Path]:
    paths = sorted(path for path in folder.glob("*.y*ml") if path.suffix in {".yaml", ".yml"})
    return {path.stem: path for path in paths}


def read_instrument(path: Path, name: str | None = None) -> Instrument:
    """Read and check one instrument file.

    Parameters
    ----------
    path : the file; it is named after its id.
    name : what the user calls it; the file's name by default.

    Raises
    ------
    InputError
        With every fault of the file, each with its line.
    """
    fields = read_fields(path, name)
    instrument = instrument_of(fields)
    if instrument.id and instrument.id != path.stem:
        found, needed = f"the id is '{instrument.id}'", f"name the file {instrument.id}.yaml"
        raise InputError([fields.problem("id", found=found, needed=needed)])
    return instrument


def instrument_of(fields: Fields) -> Instrument:
    """Instrument of a file that was read.

    Raises
    ------
    InputError
        With every fault of the file, each with its line.
    """
    problems: list[Problem] = []
    instrument = _instrument_of(fields, problems)
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.line or 0))
    return instrument


def _instrument_of(fields: Fields, problems: list[Problem]) -> Instrument:
    top = Entry(fields, (), fields.value, _KEYS, problems)
    languages = top.words("languages", ("en",), _LANGUAGE, "a list of language codes is needed ([en, de])")
    kind = top.choice("kind", Kind)
    if kind is None:
        top.fault(("kind",), "no kind", f"one of: {', '.join(Kind)}")
    defaults = _defaults_of(top, kind or Kind.PEOPLE, languages)
    entries = tuple(top.entries("items", ITEM_KEYS))
    items = tuple(read_item(entry, defaults) for entry in entries)
    minutes = top.entry("minutes", ("long", "short"))
    instrument = Instrument(
        id=top.word("id", NAME, "small letters, digits and _ are needed"),
        version=top.whole("version", 1, 10_000),
        kind=defaults.kind,
        languages=languages,
        title=top.texts("title", languages),
        intro=top.texts("intro", languages),
        answered_by=top.texts("answered_by", languages),
        minutes=minutes.whole("long", 0, 600, 0),
        minutes_short=minutes.whole("short", 0, 600, 0),
        window_days=top.whole("window_days", 0, 3_660, 0),
        added_names=top.whole("added_names", 0, 100, 0),
        purposes=defaults.purposes,
        sections=_sections_of(top, languages),
        items=items,
        phrases=_phrases_of(top, languages),
    )
    if not items:
        top.fault(("items",), "no items", "at least one item is needed")
    _check_together(entries, instrument)
    return instrument


def _defaults_of(top: Entry, kind: Kind, languages: tuple[str, ...]) -> Defaults:
    named = top.entry("scales", None)
    return Defaults(
        kind=kind,
        languages=languages,
        scales={str(name): read_scale(named.entry(name, SCALE_KEYS), languages) for name in named.data},
        scale=top.word("scale", NAME, "the name of a scale under `scales:` is needed", ""),
        allow=top.choices("allow", Escape),
        purposes=top.words("purposes", (), NAME, "a list of purposes is needed ([alliance_audit])"),
        fields=top.choices("fields", ExtraField),
    )


def _sections_of(top: Entry, languages: Sequence[str]) -> tuple[ItemSection, ...]:
    return tuple(
        ItemSection(
            id=entry.word("id", NAME, "small letters, digits and _ are needed"),
            title=entry.texts("title", languages),
        )
        for entry in top.entries("sections", ("id", "title"))
    )


def _phrases_of(top: Entry, languages: Sequence[str]) -> dict[str, Texts]:
    from alliancenet.instruments.phrases import PLACEHOLDERS, shipped_phrases

    own = top.entry("phrases", tuple(shipped_phrases()))
    found: dict[str, Texts] = {}
    for name in map(str, own.data):
        brought = own.entry(name, None)
        given = [language for language in languages if brought.has(language)]
        found[name] = own.texts(name, given, placeholders=PLACEHOLDERS) if given else {}
    return found


def _check_together(entries: Sequence[Entry], instrument: Instrument) -> None:
    counts = Counter(item.id for item in instrument.items if item.id)
    asked: dict[str, Item] = {}
    sections = {section.id for section in instrument.sections}
    for entry, item in zip(entries, instrument.items, strict=True):
        if counts[item.id] > 1:
            entry.fault(("id",), f"the id '{item.id}' stands {counts[item.id]} times", "each item needs its own")
        if item.section and item.section not in sections:
            entry.fault(("section",), f"the section {shown(item.section)} is not defined", "add it to `sections:`")
        _check_gate(entry, item, asked)
        _check_implied(entry, item, instrument)
        _check_dimension(entry, item, asked)
        asked[item.id] = item


def _check_gate(entry: Entry, item: Item, asked: dict[str, Item]) -> None:
    if item.ask_if is None:
        return
    gate = asked.get(item.ask_if.item)
    if gate is None:
        entry.fault(("ask_if",), f"'{item.ask_if.item}' is not asked before", "an item further up is needed")
    elif gate.scale is None or gate.scale.point_of(item.ask_if.code) is None:
        entry.fault(("ask_if",), f"'{item.ask_if.code}' is not an answer of {gate.id}", "one of its answers is needed")
    elif item.short_form and not gate.short_form:
        entry.fault(("short_form",), f"its gate {gate.id} is not in the short form", "put both in, or neither")


def _check_implied(entry: Entry, item: Item, instrument: Instrument) -> None:
    for implied in item.implies:
        settled = instrument.item(implied.item)
        if item.scale is None or item.scale.point_of(implied.code) is None:
            entry.fault(("implies",), f"{shown(implied.code)} is not an answer of {item.id}", "one of its answers")
        elif settled is None or settled.scale is None:
            entry.fault(("implies",), f"{shown(implied.item)} is not an item with a scale", "an item of this file")
        elif implied.value not in {point.value for point in settled.scale.points}:
            entry.fault(("implies",), f"{implied.value:g} is not on the scale of {settled.id}", "a value of its scale")


def _check_dimension(entry: Entry, item: Item, asked: dict[str, Item]) -> None:
    if not item.is_measured or item.scale is None:
        return
    for other in asked.values():
        same = (other.dimension, other.facet) == (item.dimension, item.facet)
        if same and other.is_measured and other.scale is not None:
            ends, needed = (item.scale.low, item.scale.high), (other.scale.low, other.scale.high)
            if ends != needed:
                entry.fault(
                    ("scale",),
                    f"another range than {other.id} of the same dimension",
                    "items of one dimension share a scale; tell two kinds apart with `facet:`",
                )
            return
