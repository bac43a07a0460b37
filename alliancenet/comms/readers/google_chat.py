"""Google Chat of Takeout, zip or folder: groups with their members, and a file of messages each."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import MOST_LISTED, Channel, Event, Fate, Tally
from alliancenet.comms.readers.json_export import JsonExport, Pairs, json_export
from alliancenet.comms.readers.opening import LogReading, Opening

KIND = "google_chat"
TITLE = "Google Chat (Takeout)"
MERGES = False

_MESSAGES, _GROUP = "messages.json", "group_info.json"
_NOT_KEPT = frozenset({"text", "attached_files", "annotations", "quoted_message_metadata", "name_of_group"})
_LAYOUTS = ("%A, %B %d, %Y at %I:%M:%S %p UTC", "%A, %d %B %Y at %H:%M:%S UTC", "%A, %B %d, %Y at %H:%M:%S UTC")
_NARROW = re.compile(r"[\u202f\u00a0\s]+")


def recognises(opening: Opening) -> bool:
    """A folder or zip with messages of groups; the folder may be any of Takeout's above them."""
    if opening.path.is_dir():
        above = ("Groups/*", "*/Groups/*", "*/*/Groups/*")
        return any(next(opening.path.glob(f"{place}/{_MESSAGES}"), None) for place in above)
    names = {PurePosixPath(name).name for name in opening.names}
    return {_MESSAGES, _GROUP} <= names


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per message.

    Notes
    -----
    In a conversation a message reaches its other members; in a space with threads a reply reaches
    those who wrote in the thread before, and a message that opens one is a broadcast. Members of
    a space who left are not in the export.

    Raises
    ------
    InputError
        When a file is damaged, larger than 200 MB unpacked, or its path leads out of the export.
    """
    export = json_export(path, _metadata)
    for name in export.names:
        if PurePosixPath(name).name != _MESSAGES:
            continue
        members = _members(export, name)
        is_space = PurePosixPath(name).parent.name.startswith("Space")
        threads: dict[str, list[str]] = defaultdict(list)
        loaded = export.load(name)
        for message in loaded.get("messages", []) if isinstance(loaded, dict) else []:
            tally.rows += 1
            if isinstance(message, dict):
                yield _event(message, members, threads, is_space=is_space)
            else:
                tally.lost["message that is no JSON object"] += 1


def _members(export: JsonExport, name: str) -> tuple[str, ...]:
    beside = str(PurePosixPath(name).with_name(_GROUP))
    loaded = export.load(beside) if beside in export.names else {}
    people = loaded.get("members") if isinstance(loaded, dict) else None
    return tuple(_address(person) for person in people or [] if isinstance(person, dict) and _address(person))


def _address(person: Mapping[str, Any]) -> str:
    mail, name = person.get("email"), person.get("name")
    return normal(str(mail)) if mail else f"{normal(str(name))}" if name else ""


def _event(
    message: Mapping[str, Any], members: tuple[str, ...], threads: dict[str, list[str]], *, is_space: bool
) -> Event:
    creator = message.get("creator")
    sender = _address(creator) if isinstance(creator, dict) else ""
    robot = isinstance(creator, dict) and str(creator.get("user_type", "Human")) != "Human"
    before = threads[str(message.get("topic_id"))]
    reached = list(before) if is_space else list(members)
    if sender and sender not in before:
        before.append(sender)
    others = (
        tuple(dict.fromkeys(person for person in reached if person != sender)) if len(reached) <= MOST_LISTED else ()
    )
    fate = Fate.AUTOMATIC if robot else Fate.SYSTEM if not sender else Fate.COUNTED
    if is_space and not others and fate is Fate.COUNTED:
        fate = Fate.BROADCAST
    return Event(
        time=_time(str(message.get("created_date") or "")),
        sender=sender,
        recipients=others,
        channel=Channel.CHAT,
        listed=len(reached) - (sender in reached),
        message_id=f"chat|{message.get('message_id')}",
        fate=fate,
    )


def _time(text: str) -> datetime | None:
    plain = _NARROW.sub(" ", text).strip()
    for layout in _LAYOUTS:
        try:
            return datetime.strptime(plain, layout).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _metadata(pairs: Pairs) -> dict[str, Any]:
    return {name: value for name, value in pairs if name not in _NOT_KEPT}
