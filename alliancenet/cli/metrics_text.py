"""The metrics document as a few lines of text; everything is in ``--json``."""

from collections.abc import Mapping
from typing import Any

_SHOWN = ("degree", "strength", "betweenness", "kcore", "constraint", "effective_size", "participation", "ei_either")
_MOST_PEOPLE = 10


def summary(document: Mapping[str, Any]) -> str:
    """Readable summary of an ``alliancenet-metrics/1`` document."""
    lines = [f"{document['n_people']:,} people, {document['n_ties']:,} ties"]
    lines += [f"  {key.replace('_', ' ')}: {count:,}" for key, count in document["dropped"].items() if count]
    lines += _network(document["network"])
    lines += _groups(document["groups"])
    lines += _people(document["people"])
    for part in ("compare", "mrqap", "change"):
        if part in document:
            lines += ["", part, *_nested(document[part], "  ")]
    if document["notes"]:
        lines += ["", "notes", *(f"  {note}" for note in document["notes"])]
    hidden = {f"people.{key}" for row in document["people"].values() for key in row if key not in _SHOWN}
    reasons = [f"  {name}: {reason}" for name, reason in document["reasons"].items() if name not in hidden]
    if reasons:
        lines += ["", "why some are -", *reasons]
    lines += ["", "Every number and every person: --json"]
    return "\n".join(lines)


def _network(network: Mapping[str, Any]) -> list[str]:
    return ["", "network", *_nested(network, "  ")] if network else []


def _nested(values: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for key, value in values.items():
        if isinstance(value, Mapping) and any(isinstance(inner, Mapping) for inner in value.values()):
            lines += [f"{indent}{key}", *_nested(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key}: {_told(value)}")
    return lines


def _groups(groups: Mapping[str, Mapping[str, Any]]) -> list[str]:
    lines = [
        f"  {name}: " + ", ".join(f"{key} {_told(value)}" for key, value in row.items() if not isinstance(value, dict))
        for name, row in groups.items()
    ]
    return ["", "groups", *lines] if lines else []


def _people(people: Mapping[str, Mapping[str, Any]]) -> list[str]:
    if not people:
        return []
    first = next(iter(people.values()))
    columns = [key for key in _SHOWN if key in first] or [key for key in first if not isinstance(first[key], dict)][:8]
    if not columns:
        return []
    order = "betweenness" if "betweenness" in columns else columns[0]
    ranked = sorted(people.items(), key=lambda item: -(item[1][order] or 0))[:_MOST_PEOPLE]
    table = [("person", *columns), *((name, *(_told(row[key]) for key in columns)) for name, row in ranked)]
    widths = [max(len(row[place]) for row in table) for place in range(len(columns) + 1)]
    lines = [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    ]
    return ["", f"people, highest {order} first ({len(ranked)} of {len(people):,})", *lines]


def _told(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_told(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        words = [_told(inner) if not isinstance(inner, list) else "–".join(map(str, inner)) for inner in value]
        more = f" … ({len(words):,})" if len(words) > _MOST_PEOPLE else ""
        return ", ".join(words[:_MOST_PEOPLE]) + more or "none"
    return str(value)
