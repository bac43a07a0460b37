"""How an alliance turned out beside its objectives: position as rated by each side, the market's reaction (S25)."""

from alliancenet.model.portfolio import AnnouncementGain, PositionRating
from alliancenet.model.register import Alliance
from alliancenet.model.review import MarketReaction, RatedPosition, SideSkills
from alliancenet.portfolio.holdings import Holdings


def positions_of(holdings: Holdings, alliance: Alliance) -> tuple[RatedPosition, ...]:
    """Newest rating of each firm of an alliance, own firm first; a firm without one is left out.

    References
    ----------
    Dyer, Kale & Singh 2001; Kale, Dyer & Singh 2002 for position and announcement beside objectives.
    """
    newest: dict[str, PositionRating] = {
        rating.organisation: rating for rating in holdings.past(PositionRating, alliance.id)
    }
    firms = (holdings.register.organisations[firm] for firm in alliance.organisations)
    return tuple(
        RatedPosition(
            firm=firm.name,
            own=firm.own,
            value=newest[firm.id].value,
            day=newest[firm.id].day,
            source=newest[firm.id].source,
        )
        for firm in firms
        if firm.id in newest
    )


def market_of(holdings: Holdings, alliance: Alliance) -> MarketReaction | None:
    """The market's reaction to the newest announcement, as it was entered; None where nobody entered any."""
    known = holdings.past(AnnouncementGain, alliance.id)
    if not known:
        return None
    last = known[-1]
    return MarketReaction(gain=last.gain, error=last.error, day=last.day, source=last.source)


def brought_to(holdings: Holdings, alliance: Alliance) -> tuple[SideSkills, ...]:
    """Skills of each firm, own firm first; nothing where none of any firm is on record."""
    if not alliance.complements:
        return ()
    return tuple(
        SideSkills(
            firm=holdings.register.organisations[firm].name,
            skills=tuple(part.skill for part in alliance.complements if part.organisation == firm),
        )
        for firm in alliance.organisations
    )
