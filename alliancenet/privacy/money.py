"""Money taken out of what a reader who may not see it reads: numbers, and every order and sentence made of them."""

import re
from dataclasses import replace

from alliancenet.model.catalogue import Exposure, card_of
from alliancenet.model.review import AllianceReview, CardPart, PortfolioReview
from alliancenet.model.score import Score, State

WITHHELD = "what alliances bring and cost, and the proposals that rest on it"
"""Said to a reader from whom it is kept."""
_REASON = "for those who may see money"
_OF_PROPOSAL = re.compile(r":A\d+[a-z]?$")
OF_ECONOMICS = "money|"
"""Starts the key of what is decided about the review of economics; no id holds the mark."""


def without_money(review: PortfolioReview) -> PortfolioReview:
    """Return the review for somebody who may not see money.

    Notes
    -----
    The proposals go as a whole: which of them an alliance gets, and their order, tells who loses money.
    """
    return replace(
        review,
        headline=_headline(review),
        alliances=tuple(map(_alliance, review.alliances)),
        allocation=tuple(resource for resource in review.allocation if resource.resource != "value"),
        diversification=(),
        actions=(),
        about_money=(),
    )


def tells_of_money(key: str) -> bool:
    """Whether an action, by its key, came from a proposal or finding that rests on money.

    Examples
    --------
    >>> tells_of_money("willow:A8"), tells_of_money("money|M-LOSS|calder"), tells_of_money("willow:N-ONEBRIDGE")
    (True, True, False)
    """
    return key.startswith(OF_ECONOMICS) or bool(_OF_PROPOSAL.search(key))


def _headline(review: PortfolioReview) -> str:
    """The headline without its first part, which counts the proposals."""
    total = len(review.alliances)
    count = f"{total} alliance{'s' * (total != 1)}"
    rest = review.headline.partition("; ")[2]
    return f"{count}; {rest}" if rest else f"{count}."


def _alliance(alliance: AllianceReview) -> AllianceReview:
    parts = (
        CardPart(view=part.view, scores=tuple(score for score in part.scores if not _is_money(score)))
        for part in alliance.card
    )
    value = replace(
        alliance.value,
        value=None,
        interval=None,
        n=0,
        inputs=(),
        label="",
        state=State.SUPPRESSED,
        reason=_REASON,
    )
    return replace(alliance, value=value, action=None, card=tuple(part for part in parts if part.scores))


def _is_money(score: Score) -> bool:
    card = card_of(score.metric)
    return card is None or card.exposure is Exposure.MONEY
