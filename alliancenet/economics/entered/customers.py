"""Files about the customer base: states, entrants, values of states, goals, acquisition, wallets, categories."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alliancenet.economics.entered.table import (
    Day,
    EnteredColumn,
    EnteredFile,
    Flag,
    Id,
    Money,
    Number,
    Period,
    Text,
    Word,
)
from alliancenet.language import stored

_MOST = 1e9


class Strength(StrEnum):
    """How strong a relationship is, weakest first; `lost` is one that has ended (Johnson & Selnes 2004)."""

    STRANGER = stored("stranger")
    ACQUAINTANCE = stored("acquaintance")
    FRIEND = stored("friend")
    PARTNER = stored("partner")
    LOST = "lost"


LIVING = tuple(Strength)[:-1]
"""States of those that are there."""
RATES = ("conversion", "defence", "downgrade", "leverage")


@dataclass(frozen=True, slots=True, kw_only=True)
class StateEntry:
    """State of a partner in a period, as entered; it wins over the rule."""

    partner: str
    period: int
    state: str
    reason: str = ""
    won_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrants:
    """Partners that come new into a state in a period; in a period to come they are planned."""

    period: int
    state: str
    count: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StateValue:
    """What a relationship of a state brings and takes in a period, minor units."""

    state: str
    margin: int
    cost: int
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateGoal:
    """Goal 0-1 for a rate of a state; leverage may be below 0 or above 1."""

    state: str
    rate: str
    goal: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletEntry:
    """What a partner spends with everybody in a category and period, minor units; our estimate."""

    partner: str
    category: str
    period: int
    spend: int
    source: str
    source_date: date
    low: int | None = None
    high: int | None = None
    target: float | None = None
    programme: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """What winning a partner cost, minor units."""

    partner: str
    cost: int
    day: date | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryEntry:
    """Category of a partner by one way of cutting the portfolio."""

    partner: str
    scheme: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defection:
    """A partner that left, took less or was won back."""

    partner: str
    day: date
    event: str
    reason: str = ""
    to_rival: bool | None = None
    preventable: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderChance:
    """A chance to buy at a fixed time, and whether a partner took it; `amount` is net sales of it, minor units."""

    partner: str
    day: date
    taken: bool
    amount: int | None = None


CHANCES = EnteredFile(
    name="chances.csv",
    record=TenderChance,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="date", field="day", kind=Day(), needed=True),
        EnteredColumn(name="taken", kind=Flag(), needed=True),
        EnteredColumn(name="amount", kind=Money(day="date")),
    ),
    key=("partner", "date"),
    check=lambda row: (
        ("amount", "an amount of a chance not taken", "nothing, or `yes` under taken")
        if row.amount and not row.taken
        else None
    ),
)
STATES = EnteredFile(
    name="states.csv",
    record=StateEntry,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="period", kind=Period(), needed=True),
        EnteredColumn(name="state", kind=Word(tuple(Strength)), needed=True),
        EnteredColumn(name="reason", kind=Text(), empty=""),
        EnteredColumn(name="won_back", kind=Flag(), empty=False),
    ),
    key=("partner", "period"),
    check=lambda row: (
        ("reason", "a reason, and the state is not lost", "reasons of losses only")
        if row.reason and row.state != Strength.LOST
        else None
    ),
)
ENTRANTS = EnteredFile(
    name="entrants.csv",
    record=Entrants,
    columns=(
        EnteredColumn(name="period", kind=Period(), needed=True),
        EnteredColumn(name="state", kind=Word(LIVING), needed=True),
        EnteredColumn(name="count", kind=Number(0, _MOST), needed=True),
    ),
    key=("period", "state"),
)
STATE_VALUES = EnteredFile(
    name="state_values.csv",
    record=StateValue,
    columns=(
        EnteredColumn(name="state", kind=Word(LIVING), needed=True),
        EnteredColumn(name="margin", kind=Money(low=-(10**14)), needed=True),
        EnteredColumn(name="cost", kind=Money(), needed=True),
        EnteredColumn(name="source", kind=Text(), empty=""),
    ),
    key=("state",),
)
STATE_GOALS = EnteredFile(
    name="state_goals.csv",
    record=StateGoal,
    columns=(
        EnteredColumn(name="state", kind=Word(LIVING), needed=True),
        EnteredColumn(name="rate", kind=Word(RATES), needed=True),
        EnteredColumn(name="goal", kind=Number(-1, 10), needed=True),
    ),
    key=("state", "rate"),
    check=lambda row: (
        ("goal", f"{row.goal:g}", "a share from 0 to 1") if row.rate != "leverage" and not 0 <= row.goal <= 1 else None
    ),
)
WALLET = EnteredFile(
    name="wallet.csv",
    record=WalletEntry,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="category", kind=Text(), needed=True),
        EnteredColumn(name="period", kind=Period(), needed=True),
        EnteredColumn(name="spend", kind=Money(day="period"), needed=True),
        EnteredColumn(name="spend_low", field="low", kind=Money(day="period")),
        EnteredColumn(name="spend_high", field="high", kind=Money(day="period")),
        EnteredColumn(name="source", kind=Text(), needed=True),
        EnteredColumn(name="source_date", kind=Day(), needed=True),
        EnteredColumn(name="target", kind=Number(0, 1)),
        EnteredColumn(name="programme", kind=Money(day="period"), empty=0),
    ),
    key=("partner", "category", "period"),
    check=lambda row: (
        ("spend_low", "not in order", "spend_low ≤ spend ≤ spend_high")
        if (row.low is not None and row.low > row.spend) or (row.high is not None and row.high < row.spend)
        else None
    ),
)
ACQUISITION = EnteredFile(
    name="acquisition.csv",
    record=Acquired,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="cost", kind=Money(day="date"), needed=True),
        EnteredColumn(name="date", field="day", kind=Day()),
        EnteredColumn(name="channel", kind=Text(), empty=""),
    ),
    key=("partner",),
)
CATEGORIES = EnteredFile(
    name="categories.csv",
    record=CategoryEntry,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="scheme", kind=Text(), needed=True),
        EnteredColumn(name="category", kind=Text(), needed=True),
    ),
    key=("partner", "scheme"),
)
DEFECTIONS = EnteredFile(
    name="defections.csv",
    record=Defection,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="date", field="day", kind=Day(), needed=True),
        EnteredColumn(name="event", kind=Word(("left", "reduced", "won_back")), needed=True),
        EnteredColumn(name="reason", kind=Text(), empty=""),
        EnteredColumn(name="to_rival", kind=Flag()),
        EnteredColumn(name="preventable", kind=Flag()),
    ),
)
