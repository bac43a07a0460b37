"""Gaps planted in a simulated alliance, and the rules of which one must speak; see `simulated`."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from simulated_truth import FUNCTIONS, GOALS, WORKING, Truth, items_of, lowered

from alliancenet.model.multiplex import Layer
from alliancenet.model.register import Level


def _one_bridge(truth: Truth, rng: np.random.Generator) -> Truth:
    hub = int(rng.choice(np.flatnonzero(truth.at(Level.OPERATING) & (truth.firm == 0))))
    partners = np.flatnonzero(truth.firm == 1)
    others = rng.choice(partners, min(4, len(partners)), replace=False)
    kept = np.zeros_like(truth.across)
    kept[hub, others] = kept[others, hub] = True
    ties = lowered(truth.ties, truth.across & ~kept, {"importance": 2.8, "closeness": 2.4})
    for layer, steps in (("communication", 4.7), ("importance", 4.7), ("closeness", 4.7)):
        ties[Layer(layer)] = np.where(kept, steps, ties[Layer(layer)])
    for layer in (Layer.TRUST, Layer.INFORMATION_QUALITY, Layer.FRIENDSHIP):
        ties[layer] = np.where(kept & (ties[layer] == 0), WORKING[layer], ties[layer])
    return replace(truth, ties=ties)


def _perception(truth: Truth, rng: np.random.Generator) -> Truth:
    """Partner sees four things far worse."""
    said = dict(truth.said)
    for item in items_of(("commitment", "trust", "openness", "fairness")):
        said[item] = said[item] - np.array([0.0, 1.4])
    return replace(truth, said=said)


def _no_sponsor(truth: Truth, rng: np.random.Generator) -> Truth:
    senior = truth.at(Level.SENIOR)
    both = senior[:, None] & senior[None, :] & truth.across
    return replace(truth, tier=min(truth.tier, 2), meetings=False, ties=_cut(truth.ties, both))


def _cut(ties: dict[Layer, np.ndarray], where: np.ndarray) -> dict[Layer, np.ndarray]:
    return {layer: np.where(where, 0.0, steps) for layer, steps in ties.items()}


def _conflict(truth: Truth, rng: np.random.Generator) -> Truth:
    said = dict(truth.said)
    for item in items_of(("relationship_conflict",)):
        said[item] = np.array([4.7, 4.7])
    return replace(truth, said=said)


def _no_counterpart(truth: Truth, rng: np.random.Generator) -> Truth:
    one = truth.at(str(rng.choice([Level.SENIOR, Level.PROJECT_LEADER])))
    return replace(truth, ties=_cut(truth.ties, one[:, None] & one[None, :] & truth.across))


def _goals_apart(truth: Truth, rng: np.random.Generator) -> Truth:
    order = rng.permutation(len(GOALS))
    leaning = np.full((2, len(GOALS)), 0.3)
    leaning[0, order[:3]] = leaning[1, order[3:6]] = 8.0
    return replace(truth, leaning=leaning)


def _peripheral(truth: Truth, rng: np.random.Generator) -> Truth:
    """Three of four people of the partner are close to nobody, while the own firm is a team."""
    partner = np.flatnonzero(truth.firm == 1)
    apart = np.isin(np.arange(len(truth.firm)), rng.choice(partner, round(0.75 * len(partner)), replace=False))
    where = apart[:, None] | apart[None, :]
    ties = lowered(truth.ties, where, {"closeness": 2.3, "importance": 3.0, "friendship": 2.0})
    team = (truth.firm == 0)[:, None] & (truth.firm == 0)[None, :] & (ties[Layer.CLOSENESS] >= 2.8)
    half = np.triu(rng.random(team.shape) < 0.5, 1)
    ties[Layer.CLOSENESS] = np.where(team & (half | half.T), WORKING["closeness"], ties[Layer.CLOSENESS])
    return replace(truth, ties=ties)


def _function_alone(truth: Truth, rng: np.random.Generator) -> Truth:
    partner = [one for one, firm in zip(truth.function, truth.firm, strict=True) if firm == 1]
    chosen = str(rng.choice([function for function in FUNCTIONS if partner.count(function) >= 3]))
    alone = np.array([function == chosen for function in truth.function]) & (truth.firm == 1)
    return replace(truth, ties=_cut(truth.ties, truth.across & (alone[:, None] | alone[None, :])))


def _governance(truth: Truth, rng: np.random.Generator) -> Truth:
    return replace(truth, reviews=False, settled=False)


def _unmet(truth: Truth, rng: np.random.Generator) -> Truth:
    """Every second cross-firm dependency gets late or wrong information."""
    waits = truth.across & (truth.ties[Layer.WORK_FLOW] >= 4)
    bad = waits & (rng.random(waits.shape) < 0.5)
    return replace(truth, ties=lowered(truth.ties, bad, {"information_quality": 2.0}))


def _overload(truth: Truth, rng: np.random.Generator) -> Truth:
    """Two of three contacts of one person wait for this person, and want more."""
    middle = np.flatnonzero(truth.at(Level.PROJECT_LEADER))
    known = (truth.ties[Layer.COMMUNICATION] > 0).sum(axis=0)
    busy = int(middle[np.argmax(known[middle])])
    contacts = np.zeros_like(truth.across)
    contacts[:, busy] = (truth.ties[Layer.COMMUNICATION][:, busy] > 0) & (rng.random(len(truth.firm)) < 0.8)
    ties = dict(truth.ties)
    ties[Layer.WORK_FLOW] = np.where(contacts, 4.7, ties[Layer.WORK_FLOW])
    ties[Layer.ADVICE] = np.where(contacts, 4.5, ties[Layer.ADVICE])
    ties[Layer.WANTED_CHANGE] = np.where(contacts & (rng.random(contacts.shape) < 0.75), 1.0, ties[Layer.WANTED_CHANGE])
    return replace(truth, ties=ties)


GAPS: dict[str, Callable[[Truth, np.random.Generator], Truth]] = {
    "one bridge": _one_bridge,
    "perception gap": _perception,
    "no sponsor contact": _no_sponsor,
    "personal conflict": _conflict,
    "no counterpart at a level": _no_counterpart,
    "goals apart": _goals_apart,
    "peripheral-heavy firm": _peripheral,
    "function without partner contact": _function_alone,
    "neglected governance": _governance,
    "unmet need": _unmet,
    "overload": _overload,
}
FOUND_BY: dict[str, frozenset[str]] = {
    "one bridge": frozenset({"N-ONEBRIDGE"}),
    "perception gap": frozenset({"P-GAP"}),
    "no sponsor contact": frozenset({"S-IDLE"}),
    "personal conflict": frozenset({"H-CONFLICT"}),
    "no counterpart at a level": frozenset({"N-COUNTERPART"}),
    "goals apart": frozenset({"G-GOALS"}),
    "peripheral-heavy firm": frozenset({"N-PERIPHERAL"}),
    "function without partner contact": frozenset({"N-FUNCTION"}),
    "neglected governance": frozenset({"V-REVIEW", "V-ISSUES"}),
    "unmet need": frozenset({"G-NEED"}),
    "overload": frozenset({"N-OVERLOAD"}),
}


def planted(truth: Truth, gap: str, seed: int) -> Truth:
    """Return the alliance with one of `GAPS`; done twice it has two."""
    return GAPS[gap](truth, np.random.default_rng([seed, 2, sorted(GAPS).index(gap)]))
