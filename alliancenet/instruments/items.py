"""Reads the items of an instrument file and checks each by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from alliancenet.files.entry import Entry
from alliancenet.instruments.scales import SCALE_KEYS, read_scale
from alliancenet.model.instrument import (
    AnswerType,
    AskIf,
    Direction,
    Escape,
    ExtraField,
    Implied,
    Item,
    Kind,
    Scale,
    View,
)
from alliancenet.model.multiplex import RESTRICTED_LAYERS, Layer

ITEM_KEYS = (
    "id",
    "text",
    "version",
    "hint",
    "answer",
    "scale",
    "pick",
    "pick_from",
    "layer",
    "dimension",
    "facet",
    "direction",
    "view",
    "reversed",
    "scored",
    "allow",
    "ask_if",
    "implies",
    "restricted",
    "once",
    "purposes",
    "short_form",
    "fields",
    "section",
)
ITEM_ID = r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*"
NAME = r"[a-z][a-z0-9_]*"
_NEEDS_ID = "capitals and digits, joined by hyphens, are needed (CLI-TRU2)"
_NEEDS_NAME = "small letters, digits and _ are needed"
_GATE = re.compile(r"(\S+)\s*==\s*(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What the instrument says once for all its items."""

    kind: Kind
    languages: tuple[str, ...]
    scales: Mapping[str, Scale | None]
    scale: str
    allow: tuple[Escape, ...]
    purposes: tuple[str, ...]
    fields: tuple[ExtraField, ...]


def read_item(entry: Entry, defaults: Defaults) -> Item:
    """One item; faults are noted in the entry."""
    answer = entry.choice("answer", AnswerType, AnswerType.SCALE) or AnswerType.SCALE
    item = Item(
        id=entry.word("id", ITEM_ID, _NEEDS_ID),
        text=entry.texts("text", defaults.languages),
        version=entry.whole("version", 1, 10_000, 1),
        hint=entry.texts("hint", defaults.languages, required=False) or None,
        answer=answer,
        scale=_scale_of(entry, answer, defaults),
        pick=entry.whole("pick", 1, 20) if answer is AnswerType.PICK else 0,
        pick_from=entry.word("pick_from", NAME, _NEEDS_NAME) if answer is AnswerType.PICK else "",
        layer=entry.choice("layer", Layer),
        dimension=entry.word("dimension", NAME, _NEEDS_NAME, ""),
        facet=entry.word("facet", NAME, _NEEDS_NAME, ""),
        direction=entry.choice("direction", Direction),
        view=entry.choice("view", View),
        reversed=entry.flag("reversed", False),
        scored=entry.flag("scored", True),
        allow=entry.choices("allow", Escape, defaults.allow if answer is AnswerType.SCALE else ()),
        ask_if=_gate_of(entry),
        implies=_implied_by(entry),
        restricted=entry.flag("restricted", False),
        once=entry.flag("once", False),
        purposes=entry.words("purposes", defaults.purposes, NAME, f"a list of purposes; {_NEEDS_NAME}"),
        short_form=entry.flag("short_form", False),
        fields=entry.choices("fields", ExtraField, defaults.fields),
        section=entry.word("section", NAME, _NEEDS_NAME, ""),
    )
    _check(entry, item, defaults.kind)
    return item


def _scale_of(entry: Entry, answer: AnswerType, defaults: Defaults) -> Scale | None:
    if answer is not AnswerType.SCALE:
        if entry.has("scale"):
            entry.fault(("scale",), "a scale", f"none with `answer: {answer}`")
        return None
    if isinstance(entry.data.get("scale"), Mapping):
        return read_scale(entry.entry("scale", SCALE_KEYS), defaults.languages)
    name = entry.word("scale", NAME, "the name of a scale, or the scale itself, is needed", defaults.scale or None)
    if name and name not in defaults.scales:
        known = ", ".join(defaults.scales) or "none is defined"
        entry.fault(("scale",), f"the scale '{name}' is not defined", "define it under `scales:`", f"known: {known}")
    return defaults.scales.get(name)


def _gate_of(entry: Entry) -> AskIf | None:
    if not entry.has("ask_if"):
        return None
    gate = entry.data["ask_if"]
    match = _GATE.fullmatch(gate.strip()) if isinstance(gate, str) and len(gate) <= 60 else None
    if match is None:
        entry.fault(("ask_if",), "not a gate", 'write it as "ITEM == answer", in quotes')
        return None
    return AskIf(item=match[1], code=match[2])


def _implied_by(entry: Entry) -> tuple[Implied, ...]:
    if not entry.has("implies"):
        return ()
    by_code = entry.entry("implies", None)
    return tuple(
        Implied(code=code, item=item_id, value=settled.number(item_id))
        for code in by_code.data
        if isinstance(code, str)
        for settled in (by_code.entry(code, None),)
        for item_id in settled.data
        if isinstance(item_id, str)
    )


def _check(entry: Entry, item: Item, kind: Kind) -> None:
    roster = kind is Kind.ROSTER
    if roster and item.layer is None and not item.implies:
        entry.fault((), "no layer", f"one of: {', '.join(Layer)}", "only the gate item needs none")
    if roster and item.direction is None and not item.implies:
        entry.fault((), "no direction", f"one of: {', '.join(Direction)}", "only the gate item needs none")
    if not roster and item.once:
        entry.fault(("once",), "asked once", "only an item about a person is", "leave `once` out")
    if not roster and (item.layer or item.direction):
        entry.fault((), "a layer or direction", "only rosters have layers", "name a dimension instead")
    if item.layer in RESTRICTED_LAYERS and not item.restricted:
        entry.fault((), f"the layer {item.layer} is open", "`restricted: true` is needed on this layer")
    if item.reversed and (item.scale is None or not item.scale.ordered):
        entry.fault(("reversed",), "an answer without order cannot be reversed", "an ordered scale is needed")
    if item.allow and item.answer is not AnswerType.SCALE:
        entry.fault(
            ("allow",),
            f"ways to decline with `answer: {item.answer}`",
            "leave `allow` out; it may stay empty",
        )
    if not item.purposes:
        entry.fault((), "no purposes", "say what the answers may be used for (`purposes: [alliance_audit]`)")
