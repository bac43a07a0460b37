"""Tables of a wave, the same in SQLite and PostgreSQL."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table, Text

VERSION = 1

METADATA = MetaData()

WAVE = Table(
    "wave",
    METADATA,
    Column("id", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("opens", Date, nullable=False),
    Column("closes", Date, nullable=False),
    Column("survey", Text, nullable=False),  # see `survey.document_of`
    Column("digest", String(64), nullable=False, default=""),  # of all answers, once frozen
)

RESPONDENT = Table(
    "respondent",
    METADATA,
    Column("id", String(200), primary_key=True),
    Column("address", String(320), nullable=False, default=""),
    Column("language", String(20), nullable=False, default=""),
    Column("notified", Date),  # read the notice and began
    Column("submission", String(64)),  # the one that holds; None before the first
    Column("submitted", Date),  # a day, never a time: the order of answers tells who gave them
    Column("is_changing", Integer, nullable=False, default=0),
)

# only the digest of a token is kept: who reads this table can open nobody's survey
TOKEN = Table(
    "token",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("respondent", ForeignKey("respondent.id"), nullable=False, index=True),
    Column("issued", Date, nullable=False),
    Column("is_revoked", Integer, nullable=False, default=0),
)

SESSION = Table(
    "session",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("respondent", ForeignKey("respondent.id"), nullable=False, index=True),
    Column("token", ForeignKey("token.digest"), nullable=False),
    Column("opened", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
)

DRAFT = Table(
    "draft",
    METADATA,
    Column("respondent", ForeignKey("respondent.id"), primary_key=True),
    Column("step", String(600), primary_key=True),
    Column("body", Text, nullable=False),
)

SUBMISSION = Table(
    "submission",
    METADATA,
    Column("id", String(64), primary_key=True),  # made with the review page: sent twice it is the same one
    Column("respondent", ForeignKey("respondent.id"), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("body", Text),  # None once another one took its place
)

# whom a respondent missed on the list, and who that is by the facilitator's word
ADDED = Table(
    "added",
    METADATA,
    Column("name", String(200), primary_key=True),
    Column("organisation", String(200), primary_key=True),
    Column("person", String(200)),  # None: nobody on the roster, left out
)

LETTER = Table(
    "letter",
    METADATA,
    Column("respondent", ForeignKey("respondent.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 0 the invitation, 1 the first reminder
    Column("message", String(320), nullable=False),
    Column("state", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("error", String(400), nullable=False, default=""),
)

OWN_VIEW = Table(
    "own_view",
    METADATA,
    Column("respondent", ForeignKey("respondent.id"), primary_key=True),
    Column("body", Text, nullable=False),
)

# answers the other side collected and handed over; a newer hand-over takes the place of the last
HANDOVER = Table(
    "handover",
    METADATA,
    Column("sender", String(200), primary_key=True),  # mark of the project it came from
    Column("mark", String(64), nullable=False),  # of the sealed file
    Column("joined", Date, nullable=False),
    Column("body", Text, nullable=False),  # see `handover.document_of`
)

# what the facilitator said of somebody the other side asked
PAIRING = Table(
    "pairing",
    METADATA,
    Column("sender", String(200), primary_key=True),
    Column("there", String(200), primary_key=True),
    Column("here", String(200)),  # None: nobody of this side's roster
    Column("keep", String(10), nullable=False, default=""),  # whose answers hold where both have some: here, there
    Column("is_paired", Integer, nullable=False, default=0),  # `here` was said, not found
)

JOURNAL = Table(
    "journal",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("time", DateTime, nullable=False),
    Column("act", String(40), nullable=False),
    Column("respondent", String(200), nullable=False, default=""),
    Column("detail", String(400), nullable=False, default=""),
)
