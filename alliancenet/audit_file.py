"""Audit ↔ JSON, with a format version.

The same audits give the same bytes: keys are sorted and numbers are rounded to twelve
significant digits, below the noise of any measurement and above that of summation order.
"""

import json
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from alliancenet.errors import AuditFormatError, Problem
from alliancenet.files.writing import write_whole
from alliancenet.model.audit import Audit

FORMAT = "alliancenet-audit/1"
SUFFIX = ".audit.json"
Reader = Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Audits of a folder, by alliance and wave, and what could not be read."""

    audits: tuple[Audit, ...]
    problems: tuple[Problem, ...]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the audit document, as shipped."""
    text = Path(__file__).with_name("audit_schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def to_document(audits: Iterable[Audit]) -> dict[str, Any]:
    """Plain data of one document with all audits."""
    return {"format": FORMAT, "audits": [as_plain(audit) for audit in audits]}


def to_json(audits: Iterable[Audit]) -> str:
    """JSON text of one document: sorted keys, one line, a newline at the end."""
    return json.dumps(to_document(audits), sort_keys=True, ensure_ascii=False) + "\n"


def from_document(document: Any, file: str = "audit") -> tuple[Audit, ...]:
    """Audits of a document.

    Raises
    ------
    AuditFormatError
        When the format is another or newer one, or a field is missing or of the wrong kind.
    """
    form = document.get("format") if isinstance(document, dict) else None
    if form != FORMAT:
        raise AuditFormatError(f"{file}: format {form!r}; '{FORMAT}' is needed; make the audit again with this version")
    try:
        return tuple(as_record(Audit, data) for data in document["audits"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AuditFormatError(f"{file}: damaged ({type(error).__name__}: {error}); make the audit again") from None


def file_name(audit: Audit) -> str:
    """Name of an audit's file: alliance, wave, and letters a file system takes."""
    stem = f"{audit.alliance.id}--{audit.wave.id}"
    return "".join(mark if mark.isalnum() or mark in "-_." else "_" for mark in stem) + SUFFIX


def write_audits(folder: Path, audits: Iterable[Audit]) -> tuple[Path, ...]:
    """Write one file per audit, each whole or not at all; returns the paths."""
    paths = []
    for audit in audits:
        path = folder / file_name(audit)
        write_whole(path, to_json([audit]))
        paths.append(path)
    return tuple(paths)


def read_file(path: Path) -> tuple[Audit, ...]:
    """Audits of one file.

    Raises
    ------
    AuditFormatError, ValueError, OSError, RecursionError
        When the file is damaged, of another format, or cannot be opened.
    """
    return from_document(json.loads(path.read_text(encoding="utf-8")), path.name)


def read_audits(folder: Path, read: Callable[[Path], tuple[Audit, ...]] = read_file) -> Loaded:
    """Read all audit files of a folder; a damaged one becomes a problem, the others stay.

    Parameters
    ----------
    read : reads one file; `read_file`, or one that remembers or leaves parts out.

    Notes
    -----
    Two files for the same alliance and wave are both refused: nobody could say which one counts.
    """
    found: dict[tuple[str, str], list[tuple[str, Audit]]] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            audits = read(path)
        except (AuditFormatError, ValueError, OSError, RecursionError) as error:
            problems.append(_unreadable(path.name, error))
            continue
        for audit in audits:
            found.setdefault((audit.alliance.id, audit.wave.id), []).append((path.name, audit))
    problems.extend(_twice(key, entries) for key, entries in found.items() if len(entries) > 1)
    audits_kept = (entries[0][1] for entries in found.values() if len(entries) == 1)
    return Loaded(
        audits=tuple(sorted(audits_kept, key=lambda audit: (audit.alliance.id, _age(audit)))),
        problems=tuple(problems),
    )


def _age(audit: Audit) -> tuple[str, str]:
    return (audit.wave.closes.isoformat() if audit.wave.closes else "", audit.wave.id)


def _unreadable(file: str, error: Exception) -> Problem:
    return Problem(
        file=file,
        found=f"cannot be read ({error})",
        needed=f"a whole file of format {FORMAT}",
        action="make the audit again",
    )


def _twice(key: tuple[str, str], entries: list[tuple[str, Audit]]) -> Problem:
    files = ", ".join(name for name, _ in entries)
    return Problem(
        file=files,
        found=f"alliance '{key[0]}', wave '{key[1]}' stands in each of them",
        needed="one audit for each alliance and wave",
        action="move the older file away",
    )


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def as_plain(value: Any) -> Any:
    """Records as plain data of JSON: enums as words, days as ISO text, floats to twelve digits."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is float:
        return float(f"{value:.12g}")
    if kind is tuple or kind is list:
        return [as_plain(part) for part in value]
    if is_dataclass(kind):
        return {name: as_plain(getattr(value, name)) for name in _names(kind)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_plain(part) for key, part in value.items()}
    return value


def as_record(kind: Any, data: Any) -> Any:
    """Record of a kind from plain data; a wrong or unknown field is a TypeError or ValueError."""
    if not isinstance(data, dict):
        raise TypeError(f"{kind.__name__} is not an object")
    readers = _readers(kind)
    if not data.keys() <= readers.keys():
        unknown = ", ".join(sorted(data.keys() - readers.keys()))
        raise ValueError(f"{kind.__name__} has unknown fields {unknown}")
    return kind(**{name: readers[name](part, name) for name, part in data.items()})


# What a field asks for is worked out once: a folder of audits holds millions of values.
@cache
def _readers(kind: Any) -> dict[str, Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _reader(hint: Any) -> Reader:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        read = _reader(next(part for part in parts if part is not type(None)))
        return lambda value, name: None if value is None else read(value, name)
    if origin is tuple:
        return _tuple_reader(parts)
    if origin is Mapping:
        read = _reader(parts[1])
        return lambda value, name: {str(key): read(part, name) for key, part in value.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value, _: as_record(hint, value)
    if hint is date:
        return lambda value, _: date.fromisoformat(value)
    if issubclass(hint, Enum):
        return lambda value, _: hint(value)
    return _float_reader if hint is float else _plain_reader(hint)


def _plain_reader(hint: type[Any]) -> Reader:
    def read(value: Any, name: str) -> Any:
        if not isinstance(value, hint):
            raise TypeError(f"{name} is {value!r}, {hint.__name__} is needed")
        return value

    return read


def _float_reader(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} is {value!r}, float is needed")
    return float(value)


def _tuple_reader(parts: tuple[Any, ...]) -> Reader:
    readers = [_reader(part) for part in parts if part is not Ellipsis]

    def read(value: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(f"{name} is not a list")
        if parts[-1] is Ellipsis:
            return tuple(readers[0](item, name) for item in value)
        return tuple(one(item, name) for one, item in zip(readers, value, strict=True))

    return read
