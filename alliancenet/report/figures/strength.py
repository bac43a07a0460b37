"""The base by strength as a picture: a box for each state, who moves up and down between them, and who leaves."""

from dataclasses import dataclass

from alliancenet.language import say
from alliancenet.model.earnings import EarningsReview
from alliancenet.model.strength import BaseReview, BaseState
from alliancenet.report import words

WIDTH, HEIGHT = 810, 206
BOX, GAP, TOP, TALL = 164, 46, 16, 96
_LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBox:
    """A state: where its box stands, what stands in it, and who leaves it.

    Parameters
    ----------
    up, down : shares of the moves out of it that go up and down; "" where none were seen.
    left : share that leaves; "" where nobody did.
    is_weak : a stranger or an acquaintance.
    """

    x: float
    title: str
    count: str
    contribution: str
    worth: str
    up: str
    down: str
    left: str
    is_weak: bool
    aloud: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Boxes of the living states that hold or held partners, and how many are lost."""

    boxes: tuple[StateBox, ...]
    lost: int


def base(review: EarningsReview) -> Base | None:
    """Draw the base; None where no state is told."""
    found = review.base
    if found is None or not any(state.partners for state in found.states):
        return None
    living = [state for state in found.states if state.state != _LOST and (state.partners or state.moves)]
    lost = next((len(state.partners) for state in found.states if state.state == _LOST), 0)
    return Base(
        boxes=tuple(_box(state, 10.0 + place * (BOX + GAP), review, found) for place, state in enumerate(living)),
        lost=lost,
    )


def _box(state: BaseState, x: float, review: EarningsReview, found: BaseReview) -> StateBox:
    contribution = "" if state.contribution is None else words.amount(state.contribution, review.currency)
    worth = "" if state.worth is None else say("{value} each", value=words.amount(state.worth.value, review.currency))
    shares = {name: _share(getattr(state, name), state.moves) for name in ("up", "down", "left")}
    count = words.plural(len(state.partners), "partner")
    return StateBox(
        x=x,
        title=words.capital(state.state),
        count=count,
        contribution=contribution,
        worth=worth,
        is_weak=state.state in {"stranger", "acquaintance"},
        aloud=say(
            "{state}: {count} in {period}; of {moves} {up} up, {down} down, {left} away",
            state=state.state,
            count=count,
            period=found.period,
            moves=words.plural(state.moves, "move"),
            up=state.up,
            down=state.down,
            left=state.left,
        ),
        **shares,
    )


def _share(count: int, moves: int) -> str:
    return f"{100 * count / moves:.0f} %" if count and moves else ""
