"""Files about what is offered and to whom: elements, value, prospects, steps of the ladder, joint goals."""

from dataclasses import dataclass
from datetime import date

from alliancenet.economics.entered.table import Day, EnteredColumn, EnteredFile, Flag, Id, Money, Number, Text, Word

STEPS = ("one_of_many", "preferred", "collaborative")
PROOFS = ("none", "claimed", "documented", "accepted_by_partner")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferElement:
    """An element of an offering, or the row of the bundle with its premium; minor units.

    Parameters
    ----------
    used : share 0-1 of the buyers of the bundle that use it.
    """

    offering: str
    element: str
    kind: str
    price: int | None = None
    cost: int | None = None
    premium: int | None = None
    used: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueElement:
    """An element against the next best alternative, -2 to 2, as the partner sees it and as we do."""

    element: str
    difference: float
    partner: str = ""
    own_view: float | None = None
    counts: float | None = None
    proof: str = ""
    worth: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A partner that could be won, and what is thought of it.

    Parameters
    ----------
    segment : category of categories.csv it is most alike.
    value_seen, need_fit : points 0-100.
    demands, usable : special demands it has, and those we can meet and use elsewhere.
    serving, contribution : the owner's guess where the segment is too small: share of sales; minor
        units of a period.
    """

    prospect: str
    segment: str = ""
    value_seen: float | None = None
    need_fit: float | None = None
    demands: float | None = None
    usable: float | None = None
    serving: float | None = None
    contribution: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderEntry:
    """Step of the ladder a partner stands on since a day."""

    partner: str
    step: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JointGoal:
    """A goal agreed with a partner; `met` is None while nobody has said."""

    partner: str
    goal: str
    due: date
    met: bool | None = None
    weight: float = 1.0


OFFERS = EnteredFile(
    name="offers.csv",
    record=OfferElement,
    columns=(
        EnteredColumn(name="offering", kind=Text(), needed=True),
        EnteredColumn(name="element", kind=Text(), needed=True),
        EnteredColumn(name="kind", kind=Word(("core", "standard", "optional", "bundle")), needed=True),
        EnteredColumn(name="price_increment", field="price", kind=Money()),
        EnteredColumn(name="cost_increment", field="cost", kind=Money()),
        EnteredColumn(name="premium", kind=Money()),
        EnteredColumn(name="used_by", field="used", kind=Number(0, 1)),
    ),
    key=("offering", "element"),
    check=lambda row: (
        ("premium", "no premium of the bundle", "what it costs more than its core")
        if row.kind == "bundle" and row.premium is None
        else ("premium", "a premium of an element", "the premium in the row of the bundle")
        if row.kind != "bundle" and row.premium is not None
        else ("price_increment", "no price of an optional element", "what it costs when it is ordered alone")
        if row.kind == "optional" and row.price is None
        else None
    ),
)
VALUE_ELEMENTS = EnteredFile(
    name="value_elements.csv",
    record=ValueElement,
    columns=(
        EnteredColumn(name="element", kind=Text(), needed=True),
        EnteredColumn(name="difference", kind=Number(-2, 2), needed=True),
        EnteredColumn(name="partner", kind=Id(), empty=""),
        EnteredColumn(name="own_view", kind=Number(-2, 2)),
        EnteredColumn(name="counts", kind=Number(1, 5)),
        EnteredColumn(name="proof", kind=Word(PROOFS), empty=""),
        EnteredColumn(name="worth", kind=Money()),
    ),
    key=("element", "partner"),
)
PROSPECTS = EnteredFile(
    name="prospects.csv",
    record=Prospect,
    columns=(
        EnteredColumn(name="prospect", kind=Text(), needed=True),
        EnteredColumn(name="segment", kind=Text(), empty=""),
        EnteredColumn(name="value_seen", kind=Number(0, 100)),
        EnteredColumn(name="need_fit", kind=Number(0, 100)),
        EnteredColumn(name="demands", kind=Number(0, 1000)),
        EnteredColumn(name="usable", kind=Number(0, 1000)),
        EnteredColumn(name="serving", kind=Number(0, 10)),
        EnteredColumn(name="contribution", kind=Money(low=-(10**14))),
    ),
    key=("prospect",),
    check=lambda row: (
        ("usable", "more than there are demands", "at most the count under demands")
        if row.usable is not None and row.usable > (row.demands or 0)
        else None
    ),
)
LADDER = EnteredFile(
    name="ladder.csv",
    record=LadderEntry,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="step", kind=Word(STEPS), needed=True),
        EnteredColumn(name="since", kind=Day()),
    ),
    key=("partner",),
)
JOINT_GOALS = EnteredFile(
    name="joint_goals.csv",
    record=JointGoal,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="goal", kind=Text(), needed=True),
        EnteredColumn(name="due", kind=Day(), needed=True),
        EnteredColumn(name="met", kind=Flag()),
        EnteredColumn(name="weight", kind=Number(0, 1000), empty=1.0),
    ),
    key=("partner", "goal", "due"),
)
