"""The ladder of relationships: which step up or down the records speak for (E10, S8)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alliancenet.economics.entered.offers import STEPS, JointGoal
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.signs import signs_of
from alliancenet.language import in_percent

STEP_WORDS = {"one_of_many": "one of many", "preferred": "preferred", "collaborative": "collaborative"}
"""Steps in words."""
_TO_STEP = (33.3, 66.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    """Where a partner stands, and what is proposed.

    Parameters
    ----------
    step : one of many, preferred or collaborative; "" where neither entered nor rated.
    entered : the step was entered; else it is read from the place on the spectrum.
    met : share 0-1 of the joint goals due in the period looked at, by weight; None without any.
    goals, unsaid : goals due, and of them those nobody has said of whether they were met.
    proposal : `one step up`, `one step down` or "".
    reasons : what it rests on.
    """

    partner: str
    step: str
    entered: bool
    met: float | None
    goals: int
    unsaid: int
    proposal: str
    reasons: tuple[str, ...]


def ladder_of(ledger: MoneyLedger) -> tuple[LadderStep, ...] | None:
    """Rungs of partners with an alliance, a step or joint goals; None where there is none of these."""
    entered = ledger.books.entered
    if entered.ladder is None and entered.joint_goals is None:
        return None
    steps = {row.partner: row for row in entered.ladder or ()}
    goals: dict[str, list[JointGoal]] = {}
    for goal in entered.joint_goals or ():
        goals.setdefault(goal.partner, []).append(goal)
    signs = signs_of(ledger)
    found = []
    for partner in ledger.books.partners:
        if partner not in steps and partner not in goals:
            continue
        sign = signs.at(partner, ledger.as_of)
        step, is_entered = _step(steps[partner].step if partner in steps else "", sign.get("spectrum"))
        since = steps[partner].since if partner in steps else None
        found.append(_rung(ledger, partner, step, is_entered, since, goals.get(partner, []), sign))
    return tuple(found)


def _step(entered: str, spectrum: float | None) -> tuple[str, bool]:
    if entered:
        return entered, True
    if spectrum is None:
        return "", False
    return STEPS[sum(spectrum >= edge for edge in _TO_STEP)], False


def _rung(
    ledger: MoneyLedger,
    partner: str,
    step: str,
    is_entered: bool,
    since: date | None,
    goals: Sequence[JointGoal],
    sign: Mapping[str, float],
) -> LadderStep:
    limits = ledger.settings.table("ladder.limits")
    days = limits["quarters"] * 365.25 / 4
    due = [goal for goal in goals if 0 <= (ledger.as_of - goal.due).days < days]
    told = [goal for goal in due if goal.met is not None]
    weight = sum(goal.weight for goal in told)
    met = sum(goal.weight for goal in told if goal.met) / weight if weight > 0 else None
    long_enough = since is None or (ledger.as_of - since).days >= days
    proposal, reasons = "", list[str]()
    if not goals:
        reasons.append("no mutually agreed goals are on record")
    elif met is None:
        reasons.append("of no goal due is it said whether it was met")
    elif met < limits["goals"] and step in STEPS[1:] and long_enough:
        proposal = "one step down"
        reasons.append(f"{in_percent(met)} of the joint goals were met; {in_percent(limits['goals'])} are needed")
    elif met < limits["goals"]:
        why = "it stands on the lowest step" if long_enough else "it stands there for less than the period"
        reasons.append(f"{in_percent(met)} of the joint goals were met, but {why}")
    if not proposal and step == STEPS[0]:
        for_it = _for_a_step_up(ledger, partner, sign, limits)
        if for_it:
            proposal, reasons = "one step up", [*reasons, *for_it]
    return LadderStep(
        partner=partner,
        step=step,
        entered=is_entered,
        met=met,
        goals=len(due),
        unsaid=len(due) - len(told),
        proposal=proposal,
        reasons=tuple(reasons),
    )


def _for_a_step_up(
    ledger: MoneyLedger, partner: str, sign: Mapping[str, float], limits: Mapping[str, float]
) -> list[str]:
    """Reasons to promote a transaction account; empty unless it earns, has room, and two signs speak for it."""
    place, totals = ledger.place(partner), ledger.totals
    if not totals.is_known[place] or totals.contribution_low[place] <= 0 or "wallet" not in sign:
        return []
    if sign["wallet"] >= limits["wallet"]:
        return []
    signs = []
    if sign.get("fit", 0) < limits["fit"]:
        signs.append("the situation asks for a closer connection than there is")
    if sign.get("trust", 0) >= limits["trust"]:
        signs.append(f"trust {sign['trust']:.0f}")
    if _grew_twice(ledger, place):
        signs.append("sales grew two periods in a row")
    if len(signs) < 2:
        return []
    return ["it earns", f"our share of its wallet is {in_percent(sign['wallet'])}", *signs]


def _grew_twice(ledger: MoneyLedger, place: int) -> bool:
    sales, known = ledger.accounts.sales[place], ledger.accounts.has_sales[place]
    return len(sales) >= 3 and bool(known[-3:].all()) and bool((np.diff(sales[-3:]) > 0).all())


def ladder_lines(rungs: Sequence[LadderStep], currency: str) -> Iterator[str]:  # noqa: ARG001
    """One row a partner; a person decides."""
    rows = [("partner", "step", "joint goals met", "proposal", "reason")]
    for rung in rungs:
        step = STEP_WORDS.get(rung.step, "not known") + ("" if rung.entered or not rung.step else " (by the spectrum)")
        unsaid = f", {rung.unsaid} not said" if rung.unsaid else ""
        met = (
            "none due"
            if not rung.goals
            else f"{in_percent(rung.met)} of {rung.goals}{unsaid}"
            if rung.met is not None
            else "not said"
        )
        rows.append((rung.partner, step, met, rung.proposal or "stay", "; ".join(rung.reasons)))
    yield from in_columns(rows)
    yield "Proposals only: who decides has the partner's side of it. After a move, one review of grace."
