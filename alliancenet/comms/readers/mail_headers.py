"""The header block of a mail: addresses, time, ids, and the marks of mail nobody wrote by hand.

Subjects are skipped where they stand; after the blank line only headers of parts are looked at, by `mail_parts`.
"""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from alliancenet.comms.addresses import addresses_in
from alliancenet.comms.events import Channel, Event, Fate, Tally
from alliancenet.comms.readers.times import mail_time

MOST_HEADER = 1_000_000
"""Longer header blocks are cut; 10 000 recipients fit."""

_WANTED = re.compile(
    rb"^(from|to|cc|bcc|date|message-id|in-reply-to|auto-submitted|precedence|list-id|list-unsubscribe"
    rb"|content-type|content-class|x-autoreply|x-autorespond|return-path|x-gmail-labels|x-unsent|x-status"
    rb"|x-apple-auto-saved|x-spam-flag|x-ms-exchange-meetingforward-message"
    rb"|x-mozilla-draft-info|x-uniform-type-identifier|x-ms-exchange-calendar-originator-id)[ \t]*:[ \t]*"
    rb"([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)


_DRAFTS = frozenset(
    {
        "draft", "drafts", "entwurf", "entwürfe", "brouillon", "brouillons", "borrador", "borradores", "bozza",
        "bozze", "rascunho", "rascunhos", "esborrany", "esborranys", "concept", "concepten", "utkast", "kladde",
        "kladder", "luonnos", "luonnokset", "drög", "mustand", "mustandid", "melnraksts", "melnraksti", "juodraštis",
        "juodraščiai", "koncept", "koncepty", "skica", "skice", "osnutek", "osnutki", "nacrt", "nacrti",
        "wersja robocza", "wersje robocze", "piszkozat", "piszkozatok", "schiță", "schițe", "ciornă", "ciorne",
        "mesaje nefinalizate", "taslak", "taslaklar", "πρόχειρο", "πρόχειρα", "черновик", "черновики", "чернетка",
        "чернетки", "чернова", "чернови", "нацрт", "нацрти", "טיוטה", "טיוטות", "مسودة", "مسودات", "المسودات",
        "下書き", "草稿", "임시보관함", "임시 보관함", "thư nháp", "ร่างจดหมาย", "draf",
        # mail to be sent later
        "scheduled", "geplant", "programados", "programmés", "programmés pour envoi", "planifiés", "programmati",
        "pianificati", "agendados", "agendadas", "ingepland", "schemalagt", "planlagt", "zaplanowane", "naplánované",
        "запланированные", "送信予定", "예약됨", "已安排",
    }
)  # fmt: skip
"""Gmail's labels of mail that was not sent, which Takeout writes in the language of the account."""
_SPAM = frozenset({"spam", "junk", "ungewollt", "courrier indésirable", "correo no deseado", "posta indesiderata"})
_CALENDAR_MARKS = frozenset({"x-ms-exchange-calendar-originator-id", "x-ms-exchange-meetingforward-message"})
_CHAT = frozenset({"chat", "chats"})


def event_of(block: bytes, tally: Tally, *, holds_invitation: bool = False) -> Event | None:
    """Event of one mail, or None when the block is no mail at all.

    Parameters
    ----------
    block : header block, up to the blank line.
    holds_invitation : one of the mail's parts is an invitation or an answer to one, see `mail_parts`.
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
        fate=Fate.CALENDAR_MAIL if holds_invitation else _fate(fields),
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


def _labels(fields: dict[str, str]) -> set[str]:
    labels = fields.get("x-gmail-labels", "")
    return {label.strip(' "').casefold() for label in _decoded(labels).split(",")} if labels else set()


def _is_draft(fields: dict[str, str]) -> bool:
    """Marks of Gmail, Outlook, Thunderbird, Apple Mail, and of mbox files (T in X-Status)."""
    return (
        bool(_labels(fields) & _DRAFTS)
        or "x-apple-auto-saved" in fields
        or fields.get("x-unsent", "").strip() == "1"
        or "T" in fields.get("x-status", "")
        or "x-mozilla-draft-info" in fields
        or "mail-draft" in fields.get("x-uniform-type-identifier", "").lower()
    )


def _decoded(text: str) -> str:
    """Text with its encoded words (RFC 2047) written out; as it stands when they are broken."""
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, HeaderParseError):
        return text


def _fate(fields: dict[str, str]) -> Fate:
    """RFC 3834 (Auto-Submitted), RFC 2369/2919 (List-*), and the older marks still in use."""
    if _is_draft(fields):
        return Fate.DRAFT
    if _labels(fields) & _SPAM or fields.get("x-spam-flag", "").strip().lower() == "yes":
        return Fate.SPAM
    if _labels(fields) & _CHAT:
        return Fate.CHAT_COPY
    auto, precedence = fields.get("auto-submitted", "").lower(), fields.get("precedence", "").strip().lower()
    if (
        auto.startswith("auto-replied")
        or precedence == "auto_reply"
        or fields.keys() & {"x-autoreply", "x-autorespond"}
    ):
        return Fate.OUT_OF_OFFICE
    is_report = "multipart/report" in fields.get("content-type", "").lower()  # receipts and failures, RFC 6522
    if (auto and not auto.startswith("no")) or fields.get("return-path", "").strip() == "<>" or is_report:
        return Fate.AUTOMATIC
    if precedence in ("bulk", "junk", "list") or fields.keys() & {"list-id", "list-unsubscribe"}:
        return Fate.MASS_MAIL
    if "text/calendar" in fields.get("content-type", "").lower() or fields.keys() & _CALENDAR_MARKS:
        return Fate.CALENDAR_MAIL
    if "calendarmessage" in fields.get("content-class", "").lower():
        return Fate.CALENDAR_MAIL
    if _first_id(fields.get("message-id", "")).startswith("calendar-"):
        return Fate.CALENDAR_MAIL
    return Fate.COUNTED
