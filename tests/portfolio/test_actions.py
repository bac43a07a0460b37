"""Actions: every rule fires and stays quiet where it should; one proposal each, pruning sparingly."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.model.governance import GoalCoverage, Overlap
from alliancenet.portfolio.actions.facts import Facts
from alliancenet.portfolio.actions.proposing import by_urgency, portfolio_actions, proposed_actions, prune_places
from alliancenet.portfolio.actions.rules import RULES, divestment_test, first_that_holds
from alliancenet.settings import changed, default_settings

SETTINGS = default_settings()
USUAL = {
    "confidence": "high",
    "health": 80.0,
    "performance": 80.0,
    "importance": 60.0,
    "age_months": 60.0,
    "stage": "operation",
}
PRUNABLE = {
    "performance": 40.0,
    "performance_before": 50.0,
    "importance": 30.0,
    "health": 50.0,
    "contributions": (-5.0, -3.0),
    "learning": 1,
    "refusals": 1,
    "tier_one_synergy": False,
    "conversion_open": False,
    "stop_gain": 4.0,
}
CASES = [
    pytest.param(case, expected, entry, id=f"{path.stem} {expected}: {entry['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in [yaml.safe_load(path.read_text(encoding="utf-8"))]
    for expected in ("fires", "quiet")
    for entry in case[expected]
]


def facts(name="north", **known):
    known = {key: tuple(value) if isinstance(value, list) else value for key, value in known.items()}
    return Facts(alliance=name, **{**USUAL, **known})


def proposed(**known):
    return first_that_holds(facts(**known), SETTINGS)


@pytest.mark.parametrize(("case", "expected", "entry"), CASES)
def test_rule_fires_where_it_should_and_nowhere_else(case, expected, entry):
    action = proposed(**entry["facts"])
    is_it = (action.rule, action.proposal) == (case["rule"], case["proposal"])
    assert is_it == (expected == "fires"), f"{action.rule} {action.proposal}: {action.sentence}"


def test_every_rule_has_a_case_that_fires_and_one_that_stays_quiet():
    told = {(case["rule"], case["proposal"]) for case in (param.values[0] for param in CASES)}
    assert told == {(rule.id, rule.proposal) for rule in RULES}


def test_proposal_prints_every_input_and_unknown_ones_as_unknown():
    inputs = proposed().inputs
    assert inputs["performance"] == "80"
    assert inputs["share_of_wallet"] == "unknown"
    assert set(inputs) == set(Facts.__slots__) - {"alliance"}


def test_what_is_not_measured_is_the_second_line_of_a_repair():
    action = proposed(performance=None, reasons=("performance: no KPI",), troubles=("One bridge",))
    assert action.sentence == "repair first: One bridge; then measure: performance: no KPI"


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_nobody_is_told_to_grow_maintain_or_defend_in_known_trouble(health, performance, wallet):
    action = proposed(health=health, performance=performance, share_of_wallet=wallet, troubles=("Conflict",))
    assert action.proposal not in {"grow", "maintain", "defend"}


def test_rule_that_could_not_be_told_is_named_in_the_notes():
    assert any(note.startswith("grow: could not be told (headroom") for note in proposed().notes)


def test_divestment_test_is_shown_as_a_whole_when_it_fails():
    action = proposed(**{**PRUNABLE, "learning": 3})
    assert action.rule == "A8"
    shown = {condition.name: condition.seen for condition in action.conditions}
    assert shown["(test) little learning"] == "fails: TIE5 3"
    assert shown["(test) unprofitable in 2 periods"].startswith("holds")
    assert sum(name.startswith("(test)") for name in shown) == len(divestment_test(facts(), SETTINGS))


def test_ladder_goes_on_from_what_is_on_record():
    action = proposed(performance=60.0, health=60.0, contributions=(-1.0,), ladder_done=("inside_review",))
    assert "reduce the cost of the activities" in action.sentence


def test_prune_cap_keeps_the_heaviest_losses_and_says_what_became_of_the_rest():
    every = [facts(f"a{n:02d}", **{**PRUNABLE, "contributions": (-5.0, -float(n + 1))}) for n in range(20)]
    actions = proposed_actions(every, SETTINGS)
    assert [action.subject for action in actions if action.rule == "A7"] == ["a18", "a19"]
    rest = next(action for action in actions if action.subject == "a00")
    assert rest.notes[-1] == "A7 holds as well; at most 2 of 20 alliances are pruned in one review"


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "health": st.one_of(st.none(), st.floats(0, 100)),
                "performance": st.one_of(st.none(), st.floats(0, 100)),
                "performance_before": st.one_of(st.none(), st.floats(0, 100)),
                "importance": st.one_of(st.none(), st.floats(0, 100)),
                "age_months": st.one_of(st.none(), st.floats(0, 200)),
                "contributions": st.lists(st.floats(-100, 100), max_size=3),
                "learning": st.one_of(st.none(), st.integers(0, 4)),
                "refusals": st.one_of(st.none(), st.integers(0, 2)),
                "relaunches": st.one_of(st.none(), st.integers(0, 3)),
                "tier_one_synergy": st.one_of(st.none(), st.booleans()),
            }
        ),
        max_size=25,
    ),
    st.floats(0, 1),
)
def test_one_proposal_for_each_alliance_and_never_more_to_prune_than_the_cap(rows, share):
    settings = changed(SETTINGS, {"actions.prune_cap": share})
    every = [facts(f"a{n:02d}", **row) for n, row in enumerate(rows)]
    actions = proposed_actions(every, settings)
    assert [action.subject for action in actions] == [decision.alliance for decision in every]
    assert sum(action.rule == "A7" for action in actions) <= prune_places(len(every), settings)


@pytest.mark.parametrize(("alliances", "places"), [(0, 0), (1, 1), (9, 1), (10, 1), (19, 1), (20, 2), (200, 20)])
def test_a_tenth_may_be_pruned_and_at_least_one(alliances, places):
    assert prune_places(alliances, SETTINGS) == places


def test_repair_in_tier_one_comes_before_repair_in_tier_two_and_optimising_last():
    every = [facts("a", health=60.0), facts("b", health=50.0), facts("c", health=50.0)]
    actions = proposed_actions(every, SETTINGS)
    ordered = by_urgency(actions, {"a": 1, "b": 2, "c": 1}, {})
    assert [action.subject for action in ordered] == ["c", "b", "a"]


def test_optimising_an_alliance_in_red_does_not_wait_for_others_to_grow():
    every = [facts("grows", share_of_wallet=0.1), facts("red", health=60.0)]
    ordered = by_urgency(proposed_actions(every, SETTINGS), {}, {}, red=["red"])
    assert [action.subject for action in ordered] == ["red", "grows"]


def a_goal(state, *alliances):
    return GoalCoverage(goal="g1", name="Asia", alliances=alliances, carriers=(), untold=(), state=state)


@pytest.mark.parametrize(("state", "count"), [("uncovered", 1), ("weak", 1), ("untold", 0), ("carried", 0)])
def test_goal_nobody_carries_asks_for_an_alliance(state, count):
    assert [action.rule for action in portfolio_actions([a_goal(state, "north")], [])] == ["A10"] * count


def test_overlapping_pair_is_proposed_to_combine():
    pair = Overlap(first="a", second="b", jaccard=0.6, shared=("need: steel",))
    action = portfolio_actions([], [pair])[0]
    assert (action.rule, action.subject) == ("A11", "a|b")
