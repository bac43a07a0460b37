"""Microsoft Teams messages as Microsoft Graph exports them: a JSON file, or a folder or zip of them.

Messages stand beside chats with their members and users with their addresses, where these were exported
too. Of a message's content nothing is kept but who wrote, where, when, and whom it mentions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import MOST_LISTED, Channel, Event, Fate, Tally
from alliancenet.comms.readers.json_export import JsonExport, Pairs, json_export
from alliancenet.comms.readers.opening import LogReading, Opening
from alliancenet.comms.readers.times import utc_time

KIND = "teams_export"
TITLE = "Microsoft Teams messages (Graph export)"
MERGES = False

_NOT_KEPT = frozenset({"body", "attachments", "subject", "summary", "reactions", "messageHistory", "topic", "webUrl"})
_HEAD, _LOOKED_AT = 20_000, 20  # bytes of a file, and files, that tell what an export is (own limit)
_UTC = ZoneInfo("UTC")
_WROTE_ALONE = "chat whose members are not in the export: those who wrote in it stand for them"


def recognises(opening: Opening) -> bool:
    """JSON with messages of Graph, told by keys no other export has; in a folder or zip by one of its first files."""
    if opening.text:
        return _is_of_graph(opening.text)
    names = [name for name in opening.names if name.endswith(".json")][:_LOOKED_AT]
    return any(map(_is_of_graph, _first_bytes(opening.path, names)))


def _first_bytes(path: Path, names: Sequence[str]) -> Iterator[str]:
    import zipfile

    if not names:
        return
    try:
        if path.is_dir():
            for name in names:
                with (path / name).open("rb") as file:
                    yield file.read(_HEAD).decode("utf-8", "replace")
            return
        with zipfile.ZipFile(path) as archive:  # opened once: its list of members may be long
            for name in names:
                with archive.open(name) as member:
                    yield member.read(_HEAD).decode("utf-8", "replace")
    except (OSError, zipfile.BadZipFile, RuntimeError):
        return


def _is_of_graph(text: str) -> bool:
    return '"messageType"' in text and ('"chatId"' in text or '"channelIdentity"' in text)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per message.

    Notes
    -----
    A message in a chat reaches its other members; a reply in a channel reaches those who wrote in
    the thread before, and those mentioned; a message that opens a thread reaches those mentioned,
    else the whole channel, which is a broadcast. Somebody whose address is not in the export goes by
    ``ID@teams``, which an alias on the roster may name.

    Raises
    ------
    InputError
        When a file is damaged, or larger than 200 MB.
    """
    export = json_export(path, _metadata)
    messages, members, addresses = _collected(export)
    wrote: dict[str, dict[str, None]] = defaultdict(dict)
    for message in messages:
        if (chat := message.get("chatId")) and (sender := _sender(message)):
            wrote[str(chat)].setdefault(sender)
    told: set[str] = set()
    threads: dict[str, list[str]] = defaultdict(list)
    for message in sorted(messages, key=lambda one: str(one.get("createdDateTime"))):
        tally.rows += 1
        chat = str(message.get("chatId") or "")
        if chat and chat not in members and chat not in told:
            told.add(chat)
            tally.notes[_WROTE_ALONE] += 1
        yield _event(message, members.get(chat) or tuple(wrote[chat]), threads, addresses)


def _collected(export: JsonExport) -> tuple[list[Mapping[str, Any]], dict[str, tuple[str, ...]], dict[str, str]]:
    messages: list[Mapping[str, Any]] = []
    members: dict[str, tuple[str, ...]] = {}
    addresses: dict[str, str] = {}
    for name in export.names:
        for thing in _things(export.load(name)):
            if "messageType" in thing or ("createdDateTime" in thing and "from" in thing):
                messages.append(thing)
            elif "chatType" in thing or isinstance(thing.get("members"), list):
                people = [person for person in thing.get("members") or [] if isinstance(person, dict)]
                members[str(thing.get("id"))] = tuple(
                    str(person["userId"]) for person in people if person.get("userId")
                )
                addresses.update(
                    {
                        str(person["userId"]): str(person["email"])
                        for person in people
                        if person.get("userId") and person.get("email")
                    }
                )
            elif thing.get("id") and (thing.get("mail") or thing.get("userPrincipalName")):
                addresses[str(thing["id"])] = str(thing.get("mail") or thing["userPrincipalName"])
    return messages, {chat: people for chat, people in members.items() if people}, addresses


def _things(loaded: Any) -> Iterator[Mapping[str, Any]]:
    """Objects of a file: a list, or what stands under `value`, the pages of Graph."""
    if isinstance(loaded, dict):
        loaded = loaded.get("value", [loaded])
    for thing in loaded if isinstance(loaded, list) else []:
        if isinstance(thing, dict):
            inside = thing.get("value")
            yield from _things(inside) if isinstance(inside, list) else [thing]


def _sender(message: Mapping[str, Any]) -> str:
    return _user(message.get("from"))


def _user(said: Any) -> str:
    user = said.get("user") if isinstance(said, dict) else None
    return str(user.get("id") or "") if isinstance(user, dict) else ""


def _event(
    message: Mapping[str, Any],
    members: tuple[str, ...],
    threads: dict[str, list[str]],
    addresses: Mapping[str, str],
) -> Event:
    sender = _sender(message)
    mentions = message.get("mentions")
    mentioned = [_user(mention.get("mentioned")) for mention in mentions or [] if isinstance(mention, dict)]
    if message.get("chatId"):
        reached = list(members) if len(members) <= MOST_LISTED else []
    else:
        before = threads[str(message.get("replyToId") or message.get("id"))]
        reached = [*before, *mentioned] if message.get("replyToId") else mentioned
        if sender not in before:
            before.append(sender)
    others = tuple(dict.fromkeys(_address(person, addresses) for person in reached if person and person != sender))
    return Event(
        time=_time(message),
        sender=_address(sender, addresses) if sender else "",
        recipients=others,
        channel=Channel.CHAT,
        listed=max(len(others), len(members) - 1 if message.get("chatId") else 0),
        message_id=f"teams|{message.get('chatId') or message.get('replyToId') or ''}|{message.get('id')}",
        fate=_fate(message, sender, others),
    )


def _fate(message: Mapping[str, Any], sender: str, others: tuple[str, ...]) -> Fate:
    said = message.get("from")
    if isinstance(said, dict) and said.get("application"):
        return Fate.AUTOMATIC
    if message.get("messageType", "message") != "message" or not sender:
        return Fate.SYSTEM
    return Fate.BROADCAST if not others and not message.get("chatId") else Fate.COUNTED


def _address(user: str, addresses: Mapping[str, str]) -> str:
    return normal(addresses.get(user) or f"{user}@teams")


def _time(message: Mapping[str, Any]) -> datetime | None:
    return utc_time(str(message.get("createdDateTime") or ""), _UTC)


def _metadata(pairs: Pairs) -> dict[str, Any]:
    return {name: value for name, value in pairs if name not in _NOT_KEPT}
