"""The base by strength as a picture: a box for each state, who moves up and down between them, and who leaves."""

from dataclasses import dataclass

from alliancenet.language import say
from alliancenet.model.earnings import EarningsReview
from alliancenet.model.strength import BaseReview, BaseState
from alliancenet.report import words

BOX, GAP, TOP, TALL = 196, 64, 16, 96
_LEAVING = 54  # of height, for the arrow of those who leave
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
    """Boxes of the living states that hold or held partners.

    Parameters
    ----------
    notes : what the shares and amounts are of, and how many are lost.
    """

    boxes: tuple[StateBox, ...]
    width: float
    height: float
    notes: str


def base(review: EarningsReview) -> Base | None:
    """Draw the base; None where no state is told."""
    found = review.base
    if found is None or not any(state.partners for state in found.states):
        return None
    living = [state for state in found.states if state.state != _LOST and (state.partners or state.moves)]
    lost = next((len(state.partners) for state in found.states if state.state == _LOST), 0)
    boxes = tuple(_box(state, 10.0 + place * (BOX + GAP), review, found) for place, state in enumerate(living))
    leaving = _LEAVING if any(box.left for box in boxes) else 8
    return Base(
        boxes=boxes,
        width=20.0 + len(boxes) * (BOX + GAP) - GAP,
        height=TOP + TALL + leaving,
        notes=_notes(review, found, lost),
    )


def _notes(review: EarningsReview, found: BaseReview, lost: int) -> str:
    span = f"{found.first} to {found.period}"
    notes = [f"Arrows: share of the moves from one period to the next, {span}."]
    gone = f"{words.plural(lost, 'partner')} {'is' if lost == 1 else 'are'}" if lost else "no partner is"
    notes.append(words.sentence(f"{gone} lost in {found.period}"))
    if any(state.worth is not None for state in found.states):
        notes.append(
            "A relationship is worth all it brings for ever, with every later move in it; "
            f"the values of partners below end after {review.years:g} years, so the two do not add up."
        )
    return " ".join(notes)


def _box(state: BaseState, x: float, review: EarningsReview, found: BaseReview) -> StateBox:
    earned, value = state.contribution, state.worth
    contribution = "" if earned is None else f"brought {words.amount(earned, review.currency)}"
    worth = "" if value is None else f"worth {words.amount(value.value, review.currency)} each"
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
