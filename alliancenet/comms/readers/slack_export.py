"""Slack export, zip or folder: who addressed whom, day by day.

A message's text stands in the same file as its metadata; of the text only the ids of people
mentioned are taken while the file is parsed, the rest is dropped before anything sees it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import MOST_LISTED, Channel, Event, Fate, Tally
from alliancenet.comms.readers.json_export import JsonExport, json_export, objects_in
from alliancenet.comms.readers.opening import LogReading, Opening

KIND = "slack_export"
TITLE = "Slack export"
MERGES = False

_MENTION = re.compile(r"<(?:@|!subteam\^)([A-Z0-9]+)|<(!(?:channel|here|everyone))\b")
_ROOMS = ("channels.json", "groups.json", "mpims.json", "dms.json")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.json$")
_NOT_KEPT = frozenset({"blocks", "attachments", "files", "topic", "purpose", "file", "edited", "reactions"})


def recognises(opening: Opening) -> bool:
    """A folder or zip with a list of users and at least one list of rooms."""
    names = {PurePosixPath(name).name for name in opening.names}
    return bool(names & {"users.json", "org_users.json"}) and bool(names & set(_ROOMS))


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
    files = json_export(path, _metadata)
    addresses = _addresses(files)
    for folder, room in _rooms(files).items():
        for name in sorted(name for name in files.names if _is_day_of(name, folder)):
            for message in objects_in(files.load(name)):
                tally.rows += 1
                if message is None:
                    tally.lost["message that is no JSON object"] += 1
                else:
                    yield _event(message, room, addresses, folder)


def _metadata(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    kept = {name: value for name, value in pairs if name not in _NOT_KEPT}
    if isinstance(kept.get("text"), str):
        kept["text"] = [person or everybody for person, everybody in _MENTION.findall(kept["text"])]
    return kept


def _addresses(files: JsonExport) -> dict[str, str]:
    users = next(name for name in files.names if PurePosixPath(name).name in ("users.json", "org_users.json"))
    found = {}
    for user in filter(None, objects_in(files.load(users))):
        profile = user.get("profile")
        mail = str(profile.get("email") or "") if isinstance(profile, dict) else ""
        robot = user.get("is_bot") or user.get("id") == "USLACKBOT"
        found[str(user.get("id"))] = "" if robot else normal(mail or f"{user.get('id')}@slack")
    return found


def _rooms(files: JsonExport) -> dict[str, _Room]:
    rooms: dict[str, _Room] = {}
    for name in files.names:
        kind = PurePosixPath(name).name
        if kind not in _ROOMS or len(PurePosixPath(name).parts) > 2:
            continue
        for room in filter(None, objects_in(files.load(name))):
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
