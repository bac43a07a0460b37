"""Tables of the portfolio review about sponsors, resources, goals and the pipeline."""

from collections.abc import Iterable, Sequence

from alliancenet.language import digits, in_percent, marked, say
from alliancenet.model.review import AllianceReview, Cause, MarketReaction
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Row, Table
from alliancenet.report.tables.review_cells import (
    BAND_MARK,
    BAND_TONE,
    alliance_cell,
    columns,
    in_tier_order,
    names_of,
    tier_cell,
)

_LOAD_TONE = {
    marked("breach", context="load"): "red",
    marked("warn", context="load"): "amber",
    marked("ok", context="load"): "green",
}
_TITLES = {
    "people_time": marked("People time, full-time equivalents"),
    "executive_hours": marked("Executive hours"),
    "budget": marked("Budget"),
    "value": marked("Value"),
}


def sponsor_ratios(view: ReviewView) -> Table:
    """Three coverage ratios over the alliances that require a sponsor."""
    return Table(
        name="sponsor_ratios",
        caption=say("Sponsor coverage of the alliances in tiers that require it"),
        columns=columns("what:Covered", "count:Alliances#", "of:Of#", "share:Share#", "unknown:Cannot be told#"),
        rows=tuple(
            (
                Cell(text=words.retold(ratio.name)),
                Cell(text=str(ratio.count), order=float(ratio.count)),
                Cell(text=str(ratio.total), order=float(ratio.total)),
                Cell(text=words.NONE, tone="withheld")
                if ratio.share is None
                else Cell(
                    text=in_percent(ratio.share),
                    order=ratio.share,
                    tone=BAND_TONE.get(ratio.band, ""),
                    mark=BAND_MARK.get(ratio.band, ""),
                ),
                Cell(text=str(ratio.unknown), order=float(ratio.unknown)),
            )
            for ratio in view.review.sponsors.ratios
        ),
    )


def sponsor_gaps(view: ReviewView) -> Table:
    """Sides without a live sponsor."""
    return Table(
        name="sponsor_gaps",
        caption=say("Sponsor gaps"),
        columns=columns("alliance:Alliance", "tier:Tier#", "gap:Gap~"),
        rows=tuple(
            (alliance_cell(alliance), tier_cell(alliance.tier), Cell(text=words.retold(gap)))
            for alliance in in_tier_order(view)
            for gap in alliance.sponsors.gaps
        ),
        empty=say("Every alliance that requires sponsors has them, active, on both sides."),
    )


def sponsor_loads(view: ReviewView) -> Table:
    """Required alliances of each executive."""
    named = names_of(view)
    return Table(
        name="sponsor_loads",
        caption=say("Alliances each executive sponsors"),
        columns=columns("executive:Executive", "load:Alliances#", "state:State", "which:Which~"),
        rows=tuple(
            (
                Cell(text=load.name or load.person),
                Cell(text=str(len(load.alliances)), order=float(len(load.alliances))),
                Cell(text=say(load.state, context="load"), tone=_LOAD_TONE[load.state]),
                Cell(text=", ".join(named.get(alliance, alliance) for alliance in load.alliances)),
            )
            for load in view.review.sponsors.loads
        ),
        empty=say("No executive sponsor of the own firm is on record."),
    )


def allocation(view: ReviewView) -> Table:
    """Resources and value by tier."""
    return Table(
        name="allocation",
        caption=say("Do resources follow the tiers"),
        columns=columns(
            "resource:Resource", "tier:Tier", "amount:Amount#", "share:Share#", "median:Median per alliance#"
        ),
        rows=tuple(
            (
                Cell(text=say(_TITLES[allocation.resource]), detail=_missing(allocation.missing)),
                Cell(text=tier),
                Cell(text=digits(f"{amount:,.4g}"), order=amount),
                Cell(text=in_percent(allocation.shares[tier]), order=allocation.shares[tier])
                if tier in allocation.shares
                else Cell(text=words.NONE),
                Cell(text=digits(f"{allocation.medians[tier]:,.4g}"), order=allocation.medians[tier]),
            )
            for allocation in view.review.allocation
            for tier, amount in allocation.amounts.items()
        ),
        empty=say("No resources on record (portfolio/resources.csv)."),
    )


def _missing(names: Iterable[str]) -> str:
    known = tuple(names)
    return say("not counted: {names}", names=", ".join(known)) if known else ""


def inversions(view: ReviewView) -> Table:
    """Lower-tier alliances that take more than the median above."""
    named = names_of(view)
    return Table(
        name="inversions",
        caption=say("Resources against the tiers"),
        columns=columns("alliance:Alliance", "what:What~"),
        rows=tuple(
            (Cell(text=named.get(inversion.alliance, inversion.alliance)), Cell(text=words.retold(inversion.sentence)))
            for inversion in view.review.inversions
        ),
        empty=say("No alliance takes more than the median of the tier above."),
    )


def goals(view: ReviewView) -> Table:
    """Corporate goals and the alliances that serve them."""
    named = names_of(view)
    return Table(
        name="goals",
        caption=say("Corporate goals; carried by an important alliance that performs"),
        columns=columns("goal:Goal", "state:State", "carriers:Carried by~", "alliances:Served by~"),
        rows=tuple(
            (
                Cell(text=goal.name),
                Cell(
                    text=say(goal.state, context="goal"),
                    tone="red" if goal.state == "uncovered" else "amber" if goal.state == "weak" else "",
                ),
                Cell(text=", ".join(named[carrier] for carrier in goal.carriers) or words.NONE),
                Cell(text=", ".join(named[alliance] for alliance in goal.alliances) or words.NONE),
            )
            for goal in view.review.goals
        ),
        empty=say("No corporate goal on record (portfolio/goals.csv)."),
    )


def overlaps(view: ReviewView) -> Table:
    """Pairs with much in common."""
    named = names_of(view)
    return Table(
        name="overlaps",
        caption=say("Alliances with half or more in common"),
        columns=columns("first:Alliance", "second:And", "share:In common#", "what:What~"),
        rows=tuple(
            (
                Cell(text=named[pair.first]),
                Cell(text=named[pair.second]),
                Cell(text=in_percent(pair.jaccard), order=pair.jaccard),
                Cell(text=", ".join(pair.shared)),
            )
            for pair in view.review.overlaps
        ),
        empty=say("No pair of alliances overlaps."),
    )


def shared_needs(view: ReviewView) -> Table:
    """Needs of two or more alliances."""
    named = names_of(view)
    return Table(
        name="shared_needs",
        caption=say("Needs several alliances share"),
        columns=columns("need:Need", "count:Alliances#", "which:Which~"),
        rows=tuple(
            (
                Cell(text=need.name),
                Cell(text=str(len(need.alliances)), order=float(len(need.alliances))),
                Cell(text=", ".join(named[alliance] for alliance in need.alliances)),
            )
            for need in view.review.shared_needs
        ),
        empty=say("No need is shared."),
    )


def diversification(view: ReviewView) -> Table:
    """How value spreads."""
    return Table(
        name="diversification",
        caption=say("How value spreads (Herfindahl index)"),
        columns=columns("by:By", "index:Index#", "effective:Effective number#", "largest:Largest part~"),
        rows=tuple(
            (
                Cell(text=say(diversification.by, context="spread")),
                Cell(text=words.retold(diversification.reason), tone="withheld")
                if diversification.herfindahl is None
                else Cell(
                    text=digits(f"{diversification.herfindahl:.2f}"),
                    order=diversification.herfindahl,
                    tone="amber" if diversification.warning else "",
                ),
                Cell(
                    text=words.NONE
                    if diversification.effective is None
                    else digits(f"{diversification.effective:.1f}"),
                    order=diversification.effective,
                ),
                Cell(text=_largest(dict(diversification.shares))),
            )
            for diversification in view.review.diversification
        ),
    )


def _largest(shares: dict[str, float]) -> str:
    name = max(shares, key=lambda one: (shares[one], one), default="")
    return f"{name}: {in_percent(shares[name])}" if name else words.NONE


def causes(view: ReviewView) -> Table:
    """Where to look first in each alliance: at most three causes with their measures."""
    return Table(
        name="causes",
        caption=say("Where to look: measures below green, furthest first"),
        columns=columns("alliance:Alliance", "cause:Possible cause", "below:Points below green#", "measures:Measures~"),
        rows=tuple(_cause_row(alliance, cause) for alliance in in_tier_order(view) for cause in alliance.causes),
        empty=say("No measure behind a known cause is below green."),
    )


def _cause_row(one: AllianceReview, cause: Cause) -> Row:
    return (
        alliance_cell(one),
        Cell(text=words.retold(cause.name)),
        Cell(text=f"{cause.below_green:.0f}", order=cause.below_green),
        Cell(text="; ".join(map(_measure, cause.measures))),
    )


def _measure(measure: str) -> str:
    """A measure and its points, the measure in words."""
    metric, _, points = measure.rpartition(" ")
    return f"{words.title_of(metric)} {points}"


def checklists(view: ReviewView) -> Table:
    """How far launch and re-launch lists are."""
    return Table(
        name="checklists",
        caption=say("Launch and re-launch lists"),
        columns=columns("alliance:Alliance", "list:List", "done:Done#", "overdue:Overdue~", "open:Open~"),
        rows=tuple(
            (
                alliance_cell(alliance),
                Cell(text=say(state.checklist, context="list")),
                Cell(text=say("{done} of {total}", done=state.done, total=state.total), order=state.completion),
                Cell(text="; ".join(state.overdue), tone="red" if state.overdue else ""),
                Cell(text="; ".join(state.open_items)),
            )
            for alliance in in_tier_order(view)
            for state in alliance.checklists
        ),
        empty=say("No checklist on record (portfolio/checklists.csv)."),
    )


def proposals(view: ReviewView) -> Table:
    """Alliances that do not exist yet, by gate."""
    return Table(
        name="proposals",
        caption=say("Proposals in the pipeline"),
        columns=columns(
            "name:Proposal", "partner:Partner", "choice:Choice", "gate:Gate", "days:Days in it#", "missing:Missing~"
        ),
        rows=tuple(
            (
                Cell(text=proposal.name),
                Cell(text=proposal.partner or words.NONE),
                Cell(text=say(proposal.choice, context="choice")),
                Cell(
                    text=say(proposal.gate, context="gate") if proposal.gate else say("none entered"),
                    detail=_skipped(proposal.skipped),
                ),
                Cell(
                    text=str(proposal.days_in_gate),
                    order=float(proposal.days_in_gate),
                    tone="amber" if proposal.slow else "",
                )
                if proposal.days_in_gate is not None
                else Cell(text=words.NONE, tone="withheld"),
                Cell(text="; ".join(map(words.retold, proposal.missing))),
            )
            for proposal in view.review.proposals
        ),
        empty=say("No proposal on record (portfolio/proposals.csv)."),
    )


def _skipped(gates: Sequence[str]) -> str:
    return say("skipped: {names}", names=", ".join(say(gate, context="gate") for gate in gates)) if gates else ""


def not_told(view: ReviewView) -> Table:
    """What could not be worked out, and what this reader does not see."""
    reasons = (*view.review.not_told, *view.review.about_money, *view.withheld)
    return Table(
        name="not_told",
        caption=say("Could not be told"),
        columns=columns("what:What~"),
        rows=tuple((Cell(text=words.retold(reason)),) for reason in reasons),
        empty=say("Everything could be told."),
    )


def register(view: ReviewView) -> Table:
    """What was agreed: form, benefits sought, end of the agreement, exit plan."""
    return Table(
        name="register",
        caption=say("What was agreed"),
        columns=columns(
            "alliance:Alliance",
            "form:Form",
            "stage:Stage",
            "benefits:Benefits sought~",
            "skills:Skills each side brings~",
            "end:Agreement ends!",
            "exit:Exit plan",
        ),
        rows=tuple(
            (
                alliance_cell(alliance),
                Cell(text=words.form(alliance.form) if alliance.form else words.NONE),
                Cell(text=words.stage(alliance.stage) if alliance.stage else words.NONE),
                Cell(text=", ".join(alliance.benefits) or words.NONE),
                _skills_cell(alliance),
                Cell(text=words.table_day(alliance.agreement_end) if alliance.agreement_end else words.NONE),
                Cell(
                    text=say("not on record") if alliance.exit_plan is None else words.spanner_word(alliance.exit_plan)
                ),
            )
            for alliance in in_tier_order(view)
        ),
    )


def _skills_cell(one: AllianceReview) -> Cell:
    """Skills firm by firm; of a firm of which none is on record that is said."""
    if not one.complements:
        return Cell(text=say("not on record"), tone="withheld")
    return Cell(
        text="; ".join(f"{side.firm}: {', '.join(side.skills) or say('not on record')}" for side in one.complements)
    )


def outcome(view: ReviewView) -> Table:
    """How alliances turned out: objectives met, position as each side rates it, the market at the announcement."""
    known = [alliance for alliance in in_tier_order(view) if alliance.positions or alliance.market]
    return Table(
        name="outcome",
        caption=say("How alliances turned out: three views side by side, never added"),
        columns=columns(
            "alliance:Alliance",
            "performance:Objectives met, of 100#",
            "ours:Our position, 1-5#",
            "theirs:Partner’s position, 1-5#",
            "market:Market at the announcement#",
        ),
        rows=tuple(
            (
                alliance_cell(alliance),
                score_cell(alliance.performance),
                _position_cell(alliance, own=True),
                _position_cell(alliance, own=False),
                _market_cell(alliance.market),
            )
            for alliance in known
        ),
        empty=say("No rating of a position and no market reaction is on record (portfolio/outcomes.csv)."),
    )


def _position_cell(one: AllianceReview, *, own: bool) -> Cell:
    rated = [rating for rating in one.positions if rating.own is own]
    if not rated:
        return Cell(text=say("not on record"), tone="withheld")
    value = sum(rating.value for rating in rated) / len(rated)
    detail = "; ".join(f"{rating.firm}, {words.table_day(rating.day)}: {rating.source}" for rating in rated)
    return Cell(text=digits(f"{value:g}" if len(rated) == 1 else f"{value:.1f}"), order=value, detail=detail)


def _market_cell(market: MarketReaction | None) -> Cell:
    if market is None:
        return Cell(text=say("not on record"), tone="withheld")
    error = (
        say("no error stated")
        if market.error is None
        else say("standard error {error}", error=in_percent(market.error, 1))
    )
    text = digits(f"{market.gain:+.1%}".replace("-", "−"))
    return Cell(text=text, order=market.gain, detail=f"{error}; {words.table_day(market.day)}: {market.source}")


def capability(view: ReviewView) -> Table:
    """How well the own firm manages alliances."""
    return Table(
        name="capability",
        caption=say("How well we manage alliances, and who does the portfolio manager's tasks"),
        columns=columns("measure:Measure", "value:Value#", "unit:Unit~"),
        rows=tuple(
            (Cell(text=words.title_of(score.metric)), score_cell(score), Cell(text=words.retold(score.unit)))
            for score in view.review.capability
        ),
    )
