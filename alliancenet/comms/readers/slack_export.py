"""Slack export, zip or folder: who addressed whom, day by day.

A message's text stands in the same file as its metadata; of the text only the ids of people
mentioned are taken while the file is parsed, the rest is dropped before anything sees it.
"""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import MOST_LISTED, Channel, Event, Fate, Tally
from alliancenet.comms.readers.opening import LogReading, Opening
from alliancenet.errors import InputError, Problem

KIND = "slack_export"
TITLE = "Slack export"
MERGES = False

_MENTION = re.compile(r"<(?:@|!subteam\^)([A-Z0-9]+)|<(!(?:channel|here|everyone))\b")
_ROOMS = ("channels.json", "groups.json", "mpims.json", "dms.json")
_MOST_BYTES = 200_000_000
_MOST_RATIO = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json$")
_NOT_KEPT = frozenset({"blocks", "attachments", "files", "topic", "purpose", "file", "edited", "reactions"})


def recognises(opening: Opening) -> bool:
    """A folder or zip with a list of users and at least one list of rooms."""
    names = {PurePosixPath(name).name for name in opening.names}
    return bool(names & {"users.json", "org_users.json"}) and bool(names & set(_ROOMS))


@dataclass(frozen=True, slots=True)
class _Files:
    """JSON files of the export by path, read one at a time, from a folder or straight from a zip."""

    root: Path
    names: tuple[str, ...]

    def load(self, name: str) -> Any:
        """Parse one file; texts become the ids they mention, other content is dropped."""
        try:
            return json.loads(self._bytes(name), object_pairs_hook=_metadata)
        except (ValueError, RecursionError, zipfile.BadZipFile, OSError) as error:
            raise InputError([_problem(self.root, f"{name}: {error}"[:200], "whole JSON files")]) from None

    def _bytes(self, name: str) -> bytes:
        if self.root.is_dir():
            return (self.root / name).read_bytes()
        with zipfile.ZipFile(self.root) as archive:
            return archive.read(name)


@dataclass(slots=True)
class _Room:
    """A channel, group or direct message and its running threads."""

    members: tuple[str, ...]
    is_channel: bool
    threads: dict[str, list[str]] = field(default_factory=dict)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per message.

    Notes
    -----
    A direct or group message reaches its other members; a reply in a thread reaches those who
    wrote in the thread before, and those mentioned; a message in a channel reaches those
    mentioned, or the channel's members when nobody is, or when the whole channel is. Partners in
    shared channels and groups of people are not in the list of users: they were reached all the
    same, under their id with ``@slack`` behind it, which an alias on the roster may name.

    Raises
    ------
    InputError
        When a file is damaged, larger than 200 MB unpacked, packed more than 200 to 1, or its
        path leads out of the export.
    """
    files = _files(path)
    addresses = _addresses(files)
    for folder, room in _rooms(files).items():
        for name in sorted(name for name in files.names if _is_day_of(name, folder)):
            for message in _objects(files.load(name)):
                tally.rows += 1
                if message is None:
                    tally.lost["message that is no JSON object"] += 1
                else:
                    yield _event(message, room, addresses, folder)


def _objects(loaded: Any) -> list[dict[str, Any] | None]:
    """Entries of a list, None for those that are no objects; a file that is no list is one of these."""
    return [
        message if isinstance(message, dict) else None for message in (loaded if isinstance(loaded, list) else [None])
    ]


def _files(path: Path) -> _Files:
    if path.is_dir():
        found = (child for child in path.rglob("*.json") if child.is_file())
        names = tuple(sorted(child.relative_to(path).as_posix() for child in found))
        large = [name for name in names if (path / name).stat().st_size > _MOST_BYTES]
        problems = [_problem(path, f"{name} is larger than 200 MB", "one file per day") for name in large]
    else:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
        names = tuple(sorted(member.filename for member in inside if member.filename.endswith(".json")))
        problems = [problem for member in inside if (problem := _hostile(path, member)) is not None]
    if problems:
        raise InputError(problems)
    return _Files(path, names)


def _hostile(path: Path, member: zipfile.ZipInfo) -> Problem | None:
    parts = PurePosixPath(member.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in (parts.parts or ("",))[0]:
        return _problem(path, f"path '{member.filename[:100]}' leads out of the export", "paths inside the export")
    packed = member.file_size / max(member.compress_size, 1)
    if member.file_size > _MOST_BYTES or (member.file_size > 1_000_000 and packed > _MOST_RATIO):
        size = f"{member.file_size:,} bytes, packed {packed:,.0f} to 1"
        return _problem(path, f"{member.filename[:100]} unpacks to {size}", "at most 200 MB and 200 to 1")
    return None


def _metadata(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    kept = {name: value for name, value in pairs if name not in _NOT_KEPT}
    if isinstance(kept.get("text"), str):
        kept["text"] = [person or everybody for person, everybody in _MENTION.findall(kept["text"])]
    return kept


def _addresses(files: _Files) -> dict[str, str]:
    users = next(name for name in files.names if PurePosixPath(name).name in ("users.json", "org_users.json"))
    found = {}
    for user in filter(None, _objects(files.load(users))):
        profile = user.get("profile")
        mail = str(profile.get("email") or "") if isinstance(profile, dict) else ""
        robot = user.get("is_bot") or user.get("id") == "USLACKBOT"
        found[str(user.get("id"))] = "" if robot else normal(mail or f"{user.get('id')}@slack")
    return found


def _rooms(files: _Files) -> dict[str, _Room]:
    rooms: dict[str, _Room] = {}
    for name in files.names:
        kind = PurePosixPath(name).name
        if kind not in _ROOMS or len(PurePosixPath(name).parts) > 2:
            continue
        for room in filter(None, _objects(files.load(name))):
            folder = str(room.get("id") if kind == "dms.json" else room.get("name"))
            members = room.get("members")
            known = tuple(map(str, members)) if isinstance(members, list) else ()
            rooms[folder] = _Room(known, kind in ("channels.json", "groups.json"))
    return rooms


def _is_day_of(name: str, folder: str) -> bool:
    parts = PurePosixPath(name).parts
    return len(parts) >= 2 and parts[-2] == folder and bool(_DAY.fullmatch(parts[-1]))


def _event(message: Mapping[str, Any], room: _Room, addresses: Mapping[str, str], folder: str) -> Event:
    user = str(message.get("user") or "")
    stamp = str(message.get("ts") or "")
    reached = (addresses.get(person, f"{person}@slack") for person in _reached(message, room, user))
    recipients = tuple(dict.fromkeys(address for address in reached if address))
    return Event(
        time=_time(stamp),
        sender=addresses.get(user, f"{user}@slack" if user else ""),
        recipients=recipients,
        channel=Channel.CHAT,
        listed=len(recipients),
        message_id=f"slack|{folder}|{user}|{stamp}",
        fate=_fate(message, addresses.get(user), recipients, room),
    )


def _reached(message: Mapping[str, Any], room: _Room, user: str) -> list[str]:
    text = message.get("text")
    mentioned = [str(person) for person in text] if isinstance(text, list) else []
    if room.is_channel and any(person.startswith("!") for person in mentioned):
        mentioned = [*room.members, *mentioned]
    mentioned = [person for person in mentioned if not person.startswith("!")]
    thread, stamp = message.get("thread_ts"), message.get("ts")
    wrote = room.threads.setdefault(str(thread), []) if thread else []
    if (parent := message.get("parent_user_id")) and str(parent) not in wrote:
        wrote.append(str(parent))
    before = [person for person in wrote if person != user]
    if user not in wrote:
        wrote.append(user)
    if thread and thread != stamp and room.is_channel:
        return before + [person for person in mentioned if person != user]
    everybody = mentioned if mentioned and room.is_channel else room.members
    if len(everybody) > MOST_LISTED:
        return []
    return [person for person in everybody if person != user]


def _fate(message: Mapping[str, Any], sender: str | None, recipients: tuple[str, ...], room: _Room) -> Fate:
    subtype = message.get("subtype")
    if subtype == "bot_message" or message.get("bot_id") or sender == "":
        return Fate.AUTOMATIC
    if subtype not in (None, "thread_broadcast", "me_message", "file_share"):
        return Fate.SYSTEM
    return Fate.BROADCAST if room.is_channel and not recipients else Fate.COUNTED


def _time(stamp: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _problem(path: Path, found: str, needed: str) -> Problem:
    return Problem(file=path.name, found=found, needed=needed, action="export again, or remove the file")
