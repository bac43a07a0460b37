"""The base by strength as the record that pages tell."""

from alliancenet.economics.strength.moves import Moves
from alliancenet.economics.strength.review import StrengthReview
from alliancenet.economics.strength.states import StateCount
from alliancenet.economics.strength.worth import BaseWorth, Ends
from alliancenet.model.strength import BaseReview, BaseState, MoneyRange


def record_of(review: StrengthReview) -> BaseReview:
    """Everything a page tells of the base; amounts rounded to minor units."""
    worth, moves, cut = review.worth, review.moves, review.worth.bucket
    return BaseReview(
        period=review.map.period,
        first=moves.first if moves else review.map.period,
        states=tuple(_state(place, count, moves, worth) for place, count in enumerate(review.map.states)),
        not_told=tuple(review.map.not_told),
        entered=review.entered,
        cells=review.cells,
        whole=_range(worth.whole),
        strong=None if worth.strong is None else round(worth.strong),
        weak=_range(worth.difference),
        own_margin=None if cut is None else round(cut.own_margin),
        inflow=None if cut is None else round(cut.inflow),
        verdict=worth.verdict,
        stability=moves.stability.verdict if moves else "",
        reason=worth.reason,
    )


def _state(place: int, count: StateCount, moves: Moves | None, worth: BaseWorth) -> BaseState:
    row = moves.counts[place] if moves and place < len(moves.counts) else ()
    found = next((state for state in worth.states if state.state == count.state), None)
    is_there = bool(count.partners)
    return BaseState(
        state=count.state,
        partners=tuple(count.partners),
        contribution=count.contribution,
        sales=count.sales,
        moves=sum(row),
        up=sum(row[place + 1 : -1]),
        down=sum(row[:place]),
        left=row[-1] if row else 0,
        worth=_range(found.value) if found and is_there else None,
        climb=_range(found.up) if found and is_there else None,
        climb_to=found.up_to if found and found.up else "",
    )


def _range(ends: Ends | None) -> MoneyRange | None:
    return None if ends is None else MoneyRange(value=round(ends.value), low=round(ends.low), high=round(ends.high))
