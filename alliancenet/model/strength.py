"""The base of partners by strength of relationship, as a record: where they stand, move, and what that is worth."""

from dataclasses import dataclass


def entered_words(entered: int, cells: int) -> str:
    """How many states somebody entered, in words."""
    if entered == cells:
        return f"all {cells:,} states were entered"
    if not entered:
        return "every state is by rule"
    return f"{entered:,} of {cells:,} states were entered, the others are by rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRange:
    """An amount with its 90 % interval, minor units."""

    value: int
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseState:
    """One state of a relationship.

    Parameters
    ----------
    partners : ids of those in it at the end of the last period.
    contribution, sales : theirs over the periods looked back, minor units; None where not all is known.
    moves, up, down, left : moves out of the state that were seen, and of these those up, down and away.
    worth : of one relationship in it, for ever; None where it was not worked out.
    climb, climb_to : what moving one partner up to the next state is worth, before what it costs.
    """

    state: str
    partners: tuple[str, ...]
    contribution: int | None
    sales: int | None
    moves: int = 0
    up: int = 0
    down: int = 0
    left: int = 0
    worth: MoneyRange | None = None
    climb: MoneyRange | None = None
    climb_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseReview:
    """The base by strength.

    Parameters
    ----------
    period : the last one; `first` the first of which moves were counted.
    states : weakest first, those that were lost last.
    not_told : ids of partners whose state cannot be told.
    entered, cells : states that were entered, of all partners and periods; the others are by rule.
    whole : what the base is worth, for ever; None with the `reason`.
    strong : of friends and partners alone.
    weak : what the weak states add, of which `own_margin` is theirs and `inflow` of those who come up from them.
    verdict : whether the weak states are worth keeping.
    stability : whether the moves have changed.
    """

    period: str
    first: str
    states: tuple[BaseState, ...]
    not_told: tuple[str, ...]
    entered: int
    cells: int
    whole: MoneyRange | None = None
    strong: int | None = None
    weak: MoneyRange | None = None
    own_margin: int | None = None
    inflow: int | None = None
    verdict: str = ""
    stability: str = ""
    reason: str = ""

    @property
    def keeps_the_weak(self) -> bool:
        """The weak states are worth more than they cost, whole interval above 0."""
        return self.weak is not None and self.weak.low > 0
