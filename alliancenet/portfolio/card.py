"""Four ways to look at one relationship (S61), none of them added to another."""

from alliancenet.model.catalogue import CARDS
from alliancenet.model.limits import banded
from alliancenet.model.portfolio import Economics
from alliancenet.model.review import CardPart
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.portfolio.holdings import Holdings, points, unknown
from alliancenet.portfolio.measures import CARD
from alliancenet.portfolio.tiers.importance import linkage_share

_MONEY = ("value", "contribution", "share_of_wallet", "partner_switching_cost")


def four_part_card(holdings: Holdings, alliance: str) -> tuple[CardPart, ...]:
    """Economics, sociology, psychology, operations.

    References
    ----------
    Johnson & Selnes 2004 for the four views; which measure stands where: own limit.
    """
    economics = tuple(money(holdings, alliance, name) for name in _MONEY)
    audited = {view: tuple(holdings.score(alliance, metric) for metric in metrics) for view, metrics in CARD.items()}
    audited["operations"] = (linkages(holdings, alliance), *audited["operations"])
    return (
        CardPart(view="economics", scores=economics),
        *(CardPart(view=view, scores=scores) for view, scores in audited.items()),
    )


def money(holdings: Holdings, alliance: str, name: str) -> Score:
    """Last known figure of one kind, with the period it is of."""
    known = [
        (record.day, value)
        for record in holdings.past(Economics, alliance)
        if (value := getattr(record, name)) is not None
    ]
    score = Score(
        metric=name,
        subject=Subject(kind=SubjectKind.ALLIANCE, id=alliance),
        value=float(known[-1][1]) if known else None,
        unit=CARDS[name].says,
        n=len(known),
        state=State.OK if known else State.NOT_ENOUGH_EVIDENCE,
        inputs=(f"period to {known[-1][0]}",) if known else (),
        reason="" if known else "not on record",
    )
    return banded(score, holdings.limits)


def linkages(holdings: Holdings, alliance: str) -> Score:
    """Needed linkages in place, 0-100."""
    _, value, words = linkage_share(holdings, alliance, holdings.as_of)
    if value is None:
        return unknown("linkages", alliance, words)
    return points("linkages", alliance, value, (words,), len(holdings.linkages(alliance)), holdings.limits)
