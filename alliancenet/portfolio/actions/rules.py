"""The rules A0-A9 (C14): what is proposed for one alliance, first rule that holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from alliancenet.language import stored
from alliancenet.model.portfolio import LADDER
from alliancenet.model.review import Condition, ProposedAction
from alliancenet.model.settings import Settings
from alliancenet.portfolio.actions.facts import Facts

Conditions = tuple[Condition, ...]
STOPPING = "stopping would help"
"""Condition of the divestment test that tells a loss from one on paper alone."""
LADDER_WORDS = {
    "inside_review": stored("look inside first: the own cost to serve this partner"),
    "activity_cost": stored("reduce the cost of the activities"),
    "cost_shared": stored("show the partner openly what its behaviour costs"),
    "menu_pricing": stored("charge for services one by one, or ask a minimum size"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule:
    """One row of the table: when it holds, and what it proposes."""

    id: str
    proposal: str
    when: Callable[[Facts, Settings], Conditions]
    says: Callable[[Facts], str]


def first_that_holds(facts: Facts, settings: Settings, skip: Iterable[str] = ()) -> ProposedAction:
    """The proposal for one alliance.

    Parameters
    ----------
    skip : ids of rules that may not be used, e.g. A7 beyond the prune cap.

    Notes
    -----
    A rule one of whose conditions is unknown does not hold; the proposal says so in its notes.
    """
    notes: list[str] = []
    for rule in RULES:
        if rule.id in skip:
            continue
        conditions = rule.when(facts, settings)
        held = all_of(conditions)
        if held:
            return _proposed(rule, facts, conditions, notes)
        if held is None:
            missing = ", ".join(condition.name for condition in conditions if condition.holds is None)
            notes.append(f"{rule.proposal}: could not be told ({missing} unknown)")
    raise AssertionError("the last rule always holds")


def _proposed(rule: ActionRule, facts: Facts, conditions: Conditions, notes: list[str]) -> ProposedAction:
    return ProposedAction(
        rule=rule.id,
        subject=facts.alliance,
        proposal=rule.proposal,
        sentence=rule.says(facts),
        inputs=facts.as_inputs(),
        conditions=conditions,
        codes=facts.codes,
        notes=tuple(notes),
    )


def all_of(conditions: Conditions) -> bool | None:
    """Kleene's "and": one known no decides, else one unknown leaves it open."""
    states = [condition.holds for condition in conditions]
    if False in states:
        return False
    return None if None in states else True


def any_of(name: str, *conditions: Condition) -> Condition:
    """One of several: a known yes decides, else one unknown leaves it open."""
    states = [condition.holds for condition in conditions]
    holds = True if True in states else None if None in states else False
    return Condition(name=name, holds=holds, seen="; ".join(condition.seen for condition in conditions))


def at_least(name: str, value: float | None, limit: float) -> Condition:
    """Value at or above a limit."""
    holds = None if value is None else value >= limit
    return Condition(name=name, holds=holds, seen=_compared(name, value, "≥", limit))


def below(name: str, value: float | None, limit: float) -> Condition:
    """Value below a limit."""
    holds = None if value is None else value < limit
    return Condition(name=name, holds=holds, seen=_compared(name, value, "<", limit))


def _compared(name: str, value: float | None, sign: str, limit: float) -> str:
    return f"{name} {'unknown' if value is None else f'{value:.4g}'} {sign} {limit:g}"


def divestment_test(facts: Facts, settings: Settings) -> Conditions:
    """All conditions for divesting, of which each must hold (Kaplan & Cooper; the last three are ours)."""
    limits = settings.table("actions.divest")
    periods = int(limits["periods"])
    recent = facts.at_best[-periods:]
    losing = None if len(recent) < periods else all(margin < 0 for margin in recent)
    learning = None if facts.learning is None else facts.learning <= limits["learning"]
    synergy = None if facts.tier_one_synergy is None else not facts.tier_one_synergy
    settled = None if facts.conversion_open is None else not facts.conversion_open
    helps = None if facts.stop_gain is None else facts.stop_gain > 0
    gain = "unknown" if facts.stop_gain is None else f"{facts.stop_gain:,.0f}"
    return (
        Condition(
            name=f"unprofitable in {periods} periods",
            holds=losing,
            seen=f"contribution at best {', '.join(f'{margin:,.0f}' for margin in recent) or 'unknown'}",
        ),
        at_least("age in months", facts.age_months, limits["age_months"]),
        Condition(name="little learning", holds=learning, seen=f"TIE5 {_known(facts.learning)}"),
        at_least("conversion refused or failed", facts.refusals, 1),
        Condition(name="no conversion open", holds=settled, seen=f"open {_known(facts.conversion_open)}"),
        Condition(name="no synergy with tier 1", holds=synergy, seen=f"synergy link {_known(facts.tier_one_synergy)}"),
        Condition(name=STOPPING, holds=helps, seen=f"present value of stopping {gain}"),
    )


def _known(value: float | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else f"{value:g}"


def _measure_first(facts: Facts, _settings: Settings) -> Conditions:
    lacks = facts.confidence in ("", "low") or facts.performance is None or facts.health is None
    seen = f"confidence {facts.confidence or 'none: no audit'}"
    reasons = f"; {'; '.join(facts.reasons)}" if facts.reasons else ""
    return (Condition(name="too little is measured", holds=lacks, seen=seen + reasons),)


def _is_young(facts: Facts, settings: Settings) -> Conditions:
    launch = Condition(name="stage launch", holds=facts.stage == "launch", seen=f"stage {facts.stage or 'unknown'}")
    return (any_of("age", below("age in months", facts.age_months, settings.number("actions.launch_months")), launch),)


def _is_in_trouble(facts: Facts, _settings: Settings) -> Conditions:
    """Known trouble, with answers enough to believe it: what else is not measured does not hide it."""
    is_told = facts.confidence in ("high", "medium")
    seen = "; ".join(facts.troubles) or "no red band and no high finding"
    return (
        Condition(name="confidence", holds=is_told, seen=f"confidence {facts.confidence or 'none: no audit'}"),
        Condition(name="known trouble", holds=bool(facts.troubles), seen=seen),
    )


def _unmeasured_trouble(facts: Facts, settings: Settings) -> Conditions:
    lacks = facts.performance is None or facts.health is None
    unmeasured = Condition(name="not all is measured", holds=lacks, seen="; ".join(facts.reasons) or "all is measured")
    return (*_is_in_trouble(facts, settings), unmeasured)


def _strong_in_trouble(facts: Facts, settings: Settings) -> Conditions:
    return (*_is_in_trouble(facts, settings), *_strong(facts, settings))


def _repair_trouble(facts: Facts) -> str:
    unmeasured = f"; then measure: {'; '.join(facts.reasons)}" if facts.reasons else ""
    return f"repair first: {'; '.join(facts.troubles)}{unmeasured}"


def _high(name: str, value: float | None, settings: Settings) -> Condition:
    return at_least(name, value, settings.number("actions.high"))


def _low(name: str, value: float | None, settings: Settings) -> Condition:
    return below(name, value, settings.number("actions.low"))


def _strong(facts: Facts, settings: Settings) -> Conditions:
    return (_high("performance", facts.performance, settings), _high("health", facts.health, settings))


def _has_headroom(facts: Facts, settings: Settings) -> Conditions:
    now, before = facts.value_rating, facts.value_rating_before
    rising = Condition(
        name="TIE2 rising",
        holds=None if now is None or before is None else now > before,
        seen=f"TIE2 {_known(before)} then {_known(now)}",
    )
    room = below("share of wallet", facts.share_of_wallet, settings.number("actions.headroom"))
    return (*_strong(facts, settings), any_of("headroom", room, rising), _growing_earns(facts))


def _growing_earns(facts: Facts) -> Condition:
    """More of the same earns when the last period did; without a record of profit growing is not barred."""
    last = facts.contributions[-1] if facts.contributions else None
    seen = "profit is not on record" if last is None else f"contribution {last:,.0f} > 0"
    return Condition(name="growing earns", holds=last is None or last > 0, seen=seen)


def _strong_but_losing(facts: Facts, settings: Settings) -> Conditions:
    return (*_strong(facts, settings), *_losing(facts), *_shown_only(divestment_test(facts, settings)))


def _losing(facts: Facts) -> Conditions:
    return (below("contribution at best", facts.at_best[-1] if facts.at_best else None, 0),)


def _may_leave(facts: Facts, settings: Settings) -> Conditions:
    limits = settings.table("actions.defend")
    free = below("partner's switching cost", facts.partner_switching_cost, limits["switching_cost"])
    unhappy = below("partner's outcome (OUT1-3)", facts.partner_outcome, limits["outcome"])
    return (*_strong(facts, settings), any_of("the partner could leave", free, unhappy))


def _needs_repair(facts: Facts, settings: Settings) -> Conditions:
    return (_high("performance", facts.performance, settings), _low("health", facts.health, settings))


def _poor_deal(facts: Facts, settings: Settings) -> Conditions:
    return (_low("performance", facts.performance, settings), _high("health", facts.health, settings))


def _failing(facts: Facts, settings: Settings) -> Conditions:
    return (
        _low("performance", facts.performance, settings),
        _low("health", facts.health, settings),
        at_least("importance", facts.importance, settings.number("actions.importance")),
    )


def _may_relaunch(facts: Facts, settings: Settings) -> Conditions:
    limit = settings.table("actions.relaunch")["most"]
    return (*_failing(facts, settings), below("re-launches", facts.relaunches or 0, limit))


def _relaunched_enough(facts: Facts, settings: Settings) -> Conditions:
    limit = settings.table("actions.relaunch")["most"]
    return (*_failing(facts, settings), at_least("re-launches", facts.relaunches, limit))


def _may_prune(facts: Facts, settings: Settings) -> Conditions:
    return (
        _low("performance", facts.performance, settings),
        _low("performance the wave before", facts.performance_before, settings),
        below("importance", facts.importance, settings.number("actions.importance")),
        *divestment_test(facts, settings),
    )


def _unprofitable(facts: Facts, settings: Settings) -> Conditions:
    test = divestment_test(facts, settings)
    failed = [condition.name for condition in test if not condition.holds]
    not_all = Condition(
        name="divestment test fails", holds=bool(failed), seen=f"not shown: {', '.join(failed) or 'nothing'}"
    )
    return (*_losing(facts), not_all, *_shown_only(test))


def _shown_only(test: Conditions) -> Conditions:
    return tuple(
        Condition(name=f"(test) {condition.name}", holds=True, seen=f"{_state(condition.holds)}: {condition.seen}")
        for condition in test
    )


def _state(holds: bool | None) -> str:
    return {True: "holds", False: "fails", None: "unknown"}[holds]


def _always(_facts: Facts, _settings: Settings) -> Conditions:
    return ()


def _next_step(facts: Facts) -> str:
    open_steps = [step.value for step in LADDER if step.value not in facts.ladder_done]
    step = (
        LADDER_WORDS[open_steps[0]]
        if open_steps
        else stored("all steps are on record: test to divest again next period")
    )
    return f"unprofitable, and the divestment test does not hold as a whole; next step: {step}"


def _repair_first(facts: Facts) -> str:
    return f"people and deal work, yet it loses money: repair before growing. {_next_step(facts).partition('; ')[2]}"


def _relaunch(facts: Facts) -> str:
    unknown = "; re-launches are not on record, check before deciding" if facts.relaunches is None else ""
    return f"important, but neither the people nor the deal work; start with {facts.weakest or 'the gaps'}{unknown}"


RULES = (
    ActionRule(id="A4", proposal="repair", when=_unmeasured_trouble, says=_repair_trouble),
    ActionRule(
        id="A0",
        proposal="measure first",
        when=_measure_first,
        says=lambda facts: "; ".join(facts.reasons) or f"confidence is {facts.confidence}",
    ),
    ActionRule(
        id="A1",
        proposal="launch support",
        when=_is_young,
        says=lambda facts: f"stage {facts.stage or 'unknown'}, {_known(facts.age_months)} months old",
    ),
    ActionRule(id="A4", proposal="repair", when=_strong_in_trouble, says=_repair_trouble),
    ActionRule(id="A8", proposal="next step of the ladder", when=_strong_but_losing, says=_repair_first),
    ActionRule(
        id="A2",
        proposal="grow",
        when=_has_headroom,
        says=lambda _: "the relationship and its results are good, and there is room for more",
    ),
    ActionRule(
        id="A3",
        proposal="defend",
        when=_may_leave,
        says=lambda _: (
            "the relationship and its results are good, but the partner could leave easily, or would not enter again"
        ),
    ),
    ActionRule(id="A3", proposal="maintain", when=_strong, says=lambda _: "the relationship and its results are good"),
    ActionRule(
        id="A4",
        proposal="repair",
        when=_needs_repair,
        says=lambda facts: f"value at risk: it performs while the people do not work well; start with {facts.weakest}",
    ),
    ActionRule(
        id="A5",
        proposal="renegotiate",
        when=_poor_deal,
        says=lambda _: "the people work, the deal does not: scope or economics",
    ),
    ActionRule(id="A6", proposal="re-launch", when=_may_relaunch, says=_relaunch),
    ActionRule(
        id="A6b",
        proposal="restructure or exit: executive decision",
        when=_relaunched_enough,
        says=lambda facts: f"{facts.relaunches} re-launches already, and neither the people nor the deal work",
    ),
    ActionRule(
        id="A7",
        proposal="prune candidate",
        when=_may_prune,
        says=lambda _: "poor in two waves, of little importance, and every condition for divesting holds",
    ),
    ActionRule(id="A8", proposal="next step of the ladder", when=_unprofitable, says=_next_step),
    ActionRule(id="A4", proposal="repair", when=_is_in_trouble, says=_repair_trouble),
    ActionRule(
        id="A9",
        proposal="optimise",
        when=_always,
        says=lambda facts: f"start with {facts.weakest or 'the gaps'}",
    ),
)
