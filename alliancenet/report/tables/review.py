"""Tables of the portfolio review: what a page shows and what a file hands on."""

import re
from dataclasses import replace

from alliancenet.language import digits, is_english, marked, say
from alliancenet.model.comparison import ScoreChange
from alliancenet.model.review import AllianceReview, PeopleChange, ProposedAction
from alliancenet.model.score import Score
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report import manual, words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Row, Table
from alliancenet.report.tables import governance
from alliancenet.report.tables.review_cells import (
    BAND_MARK,
    BAND_TONE,
    alliance_cell,
    columns,
    in_tier_order,
    names_of,
    tier_cell,
)


def all_tables(view: ReviewView) -> tuple[Table, ...]:
    """Every table, in the order a reader needs them."""
    makers = (
        alliances,
        actions,
        portfolio_actions,
        tiers,
        levels,
        movers,
        people_moves,
        governance.sponsor_ratios,
        governance.sponsor_gaps,
        governance.sponsor_loads,
        governance.allocation,
        governance.inversions,
        governance.goals,
        governance.overlaps,
        governance.shared_needs,
        governance.diversification,
        governance.outcome,
        governance.causes,
        governance.checklists,
        governance.proposals,
        governance.capability,
        governance.register,
        governance.not_told,
    )
    return tuple(make(view) for make in makers)


def alliances(view: ReviewView) -> Table:
    """One row per alliance: tier, health beside performance, sponsors, proposal."""
    heads = columns(
        "alliance:Alliance",
        "tier:Tier#",
        "health:Health#",
        "performance:Performance#",
        "importance:Importance#",
        "depth:Depth#",
    )
    more = columns("sponsors:Sponsors", "action:Proposed", "confidence:Confidence")
    return Table(
        name="alliances",
        caption=say("Alliances: health and performance side by side, never added"),
        columns=(*heads, Column(key="value", title=say("Value") + _in_money(view), is_number=True), *more),
        rows=tuple(_alliance_row(alliance) for alliance in in_tier_order(view)),
        empty=say("No alliance on the register."),
    )


def _in_money(view: ReviewView) -> str:
    return f", {words.money_unit(view.review.money)}" if view.review.money else ""


def _alliance_row(one: AllianceReview) -> Row:
    gaps = "; ".join(map(words.retold, one.sponsors.gaps))
    sponsors = say("not required") if not one.sponsors.required else words.plural(len(one.sponsors.gaps), "gap")
    return (
        replace(alliance_cell(one), detail=say("with {names}", names=", ".join(one.partners)) if one.partners else ""),
        tier_cell(one.tier),
        _health_cell(one),
        *(_plain_cell(score) for score in (one.performance, one.tier.importance, one.tier.depth)),
        score_cell(one.value),
        Cell(text=sponsors, order=float(len(one.sponsors.gaps)), detail=gaps, tone="amber" if gaps else ""),
        Cell(text=words.proposal(one.action.proposal), detail=one.action.rule) if one.action else Cell(text=words.NONE),
        Cell(text=say(one.confidence, context="confidence"), detail=_audit_of(one))
        if one.confidence
        else Cell(text=say("no audit"), tone="withheld"),
    )


def _audit_of(one: AllianceReview) -> str:
    return say("audit {what}", what=words.table_day(one.last_audit) if one.last_audit else one.last_wave)


def _band_word(band: str) -> str:
    """A band as its colour is called; "" where there is none."""
    return say(band, context="colour") if band in _COLOURS else ""


_COLOURS = (
    *(marked("green", context="colour"), marked("amber", context="colour")),
    *(marked("red", context="colour"), marked("grey", context="colour")),
)


def _value(name: str, value: str) -> str:
    """What a rule read: numbers as the reader writes them, words of ours in the reader's language."""
    if re.fullmatch(r"[+−-]?[\d.,e+-]+", value):
        return digits(value)
    known = {"yes": say("yes"), "no": say("no", context="answer"), "none": say("none"), "unknown": say("unknown")}
    if value in known:
        return known[value]
    told = {
        "confidence": lambda: say(value, context="confidence"),
        "stage": lambda: words.stage(value),
        "state": lambda: say(value, context="goal"),
        "served by": lambda: say("no alliance") if value == "no alliance" else value,
    }
    if name == "troubles":
        return value if is_english() else "; ".join(words.retold(words.capital(part)) for part in _APART.split(value))
    if name in {"weakest", "reasons"}:
        return words.retold(value)
    return told[name]() if name in told else value


_APART = re.compile(r"; (?![^(]*\))")
"""Between troubles, each a title or a clause; not between the reasons of one in brackets."""


def _health_cell(one: AllianceReview) -> Cell:
    cell = score_cell(one.health)
    if one.health.value is None:
        return cell
    return band_cell(
        cell.text, one.health_band, order=cell.order, detail=f"{_band_word(one.health_band)}; {cell.detail}"
    )


def _plain_cell(score: Score) -> Cell:
    """A number that has no band: nobody has said what is a good importance."""
    return replace(score_cell(score), mark="", tone="" if score.is_ok else "withheld")


def band_cell(text: str, band: str, *, order: float | str | None = None, detail: str = "") -> Cell:
    """A cell painted by a band, with its symbol; grey where nothing may be said."""
    return Cell(
        text=text,
        order=order,
        mark=BAND_MARK.get(band, ""),
        tone=BAND_TONE.get(band, ""),
        detail=detail.strip("; "),
    )


def actions(view: ReviewView) -> Table:
    """Proposed actions, most urgent first; `action_inputs` holds what the rules read."""
    return Table(
        name="actions",
        caption=say("Proposed actions, most urgent first; a person decides"),
        columns=columns(
            "alliance:Alliance", "proposal:Proposal", "rule:Rule!", "why:Why~", "codes:Start with", "owner:Owner"
        ),
        rows=tuple(_action_row(action, names_of(view)) for action in view.review.actions),
        empty=say("Nothing to propose.")
        if view.reader.sees_money
        else say("Proposals rest on what alliances bring and cost, which this reader does not see."),
    )


def portfolio_actions(view: ReviewView) -> Table:
    """Proposals about goals and pairs of alliances."""
    return Table(
        name="portfolio_actions",
        caption=say("Proposals for the portfolio as a whole"),
        columns=columns(
            "subject:About", "proposal:Proposal", "rule:Rule!", "why:Why~", "codes:Start with", "owner:Owner"
        ),
        rows=tuple(_action_row(action, names_of(view)) for action in view.review.portfolio_actions),
        empty=say("No goal without a carrier and no overlapping pair."),
    )


def _action_row(action: ProposedAction, names: dict[str, str]) -> Row:
    subjects = words.listed([names.get(part, part) for part in action.subject.split("|")])
    return (
        Cell(text=subjects),
        Cell(text=words.proposal(action.proposal)),
        Cell(text=action.rule),
        Cell(text=words.sentence(words.retold(action.sentence)), detail="; ".join(map(words.retold, action.notes))),
        Cell(
            text="; ".join(words.retold(manual.finding_title(code)) for code in action.codes[:3]),
            detail=", ".join(action.codes[:5]),
        ),
        Cell(text=action.owner) if action.owner else Cell(text=say("nobody on record"), tone="withheld"),
    )


def _title(code: str) -> str:
    return words.retold(manual.finding_title(code))


_READ = {
    "confidence": marked("Confidence"),
    "stage": marked("Stage"),
    "state": marked("State"),
    "served by": marked("Served by"),
    "health": marked("Health, points 0-100"),
    "performance": marked("Performance, points 0-100"),
    "performance_before": marked("Performance at the audit before, points 0-100"),
    "importance": marked("Importance, points 0-100"),
    "age_months": marked("Age, months"),
    "share_of_wallet": marked("Share of wallet, 0-1"),
    "value_rating": marked("Rating of its value (TIE2), 1-5"),
    "value_rating_before": marked("Rating of its value before, 1-5"),
    "learning": marked("Rating of what we learn (TIE5), 1-5"),
    "partner_switching_cost": marked("What leaving would cost the partner, points 0-100"),
    "partner_outcome": marked("Outcome the partner's people report, 1-5"),
    "relaunches": marked("Launches anew in the months looked back"),
    "contributions": marked("Contribution by period, oldest first, money"),
    "contributions_high": marked("Upper bound of the contribution by period, money"),
    "stop_gain": marked("What stopping would change, money"),
    "conversion_open": marked("A conversion is agreed and has not failed"),
    "refusals": marked("Conversions refused or failed"),
    "tier_one_synergy": marked("A synergy with a tier 1 alliance"),
    "ladder_done": marked("Steps of the ladder on record"),
    "weakest": marked("Weakest part"),
    "codes": marked("Findings"),
    "troubles": marked("What the last audit knows to be bad"),
    "reasons": marked("Why health or performance is unknown"),
    "jaccard": marked("Share in common, 0-1"),
    "shared": marked("What they share"),
}
"""What each input of a proposal is called, with its unit; any other is called by its own words."""


def action_inputs(view: ReviewView) -> Table:
    """Everything the rules read for each proposal, one row each, with names and units."""
    names = names_of(view)
    return Table(
        name="action_inputs",
        caption=say("Why each proposal: everything its rule read"),
        columns=columns("about:About", "proposal:Proposal", "rule:Rule!", "what:What was read~", "value:Value~"),
        rows=tuple(
            (
                Cell(text=words.listed([names.get(part, part) for part in action.subject.split("|")])),
                Cell(text=words.proposal(action.proposal)),
                Cell(text=action.rule),
                Cell(text=say(_READ[name]) if name in _READ else words.capital(words.plain(name))),
                Cell(text=_value(name, value)),
            )
            for action in (*view.review.actions, *view.review.portfolio_actions)
            for name, value in action.inputs.items()
        ),
        empty=say("Nothing to propose."),
    )


def tiers(view: ReviewView) -> Table:
    """Tiers with reason, distance to the next one and what each buys."""
    return Table(
        name="tiers",
        caption=say("Tiers: {reason}", reason=words.retold(view.review.tier_cap.reason)),
        columns=columns(
            "alliance:Alliance",
            "tier:Tier#",
            "status:Status",
            "reason:Reason~",
            "next:To the next tier~",
            "buys:What it buys~",
        ),
        rows=tuple(
            (
                alliance_cell(alliance),
                tier_cell(alliance.tier),
                Cell(text=say(alliance.tier.status.value, context="tier")),
                Cell(text=words.retold(alliance.tier.reason)),
                Cell(text=words.retold(alliance.tier.to_next)),
                Cell(text=words.retold(alliance.tier.buys)),
            )
            for alliance in in_tier_order(view)
        ),
    )


def levels(view: ReviewView) -> Table:
    """Alliances by the five integration levels."""
    ordered = in_tier_order(view)
    names = [score.metric.partition(".")[2] for score in ordered[0].levels] if ordered else []
    return Table(
        name="levels",
        caption=say("Integration levels, 0-100"),
        columns=(
            *columns("alliance:Alliance"),
            *(Column(key=name, title=words.level(name), is_number=True) for name in names),
        ),
        rows=tuple((alliance_cell(alliance), *map(level_cell, alliance.levels)) for alliance in ordered),
    )


def level_cell(score: Score) -> Cell:
    """A level's points, with a word where only half of it is measured."""
    cell = score_cell(score)
    seen = say("seen half only; ") if score.is_ok and score.metric.startswith("integration_seen") else ""
    return cell if not seen else Cell(text=cell.text, order=cell.order, detail=seen + cell.detail)


def movers(view: ReviewView) -> Table:
    """Scores that changed since the audit before, by more than answering again would move them."""
    return Table(
        name="movers",
        caption=say("Changed since the audit before"),
        columns=columns("alliance:Alliance", "score:Score", "before:Before#", "after:After#", "change:Change#"),
        rows=tuple(
            mover_row(alliance, change)
            for alliance in view.review.alliances
            if alliance.change
            for change in alliance.change.movers
        ),
        empty=say("No followed score changed by more than the same people answering again."),
    )


_TONES = {"better": "green", "worse": "red", "": ""}


def mover_row(one: AllianceReview, change: ScoreChange) -> Row:
    """Before, after and the change of one score."""
    difference = change.difference or 0.0
    return (
        alliance_cell(one),
        Cell(text=words.title_of(change.metric)),
        score_cell(change.before),
        score_cell(change.after),
        Cell(
            text=words.signed(difference, words.unit_of(change.metric)),
            order=difference,
            tone=_TONES[words.direction(change.metric, difference)],
        ),
    )


def people_moves(view: ReviewView) -> Table:
    """People who joined and left, apart from ties formed and faded among those who stayed."""
    return Table(
        name="people_moves",
        caption=say("People and ties since the audit before"),
        columns=columns(
            "alliance:Alliance",
            "waves:Waves",
            "joiners:Joined#",
            "leavers:Left#",
            "formed:Ties formed#",
            "faded:Ties faded#",
            "kept:Core ties kept#",
            "core:Core in and out",
            "spanners:Spanners in and out",
        ),
        rows=tuple(
            _people_row(
                alliance,
                alliance.change.people,
                say("{before} to {after}", before=alliance.change.before, after=alliance.change.after),
                alliance.change.core_ties_kept,
            )
            for alliance in view.review.alliances
            if alliance.change and alliance.change.people
        ),
        empty=say("No alliance has two audits yet."),
    )


def _people_row(one: AllianceReview, people: PeopleChange, waves: str, kept: Score) -> Row:
    return (
        alliance_cell(one),
        Cell(text=waves),
        *(_count_cell(getattr(people, name)) for name in ("joiners", "leavers", "ties_formed", "ties_faded")),
        score_cell(kept),
        _in_and_out(people.core_entered, people.core_lost),
        _in_and_out(people.spanners_gained, people.spanners_lost),
    )


def _count_cell(count: int | None) -> Cell:
    return Cell(text=say("withheld"), tone="withheld") if count is None else Cell(text=str(count), order=float(count))


def _in_and_out(entered: int | None, lost: int | None) -> Cell:
    if entered is None or lost is None:
        return Cell(text=say("withheld"), tone="withheld", detail=say("fewer people than may be shown"))
    return Cell(text=say("{entered} in, {lost} out", entered=entered, lost=lost), order=float(lost))
