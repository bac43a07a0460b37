"""What is on record of how close a relationship is, by partner and day: spectrum, linkages, trust, share of wallet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from alliancenet.economics.growth.wallet import share_by_partner
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.model.facts import StatedFacts, counting, facts_on_file
from alliancenet.model.portfolio import SPECTRUM_ITEMS
from alliancenet.model.score import SubjectKind

_TRUST, _FIT = "climate.trust", "spectrum.fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipSigns:
    """Signs of closeness; a partner with several alliances has those of its closest one.

    Parameters
    ----------
    alliances : by partner.
    trust : by alliance, day of the wave and points 0-100, oldest first.
    fit : likewise, our connection less what the situation asks for, steps -4 to 4.
    wallet : by partner, day since when it holds and share 0-1, oldest first.
    """

    facts: StatedFacts
    alliances: Mapping[str, Sequence[tuple[str, Sequence[str]]]]
    trust: Mapping[str, Sequence[tuple[date, float]]]
    fit: Mapping[str, Sequence[tuple[date, float]]]
    wallet: Mapping[str, Sequence[tuple[date, float]]]

    def at(self, partner: str, day: date) -> dict[str, float]:
        """Signs on a day: spectrum, trust 0-100; linkages, wallet 0-1; fit in steps. What is not known is left out."""
        found: dict[str, list[float]] = {}
        for alliance, firms in self.alliances.get(partner, ()):
            for name, value in (
                ("spectrum", self._spectrum(alliance, firms, day)),
                ("linkages", self._linkages(alliance, day)),
                ("trust", _newest(self.trust.get(alliance, ()), day)),
                ("fit", _newest(self.fit.get(alliance, ()), day)),
            ):
                if value is not None:
                    found.setdefault(name, []).append(value)
        wallet = _newest(self.wallet.get(partner, ()), day)
        closest = {name: min(values) if name == "fit" else max(values) for name, values in found.items()}
        return closest if wallet is None else closest | {"wallet": wallet}

    def _spectrum(self, alliance: str, firms: Sequence[str], day: date) -> float | None:
        sides = []
        for firm in firms:
            stated = counting(self.facts.spectrum, alliance, firm, day)
            if stated is not None and all(item in stated.value for item in SPECTRUM_ITEMS):
                sides.append(fmean(stated.value[item] for item in SPECTRUM_ITEMS))
        return 25 * (fmean(sides) - 1) if sides else None

    def _linkages(self, alliance: str, day: date) -> float | None:
        stated = counting(self.facts.linkages, alliance, "", day)
        needed = [] if stated is None else [linkage for linkage in stated.value if linkage.needed]
        if not needed:
            return None
        return sum(linkage.since is not None and linkage.since <= day for linkage in needed) / len(needed)


def _newest(series: Sequence[tuple[date, float]], day: date) -> float | None:
    known = [value for since, value in series if since <= day]
    return known[-1] if known else None


def signs_of(ledger: MoneyLedger) -> RelationshipSigns:
    """Collect them; trust and fit come from the audits in the project's folder `audits`, where there are some."""
    project = ledger.project
    on_file = facts_on_file(project.register, project.records, project.settings.numbers("tier.dedicated_steps"))
    alliances: dict[str, list[tuple[str, Sequence[str]]]] = {}
    for alliance in project.register.alliances.values():
        for firm in alliance.organisations:
            alliances.setdefault(firm, []).append((alliance.id, alliance.organisations))
    audited = _audited(ledger)
    return RelationshipSigns(
        facts=on_file.beside(project.answered),
        alliances=alliances,
        trust=audited.get(_TRUST, {}),
        fit=audited.get(_FIT, {}),
        wallet=share_by_partner(ledger),
    )


def _audited(ledger: MoneyLedger) -> dict[str, dict[str, list[tuple[date, float]]]]:
    """Trust and fit of every audited wave, by metric and alliance, oldest first; of the own firm where firms differ."""
    found: dict[str, dict[str, list[tuple[date, float]]]] = {}
    own = {firm.id for firm in ledger.project.register.organisations.values() if firm.own}
    for audit in ledger.audits:
        for score in audit.scores:
            is_ours = score.subject.kind is SubjectKind.ALLIANCE or score.subject.id in own
            if score.metric in (_TRUST, _FIT) and is_ours and score.value is not None and audit.wave.closes is not None:
                by_alliance = found.setdefault(score.metric, {})
                by_alliance.setdefault(audit.alliance.id, []).append((audit.wave.closes, score.value))
    return found
