"""Proposed actions over the portfolio (C14): one per alliance at most, pruning sparingly."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import floor, inf

from alliancenet.language import stored
from alliancenet.model.governance import GoalCoverage, Overlap
from alliancenet.model.review import Condition, ProposedAction
from alliancenet.model.settings import Settings
from alliancenet.portfolio.actions.facts import Facts
from alliancenet.portfolio.actions.rules import STOPPING, first_that_holds

# a loss goes on every period, so it comes before what is broken; one that stopping would not end can wait
_URGENCY = (
    *("A6b", "A8", "A4 red", "A4", "A6", "A5", "A7", "A8 on paper", "A9 red", "A3 defend", "A0", "A1", "A2", "A9"),
    "A3 maintain",
)


def proposed_actions(every: Sequence[Facts], settings: Settings) -> tuple[ProposedAction, ...]:
    """One proposal for each alliance, in their order, with the prune cap applied.

    Notes
    -----
    Beyond the cap the heaviest losses stay prune candidates; the others get what the rules after
    A7 say, and a note.
    """
    proposals = {facts.alliance: first_that_holds(facts, settings) for facts in every}
    candidates = [facts for facts in every if proposals[facts.alliance].rule == "A7"]
    cap = prune_places(len(every), settings)
    candidates.sort(key=lambda facts: (facts.contributions[-1] if facts.contributions else inf, facts.alliance))
    for facts in candidates[cap:]:
        other = first_that_holds(facts, settings, skip=("A7",))
        note = f"A7 holds as well; at most {cap} of {len(every)} alliances are pruned in one review"
        proposals[facts.alliance] = replace(other, notes=(*other.notes, note))
    return tuple(proposals[facts.alliance] for facts in every)


def prune_places(alliances: int, settings: Settings) -> int:
    """How many may be prune candidates in one review: the share rounded down, at least one."""
    return max(1, floor(settings.number("actions.prune_cap") * alliances + 1e-9)) if alliances else 0


def by_urgency(
    actions: Sequence[ProposedAction],
    tiers: Mapping[str, int | None],
    values: Mapping[str, float],
    red: Collection[str] = (),
) -> tuple[ProposedAction, ...]:
    """Most urgent first: by rule, then by tier, then by value, then by id.

    Parameters
    ----------
    red : alliances whose health is red; repairing one comes before other repairs, and optimising one does not
        wait for others to grow.
    """

    def urgency(action: ProposedAction) -> tuple[int, int, float, str]:
        return (
            _URGENCY.index(_rank_of(action, red)),
            tiers.get(action.subject) or 4,
            -values.get(action.subject, 0.0),
            action.subject,
        )

    return tuple(sorted(actions, key=urgency))


def _rank_of(action: ProposedAction, red: Collection[str]) -> str:
    if action.rule == "A3":
        return f"A3 {action.proposal}"
    if action.rule == "A8":
        stopping = next((condition.seen for condition in action.conditions if condition.name.endswith(STOPPING)), "")
        return "A8 on paper" if stopping.startswith("fails") else "A8"
    return f"{action.rule} red" if action.rule in ("A4", "A9") and action.subject in red else action.rule


def portfolio_actions(goals: Sequence[GoalCoverage], pairs: Sequence[Overlap]) -> tuple[ProposedAction, ...]:
    """A10 for goals nobody carries, A11 for pairs with much in common."""
    return (*(_add(goal) for goal in goals if goal.state in ("weak", "uncovered")), *map(_combine, pairs))


def _add(goal: GoalCoverage) -> ProposedAction:
    serving = ", ".join(goal.alliances) or "no alliance"
    return ProposedAction(
        rule="A10",
        subject=goal.goal,
        proposal="add",
        sentence=stored("no alliance carries '{goal}': build, buy or partner?", goal=goal.name),
        inputs={"served by": serving, "state": goal.state},
        conditions=(Condition(name="nobody carries the goal", holds=True, seen=f"served by {serving}"),),
    )


def _combine(pair: Overlap) -> ProposedAction:
    return ProposedAction(
        rule="A11",
        subject=f"{pair.first}|{pair.second}",
        proposal="combine or share",
        sentence=stored(
            "{first} and {second} have {share} in common",
            first=pair.first,
            second=pair.second,
            share=f"{pair.jaccard:.0%}",
        ),
        inputs={"jaccard": f"{pair.jaccard:.3g}", "shared": "; ".join(pair.shared)},
        conditions=(Condition(name="overlap", holds=True, seen=f"{pair.jaccard:.2f}"),),
    )
