"""Limits of a file that does not say them, or not all: the shipped ones, and the strictest group known."""

from dataclasses import fields, replace
from functools import cache
from typing import Any

from alliancenet.model.limits import Limits
from alliancenet.settings import default_settings
from alliancenet.store.records import as_plain

_ALWAYS = frozenset({"min_n", "red_below", "green_from", "core_min_ties", "counterpart_frequency"})
"""Limits every file of format 2 says; the others came later."""


@cache
def strictest() -> Limits:
    """What is taken where a file says nothing: nobody named, and the largest smallest group in common use."""
    settings = default_settings()
    return replace(
        Limits.of(settings), min_n=settings.whole("suppression.unknown"), named_for=(), tier_floor={}, known=False
    )


def with_limits(document: dict[str, Any]) -> dict[str, Any]:
    """Plain data of an audit or review, with the limits its file does not say."""
    said = document.get("limits", {})
    if not isinstance(said, dict) or said.keys() >= _fields():
        return document
    shipped = as_plain(strictest())
    kept = shipped if not said else {name: value for name, value in shipped.items() if name not in _ALWAYS}
    return {**document, "limits": {**kept, **said}}


@cache
def _fields() -> frozenset[str]:
    return frozenset(field.name for field in fields(Limits))
