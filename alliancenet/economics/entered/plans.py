"""Files about what is done: programmes, rivals, who serves whom, account teams and what they know."""

from dataclasses import dataclass
from datetime import date

from alliancenet.economics.entered.table import Day, EnteredColumn, EnteredFile, Flag, Id, Money, Number, Text, Word
from alliancenet.model.levers import GOALS, LEVERS, Programme

WAYS = ("dedicated", "team", "remote", "web", "distributor")
FUNCTIONS = ("sales", "service", "technical")
TOPICS = ("business", "goals", "rivals", "plans")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Where a rival's relationships lie on the spectrum, points 0-100, with its source."""

    rival: str
    spectrum: float
    source: str
    day: date
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRule:
    """How a class of accounts is to be served."""

    account_class: str
    served_by: str
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How a partner is served since a day, and its class."""

    partner: str
    account_class: str
    served_by: str
    since: date | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A function of our account team for a partner; `person` is an id or empty."""

    partner: str
    function: str
    person: str = ""
    in_planning: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """What is known of a partner under one topic, or the question that is open."""

    partner: str
    topic: str
    known: bool
    question: str = ""
    owner: str = ""
    day: date | None = None


PROGRAMMES = EnteredFile(
    name="levers.csv",
    record=Programme,
    columns=(
        EnteredColumn(name="id", kind=Text(), needed=True),
        EnteredColumn(name="goal", kind=Word(GOALS), needed=True),
        EnteredColumn(name="lever", kind=Word(LEVERS), needed=True),
        EnteredColumn(name="name", kind=Text(), empty=""),
        EnteredColumn(name="owner", kind=Text(), empty=""),
        EnteredColumn(name="trigger", kind=Text(), empty=""),
        EnteredColumn(name="segment", kind=Text(), empty=""),
        EnteredColumn(name="aim", kind=Word(("raise", "lower")), empty="raise"),
        EnteredColumn(name="start", kind=Day()),
        EnteredColumn(name="end", kind=Day()),
        EnteredColumn(name="budget", kind=Money(day="start")),
        EnteredColumn(name="test", kind=Text(), empty=""),
    ),
    key=("id",),
    check=lambda row: (
        ("end", "lies before start", "a day on or after start")
        if row.start and row.end and row.end < row.start
        else ("trigger", "no trigger of a programme by events", "the event that starts it")
        if row.lever == "event" and not row.trigger
        else None
    ),
)
RIVALS = EnteredFile(
    name="rivals.csv",
    record=Rival,
    columns=(
        EnteredColumn(name="rival", kind=Text(), needed=True),
        EnteredColumn(name="spectrum", kind=Number(0, 100), needed=True),
        EnteredColumn(name="source", kind=Text(), needed=True),
        EnteredColumn(name="date", field="day", kind=Day(), needed=True),
        EnteredColumn(name="low", kind=Number(0, 100)),
        EnteredColumn(name="high", kind=Number(0, 100)),
    ),
    key=("rival",),
    check=lambda row: (
        ("low", "not in order", "low ≤ spectrum ≤ high")
        if (row.low is not None and row.low > row.spectrum) or (row.high is not None and row.high < row.spectrum)
        else None
    ),
)
COVERAGE = EnteredFile(
    name="coverage.csv",
    record=CoverageRule,
    columns=(
        EnteredColumn(name="class", field="account_class", kind=Text(), needed=True),
        EnteredColumn(name="served_by", kind=Word(WAYS), needed=True),
        EnteredColumn(name="channel", kind=Text(), empty=""),
    ),
    key=("class",),
)
SERVED = EnteredFile(
    name="served.csv",
    record=Served,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="class", field="account_class", kind=Text(), needed=True),
        EnteredColumn(name="served_by", kind=Word(WAYS), needed=True),
        EnteredColumn(name="since", kind=Day()),
        EnteredColumn(name="channel", kind=Text(), empty=""),
    ),
    key=("partner",),
)
TEAMS = EnteredFile(
    name="account_teams.csv",
    record=TeamMember,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="function", kind=Word(FUNCTIONS), needed=True),
        EnteredColumn(name="person", kind=Text(), empty=""),
        EnteredColumn(name="in_planning", kind=Flag()),
    ),
    key=("partner", "function", "person"),
)
INSIGHTS = EnteredFile(
    name="insights.csv",
    record=Insight,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="topic", kind=Word(TOPICS), needed=True),
        EnteredColumn(name="known", kind=Flag(), needed=True),
        EnteredColumn(name="question", kind=Text(), empty=""),
        EnteredColumn(name="owner", kind=Text(), empty=""),
        EnteredColumn(name="date", field="day", kind=Day()),
    ),
)
