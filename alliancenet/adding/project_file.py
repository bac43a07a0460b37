"""The project file with a line more: what people wrote in it stays as it is."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from alliancenet.errors import InputError, Problem
from alliancenet.files.fields import parse_fields

_FILE = "alliancenet.yaml"


def with_entry(text: str, at: Sequence[str], entry: Mapping[str, Any]) -> str:
    """The text of the project file with an entry more in a list.

    Parameters
    ----------
    at : keys of the list, ``("files",)`` or ``("logs", "files")``; made where they are missing.
    entry : what is appended.

    Raises
    ------
    InputError
        When the list is written in a way that cannot be extended; says the line to add by hand.
    """
    value = parse_fields(text, _FILE).value or {}
    if entry in (_inside(value, at) or []):
        return text
    written = _written(text.rstrip("\n").split("\n"), list(at), f"- {_flow(entry)}")
    found = "\n".join(written) + "\n"
    wanted = [*(_inside(value, at) or []), dict(entry)]
    try:
        is_right = _inside(parse_fields(found, _FILE).value, at) == wanted
    except InputError:
        is_right = False
    if not is_right:
        action = f"write `- {_flow(entry)}` under `{': '.join(at)}:` of {_FILE} yourself"
        raise InputError(
            [Problem(file=_FILE, found="its list cannot be extended", needed="a line more", action=action)]
        )
    return found


def _inside(value: Any, at: Sequence[str]) -> Any:
    for key in at:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _written(lines: list[str], at: list[str], line: str) -> list[str]:
    indent, start, end = "", 0, len(lines)
    for depth, key in enumerate(at):
        place = _line_of(lines, start, end, indent, key)
        if place is None:
            missing = [f"{indent}{'  ' * step}{name}:" for step, name in enumerate(at[depth:])]
            below = indent + "  " * (len(at) - depth)
            tail = _without_blank_end(lines, end)
            return [*lines[:tail], *missing, f"{below}{line}", *lines[tail:]]
        start, end = place + 1, _end_of(lines, place + 1, end, indent)
        inner = next((entry for entry in lines[start:end] if entry.strip() and not entry.strip().startswith("#")), "")
        indent = inner[: len(inner) - len(inner.lstrip())] if inner else f"{indent}  "
    tail = _without_blank_end(lines, end)
    return [*lines[:tail], f"{indent}{line}", *lines[tail:]]


def _line_of(lines: list[str], start: int, end: int, indent: str, key: str) -> int | None:
    pattern = re.compile(rf"{indent}{re.escape(key)}:\s*(#.*)?$")
    return next((place for place in range(start, end) if pattern.match(lines[place])), None)


def _end_of(lines: list[str], start: int, end: int, indent: str) -> int:
    """First line behind a block: one that is not deeper, unless it is an entry of its list."""
    for place in range(start, end):
        line = lines[place]
        if line.strip() and not line.strip().startswith("#"):
            deep = len(line) - len(line.lstrip())
            if deep < len(indent) or (deep == len(indent) and not line.lstrip().startswith("- ")):
                return place
    return end


def _without_blank_end(lines: list[str], end: int) -> int:
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    return end


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inside)}" for key, inside in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def without_entry(text: str, entry: Mapping[str, Any]) -> str:
    """The text of the project file without an entry that `with_entry` wrote; as it is where none stands so."""
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() != f"- {_flow(entry)}")
