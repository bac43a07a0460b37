"""How the portfolio's value spreads over partners and forms (S22)."""

from collections.abc import Mapping

from alliancenet.model.governance import Diversification
from alliancenet.model.register import Alliance
from alliancenet.portfolio.allocation import amounts_of
from alliancenet.portfolio.holdings import Holdings


def diversifications(holdings: Holdings) -> tuple[Diversification, ...]:
    """Herfindahl index of value by partner and by form of alliance."""
    values = amounts_of(holdings, "value", [alliance.id for alliance in holdings.alliances])
    return tuple(diversification(holdings, by, _by_category(holdings, by, values)) for by in ("partner", "form"))


def diversification(holdings: Holdings, by: str, amounts: Mapping[str, float]) -> Diversification:
    """Σ share², and the effective number of categories 1 / Σ share².

    Parameters
    ----------
    amounts : value by category, all above zero.

    References
    ----------
    Herfindahl & Hirschman; the warning: own limit.

    Notes
    -----
    Few categories have a high index however even they are: the limit is never below one and a half times
    that of even parts. A single category is always warned about.
    """
    total = sum(amounts.values())
    if not amounts or any(amount <= 0 for amount in amounts.values()):
        reason = "no value is on record" if not amounts else "a category without positive value has no share"
        return Diversification(by=by, shares={}, herfindahl=None, effective=None, warning=False, reason=reason)
    shares = {name: amount / total for name, amount in sorted(amounts.items())}
    index = sum(share * share for share in shares.values())
    warning = len(shares) == 1 or index > _limit(holdings, len(shares))
    return Diversification(by=by, shares=shares, herfindahl=index, effective=1 / index, warning=warning, reason="")


def _limit(holdings: Holdings, categories: int) -> float:
    even = holdings.settings.number("diversification.over_even") / categories
    return max(holdings.settings.number("diversification.warn"), even)


def _by_category(holdings: Holdings, by: str, values: Mapping[str, float]) -> dict[str, float]:
    amounts: dict[str, float] = {}
    for alliance in holdings.alliances:
        if alliance.id in values:
            category = _category(holdings, by, alliance)
            amounts[category] = amounts.get(category, 0.0) + values[alliance.id]
    return amounts


def _category(holdings: Holdings, by: str, alliance: Alliance) -> str:
    if by == "form":
        return alliance.form or "form not on record"
    firms = (holdings.register.organisations[firm] for firm in alliance.organisations)
    return " + ".join(sorted(firm.name for firm in firms if not firm.own))
