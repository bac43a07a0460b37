"""The one record every reader yields: who reached whom, when, by what. Never what was said."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

import pyarrow as pa


class Channel(StrEnum):
    """How people reached each other."""

    MAIL = "mail"
    MEETING = "meeting"
    CHAT = "chat"
    COLLABORATION = "collaboration"  # time spent together, measured by another product
    TIE = "tie"  # a contact another product derived

    @property
    def code(self) -> int:
        """Small number for this channel inside roll-ups."""
        return list(Channel).index(self)


MOST_LISTED = 100
"""Longer lists are kept as their length alone: no setting lets so many count, and lists of 10 000 fill a disk."""


class Fate(Enum):
    """What became of an event or of one of its recipients: counted, or dropped and why.

    The number is what roll-ups carry; the words are what reports show.
    """

    COUNTED = (0, "counted")
    NO_TIME = (1, "time missing or unreadable")
    OUTSIDE_WINDOW = (2, "outside the window")
    SENDER_UNKNOWN = (3, "sender on no roster")
    NO_RECIPIENT = (4, "nobody addressed")
    TOO_MANY = (5, "too many recipients")
    AUTOMATIC = (6, "automatic sender")
    OUT_OF_OFFICE = (7, "out-of-office reply")
    CALENDAR_MAIL = (8, "calendar traffic by mail")
    MASS_MAIL = (9, "mass mail or mailing list")
    CANCELLED = (10, "cancelled meeting")
    OPTED_OUT = (11, "opted out")
    DUPLICATE = (12, "already counted from another log or copy")
    SHARED_MAILBOX = (13, "shared mailbox")
    DISTRIBUTION_LIST = (14, "distribution list, members unknown")
    RECIPIENT_UNKNOWN = (15, "recipient on no roster")
    TO_SELF = (16, "to oneself")
    ALL_DAY = (17, "all-day entry, not a meeting")
    SYSTEM = (18, "message of the chat system")
    BROADCAST = (19, "addressed to a whole channel")
    DRAFT = (20, "draft, never sent")
    NOT_DELIVERED = (21, "rejected or never delivered")
    ZONE_UNKNOWN = (22, "time in a zone nobody knows")
    SUPERSEDED = (23, "older version of a meeting that was moved or changed")
    STRAY_DATE = (24, "dated far from all others")
    SPAM = (25, "taken for spam")
    CHAT_COPY = (26, "copy of a chat in a mailbox")

    @property
    def code(self) -> int:
        """Number inside roll-ups and staged events."""
        return int(self.value[0])

    @property
    def words(self) -> str:
        """Reason as shown to the user."""
        return str(self.value[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One message, meeting or counted contact.

    Parameters
    ----------
    time : start, with its zone; None when the source's time cannot be read.
    sender : address or other id of the sender or organiser.
    recipients : addresses of everybody else reached, each once; left empty for a broadcast, and when
        staged where there are more than `MOST_LISTED`.
    listed : size of the recipient list; larger than ``len(recipients)`` when the list was cut.
    message_id : id that other logs of the same message share, or "".
    reply_to : id of the message answered, or "".
    seconds : duration of a meeting or of time together.
    contacts : one-to-one messages the record stands for; 1 for a message.
    fate : reason this event must not count, when the source itself tells.
    series : what all meetings of one repetition share, the UID of a calendar entry; "" for messages.
    edition : version (SEQUENCE) of the whole repetition; None when only one of its meetings is known.
    revision : version of this record and when it was written; the highest of one `message_id` holds.
    away : addresses of those who declined this meeting or were taken off it.
    """

    time: datetime | None
    sender: str
    recipients: tuple[str, ...]
    channel: Channel
    listed: int
    message_id: str = ""
    reply_to: str = ""
    seconds: int = 0
    contacts: int = 1
    fate: Fate = Fate.COUNTED
    series: str = ""
    edition: int | None = None
    revision: int = 0
    away: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """What a reader met on its way.

    Parameters
    ----------
    rows : rows, mails, entries or messages in the source.
    lost : rows that became no event, by reason in words; ``rows`` is the sum of these and of the
        events read.
    notes : things worth saying that lost nothing, counted.
    share : how much of the source is behind, 0-1, as far as the reader can tell.
    """

    rows: int = 0
    share: float = 0.0
    lost: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def events(self) -> int:
        """Events that were read."""
        return self.rows - self.lost.total()


EVENT_SCHEMA = pa.schema(
    [
        pa.field("event", pa.int64()),
        pa.field("time", pa.timestamp("us")),
        pa.field("sender", pa.string()),
        pa.field("recipients", pa.list_(pa.string())),
        pa.field("listed", pa.int32()),
        pa.field("channel", pa.int32()),
        pa.field("fate", pa.int32()),
        pa.field("message_id", pa.string()),
        pa.field("reply_to", pa.string()),
        pa.field("seconds", pa.int64()),
        pa.field("contacts", pa.int32()),
        pa.field("series", pa.string()),
        pa.field("edition", pa.int64()),
        pa.field("revision", pa.int64()),
        pa.field("away", pa.list_(pa.string())),
    ]
)
"""Staged events: times are UTC; channel and fate are codes; empty ids are null."""
