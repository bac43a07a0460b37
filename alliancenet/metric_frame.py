"""Rows of a document of network metrics, one for each number."""

from collections.abc import Iterator, Mapping
from typing import Any

from alliancenet.frames import SEVERAL

METRIC_COLUMNS: Mapping[str, str] = {
    "metric": "object",
    "subject_kind": "object",
    "subject": "object",
    "value": "float64",
    "text": "object",
    "reason": "object",
}


def metric_rows(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Rows of a metrics document: a part of a metric has its name after a dot, lists of people go into `text`."""
    sections = (
        ("network", "network", {"": document["network"]}),
        ("groups", "group", document["groups"]),
        ("people", "person", document["people"]),
    )
    for section, kind, subjects in sections:
        for subject, values in subjects.items():
            for metric, value in _parts("", values):
                yield _metric_row(metric, (kind, subject), value, document["reasons"], section)


def _parts(metric: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A metric and its value; for one of several parts each of them, `reason` being no part."""
    if not isinstance(value, Mapping):
        yield metric, value
        return
    for part, inner in value.items():
        why = value.get("reason") if inner is None else None
        if part != "reason":
            yield from _parts(f"{metric}.{part}".lstrip("."), _Unknown(why) if why else inner)


class _Unknown(str):
    """Why a value does not exist, where the document says it beside the value."""


def _metric_row(
    metric: str, subject: tuple[str, str], value: Any, reasons: Mapping[str, str], section: str
) -> Mapping[str, Any]:
    is_number = isinstance(value, int | float)  # a truth is 0 or 1
    if isinstance(value, _Unknown):
        reason = str(value)
    else:
        reason = _reason(reasons, f"{section}.{metric}") if value is None else ""
    return {
        "metric": metric,
        "subject_kind": subject[0],
        "subject": subject[1],
        "value": float(value) if is_number else None,
        "text": "" if is_number or value is None or isinstance(value, _Unknown) else _text(value),
        "reason": reason,
    }


def _reason(reasons: Mapping[str, str], place: str) -> str:
    """Reason of a place in the document, or of the metric it is a part of."""
    while place:
        if place in reasons:
            return reasons[place]
        place = place.rpartition(".")[0]
    return ""


def _text(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return SEVERAL.join("-".join(map(str, inner)) if isinstance(inner, list) else str(inner) for inner in value)
