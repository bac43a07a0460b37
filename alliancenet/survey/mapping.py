"""Mapping files: which column of an export is which item, and whom it is about."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.entry import Entry
from alliancenet.files.fields import Fields, read_fields
from alliancenet.model.instrument import ExtraField, Instrument, Item, Kind
from alliancenet.model.multiplex import Layer
from alliancenet.survey.answerers import Consent
from alliancenet.survey.readers.detect import PLATFORMS
from alliancenet.survey.readers.export import Export

FORMAT = "alliancenet-mapping/1"
_KEYS = (
    "alliance",
    "wave",
    "format",
    "platform",
    "respondent",
    "consent",
    "roster",
    "questions",
    "log",
    "people",
    "answers",
    "ignore",
    "unplaced",
)
_WHERE = ("column", "columns", "at")
_ROSTER_KEYS = (*_WHERE, "item", "person", "separator", "ticked", "text", "answers", "check")
_QUESTION_KEYS = (*_WHERE, "item", "field", "separator", "ticked", "text", "answers", "check")
_LOG_KEYS = ("column", "layer", "check")
_RESPONDENT_KEYS = ("id", "address", "name")
_CONSENT_KEYS = ("column", "agrees", "check")
_RANGE = re.compile(r"([A-Z]{1,3})(?::([A-Z]{1,3}))?")


class About(StrEnum):
    """What says whom a roster column is about."""

    STAR = "star"  # what the star of the pattern stands for
    TEXT = "text"  # the part of the question's text that names a person
    ANSWER = "answer"  # the answers themselves list people


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One line of a mapping file: some columns are one item.

    Parameters
    ----------
    column : code or heading of exactly one column; or
    columns : code or heading with one ``*``, or the wording several columns share; or
    at : column letters, ``L`` or ``L:AY``.
    item : id of the item; "" in a log.
    about : whom a roster column is about; None for questions.
    extra : the free field beside the item this column holds, or "".
    separator : between several answers in one cell, or "".
    ticked : one column per person or option; anything but "no" means chosen.
    text : wording the column had when the line was written, or "".
    answers : words of the export and the codes of the scale they stand for.
    layer : network layer of a log column, else None.
    line : line in the mapping file.
    """

    column: str = ""
    columns: str = ""
    at: str = ""
    item: str = ""
    about: About | None = None
    extra: str = ""
    separator: str = ""
    ticked: bool = False
    text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    layer: Layer | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """The column or columns, as the mapping file names them."""
        return self.column or self.columns or self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMap:
    """A mapping file.

    Parameters
    ----------
    file : its name, as the user knows it.
    platform : of the export it was made for; "" for any.
    alliance, wave : ids the export belongs to; "" where the project has only one alliance, or where
        the days of the responses say which wave.
    respondent : columns that say who answered (`id`, `address`, `name`), where the platform does not.
    consent : the question whether somebody agrees to take part, or None.
    placements : items of rosters, questions and logs.
    people : names of the export and the person ids they stand for.
    ignore : columns left out on purpose.
    """

    file: str
    platform: str = ""
    alliance: str = ""
    wave: str = ""
    respondent: Mapping[str, str] = field(default_factory=dict)
    consent: Consent | None = None
    placements: tuple[Placement, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()


def read_mapping(path: Path, instruments: Iterable[Instrument], name: str | None = None) -> AnswerMap:
    """Read and check a mapping file.

    Parameters
    ----------
    path : YAML; see `alliancenet help answers`.
    instruments : the items that may be named.

    Raises
    ------
    InputError
        All faults at once: unknown keys and items, lines still marked `check`, columns not said.
    """
    fields = read_fields(path, name)
    problems: list[Problem] = []
    found = _mapping_of(fields, instruments, problems)
    if problems:
        raise InputError(problems)
    return found


def settled_mapping(path: Path, instruments: Iterable[Instrument]) -> AnswerMap:
    """What a mapping file says already: without lines that nobody has looked at yet, and without its faults."""
    fields = read_fields(path)
    value = dict(fields.value) if isinstance(fields.value, dict) else {}
    for key in ("roster", "questions", "log"):
        lines = value.get(key)
        value[key] = [
            line
            for line in (lines if isinstance(lines, list) else [])
            if isinstance(line, dict) and "check" not in line and line.get("item") != "?"
        ]
    if isinstance(value.get("consent"), dict) and "check" in value["consent"]:
        del value["consent"]
    return _mapping_of(replace(fields, value=value), instruments, [])


def _mapping_of(fields: Fields, instruments: Iterable[Instrument], problems: list[Problem]) -> AnswerMap:
    items = items_of(instruments)
    top = Entry(fields, (), fields.value, _KEYS, problems)
    if top.data.get("format") != FORMAT:
        top.fault(("format",), f"{top.data.get('format')!r}", f"`format: {FORMAT}`")
    answers = _words_of(top, "answers")
    placements = [
        *(_placement(entry, items, answers, is_roster=True) for entry in top.entries("roster", _ROSTER_KEYS)),
        *(_placement(entry, items, answers, is_roster=False) for entry in top.entries("questions", _QUESTION_KEYS)),
        *(_log_line(entry) for entry in top.entries("log", _LOG_KEYS)),
    ]
    if not placements and not problems:
        top.fault((), "no column is placed", "lines under `roster:`, `questions:` or `log:`")
    return AnswerMap(
        file=fields.file,
        platform=_platform(top),
        alliance=_text(top, "alliance"),
        wave=_text(top, "wave"),
        respondent=_words_in(top.entry("respondent", _RESPONDENT_KEYS)),
        consent=_consent(top.entry("consent", _CONSENT_KEYS)) if top.has("consent") else None,
        placements=tuple(placements),
        people=_words_of(top, "people"),
        ignore=_list_of(top, "ignore"),
    )


def items_of(instruments: Iterable[Instrument]) -> dict[str, tuple[Instrument, Item]]:
    """Every item with its instrument, by id."""
    return {item.id: (instrument, item) for instrument in instruments for item in instrument.items}


def mapping_by_code(export: Export, instruments: Iterable[Instrument]) -> AnswerMap:
    """Mapping of an export whose questions are item codes already: our own tidy table.

    Raises
    ------
    InputError
        When a question is no item of the instruments.
    """
    items = items_of(instruments)
    placements = [_by_code(question.code, items) for question in export.questions]
    unknown = [placement.column for placement in placements if not placement.item]
    if unknown:
        raise InputError(
            [
                Problem(
                    file=export.file,
                    key=code,
                    found=f"'{code}' is no item of {', '.join(sorted({one.id for one, _ in items.values()}))}",
                    needed="codes of the instruments (`alliancenet survey codebook ID`)",
                    action="correct the code, or name the instrument it belongs to",
                )
                for code in unknown
            ]
        )
    return AnswerMap(file=export.file, platform=export.platform, placements=tuple(placements))


def _by_code(code: str, items: Mapping[str, tuple[Instrument, Item]]) -> Placement:
    item_id, extra = code, ""
    if code not in items and code.rpartition("_")[2] in set(ExtraField):
        item_id, _, extra = code.rpartition("_")
    if item_id not in items:
        return Placement(column=code)
    about = About.ANSWER if items[item_id][0].kind is Kind.ROSTER else None
    return Placement(column=code, item=item_id, extra=extra, about=about)


def _platform(top: Entry) -> str:
    platform = str(top.data.get("platform") or "")
    if platform and platform not in PLATFORMS:
        top.fault(("platform",), f"'{platform}'", f"one of: {', '.join(PLATFORMS)}")
    return platform


def _consent(entry: Entry) -> Consent:
    _refuse_unchecked(entry)
    raw = entry.data.get("agrees")
    agrees = raw if isinstance(raw, list) else []
    if not agrees or any(isinstance(word, bool | list | Mapping) or word is None for word in agrees):
        entry.fault(("agrees",), "no list of answers", "the answers that agree, each in quotes")
    if not _text(entry, "column"):
        entry.fault(("column",), "no column", "the code, heading or wording of the question")
    return Consent(column=_text(entry, "column"), agrees=tuple(map(str, agrees)), line=entry.fields.line_of(*entry.at))


def _words_in(entry: Entry) -> dict[str, str]:
    for key, value in entry.data.items():
        if isinstance(value, Mapping | list) or value is None:
            entry.fault((key,), "no single value", "one word or number")
    return {str(key): str(value).strip() for key, value in entry.data.items()}


def _words_of(top: Entry, key: str) -> dict[str, str]:
    return _words_in(top.entry(key, None))


def _list_of(top: Entry, key: str) -> tuple[str, ...]:
    raw = top.data.get(key) or []
    if not isinstance(raw, list):
        top.fault((key,), "no list", "a list of columns")
        return ()
    return tuple(str(column) for column in raw)


def _text(entry: Entry, key: str) -> str:
    value = entry.data.get(key)
    if isinstance(value, Mapping | list):
        entry.fault((key,), "a list or keys", "one word or sentence")
        return ""
    return "" if value is None else str(value).strip()


def _placement(
    entry: Entry, items: Mapping[str, tuple[Instrument, Item]], answers: Mapping[str, str], *, is_roster: bool
) -> Placement:
    given = [key for key in _WHERE if entry.has(key)]
    if len(given) != 1:
        entry.fault((), f"{len(given)} of column, columns, at", "exactly one of them")
    item_id = _text(entry, "item")
    if item_id == "?":
        doubt = _text(entry, "check") or "columns about people"
        entry.fault(("item",), doubt, "the code of the item in place of '?'", "then delete `check:`")
    else:
        _refuse_unchecked(entry)
    if item_id not in items and item_id != "?":
        entry.fault(("item",), f"'{item_id}' is no item of the instruments used", "an item code such as NET1")
    elif item_id in items and is_roster != (items[item_id][0].kind is Kind.ROSTER):
        entry.fault(("item",), f"{item_id} stands in the wrong list", "people under `roster:`, all else `questions:`")
    at = _text(entry, "at")
    if at and not _RANGE.fullmatch(at):
        entry.fault(("at",), f"'{at}'", "column letters: L or L:AY")
    return Placement(
        column=_text(entry, "column"),
        columns=_text(entry, "columns"),
        at=at,
        item=item_id,
        about=_about(entry) if is_roster else None,
        extra=entry.choice("field", ExtraField) or "",
        separator=str(entry.data.get("separator") or ""),
        ticked=entry.flag("ticked", False),
        text=_text(entry, "text"),
        answers={**answers, **_words_of(entry, "answers")},
        line=entry.fields.line_of(*entry.at),
    )


def _about(entry: Entry) -> About:
    stands = About.STAR if "*" in _text(entry, "columns") else About.TEXT
    return entry.choice("person", About, stands) or stands


def _log_line(entry: Entry) -> Placement:
    """Logs say how often people are in contact, never how much it matters or how close they are."""
    if entry.data.get("layer") != Layer.COMMUNICATION:
        entry.fault(("layer",), f"{entry.data.get('layer')!r}", f"`layer: {Layer.COMMUNICATION}`")
    _refuse_unchecked(entry)
    line = entry.fields.line_of(*entry.at)
    return Placement(column=_text(entry, "column"), layer=Layer.COMMUNICATION, about=About.ANSWER, line=line)


def _refuse_unchecked(entry: Entry) -> None:
    if entry.has("check"):
        entry.fault(("check",), "this line is a proposal", "look at it, then delete `check:`", _text(entry, "check"))
