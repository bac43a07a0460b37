"""An attacker with every published number of one or two waves solves for what is hidden, and fails."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.auditing import audit_case
from alliancenet.metrics.registry import METRICS
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for
from tests.privacy.attacker import DERIVED, FAMILIES, INSTRUMENT, LINEAR, SPREAD, WHOLE, Attacker, items_of, points
from tests.privacy.told import FEW_SHUFFLES, MEASURED, READERS, a_told_case, published, some_answers

EVERYBODY = [LOCAL_READER, *READERS]
A_STEP = 25  # points that must stay open of every answer to a question
ALIKE = {**FEW_SHUFFLES, "suppression.spread": 0}
UNGUARDED = {**FEW_SHUFFLES, "suppression.drift": 0}


@st.composite
def two_waves(draw):
    """Firms of 3 to 9, of which up to two joined and two left; everybody else answers as before."""
    people = [f"{firm}{number}" for firm in "ab" for number in range(draw(st.integers(3, 9)))]
    joined, left = ({firm: draw(st.integers(0, 2)) for firm in "ab"} for _ in range(2))
    by_firm = {firm: [person for person in people if person[0] == firm] for firm in "ab"}
    first = [person for firm, mine in by_firm.items() for person in mine[: len(mine) - joined[firm]]]
    second = [person for firm, mine in by_firm.items() for person in mine[left[firm] :]]
    answers, left_open = some_answers(people, draw(st.integers(0, 999)), MEASURED), draw(st.sampled_from([0, 0.15]))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    return [first, second], {
        one: {item: value for item, value in told.items() if rng.random() >= left_open} for one, told in answers.items()
    }


def attack(waves, answers, readers, limits=FEW_SHUFFLES):
    """Attacker who pooled what these readers saw of every wave."""
    attacker, case = Attacker(answers), None
    for present in waves:
        case = a_told_case({person: answers[person] for person in present}, earlier=case, limits=limits)
        audit = audit_case(case)
        for reader in readers:
            attacker.hear(view_for(audit, reader), present)
    return attacker


def must_stay_hidden(attacker, waves):
    """Means of groups too small, of those who moved, of each person, and each answer of each person."""
    groups = [[person for person in present if person[0] == firm] for present in waves for firm in "ab"]
    groups += [[person for person in set(waves[0]) ^ set(waves[-1]) if person[0] == firm] for firm in "ab"]
    groups += [[person] for person in attacker.answers]
    cells = [(mine, items_of(dimension)) for mine in groups for dimension in INSTRUMENT]
    cells = [(mine, items) for mine, items in cells if 0 < len(attacker.counted(mine, items)) < 5]
    return cells + [([one], [item]) for one, item in attacker.place]


@given(two_waves())
@settings(max_examples=12, deadline=None)
def test_nothing_hidden_follows_from_what_all_readers_together_see_of_two_waves(told):
    attacker = attack(*told, EVERYBODY)
    assert attacker.learned(must_stay_hidden(attacker, told[0])) == []


@given(two_waves())
@settings(max_examples=5, deadline=None)
def test_the_attackers_equations_hold_for_the_true_answers(told):
    waves, answers = told
    attacker = attack(waves, answers, [LOCAL_READER])
    truth = np.array([points(item, answers[one][item]) for one, item in attacker.place])
    if attacker.heard:
        assert attacker.rows @ truth == pytest.approx(attacker.values)


def test_every_number_that_answers_move_is_one_the_attacker_reads_or_another_test_guards():
    people = [f"{firm}{number}" for firm in "ab" for number in range(8)]
    views = [view_for(audit_case(a_told_case(some_answers(people, seed))), LOCAL_READER) for seed in (1, 2)]
    told = [{(score.metric, score.subject): score for score in view.scores} for view in views]
    moved = {key[0].partition(".")[0] for key in told[0] if told[0][key] != told[1].get(key)}
    read = {
        *FAMILIES,
        *LINEAR,
        *DERIVED,
        *SPREAD,
        *WHOLE,
        "perception_gap",
        "scale_shift",
        "gap_beyond_shift",
        "blind_spot",
    }
    assert moved <= read <= set(METRICS)


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.role)
def test_what_follows_from_other_numbers_is_shown_only_beside_them(reader):
    people = [f"{firm}{number}" for firm in "ab" for number in range(4 + (firm == "a"))]
    view = view_for(audit_case(a_told_case(some_answers(people))), reader)
    shown = {score.metric for score in view.scores if score.is_ok}
    derived = [score for score in view.scores if score.is_ok and score.metric.partition(".")[0] in DERIVED]
    # the network's part rests on counts of spanners, of which no reader learns which firm's is the lower
    named = {name for score in derived for name in score.inputs if name.partition(".")[0] in METRICS}
    assert named - {"boundary_spanners"} <= shown


def test_sentences_about_answers_stand_beside_their_numbers():
    people = [f"{firm}{number}" for firm in "ab" for number in range(8)]
    audit = audit_case(a_told_case(some_answers(people, 1)))
    for view in (view_for(audit, reader) for reader in EVERYBODY):
        shown = set(view.scores)
        assert all(score in shown for found in view.findings for score in found.evidence if score.is_ok)


@pytest.mark.parametrize("level", [1, 4])
def test_every_answer_stays_open_by_a_step_whatever_the_means(level):
    people = [f"{firm}{number}" for firm in "ab" for number in range(5)]
    answers = {person: dict.fromkeys(MEASURED, float(level)) for person in people}
    for number, item in enumerate(MEASURED):
        answers[f"a{number % 5}"][item] = answers[f"b{number % 4}"][item] = float(level + 1)
    attacker = attack([people], answers, EVERYBODY[:1])
    cells = [(f"{firm}{number % 5}", item) for number, item in enumerate(MEASURED[::4]) for firm in "ab"]
    assert min(attacker.room(*cell) for cell in cells) >= A_STEP - 1e-6


def test_an_answer_all_give_is_told_by_nothing_that_leaves():
    people = [f"{firm}{number}" for firm in "ab" for number in range(6)]
    usual = some_answers(people, 1, MEASURED)
    alike = [
        {one: {**told, **dict.fromkeys(items_of("trust"), answer)} for one, told in usual.items()}
        for answer in (1.0, 5.0)
    ]
    assert published(a_told_case(alike[0])) == published(a_told_case(alike[1]))
    assert published(a_told_case(alike[0], limits=ALIKE)) != published(a_told_case(alike[1], limits=ALIKE))


def test_the_same_attacker_pins_an_answer_all_give_where_that_is_not_looked_for():
    people = [f"{firm}{number}" for firm in "ab" for number in range(6)]
    answers = {one: {**told, "INT-ST3": 5.0} for one, told in some_answers(people, 1, MEASURED).items()}
    rooms = [attack([people], answers, EVERYBODY[:1], limits).room("a1", "INT-ST3") for limits in (FEW_SHUFFLES, ALIKE)]
    assert rooms == pytest.approx([100, 0], abs=1e-6)


def test_the_same_attacker_succeeds_where_waves_are_not_guarded():
    people = [f"{firm}{number}" for firm in "ab" for number in range(7)]
    answers = some_answers(people, 1, MEASURED)
    waves = [[person for person in people if person != "a6"], people]
    guarded, unguarded = (attack(waves, answers, [LOCAL_READER], limits) for limits in (FEW_SHUFFLES, UNGUARDED))
    newcomer = (["a6"], items_of("trust"))
    assert (unguarded.learned([newcomer]), guarded.learned([newcomer])) == ([newcomer], [])


def test_a_newcomer_does_not_hide_a_firm_whose_people_answer_anew():
    people = [f"{firm}{number}" for firm in "ab" for number in range(8)]
    before = some_answers(people, 1, MEASURED)
    after = {one: {item: 6 - step for item, step in told.items()} for one, told in before.items()}
    earlier = a_told_case({one: told for one, told in before.items() if one != "a7"})
    view = view_for(audit_case(a_told_case(after, earlier=earlier)), Reader(role=ReaderRole.EXECUTIVE))
    assert {score.subject.id for score in view.scores if score.metric == "climate.trust" and score.is_ok} == {
        "a",
        "b",
        "x",
    }
