"""A printable form of one instrument: one HTML page, no script, nothing loaded from outside."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.errors import InputError, Problem
from alliancenet.instruments.phrases import phrases_in
from alliancenet.model.instrument import AnswerType, ExtraField, Instrument, Item, ItemSection, Kind, Mode, Scale
from alliancenet.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).with_name("templates")
_BLANK = "_" * 24
_BLANK_GOALS = 8
_ROW_STEPS = 6
_ROW_LETTERS = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A person of the roster as the form shows them."""

    id: str
    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """One printing of a form.

    Parameters
    ----------
    language : a language of the instrument.
    short : only the items of the short form.
    alliance : name of the alliance.
    people : the roster, for roster instruments.
    goals : the alliance's goals, for items that ask to pick some.
    mode : who will see names; None while undecided.
    roles : the roles who see names, for NAMED_FOR_ROLES.
    contact : whom to ask, and where the form goes back to.
    closes : last day to answer, as it is to be read.
    """

    language: str
    short: bool = False
    alliance: str = ""
    people: tuple[Listed, ...] = ()
    goals: tuple[str, ...] = ()
    mode: Mode | None = None
    roles: str = ""
    contact: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    key: str
    name: str


def render_form(instrument: Instrument, handout: Handout, settings: Settings) -> str:
    """HTML page of a form.

    Parameters
    ----------
    instrument : what to ask.
    handout : in which language, about which alliance and people.
    settings : limits named in the notice.

    Raises
    ------
    InputError
        When the language or the short form does not exist, or words of the form are missing.

    Notes
    -----
    Until alliance, mode, contact, last day and (where needed) people and goals are given, the
    page says it is a draft: a notice that promises nothing yet must not be handed out.
    """
    words = _words(instrument, handout)
    items = instrument.short_items if handout.short else instrument.items
    style = (TEMPLATES / "form.css").read_text(encoding="utf-8")
    goals = handout.goals or ("",) * _BLANK_GOALS
    return _template().render(
        instrument=instrument,
        handout=handout,
        language=handout.language,
        words=words,
        items=items,
        blank=_BLANK,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        draft=[words[f"draft_{what}"] for what in missing_parts(items, instrument, handout)],
        notice=notice_of(instrument, handout, settings, short=handout.short),
        minutes=instrument.minutes_short if handout.short else instrument.minutes,
        asks_level=instrument.kind in {Kind.ROSTER, Kind.PEOPLE},
        may_opt_out=instrument.kind in {Kind.ROSTER, Kind.PEOPLE},
        firms=_cards_by_firm(handout.people),
        added=[f"added{number}" for number in range(1, _added_cards(instrument, handout) + 1)],
        parts=_parts(instrument, items),
        goals=goals,
        filled=lambda text: _filled(text, handout, len(handout.goals)),
        opening={(item.ask_if.item, item.ask_if.code) for item in items if item.ask_if},
        gate_hint=lambda item: words["gate"].replace("{n}", _opening_label(item, items, handout.language)),
        only_if=lambda item: gate_words(item, instrument, words, handout.language),
        layout=layout,
        chosen={},
        skip=None,
    )


def missing_parts(items: Iterable[Item], instrument: Instrument, handout: Handout) -> list[str]:
    """What a form still needs before it can be handed out, as names of `draft_…` phrases."""
    has_people = instrument.kind in {Kind.ROSTER, Kind.PEOPLE}
    needs = {
        "alliance": not handout.alliance,
        "mode": has_people and handout.mode is None,
        "contact": not handout.contact,
        "closes": not handout.closes,
        "people": instrument.kind is Kind.ROSTER and not handout.people,
        "goals": not handout.goals and any(item.answer is AnswerType.PICK for item in items),
    }
    return [what for what, is_missing in needs.items() if is_missing]


def _words(instrument: Instrument, handout: Handout) -> dict[str, str]:
    file = f"{instrument.id}.yaml"
    if handout.language not in instrument.languages:
        known = ", ".join(instrument.languages)
        found, action = f"there is no '{handout.language}'", "add it to `languages:` and to every text"
        raise InputError([Problem(file=file, found=found, needed=f"one of: {known}", action=action)])
    if handout.short and not instrument.short_items:
        found, action = "there is no short form", "leave out --short, or mark items with `short_form: true`"
        raise InputError([Problem(file=file, found=found, needed="items of a short form", action=action)])
    return phrases_in(handout.language, instrument)


def notice_of(instrument: Instrument, handout: Handout, settings: Settings, *, short: bool) -> list[str]:
    """Sentences that say what happens with the answers; the same on paper and on a screen.

    Parameters
    ----------
    short : only the items of the short form are asked, where there is one.
    """
    words = phrases_in(handout.language, instrument)
    months = str(settings.whole("retention.months"))
    kept = words["kept_for"].replace("{months}", months)
    if "staffing" in instrument.purposes:
        return [words["voluntary"], words["staffing_only"], words["erase"], kept]
    if instrument.kind is Kind.GUIDE:
        return [words["voluntary"], words["notes_stay"], words["never_used"], words["erase"], kept]
    if instrument.kind in {Kind.ORGANISATION, Kind.CHECKLIST}:
        evidence = any(ExtraField.EVIDENCE in item.fields for item in instrument.items)
        return [words["for_organisation"], *([words["evidence_stays"]] if evidence else []), words["erase"], kept]
    own = f"{instrument.id}.min_n"
    least = max(settings.whole(key) for key in ("suppression.min_n", own) if key in settings.entries)
    mode = words[f"mode_{handout.mode or 'open'}"].replace("{roles}", handout.roles or _BLANK)
    roster = instrument.kind is Kind.ROSTER
    restricted = any(item.restricted for item in ((short and instrument.short_items) or instrument.items))
    return [
        words["not_anonymous"],
        mode,
        words["smallest_group"].replace("{n}", str(least)),
        words["never_used"],
        *([words["others_may_name"]] if roster else []),
        *([words["friendship_kept"]] if roster and restricted else []),
        words["voluntary"],
        words["opt_out"],
        words["erase"],
        kept,
    ]


def _filled(text: str, handout: Handout, goals: int) -> str:
    text = text.replace("{alliance}", handout.alliance or _BLANK)
    return text.replace("{k}", str(goals or _BLANK_GOALS))


def _cards_by_firm(people: Sequence[Listed]) -> list[tuple[str, list[_Card]]]:
    firms: dict[str, list[_Card]] = {}
    for number, person in enumerate(people, start=1):
        card = _Card(key=f"p{number}", name=person.name or person.id)
        firms.setdefault(person.organisation, []).append(card)
    return list(firms.items())


def _added_cards(instrument: Instrument, handout: Handout) -> int:
    if instrument.kind is not Kind.ROSTER:
        return 0
    return instrument.added_names or (0 if handout.people else 1)


def _parts(instrument: Instrument, items: Sequence[Item]) -> list[tuple[ItemSection | None, list[Item]]]:
    sections: dict[str, ItemSection] = {section.id: section for section in instrument.sections}
    members: dict[str, list[Item]] = {"": [], **{name: [] for name in sections}}
    for item in items:
        members[item.section].append(item)
    return [(sections.get(name), asked) for name, asked in members.items() if asked]


def is_numbered(scale: Scale) -> bool:
    """Whether the number of a step is shown beside its words."""
    counted = all(point.code.lstrip("-").isdigit() for point in scale.points)
    return counted and not (scale.is_fully_labelled and len(scale.points) <= 3)


def layout(scale: Scale, language: str) -> str:
    """How the steps of a scale stand: in a `row` where they fit, else as a `list`."""
    longest = max(len(point.label.get(language, "")) for point in scale.points)
    return "row" if len(scale.points) <= _ROW_STEPS and longest <= _ROW_LETTERS else "list"


def _opening_label(gate: Item, items: Sequence[Item], language: str) -> str:
    codes = {item.ask_if.code for item in items if item.ask_if and item.ask_if.item == gate.id}
    points = gate.scale.points if gate.scale else ()
    return ", ".join(point.label[language] for point in points if point.code in codes)


def gate_words(item: Item, instrument: Instrument, words: Mapping[str, str], language: str) -> str:
    """After which answer to which item this one is asked; "" where it always is."""
    if item.ask_if is None:
        return ""
    gate = instrument.item(item.ask_if.item) if item.ask_if else None
    point = gate.scale.point_of(item.ask_if.code) if gate and gate.scale and item.ask_if else None
    label = point.label.get(language, point.code) if point else ""
    return words["only_if"].replace("{k}", gate.id if gate else "").replace("{n}", label)


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    room = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    room.tests["numbered"] = is_numbered
    return room.get_template("form.html.j2")
