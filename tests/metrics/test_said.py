"""What people say: means, intervals, suppression; perception gaps; health and its gates."""

from dataclasses import replace

import numpy as np
import pytest

from alliancenet.graph.significance import benjamini_hochberg
from alliancenet.metrics.climate import SCORED, climate
from alliancenet.metrics.health import health
from alliancenet.metrics.levels import chance_jaccard, goal_agreement, integration_index, integration_said
from alliancenet.metrics.perception import blind_spot, perception_gap, permutation_p
from alliancenet.metrics.said import answers_on, asked, why_hidden
from alliancenet.model.instrument import Instrument, Item, Kind, Point, Scale
from alliancenet.model.register import AllianceId, Objective, PersonId
from alliancenet.model.score import State, SubjectKind
from alliancenet.model.wave import Opinions
from alliancenet.settings import changed, default_settings
from tests.conftest import a_case, strong

PEOPLE = {f"{firm}{number}": firm for firm in "ab" for number in range(6)}
CROSS = [(f"a{i}", f"b{j}") for i in range(6) for j in range(6) if (i + j) % 3 == 0]


def opinions(answers):
    """Opinions from item -> {person: value}."""
    names = sorted(PEOPLE)
    rows = [
        (names.index(person), column, value)
        for column, told in enumerate(answers.values())
        for person, value in told.items()
    ]
    respondent, item, value = (np.array(part) for part in zip(*rows, strict=True))
    return Opinions(items=tuple(answers), respondent=respondent, item=item, value=value.astype(float))


def all_say(items, a, b, people=PEOPLE):
    return {item: {name: a if firm == "a" else b for name, firm in people.items()} for item in items}


def case_of(answers, **about):
    """Case in which means are told even where all of a firm say the same, as most of these do."""
    about.setdefault("settings", changed(default_settings(), {"suppression.spread": 0}))
    return a_case(PEOPLE, strong(CROSS), wave={"opinions": opinions(answers)}, **about)


TACTICAL = ("INT-TA1", "INT-TA2", "INT-TA3")


def test_said_half_is_the_mean_of_the_firms_not_of_the_people():
    answers = all_say(TACTICAL, 5, 1)
    for item in TACTICAL:
        del answers[item]["b0"]
    score = next(
        score
        for score in integration_said(case_of(answers))
        if score.metric == "integration_said.tactical" and score.subject.kind is SubjectKind.ALLIANCE
    )
    assert score.value == pytest.approx(50)


def test_four_answers_of_a_firm_suppress_it_and_the_total_that_would_tell():
    answers = all_say(TACTICAL, 5, 1)
    for item in TACTICAL:
        del answers[item]["b0"], answers[item]["b1"]
    scores = [score for score in integration_said(case_of(answers)) if score.metric == "integration_said.tactical"]
    states = {score.subject.id: score.state for score in scores}
    assert states == {"a": State.OK, "b": State.SUPPRESSED, "x": State.SUPPRESSED}


def test_interval_is_a_point_when_everybody_answered():
    answers = {item: {name: 1 + row % 5 for row, name in enumerate(sorted(PEOPLE))} for item in TACTICAL}
    score = next(score for score in integration_said(case_of(answers)) if score.is_ok)
    assert score.interval == (pytest.approx(score.value), pytest.approx(score.value))


def test_conflict_is_turned_round_and_task_debate_never_scored():
    items = ("CLI-CON1", "CLI-CON2", "CLI-DEB1", "CLI-DEB2")
    told = {score.metric for score in climate(case_of(all_say(items, 5, 5))) if score.is_ok}
    conflict = next(
        score for score in climate(case_of(all_say(items, 5, 5))) if score.metric == "climate.relationship_conflict"
    )
    assert conflict.value == 0
    assert told == {"climate.relationship_conflict"}
    assert "task_debate" not in SCORED


def test_chance_jaccard_of_eight_goals_is_the_published_one():
    assert chance_jaccard(8) == pytest.approx(0.259, abs=5e-4)


def test_chance_jaccard_equals_enumeration():
    from itertools import combinations

    triples = [set(triple) for triple in combinations(range(6), 3)]
    mean = np.mean([len(triple & other) / len(triple | other) for triple in triples for other in triples])
    assert chance_jaccard(6) == pytest.approx(mean)


def test_same_three_goals_on_both_sides_agree_fully():
    case = case_of(all_say(TACTICAL, 3, 3))
    picks = {PersonId(name): ("one", "two", "three") for name in PEOPLE}
    goals = tuple(Objective(name=str(number), kind="strategic", target=1) for number in range(8))
    case = replace(
        case,
        wave=replace(case.wave, choices={"GOAL1": picks}),
        alliance=replace(case.alliance, objectives=goals),
    )
    value, (low, high) = goal_agreement(case)
    assert (value, low, high) == pytest.approx((1.0, 1.0, 1.0))


def test_gap_of_two_steps_is_established_and_signed():
    answers = {
        item: {name: (4 if firm == "a" else 2) + (int(name[1]) % 2) for name, firm in PEOPLE.items()}
        for item in TACTICAL
    }
    gap = next(score for score in perception_gap(case_of(answers)) if score.metric == "perception_gap.tactical")
    assert (gap.value, gap.label) == (pytest.approx(2.0), "established")


def test_no_gap_is_never_called_agreement():
    answers = all_say(TACTICAL, 3, 3)
    gap = next(score for score in perception_gap(case_of(answers)) if score.metric == "perception_gap.tactical")
    assert gap.label == "none shown"


def test_swapping_the_firms_mirrors_the_gap():
    one, other = (
        next(
            found
            for found in perception_gap(case_of(all_say(TACTICAL, a, b)))
            if found.metric == "perception_gap.tactical"
        )
        for a, b in ((5, 2), (2, 5))
    )
    assert one.value == -other.value


def test_blind_spot_compares_self_image_with_the_partners_view():
    answers = {**all_say(("CLI-OPN1",), 5, 2), **all_say(("CLI-OPN2",), 3, 3)}
    told = {score.subject.id: score.value for score in blind_spot(case_of(answers))}
    assert told == {"a": pytest.approx(2.0), "b": pytest.approx(-1.0)}


def test_false_alarms_without_a_gap_stay_near_the_level():
    rng = np.random.default_rng(7)
    p = [permutation_p(*np.split(rng.integers(1, 6, 16).astype(float), 2), 199, rng) for _ in range(300)]
    assert 0.03 <= np.mean(np.array(p) <= 0.10) <= 0.14


def test_benjamini_hochberg_equals_its_definition():
    rng = np.random.default_rng(1)
    for _ in range(50):
        p = list(rng.random(8) ** 3)
        ranked = sorted(p)
        largest = max((k for k in range(1, 9) if ranked[k - 1] <= 0.1 * k / 8), default=0)
        assert sum(benjamini_hochberg(p, 0.1)) == largest


def full_answers(level=4):
    items = [
        f"INT-{kind}{number}"
        for kind, n in (("ST", 3), ("TA", 3), ("OP", 3), ("IP", 3), ("CU", 4))
        for number in range(1, n + 1)
    ]
    items += [
        f"CLI-{kind}{number}" for kind in ("COM", "TRU", "FAI", "OPN", "DEC", "ROL", "FLX", "MEA") for number in (1, 2)
    ]
    return {**all_say(items, level, level), **all_say(("CLI-CON1", "CLI-CON2"), 2, 2)}


def test_index_is_withheld_while_a_level_cannot_be_told():
    score = integration_index(case_of(full_answers()))[0]
    assert not score.is_ok
    assert "cannot be told" in score.reason


def test_health_with_one_part_missing_is_at_best_amber():
    score = health(case_of(full_answers(5), alliance={"sponsor_plans": {}}))[0]
    assert score.n == 3
    assert score.band in {"amber", "red"}
    assert "integration cannot be told" in score.label


def test_conflict_turns_health_red():
    answers = {**full_answers(5), **all_say(("CLI-CON1", "CLI-CON2"), 5, 1)}
    score = health(case_of(answers))[0]
    assert (score.band, "relationship conflict is high" in score.label) == ("red", True)


def test_health_needs_three_parts():
    score = health(a_case(PEOPLE, strong(CROSS)))[0]
    assert (score.value, score.state) == (None, State.NOT_ENOUGH_EVIDENCE)
    assert AllianceId("x") == score.subject.id


def test_a_projects_own_questionnaire_is_scored_beside_the_shipped_ones():
    scale = Scale(points=tuple(Point(value=step, code=str(step), label={"en": str(step)}) for step in range(11)))
    pulse = Instrument(
        id="pulse",
        version=1,
        kind=Kind.PEOPLE,
        languages=("en",),
        title={},
        intro={},
        answered_by={},
        items=(Item(id="P1", text={}, scale=scale, dimension="energy"),),
    )
    case = replace(case_of(all_say(("P1",), 8, 4)), instruments=(pulse,))
    told = {score.subject.id: (score.metric, score.value) for score in asked(case)}
    assert told == {name: ("asked.pulse.energy", value) for name, value in (("a", 80), ("b", 40), ("x", 60))}


def test_the_reason_says_no_more_than_too_few_or_too_alike_and_gives_the_way_out():
    few = all_say(TACTICAL, 4, 4)
    for item in TACTICAL:
        for name in ("a0", "a1"):
            del few[item][name]
    reasons = {
        next(
            score.reason
            for score in integration_said(a_case(PEOPLE, strong(CROSS), wave={"opinions": opinions(answers)}))
            if score.metric == "integration_said.tactical"
        )
        for answers in (few, all_say(TACTICAL, 4, 4))
    }
    assert len(reasons) == 1
    assert "too few, or too alike" in min(reasons)
    assert "`interview`" in min(reasons)


def test_a_case_made_of_another_reads_its_own_wave_again():
    case = case_of(all_say(TACTICAL, 4, 2))
    said = answers_on("integration", "tactical")
    assert why_hidden(case, said, 0) == ""
    silent = replace(case, wave=replace(case.wave, opinions=None))
    assert (said(silent), why_hidden(silent, said, 0)) == (None, "nobody was asked")
