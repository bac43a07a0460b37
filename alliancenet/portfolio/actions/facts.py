"""What the action rules look at, for one alliance; None where it is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from alliancenet.model.audit import Audit
from alliancenet.model.finding import Concern, Severity
from alliancenet.model.portfolio import (
    LADDER,
    Decision,
    DecisionKind,
    Economics,
    ImportanceRating,
    ProfileKind,
)
from alliancenet.model.register import Alliance
from alliancenet.model.score import Band, Score, SubjectKind
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.measures import HEALTH, HEALTH_PART, HEALTH_PARTS, OUTCOME
from alliancenet.portfolio.performance import performance, weakest_kpi

REFUSALS = frozenset({DecisionKind.CONVERSION_REFUSED, DecisionKind.CONVERSION_FAILED})
CONVERSIONS = REFUSALS | {DecisionKind.CONVERSION_AGREED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Inputs of the rules A0-A9.

    Parameters
    ----------
    confidence : of the last audit, "" without one.
    performance_before : P at the wave before the last one.
    value_rating, value_rating_before : TIE2 in the last two ratings.
    learning : TIE5 in the last rating.
    share_of_wallet : 0-1.
    partner_outcome : the partner's mean of OUT1-3, 1-5.
    relaunches : in the months looked back.
    contributions : margin after cost to serve by period, oldest first; computed ones only, where there are any.
    contributions_high : upper bounds of the same periods; the same numbers where nothing was bounded.
    stop_gain : what stopping would change, present value; below 0 it would cost money.
    conversion_open : a conversion was agreed and has not failed since.
    refusals : conversion attempts the partner refused or that failed.
    tier_one_synergy : a synergy link joins it with a tier 1 alliance.
    ladder_done : steps of the ladder on record.
    troubles : what the last audit knows to be bad: a red band, and each high finding about the
        relationship itself, as its title.
    weakest : lowest part of health or performance, in words.
    reasons : why health or performance is unknown.
    """

    alliance: str
    confidence: str = ""
    health: float | None = None
    performance: float | None = None
    performance_before: float | None = None
    importance: float | None = None
    age_months: float | None = None
    stage: str = ""
    share_of_wallet: float | None = None
    value_rating: float | None = None
    value_rating_before: float | None = None
    learning: float | None = None
    partner_switching_cost: float | None = None
    partner_outcome: float | None = None
    relaunches: int | None = None
    contributions: tuple[float, ...] = ()
    contributions_high: tuple[float, ...] = ()
    stop_gain: float | None = None
    conversion_open: bool | None = None
    refusals: int | None = None
    tier_one_synergy: bool | None = None
    ladder_done: tuple[str, ...] = ()
    weakest: str = ""
    codes: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def at_best(self) -> tuple[float, ...]:
        """Upper bound of the contribution by period, oldest first."""
        return self.contributions_high or self.contributions

    def as_inputs(self) -> dict[str, str]:
        """Every input in words, unknown ones said to be so."""
        return {field.name: _word(getattr(self, field.name)) for field in fields(self) if field.name != "alliance"}


def _word(value: object) -> str:
    if value is None or value in ("", ()):
        return "unknown" if value is None else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    return "; ".join(_word(part) for part in value) if isinstance(value, tuple) else str(value)


def facts_of(
    holdings: Holdings,
    alliance: Alliance,
    importance: Score,
    tiers: Mapping[str, int | None],
) -> Facts:
    """Collect what is known about one alliance."""
    audits = holdings.audits_of(alliance.id)
    health = holdings.score(alliance.id, HEALTH)
    now = performance(holdings, alliance)
    ratings = [rating.answers for rating in holdings.past(ImportanceRating, alliance.id)]
    decisions = holdings.past(Decision, alliance.id)
    economics = holdings.past(Economics, alliance.id)
    money = _comparable(economics)
    since = holdings.months_ago(holdings.settings.table("actions.relaunch")["months"])
    on_record = bool(holdings.records.decisions)
    return Facts(
        alliance=alliance.id,
        confidence=audits[-1].confidence.value if audits else "",
        health=health.value,
        performance=now.value,
        performance_before=_performance_before(holdings, alliance, audits),
        importance=importance.value,
        age_months=holdings.age_months(alliance),
        stage=alliance.stage,
        share_of_wallet=_last([record.share_of_wallet for record in economics]),
        value_rating=ratings[-1].get("TIE2") if ratings else None,
        value_rating_before=ratings[-2].get("TIE2") if len(ratings) > 1 else None,
        learning=ratings[-1].get("TIE5") if ratings else None,
        partner_switching_cost=_last([record.partner_switching_cost for record in economics]),
        partner_outcome=_partner_outcome(audits),
        relaunches=sum(decision.kind is DecisionKind.RELAUNCH and decision.day >= since for decision in decisions)
        if on_record
        else None,
        contributions=tuple(value for value, _ in money),
        contributions_high=tuple(high for _, high in money),
        stop_gain=_last([record.stop_gain for record in economics]),
        conversion_open=_conversion_open(decisions) if on_record else None,
        refusals=sum(decision.kind in REFUSALS for decision in decisions) if on_record else None,
        tier_one_synergy=_synergy(holdings, alliance.id, tiers),
        ladder_done=tuple(step.value for step in LADDER if any(decision.kind is step for decision in decisions)),
        weakest=_weakest(holdings, alliance),
        codes=_codes(audits),
        troubles=_troubles(audits, health),
        reasons=tuple(score.reason for score in (health, now) if score.reason),
    )


def _comparable(economics: tuple[Economics, ...]) -> list[tuple[float, float]]:
    """Contribution and its upper bound by period; computed and typed-in periods are not of one length."""
    known = [record for record in economics if record.contribution is not None]
    alike = [record for record in known if record.is_computed is known[-1].is_computed]
    return [
        (record.contribution, record.contribution if record.contribution_high is None else record.contribution_high)
        for record in alike
        if record.contribution is not None
    ]


def _conversion_open(decisions: tuple[Decision, ...]) -> bool:
    tried = [decision.kind for decision in decisions if decision.kind in CONVERSIONS]
    return bool(tried) and tried[-1] is DecisionKind.CONVERSION_AGREED


def _last(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return known[-1] if known else None


def _performance_before(holdings: Holdings, alliance: Alliance, audits: tuple[Audit, ...]) -> float | None:
    closes = [audit.wave.closes for audit in audits if audit.wave.closes is not None]
    return performance(holdings, alliance, closes[-2]).value if len(closes) > 1 else None


def _partner_outcome(audits: tuple[Audit, ...]) -> float | None:
    if not audits:
        return None
    partners = {firm.id for firm in audits[-1].alliance.firms if not firm.own}
    values = [
        1 + score.value / 25
        for score in audits[-1].scores
        if score.metric == OUTCOME
        and score.subject.kind is SubjectKind.FIRM
        and score.subject.id in partners
        and score.value is not None
    ]
    return min(values, default=None)


def _synergy(holdings: Holdings, alliance: str, tiers: Mapping[str, int | None]) -> bool | None:
    links = [entry for entry in holdings.records.profile if entry.kind is ProfileKind.SYNERGY]
    if not holdings.records.profile:
        return None
    partners = {entry.name for entry in links if entry.alliance == alliance}
    partners |= {entry.alliance for entry in links if entry.name == alliance}
    return any(tiers.get(partner) == 1 for partner in partners)


def _weakest(holdings: Holdings, alliance: Alliance) -> str:
    parts = [
        (score.value, score.metric.removeprefix(f"{HEALTH_PART}.").replace("_", " "))
        for score in (holdings.score(alliance.id, metric) for metric in HEALTH_PARTS)
        if score.value is not None
    ]
    kpi = weakest_kpi(holdings, alliance)
    if kpi is not None:
        parts.append((kpi[1], f"KPI {kpi[0]}"))
    value, name = min(parts, default=(0.0, ""))
    return f"{name} ({value:.0f})" if name else ""


def _troubles(audits: tuple[Audit, ...], health: Score) -> tuple[str, ...]:
    if not audits:
        return ()
    grave = [
        finding
        for finding in audits[-1].findings
        if finding.severity is Severity.HIGH and not finding.to_check and finding.concern is Concern.RELATIONSHIP
    ]
    red = [f"health is red ({health.label})" if health.label else "health is red"] if health.band == Band.RED else []
    return (*red, *dict.fromkeys(finding.title[:1].lower() + finding.title[1:] for finding in grave))


def _codes(audits: tuple[Audit, ...]) -> tuple[str, ...]:
    if not audits:
        return ()
    by_weight = sorted(audits[-1].findings, key=lambda finding: (-finding.severity.rank, finding.code))
    return tuple(dict.fromkeys(finding.code for finding in by_weight if not finding.to_check))
