"""The header block of a mail: addresses, time, ids, and the marks of mail nobody wrote by hand.

Subjects are skipped where they stand; nothing after the blank line is looked at.
"""

import re

from alliancenet.comms.addresses import addresses_in
from alliancenet.comms.events import Channel, Event, Fate, Tally
from alliancenet.comms.readers.times import mail_time

MOST_HEADER = 1_000_000
"""Longer header blocks are cut; 10 000 recipients fit."""

_WANTED = re.compile(
    rb"^(from|to|cc|bcc|date|message-id|in-reply-to|auto-submitted|precedence|list-id|list-unsubscribe"
    rb"|content-type|content-class|x-autoreply|x-autorespond|return-path)[ \t]*:[ \t]*"
    rb"([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)


def event_of(block: bytes, tally: Tally) -> Event | None:
    """Event of one mail, or None when the block is no mail at all.

    Parameters
    ----------
    block : header block, up to the blank line.
    """
    fields = _fields(block)
    if "from" not in fields:
        tally.lost["no From header"] += 1
        return None
    sender = addresses_in(fields["from"])
    to = ",".join(fields[name] for name in ("to", "cc", "bcc") if name in fields)
    recipients = addresses_in(to)
    return Event(
        time=mail_time(fields.get("date", "")),
        sender=sender[0] if sender else "",
        recipients=recipients,
        channel=Channel.MAIL,
        listed=len(recipients),
        message_id=_first_id(fields.get("message-id", "")),
        reply_to=_first_id(fields.get("in-reply-to", "")),
        fate=_fate(fields),
    )


def _fields(block: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in _WANTED.findall(block):
        key, text = name.decode("ascii").lower(), value.decode("utf-8", "replace")
        text = text.replace("\r", "").replace("\n", " ")
        fields[key] = f"{fields[key]},{text}" if key in ("to", "cc", "bcc") and key in fields else text
    return fields


def _first_id(text: str) -> str:
    return text.strip().partition(">")[0].rpartition("<")[2].strip()


def _fate(fields: dict[str, str]) -> Fate:
    """RFC 3834 (Auto-Submitted), RFC 2369/2919 (List-*), and the older marks still in use."""
    auto, precedence = fields.get("auto-submitted", "").lower(), fields.get("precedence", "").strip().lower()
    if (
        auto.startswith("auto-replied")
        or precedence == "auto_reply"
        or fields.keys() & {"x-autoreply", "x-autorespond"}
    ):
        return Fate.OUT_OF_OFFICE
    if (auto and not auto.startswith("no")) or fields.get("return-path", "").strip() == "<>":
        return Fate.AUTOMATIC
    if precedence in ("bulk", "junk", "list") or fields.keys() & {"list-id", "list-unsubscribe"}:
        return Fate.MASS_MAIL
    if "text/calendar" in fields.get("content-type", "").lower() or "calendarmessage" in fields.get(
        "content-class", ""
    ):
        return Fate.CALENDAR_MAIL
    if _first_id(fields.get("message-id", "")).startswith("calendar-"):
        return Fate.CALENDAR_MAIL
    return Fate.COUNTED
