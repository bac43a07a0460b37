"""The whole review: every part worked out once and put together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from alliancenet.model.audit import Audit
from alliancenet.model.limits import banded
from alliancenet.model.portfolio import PortfolioRecords
from alliancenet.model.register import Alliance
from alliancenet.model.review import AllianceReview, GapNote, OfficeHolder, PortfolioReview, ProposedAction
from alliancenet.model.score import Band, Score
from alliancenet.model.sponsors import SponsorCoverage, SponsorReview
from alliancenet.model.tiers import TierCap, TierDecision
from alliancenet.portfolio.actions.causes import causes_of
from alliancenet.portfolio.actions.facts import facts_of
from alliancenet.portfolio.actions.owners import with_owner
from alliancenet.portfolio.actions.proposing import by_urgency, portfolio_actions, proposed_actions
from alliancenet.portfolio.allocation import allocations, amounts_of, inversions
from alliancenet.portfolio.card import four_part_card, money
from alliancenet.portfolio.checklists import checklist_states
from alliancenet.portfolio.coverage import goal_coverage, without_goal
from alliancenet.portfolio.holdings import Dated, Holdings
from alliancenet.portfolio.lessons import lessons_for
from alliancenet.portfolio.measures import HEALTH, capability_scores, level_scores
from alliancenet.portfolio.outcome import brought_to, market_of, positions_of
from alliancenet.portfolio.overlap import overlaps, shared_needs
from alliancenet.portfolio.performance import performance
from alliancenet.portfolio.pipeline import proposal_states
from alliancenet.portfolio.sponsors import sponsor_coverage, sponsor_reviews
from alliancenet.portfolio.spread import diversifications
from alliancenet.portfolio.tiers.rounds import decide_tiers
from alliancenet.portfolio.trend import change_since, trend_of


def review(
    holdings: Holdings, tool_version: str, not_told: Sequence[str] = (), about_money: Sequence[str] = ()
) -> PortfolioReview:
    """Review a portfolio.

    Parameters
    ----------
    tool_version : written into the result.
    not_told : what could not be read, in sentences; put before what could not be worked out.
    about_money : what reading the files about money had to say, for those who may see money.
    """
    alliances = holdings.alliances
    decisions, cap = decide_tiers(holdings)
    tiers: dict[str, int | None] = {decision.alliance: decision.in_force for decision in decisions}
    sponsors = sponsor_reviews(holdings, alliances, tiers)
    coverage = sponsor_coverage(holdings, sponsors)
    importance: dict[str, Score] = {decision.alliance: decision.importance for decision in decisions}
    performed: dict[str, Score] = {alliance.id: performance(holdings, alliance) for alliance in alliances}
    facts = [facts_of(holdings, alliance, importance[alliance.id], tiers) for alliance in alliances]
    actions = tuple(with_owner(holdings, action) for action in proposed_actions(facts, holdings.settings))
    red = [name for name in tiers if band_of(holdings, holdings.score(name, HEALTH)) == Band.RED]
    goals, pairs = goal_coverage(holdings, importance, performed), overlaps(holdings)
    found = PortfolioReview(
        as_of=holdings.as_of,
        headline=headline(holdings, actions, coverage, cap),
        settings_digest=holdings.settings.digest,
        tool_version=tool_version,
        alliances=tuple(
            _alliance_review(holdings, *parts, performed[parts[0].id])
            for parts in zip(alliances, decisions, sponsors, actions, strict=True)
        ),
        tier_cap=cap,
        sponsors=coverage,
        allocation=allocations(holdings, tiers),
        inversions=inversions(holdings, tiers),
        goals=goals,
        alliances_without_goal=without_goal(holdings),
        overlaps=pairs,
        shared_needs=shared_needs(holdings),
        diversification=diversifications(holdings),
        proposals=proposal_states(holdings),
        capability=capability_scores(holdings),
        actions=by_urgency(actions, tiers, amounts_of(holdings, "value", tiers), red),
        portfolio_actions=tuple(with_owner(holdings, action) for action in portfolio_actions(goals, pairs)),
        not_told=(*not_told, *_not_told(holdings)),
        project=holdings.project,
        limits=holdings.limits,
        about_money=tuple(about_money),
        money=holdings.records.money,
    )
    return replace(found, office_holders=tuple(_office_holders(holdings, found)))


def _office_holders(holdings: Holdings, found: PortfolioReview) -> Iterator[OfficeHolder]:
    """Everybody of the register the review speaks of; a name nobody may read does not get into the file."""
    lists = (item for alliance in found.alliances for check in alliance.checklists for item in check.open_items)
    texts = [
        *(side.person for alliance in found.alliances for side in alliance.sponsors.sides),
        *(load.person for load in found.sponsors.loads),
        *(action.owner for action in (*found.actions, *found.portfolio_actions)),
        *(action.owner for action in (alliance.action for alliance in found.alliances) if action),
        *(proposal.owner for proposal in found.proposals),
        *lists,
    ]
    spoken = set(re.split(r"[;,()\s]+", " ".join(texts)))
    for name, person in sorted(holdings.register.people.items()):
        if name in spoken:
            is_told = person.public_role or (person.may_be_named and holdings.limits.named_for)
            yield OfficeHolder(
                id=name,
                name=person.name if is_told else "",
                firm=holdings.register.organisations[person.organisation].name,
                level=person.level,
                may_be_named=person.may_be_named,
                public_role=person.public_role,
            )


def _alliance_review(
    holdings: Holdings,
    alliance: Alliance,
    tier: TierDecision,
    sponsors: SponsorReview,
    action: ProposedAction,
    performed: Score,
) -> AllianceReview:
    audits = holdings.audits_of(alliance.id)
    last = audits[-1] if audits else None
    health = holdings.score(alliance.id, HEALTH)
    firms = (holdings.register.organisations[firm] for firm in alliance.organisations)
    return AllianceReview(
        id=alliance.id,
        name=alliance.name,
        partners=tuple(firm.name for firm in firms if not firm.own),
        stage=alliance.stage,
        form=alliance.form,
        benefits=alliance.benefits,
        agreement_end=alliance.agreement_end,
        exit_plan=alliance.exit_plan,
        audits=len(audits),
        last_wave=last.wave.id if last else "",
        last_audit=last.wave.closes if last else None,
        audit_digest=holdings.digests.get((alliance.id, last.wave.id), "") if last else "",
        confidence=last.confidence.value if last else "",
        health=health,
        health_band=band_of(holdings, health),
        performance=performed,
        levels=level_scores(holdings, alliance.id),
        value=money(holdings, alliance.id, "value"),
        tier=tier,
        sponsors=sponsors,
        action=action,
        causes=causes_of(holdings, alliance.id),
        checklists=checklist_states(holdings, alliance.id),
        card=four_part_card(holdings, alliance.id),
        trend=trend_of(holdings, alliance),
        change=change_since(holdings, alliance.id),
        gaps=tuple(_gaps(holdings.records, last)) if last else (),
        complements=brought_to(holdings, alliance),
        positions=positions_of(holdings, alliance),
        market=market_of(holdings, alliance),
    )


def band_of(holdings: Holdings, health: Score) -> str:
    """Band of a health score; the audit's own where its gates gave one, "grey" when unknown."""
    if health.band:
        return health.band
    if health.value is None:
        return "grey"
    return banded(health, holdings.limits).band


def _gaps(records: PortfolioRecords, audit: Audit) -> Iterator[GapNote]:
    for finding in sorted(audit.findings, key=lambda one: (-one.severity.rank, one.code, one.subject)):
        if not finding.to_check:
            yield GapNote(
                code=finding.code,
                severity=finding.severity.value,
                sentence=finding.sentence,
                lessons=tuple(lesson.id for lesson in lessons_for(records.lessons, finding.code)),
            )


_ASKED_FOR = {
    "next step of the ladder": ("loses money", "lose money"),
    "optimise": ("has a weak part to work on", "have a weak part to work on"),
    "measure first": ("is to be measured first", "are to be measured first"),
    "maintain": ("is in order", "are in order"),
    "grow": ("has room to grow", "have room to grow"),
    "defend": ("could be lost", "could be lost"),
    "launch support": ("is young and needs support", "are young and need support"),
    "repair": ("needs repair", "need repair"),
    "re-launch": ("is to be launched anew", "are to be launched anew"),
    "renegotiate": ("is to be renegotiated", "are to be renegotiated"),
    "prune candidate": ("is a candidate for ending", "are candidates for ending"),
    "restructure or exit: executive decision": ("is to be restructured or left", "are to be restructured or left"),
}
"""What a proposal says of one alliance and of several; others are "to" do what is proposed."""


def headline(holdings: Holdings, actions: Sequence[ProposedAction], coverage: SponsorCoverage, cap: TierCap) -> str:
    """One sentence: how many alliances, what is proposed, sponsors, the top tier."""
    counts: dict[str, int] = {}
    for action in by_urgency(actions, {}, {}):
        counts[action.proposal] = counts.get(action.proposal, 0) + 1
    proposed = ", ".join(_asked_for(proposal, count) for proposal, count in counts.items())
    both = coverage.ratios[-1]
    total = len(holdings.alliances)
    parts = [f"{total} alliance{'s' * (total != 1)}: {proposed or 'nothing to propose'}"]
    if both.total:
        need = "alliance that needs sponsors has" if both.total == 1 else "that need sponsors have"
        parts.append(f"{both.count} of {both.total} {need} them active on both sides")
    if cap.in_force > cap.places:
        are = "alliance is" if cap.in_force == 1 else "alliances are"
        parts.append(f"{cap.in_force} {are} in tier 1, and the rule of the portfolio allows {cap.places}")
    return "; ".join(parts) + "."


def _asked_for(proposal: str, count: int) -> str:
    one, several = _ASKED_FOR.get(proposal, (f"is to {proposal}", f"are to {proposal}"))
    return f"{count} {one if count == 1 else several}"


def _not_told(holdings: Holdings) -> Iterator[str]:
    records = holdings.records
    missing: Mapping[str, object] = {
        "importance: no rating is on record, so tiers are those of the register": records.ratings,
        "goal coverage: no corporate goal is on record": records.goals,
        "overlap and shared needs: no profile is on record": records.profile,
        "allocation: no resources are on record": records.resources,
        "value, contribution and diversification: no economics are on record": records.economics,
        "re-launches and conversion attempts: no decisions are on record": records.decisions,
    }
    yield from (sentence for sentence, kept in missing.items() if not kept)
    silent = [alliance.id for alliance in holdings.alliances if not holdings.audits_of(alliance.id)]
    if silent:
        yield f"no audit yet: {', '.join(silent)}"


def last_day_on_record(records: PortfolioRecords, audits: Mapping[str, Sequence[Audit]]) -> date | None:
    """The latest day any audit closed or any dated record was made, or None."""
    closes = (audit.wave.closes for several in audits.values() for audit in several)
    dated: tuple[Dated, ...] = (
        *records.ratings,
        *records.spectrum,
        *records.governance,
        *records.resources,
        *records.economics,
        *records.kpi_actuals,
        *records.decisions,
    )
    days = [*(day for day in closes if day is not None), *(record.day for record in dated)]
    return max(days, default=None)
