import numpy as np
import pytest

from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.metrics.contract import congruence, contract_congruence
from alliancenet.model.instrument import View
from alliancenet.model.wave import Opinions
from alliancenet.settings import changed, default_settings
from tests.conftest import a_case, strong

CONTRACT = read_instrument(shipped_instruments()["contract"])
CODES = {"y": 1.0, "n": 0.0, "u": 2.0, "-": float("nan")}
FIRM = np.array([0, 0, 0, 1, 1, 1])
LIMITS = changed(default_settings(), {"contract.min_n": 3, "suppression.min_n": 3})


def table_of(answers, firm=FIRM, *, others="y"):
    """Answers ``{(expectation, view): "yyn---"}``, one letter per person; the rest all alike."""
    table = np.full((len(firm), len(CONTRACT.items)), CODES[others])
    for at, item in enumerate(CONTRACT.items):
        letters = answers.get((item.dimension, item.view))
        if letters:
            table[:, at] = [CODES[letter] for letter in letters]
    return table


def test_everybody_saying_yes_is_full_congruence_over_twenty_obligations():
    found = congruence(CONTRACT, table_of({}), FIRM, (0, 1), LIMITS)
    assert (found.points, len(found.obligations), found.one_sided) == (100.0, 20, ())


def test_an_obligation_only_the_creditor_believes_in_is_listed_for_its_debtor():
    # firm 0 says of itself no, firm 1 expects it of firm 0
    answers = {("exit_notice", View.OWN): "nnnyyy"}
    found = congruence(CONTRACT, table_of(answers), FIRM, (0, 1), LIMITS)
    assert found.points == 95.0
    assert [(obligation.expectation, obligation.debtor, obligation.majority) for obligation in found.one_sided] == [
        ("exit_notice", 0, ("no", "yes"))
    ]


def test_both_denying_an_obligation_is_congruent():
    answers = {("first_offer", View.OWN): "nnnyyy", ("first_offer", View.PARTNER): "yyynnn"}
    assert congruence(CONTRACT, table_of(answers), FIRM, (0, 1), LIMITS).points == 100.0


def test_both_unsure_is_not_congruent_and_not_one_sided():
    answers = {("first_offer", View.OWN): "uuuyyy", ("first_offer", View.PARTNER): "yyyuuu"}
    found = congruence(CONTRACT, table_of(answers), FIRM, (0, 1), LIMITS)
    assert (found.points, found.one_sided) == (95.0, ())


def test_a_split_firm_has_no_majority():
    firm = np.array([0, 0, 0, 0, 1, 1, 1])
    answers = {("stable_team", View.OWN): "yynnyyy"}
    found = congruence(CONTRACT, table_of(answers, firm), firm, (0, 1), LIMITS)
    assert [obligation.majority for obligation in found.one_sided] == [(None, "yes")]


def test_fewer_than_three_answers_leave_an_obligation_out():
    answers = {("confidentiality", View.OWN): "yy-yyy"}
    found = congruence(CONTRACT, table_of(answers), FIRM, (0, 1), LIMITS)
    assert (found.left_out, len(found.obligations), found.points) == ((("confidentiality", 0),), 19, 100.0)


@pytest.mark.parametrize("limits", [{"contract.min_n": 3}, {"contract.min_n": 5, "suppression.min_n": 3}])
@pytest.mark.parametrize(("people", "told"), [(4, 0), (5, 20)])
def test_an_expectation_needs_the_larger_of_both_minimums_in_each_firm(limits, people, told):
    firm = np.repeat([0, 1], [people, 8])
    found = congruence(CONTRACT, table_of({}, firm), firm, (0, 1), changed(default_settings(), limits))
    assert len(found.obligations) == told


def test_nothing_answered_has_no_congruence():
    found = congruence(CONTRACT, table_of({}, others="-"), FIRM, (0, 1), LIMITS)
    assert (found.points, len(found.left_out)) == (None, 20)


@pytest.mark.parametrize("seed", range(5))
def test_swapping_the_firms_changes_nothing(seed):
    table = np.random.default_rng(seed).integers(0, 3, size=(6, len(CONTRACT.items))).astype(float)
    one = congruence(CONTRACT, table, FIRM, (0, 1), LIMITS)
    other = congruence(CONTRACT, table, FIRM, (1, 0), LIMITS)
    assert one.points == other.points
    assert {(o.expectation, o.debtor) for o in one.one_sided} == {(o.expectation, o.debtor) for o in other.one_sided}


def interval_of(letters):
    """Interval told where four of each ten did not answer, and the others answered every question so."""
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(10)}
    names = sorted(people)
    told = [
        (names.index(name), column, CODES[letters[int(name[1])]])
        for name in names
        if int(name[1]) < len(letters)
        for column in range(len(CONTRACT.items))
    ]
    respondent, item, value = (np.array(part) for part in zip(*told, strict=True))
    opinions = Opinions(
        items=tuple(asked.id for asked in CONTRACT.items), respondent=respondent, item=item, value=value.astype(float)
    )
    *_, score = contract_congruence(a_case(people, strong([("a0", "b0")]), wave={"opinions": opinions}))
    return score.value, score.interval


@pytest.mark.parametrize("divided", ["yyyyyn", "yyyynn", "yyyyuu"])
def test_an_interval_does_not_tell_whether_all_of_a_firm_answered_alike(divided):
    assert interval_of("yyyyyy") == interval_of(divided)


def test_an_interval_has_room_for_those_who_did_not_answer():
    value, (low, high) = interval_of("yyyyyy")
    assert (value, high) == (100, 100)
    assert low < 100
