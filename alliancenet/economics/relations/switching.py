"""What it would take each side to leave (E8, S4).

References
----------
Jackson 1985; the index is ours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.language import stored
from alliancenet.model.portfolio import Economics, PortfolioRecords
from alliancenet.model.register import AllianceId
from alliancenet.model.settings import Settings
from alliancenet.sources.firm_ratings import SWITCHING
from alliancenet.sources.loaded import Project

INVESTMENTS, EXPOSURE = ("SWC1", "SWC2", "SWC3", "SWC4"), ("SWC5", "SWC6", "SWC7")
_TOP = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingCost:
    """Switching costs of one firm, points 0-100, higher is harder to leave.

    Parameters
    ----------
    index : mean of what was answered; None below the least number.
    low, high : bounds with all missing answers at 0 and at 4.
    investments, exposure : sub-indices; None below three and two answers.
    evidence : answers with something to prove them beside; its text may name people and is not told.
    """

    alliance: str
    firm: str
    is_own: bool
    wave: str
    answered: int
    index: float | None
    low: float | None
    high: float | None
    investments: float | None
    exposure: float | None
    evidence: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonds:
    """Both sides of an alliance; `difference` is ours less the partner's: above 0 we are the more bound."""

    alliance: str
    sides: tuple[SwitchingCost, ...]
    difference: float | None

    @property
    def verdict(self) -> str:
        """Who is more bound, in words."""
        if self.difference is None:
            return stored("who is more bound cannot be told")
        if self.difference == 0:
            return stored("both are bound alike")
        return (
            stored("we are more bound than the partner")
            if self.difference > 0
            else stored("the partner is more bound than we are")
        )


def switching_costs(project: Project, settings: Settings) -> tuple[SwitchingCost, ...]:
    """Index of each firm that answered."""
    least = settings.whole("switching.least")
    found = []
    for rating in project.ratings_by_firm(SWITCHING):
        values = rating.rating.values
        known = [item for item in (*INVESTMENTS, *EXPOSURE) if item in values]
        missing = len(INVESTMENTS) + len(EXPOSURE) - len(known)
        whole = sum(values[item] for item in known)
        is_enough = len(known) >= least
        found.append(
            SwitchingCost(
                alliance=rating.alliance,
                firm=rating.firm,
                is_own=project.register.organisations[rating.firm].own,
                wave=rating.wave,
                answered=len(known),
                index=_points(whole, len(known)) if is_enough else None,
                low=_points(whole, len(known) + missing) if is_enough else None,
                high=_points(whole + _TOP * missing, len(known) + missing) if is_enough else None,
                investments=_mean(values, INVESTMENTS, 3),
                exposure=_mean(values, EXPOSURE, 2),
                evidence=len(rating.rating.evidence),
                reason=""
                if is_enough
                else stored("{count} of seven answered; {least} are needed", count=len(known), least=least),
            )
        )
    return tuple(found)


def _points(total: float, count: int) -> float:
    return 100 / _TOP * total / count


def _mean(values: Mapping[str, float], items: tuple[str, ...], least: int) -> float | None:
    known = [values[item] for item in items if item in values]
    return _points(sum(known), len(known)) if len(known) >= least else None


def bonds_of(ledger: MoneyLedger) -> tuple[Bonds, ...] | None:
    """Switching costs by alliance; None where nobody was asked."""
    costs = switching_costs(ledger.project, ledger.settings)
    if not costs:
        return None
    found = []
    for alliance in dict.fromkeys(cost.alliance for cost in costs):
        sides = tuple(cost for cost in costs if cost.alliance == alliance)
        own = [cost.index for cost in sides if cost.is_own]
        theirs = [cost.index for cost in sides if not cost.is_own]
        both = len(own) == len(theirs) == 1 and own[0] is not None and theirs[0] is not None
        difference = (own[0] or 0) - (theirs[0] or 0) if both else None
        found.append(Bonds(alliance=alliance, sides=sides, difference=difference))
    return tuple(found)


def with_bonds(project: Project, records: PortfolioRecords, day: date) -> PortfolioRecords:
    """Lay the partner's answers under what the portfolio knows: where none was entered, its index counts (A3).

    Parameters
    ----------
    day : the review is of.
    """
    entered = {record.alliance for record in records.economics if record.partner_switching_cost is not None}
    answered: dict[str, list[float | None]] = {}
    for cost in switching_costs(project, project.settings):
        if not cost.is_own:
            answered.setdefault(cost.alliance, []).append(cost.index)
    found = [
        Economics(alliance=AllianceId(alliance), day=day, partner_switching_cost=indices[0])
        for alliance, indices in answered.items()
        if alliance not in entered and len(indices) == 1 and indices[0] is not None
    ]
    return replace(records, economics=(*records.economics, *found)) if found else records


def bond_lines(bonds: tuple[Bonds, ...], currency: str) -> Iterator[str]:  # noqa: ARG001
    """One row a side, then who is more bound."""
    rows = [("alliance", "side", "switching cost 0-100", "put in", "exposed", "answered")]
    for bond in bonds:
        for side in bond.sides:
            bounds = "" if side.low == side.high else f" (bounds {side.low:.0f} to {side.high:.0f})"
            index = f"withheld: {side.reason}" if side.index is None else f"{side.index:.0f}{bounds}"
            put_in, exposed = ("-" if part is None else f"{part:.0f}" for part in (side.investments, side.exposure))
            name = "ours" if side.is_own else side.firm
            rows.append(
                (
                    bond.alliance,
                    name,
                    index,
                    put_in,
                    exposed,
                    f"{side.answered} of 7 in {side.wave}, {side.evidence} with evidence",
                )
            )
    yield from in_columns(rows)
    yield from (f"  {bond.alliance}: {bond.verdict}" for bond in bonds)
