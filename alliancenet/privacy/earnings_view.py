"""What the relationships earn, for those of the own firm who may see money."""

from dataclasses import dataclass

from alliancenet.errors import NotPermitted
from alliancenet.model.earnings import EarningsReview
from alliancenet.privacy.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningsView:
    """A review of economics a reader may see; made only by `earnings_for`."""

    reader: Reader
    review: EarningsReview


def earnings_for(review: EarningsReview, reader: Reader) -> EarningsView:
    """Return the view of a reader: whole, or not at all.

    Raises
    ------
    NotPermitted
        For everybody but analyst, alliance manager and executive. A part of it would tell the rest: an order
        of partners, the range of an axis and the size of a bubble are made of margins too.
    """
    if not reader.sees_money:
        raise NotPermitted(
            "what partners bring and cost is for the own firm's analyst, alliance managers and executives only"
        )
    return EarningsView(reader=reader, review=review)
