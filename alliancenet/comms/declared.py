"""What a project says about its communication logs, under ``logs:`` in its project file.

::

    logs:
      since: 2026-01-01
      until: 2026-06-30
      zones: {acme: Europe/Berlin, borealis: America/Toronto}
      alias_domains: {acme-old.example: acme.example}
      shared: [sales@acme.example]
      lists: lists.csv                    # list,member
      files:
        - file: logs/trace.csv
        - {file: logs/export.csv, zone: UTC, columns: {time: ts, sender: from, recipients: to}}
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from alliancenet.comms.addresses import Directory, Member, build_directory
from alliancenet.comms.readers.opening import open_path
from alliancenet.comms.readers.times import zone_named
from alliancenet.comms.sources import LogFile
from alliancenet.errors import InputError, Problem
from alliancenet.files.fields import Fields
from alliancenet.model.register import PersonId, Register

_KEYS = frozenset({"since", "until", "zones", "alias_domains", "shared", "lists", "files"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Logs of a project and how to read their addresses; see the head of this file."""

    files: tuple[LogFile, ...]
    zones: Mapping[str, str] = field(default_factory=dict)
    alias_domains: Mapping[str, str] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


def declared_in(fields: Fields, folder: Path, firms: Collection[str], gone: Collection[str] = ()) -> Declared:
    """Read the ``logs`` part of a project file.

    Parameters
    ----------
    fields : the project file.
    folder : the project folder; files are named relative to it.
    firms : ids of the firms on the register; only they may have a zone.
    gone : files that were removed after the promised time, by their names in the project; nothing is missed then.

    Raises
    ------
    InputError
        With all faults: no such part, unknown keys, files that do not exist.
    """
    logs = fields.value.get("logs") if isinstance(fields.value, dict) else None
    if not isinstance(logs, dict) or not logs.get("files"):
        raise InputError([fields.problem("logs", found="no logs are declared", needed="files under `logs:`")])
    if isinstance(logs["files"], list):
        logs = {**logs, "files": [entry for entry in logs["files"] if not _is_gone(entry, folder, gone)]}
    problems = [*_faults(fields, logs, folder), *_zone_faults(fields, logs.get("zones"), firms)]
    if problems:
        raise InputError(problems)
    return Declared(
        files=tuple(_log_file(entry, folder) for entry in logs["files"]),
        zones=dict(logs.get("zones") or {}),
        alias_domains=dict(logs.get("alias_domains") or {}),
        shared=tuple(logs.get("shared") or ()),
        lists=read_lists(folder / logs["lists"]) if logs.get("lists") else {},
        since=logs.get("since"),
        until=logs.get("until"),
    )


def _is_gone(entry: Any, folder: Path, gone: Collection[str]) -> bool:
    """Whether a log was removed on record, and is not there again."""
    name = entry.get("file") if isinstance(entry, dict) else None
    return isinstance(name, str) and name in gone and not (folder / name).exists()


def _faults(fields: Fields, logs: Mapping[str, Any], folder: Path) -> Iterable[Problem]:
    for key in logs.keys() - _KEYS:
        yield fields.problem("logs", key, found="is not known", needed=f"one of {', '.join(sorted(_KEYS))}")
    for key in ("since", "until"):
        if logs.get(key) is not None and not isinstance(logs[key], date):
            yield fields.problem("logs", key, found=f"'{logs[key]}'", needed="a day such as 2026-01-31")
    if all(isinstance(logs.get(key), date) for key in ("since", "until")) and logs["since"] > logs["until"]:
        yield fields.problem("logs", "since", found=f"{logs['since']} is after until", needed="the earlier of the two")
    for key in ("zones", "alias_domains"):
        given = logs.get(key) or {}
        if not isinstance(given, dict) or not _are_texts([*given, *given.values()]):
            yield fields.problem("logs", key, found="no mapping of names", needed="lines of `name: value`")
    if not _are_texts(logs.get("shared") or []):
        yield fields.problem("logs", "shared", found="no list of addresses", needed="a list: [sales@acme.example]")
    if logs.get("lists") and not (isinstance(logs["lists"], str) and (folder / logs["lists"]).is_file()):
        yield fields.problem("logs", "lists", found=f"no '{logs['lists']}'", needed="an existing file: list,member")
    yield from _file_faults(fields, logs["files"], folder)


def _are_texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(text, str) for text in given)


def _file_faults(fields: Fields, files: Any, folder: Path) -> Iterable[Problem]:
    if not isinstance(files, list):
        yield fields.problem("logs", "files", found="no list", needed="a list of `- file: …`")
        return
    for place, entry in enumerate(files):
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            yield fields.problem("logs", "files", place, found="no file named", needed="`file: path of the log`")
        elif not (folder / entry["file"]).exists():
            yield fields.problem("logs", "files", place, found=f"no '{entry['file']}'", needed="an existing file")
        elif entry.keys() - {"file", "zone", "columns"} or not isinstance(entry.get("columns") or {}, dict):
            yield fields.problem("logs", "files", place, found="unknown keys", needed="file, zone, columns")
        else:
            for at, zone in (((), entry.get("zone")), (("columns",), (entry.get("columns") or {}).get("zone"))):
                if zone and zone_named(str(zone)) is None:
                    needed = "a name such as Europe/Berlin or UTC"
                    yield fields.problem(
                        "logs", "files", place, *at, "zone", found=f"'{zone}' is no time zone", needed=needed
                    )


def _zone_faults(fields: Fields, zones: Any, firms: Collection[str]) -> Iterable[Problem]:
    for firm, zone in zones.items() if isinstance(zones, dict) else ():
        if firm not in firms:
            yield fields.problem("logs", "zones", firm, found="is no firm", needed=f"one of {', '.join(sorted(firms))}")
        elif isinstance(zone, str) and zone_named(zone) is None:
            needed = "a name such as Europe/Berlin or UTC"
            yield fields.problem("logs", "zones", firm, found=f"'{zone}' is no time zone", needed=needed)


def _log_file(entry: Mapping[str, Any], folder: Path) -> LogFile:
    columns = {str(key): str(value) for key, value in (entry.get("columns") or {}).items()}
    return LogFile(path=folder / entry["file"], zone=str(entry.get("zone") or ""), columns=columns)


def read_lists(path: Path) -> dict[str, tuple[str, ...]]:
    """Distribution lists from a CSV with columns list and member; a list without member is unknown.

    Raises
    ------
    InputError
        When the file or one of the two columns is missing.
    """
    opening = open_path(path)
    if not opening.has("list", "member"):
        raise InputError([Problem(file=path.name, row=1, found="no columns list, member", needed="both columns")])
    found: dict[str, list[str]] = {}
    with path.open(encoding=opening.encoding, newline="") as file:
        for row in csv.DictReader(file, delimiter=opening.separator):
            given = {str(name).strip().lower(): value for name, value in row.items() if isinstance(value, str)}
            members = found.setdefault(given.get("list", "").strip(), [])
            if given.get("member", "").strip():
                members.append(given["member"].strip())
    return {name: tuple(members) for name, members in found.items() if name}


def directory_of(register: Register, declared: Declared) -> Directory:
    """Directory of everybody on the register, people of one alliance next to each other."""
    order: dict[PersonId, None] = {}
    for membership in sorted(register.memberships, key=lambda one: (one.alliance, one.person)):
        order.setdefault(membership.person)
    for person in sorted(register.people):
        order.setdefault(person)
    people = [register.people[person] for person in order]
    return build_directory(
        [
            Member(
                id=person.id,
                firm=person.organisation,
                level=person.level,
                zone=declared.zones.get(person.organisation, ""),
                opted_out=person.opted_out,
            )
            for person in people
        ],
        [(address, person.id) for person in people for address in (*person.addresses, *person.aliases, person.id)],
        alias_domains=declared.alias_domains,
        shared=declared.shared,
        lists=declared.lists,
    )
