"""The first look at a file or folder: what readers recognise it by."""

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from alliancenet.errors import InputError, Problem
from alliancenet.files.table import separator_of
from alliancenet.files.text import encoding_of

PARQUET, AVRO = b"PAR1", b"Obj\x01"
"""First four bytes of these files."""

LOOK = 65_536
"""Bytes looked at."""
_PACKED = (
    (b"\x1f\x8b", "packed with gzip"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ\x00", "packed with xz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"!BDN", "an Outlook data file (.pst)"),
    (b"\xd0\xcf\x11\xe0", "an Outlook message (.msg) or an old Office file"),
)
_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:")
_MAIL_FIELDS = frozenset(
    {"to", "cc", "bcc", "date", "subject", "message-id", "received", "return-path", "mime-version"}
)
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Start of a file, or names inside a folder or zip.

    Parameters
    ----------
    text : first 64 kB as text; "" for folders and zips.
    columns : names in the first line when it is a table, lower case, "" names kept; a name that
        stands there again is numbered, "time (2)".
    fields : names of the fields of a Parquet, Avro or JSON file, lower case.
    names : paths inside a folder or zip, two levels deep at most.
    """

    path: Path
    raw: bytes = b""
    encoding: str = "utf-8"
    text: str = ""
    separator: str = ","
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def has(self, *columns: str) -> bool:
        """All these columns or fields are there, whatever their case."""
        return set(columns) <= set(self.columns) or set(columns) <= set(self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReading:
    """What a reader is told about its source.

    Parameters
    ----------
    zone : zone of times that carry none; None when the user declared none.
    since, until : days of interest; repeating calendar entries are followed up to `until`.
    viva_contacts : messages in four weeks a derived tie stands for, (strong, other).
    """

    zone: ZoneInfo | None = None
    since: date | None = None
    until: date | None = None
    viva_contacts: tuple[int, int] = (4, 1)


def open_path(path: Path) -> Opening:
    """Look at a path without reading more than its first 64 kB.

    Raises
    ------
    InputError
        When the path cannot be read, or a zip is damaged.
    """
    try:
        if path.is_dir():
            return Opening(path=path, names=_names_in_folder(path))
        if path.exists() and not path.is_file():  # a pipe would wait for ever, a device has no end
            raise InputError([unreadable(path, "neither a file nor a folder")])
        with path.open("rb") as file:
            raw = file.read(LOOK)
    except OSError as error:
        raise InputError([unreadable(path, error.strerror or str(error))]) from None
    if kind := next((kind for start, kind in _PACKED if raw.startswith(start)), ""):
        raise InputError([_packed(path, kind)])
    if raw.startswith(b"PK\x03\x04"):
        return Opening(path=path, raw=raw[:4], names=_names_in_zip(path))
    if raw.startswith((PARQUET, AVRO)):
        return Opening(path=path, raw=raw[:4], fields=_fields_of(path, raw))
    encoding = encoding_of(raw[:-3] if len(raw) == LOOK else raw)
    text = raw.decode(encoding, errors="replace")
    if text.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        return Opening(path=path, raw=raw, encoding=encoding, text=text, fields=_first_keys(text))
    separator, columns = _columns(text)
    return Opening(path=path, raw=raw, encoding=encoding, text=text, separator=separator, columns=columns)


def starts_with_headers(text: str) -> bool:
    """Do the first lines form the header block of a mail: every line a field, From among them."""
    lines = text.lstrip("\ufeff").splitlines()
    if lines and lines[0].strip().isdigit():
        lines = lines[1:]  # .emlx begins with its length
    names = set[str]()
    for line in lines[:-1] or lines:  # the last line may be cut
        if not line:
            break
        if line[0] in " \t" and names:
            continue
        field = _FIELD.match(line)
        if field is None:
            return False
        names.add(field[1].lower())
    return "from" in names and bool(names & _MAIL_FIELDS)


def _packed(path: Path, kind: str) -> Problem:
    return Problem(
        file=path.name,
        found=f"is {kind}",
        needed="the log itself",
        action=f"export it as mbox, .eml or CSV: {path.name} as it is cannot be read"
        if kind.startswith("an Outlook")
        else "unpack it first, then name the file or folder that comes out",
    )


def unreadable(path: Path, reason: str) -> Problem:
    """Problem for a source that cannot be read at all."""
    return Problem(
        file=path.name,
        found=f"cannot be read ({reason})",
        needed="a whole, readable log file is needed",
        action="check the path, or export the log again",
    )


def _names_in_folder(path: Path) -> tuple[str, ...]:
    inside = sorted(child for pattern in ("*", "*/*") for child in path.glob(pattern))
    return tuple(child.relative_to(path).as_posix() for child in inside)


def _names_in_zip(path: Path) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError([unreadable(path, str(error))]) from None


def _fields_of(path: Path, raw: bytes) -> tuple[str, ...]:
    try:
        names = _parquet_names(path) if raw.startswith(PARQUET) else _avro_names(path)
    except Exception as error:  # of damaged files the library raises whatever it runs into
        raise InputError([unreadable(path, f"damaged: {error or type(error).__name__}"[:200])]) from None
    return tuple(name.strip().lower() for name in names)


def _parquet_names(path: Path) -> list[str]:
    import pyarrow.parquet as pq

    return list(pq.read_schema(path).names)


def _avro_names(path: Path) -> list[str]:
    import fastavro

    with path.open("rb") as file:
        schema = fastavro.reader(file).writer_schema
    return [str(field["name"]) for field in schema["fields"]] if isinstance(schema, dict) else []


def _first_keys(text: str) -> tuple[str, ...]:
    """Keys of the first JSON object."""
    try:
        first, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    except (ValueError, RecursionError):
        return ()
    return tuple(str(name).strip().lower() for name in first)


def _columns(text: str) -> tuple[str, tuple[str, ...]]:
    line = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    separator = separator_of(line)
    try:
        row = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        row = []
    return separator, _told_apart([name.translate(_CONTROLS).strip().lower() for name in row])


def _told_apart(names: Iterable[str]) -> tuple[str, ...]:
    met: Counter[str] = Counter()
    found = []
    for name in names:
        met[name] += 1
        found.append(f"{name} ({met[name]})" if name and met[name] > 1 else name)
    return tuple(found)
