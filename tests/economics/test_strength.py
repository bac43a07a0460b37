"""The base by strength: states, moves, value; worked-out and published values, and planted chains (E17)."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from economics.firms import ledger_of
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.economics.strength.chain import bucket, values_of_states, values_within, worth_of_a_point
from alliancenet.economics.strength.moves import stability_of
from alliancenet.economics.strength.review import strength_review
from alliancenet.economics.strength.told import strength_lines
from alliancenet.errors import InputError

COUNTS = np.array([[60, 12, 0, 0, 8], [0, 70, 15, 1, 14], [0, 4, 50, 8, 3], [0, 0, 3, 35, 2]])
CHANCES = (COUNTS / COUNTS.sum(axis=1, keepdims=True))[:, :-1]
GAINS, NOW, RATE = np.array([-0.5, 4.5, 19, 58]), np.array([80.0, 100, 65, 40]), 0.1
WEAK = np.array([True, True, False, False])
NONE = np.zeros(4)
QUARTERS = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
STATES = "partner,period,state,reason,won_back\n"


def test_values_of_states_are_the_worked_out_ones():
    assert values_of_states(CHANCES, GAINS, RATE) == pytest.approx([41.952, 101.555, 214.150, 354.939], abs=5e-4)


def test_the_base_is_worth_its_states_for_ever_and_over_five_periods():
    assert NOW @ values_of_states(CHANCES, GAINS, RATE) == pytest.approx(41_628.98, abs=0.005)
    assert NOW @ values_within(CHANCES, GAINS, RATE, 5) == pytest.approx(17_894.29, abs=0.005)


def test_friends_and_partners_alone_are_worth_the_worked_out_sum():
    cut = bucket(CHANCES, NOW, GAINS, NONE, WEAK, RATE, 0)
    assert cut.strong == pytest.approx(26_427.74, abs=0.005)
    assert cut.own_margin + cut.inflow + cut.scale == pytest.approx(cut.whole - cut.strong)


def test_the_chain_of_pfeifer_and_carraway_has_their_values():
    moves, bought = np.zeros((5, 5)), [0.3, 0.2, 0.15, 0.05]
    for recency, chance in enumerate(bought):
        moves[recency, 0], moves[recency, recency + 1] = chance, 1 - chance
    gains = np.array([36.0, -4, -4, -4, 0])
    assert values_within(moves, gains, 0.2, 5) == pytest.approx([50.115, 4.220, 0.592, -1.980, 0], abs=5e-4)
    assert values_of_states(moves, gains, 0.2) == pytest.approx([52.320, 5.554, 1.251, -1.820, 0], abs=5e-4)
    # stopping at a recency of four: nobody writes to those any more
    gains[3], moves[3] = 0, 0
    assert values_of_states(moves, gains, 0.2) == pytest.approx([53.149, 6.621, 2.644, 0, 0], abs=5e-4)


def test_one_state_is_the_closed_form_of_a_constant_rate():
    assert values_of_states(np.array([[0.8]]), np.array([100.0]), 0.1) == pytest.approx([366.6667], abs=1e-4)


def test_nobody_lost_and_nothing_discounted_has_no_value():
    with pytest.raises(ValueError, match="no finite value"):
        values_of_states(np.eye(4), GAINS, 0.0)


@given(st.lists(st.floats(0.01, 1), min_size=20, max_size=20), st.floats(0.01, 0.5))
def test_a_long_horizon_comes_to_the_value_for_ever(weights, rate):
    moves = np.array(weights).reshape(4, 5)
    moves = (moves / moves.sum(axis=1, keepdims=True))[:, :-1]
    ever = values_of_states(moves, GAINS, rate)
    assert values_within(moves, GAINS, rate, 3000) == pytest.approx(ever, rel=1e-6, abs=1e-6)


def test_the_worth_of_a_point_is_that_of_one_point_less_of_losses():
    ends = []
    for step in (0.0005, -0.0005):
        moves = CHANCES.copy()
        moves[2, 2] += step
        ends.append(NOW @ values_of_states(moves, GAINS, RATE))
    assert worth_of_a_point(CHANCES, NOW, GAINS, RATE)[2] == pytest.approx(10 * (ends[0] - ends[1]), rel=0.01)


def test_a_smaller_base_is_dearer_to_serve_where_scale_is_switched_on():
    cut = bucket(CHANCES, NOW, GAINS + 5, np.full(4, 5.0), WEAK, RATE, 0.3)
    assert cut.scale > 0
    assert cut.own_margin + cut.inflow + cut.scale == pytest.approx(cut.whole - cut.strong)


def walk(chances: np.ndarray, size: int, seed: int, quarters=QUARTERS, start=(0.3, 0.4, 0.2, 0.1)):
    """States of partners that move by these chances, as a file; and the partners."""
    random, rows, words = np.random.default_rng(seed), [], ("stranger", "acquaintance", "friend", "partner", "lost")
    names = [f"p{number}" for number in range(size)]
    for name in names:
        state = int(random.choice(4, p=start))
        for quarter in quarters:
            rows.append(f"{name},{quarter},{words[state]},,\n")
            if state == 4:
                break
            state = int(random.choice(5, p=[*chances[state], 1 - chances[state].sum()]))
    return STATES + "".join(rows), names


VALUES = "state,margin,cost\nstranger,0,50\nacquaintance,600,150\nfriend,2100,200\npartner,6100,300\n"
GOALS = "state,rate,goal\nacquaintance,conversion,0.05\nfriend,defence,0.999\npartner,defence,0.95\n"


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    text, names = walk(CHANCES, 120, 3)
    files = {"states.csv": text, "state_values.csv": VALUES, "state_goals.csv": GOALS}
    ledger = ledger_of(tmp_path_factory.mktemp("base"), files, *names, as_of=date(2025, 12, 31))
    return strength_review(ledger)


def test_counts_of_moves_are_those_of_the_file(planted):
    text, _ = walk(CHANCES, 120, 3)
    words = ("stranger", "acquaintance", "friend", "partner", "lost")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    expected = np.zeros((4, 5), dtype=int)
    for (one, _, before, *_), (other, _, after, *_) in pairwise(rows):
        if one == other:
            expected[words.index(before), words.index(after)] += 1
    assert planted.moves.table.tolist() == expected.tolist()


def test_the_leaky_bucket_that_is_worth_keeping_is_told_so(planted):
    assert planted.worth.difference.low > 0
    assert planted.worth.verdict.startswith("keep the bucket")


def test_moving_one_up_is_worth_the_difference_of_the_states(planted):
    values = {state.state: state for state in planted.worth.states}
    step = values["acquaintance"].up.value
    assert step == pytest.approx(values["friend"].value.value - values["acquaintance"].value.value)


def test_a_goal_is_reached_or_not_only_where_the_interval_says_so(planted):
    verdicts = {(rate.state, rate.name): rate.verdict for rate in planted.moves.rates if rate.goal is not None}
    assert verdicts["acquaintance", "conversion"] == "reached"
    assert verdicts["friend", "defence"] == "not reached"
    assert verdicts["partner", "defence"] == "cannot be told"


def test_weak_states_that_cost_more_than_they_bring_are_told_so(tmp_path):
    stuck = CHANCES.copy()
    stuck[:2, 2:] = 0
    text, names = walk(stuck, 120, 4)
    values = VALUES.replace("stranger,0,50", "stranger,0,900").replace("acquaintance,600,150", "acquaintance,0,900")
    files = {"states.csv": text, "state_values.csv": values}
    worth = strength_review(ledger_of(tmp_path, files, *names, as_of=date(2025, 12, 31))).worth
    assert worth.verdict == "the weak states cost more than they bring"


def test_moves_that_changed_withhold_the_value(tmp_path):
    calm, storm = np.eye(4) * 0.98, np.eye(4) * 0.60
    first, names = walk(calm, 150, 5, QUARTERS[:6])
    there = [line for line in first.splitlines() if QUARTERS[5] in line and "lost" not in line]
    random, rows, words = np.random.default_rng(6), [], ("stranger", "acquaintance", "friend", "partner")
    for line in there:
        name, _, word, *_ = line.split(",")
        state = words.index(word)
        for quarter in QUARTERS[6:]:
            gone = random.random() > storm[state, state]
            rows.append(f"{name},{quarter},{'lost' if gone else word},,\n")
            if gone:
                break
    files = {"states.csv": first + "".join(rows), "state_values.csv": VALUES}
    found = strength_review(ledger_of(tmp_path, files, *names, as_of=date(2025, 12, 31)))
    assert found.moves.stability.has_changed
    assert "the moves have changed" in found.worth.reason


def test_a_change_is_seen_by_chance_about_as_often_as_said():
    random, seen = np.random.default_rng(8), 0
    full = np.column_stack([CHANCES, 1 - CHANCES.sum(axis=1)])
    for _ in range(200):
        halves = [np.stack([random.multinomial(25, row) for row in full]) for _ in range(2)]
        seen += stability_of((halves[0], halves[1]), 200).has_changed
    assert seen <= 20


def test_few_moves_give_an_interval_and_no_rate(tmp_path):
    files = {"states.csv": STATES + "a,2025-Q1,friend,,\na,2025-Q2,friend,,\na,2025-Q3,partner,,\n"}
    found = strength_review(ledger_of(tmp_path, files, "a", as_of=date(2025, 12, 31)))
    rate = next(rate for rate in found.moves.rates if (rate.state, rate.name) == ("friend", "conversion"))
    assert rate.value is None
    assert rate.low < 0.5 < rate.high


def test_a_gap_between_periods_is_no_move(tmp_path):
    files = {"states.csv": STATES + "a,2025-Q1,friend,,\na,2025-Q3,partner,,\n"}
    found = strength_review(ledger_of(tmp_path, files, "a", as_of=date(2025, 12, 31)))
    assert found.moves.table.sum() == 0


def test_without_states_buyers_are_placed_by_what_is_on_record(tmp_path):
    sales = "partner,date,amount,product_cost\n" + "".join(
        f"{name},{year}-0{quarter}-15,{amount},10\n"
        for name, amount in (("big", 900), ("small", 100))
        for year in (2024, 2025)
        for quarter in (2, 5, 8)
    )
    sales += "once,2025-08-15,100,10\ngone,2024-02-15,50,10\ngone,2024-05-15,50,10\n"
    wallet = "partner,category,period,spend,source,source_date\n" + "".join(
        f"{name},all,2025-Q3,{spend},interview,2025-09-01\n" for name, spend in (("big", 2500), ("small", 2000))
    )
    plan = "{currency: EUR, complete_from: 2024-01-01, complete_to: 2025-09-30}"
    names = ("big", "small", "once", "gone", "never")
    ledger = ledger_of(tmp_path, {"sales.csv": sales, "wallet.csv": wallet}, *names, plan=plan, as_of=date(2025, 9, 30))
    now = {name: state.state for state in strength_review(ledger).map.states for name in state.partners}
    assert now == {
        "big": "friend",
        "small": "acquaintance",
        "once": "acquaintance",
        "gone": "lost",
        "never": "stranger",
    }


def test_what_nothing_is_known_of_is_not_told(tmp_path):
    sales = "partner,date,amount,product_cost\na,2025-05-15,9,1\na,2025-08-15,9,1\n"
    ledger = ledger_of(tmp_path, {"sales.csv": sales}, "a", as_of=date(2025, 9, 30))
    found = strength_review(ledger)
    assert found.map.not_told == ("a",)
    assert any("The state of no partner is told" in line for line in strength_lines(found, "EUR"))


def test_entered_states_win_over_the_rule(tmp_path):
    sales = "partner,date,amount,product_cost\na,2025-05-15,9,1\na,2025-08-15,9,1\n"
    files = {"sales.csv": sales, "states.csv": STATES + "a,2025-Q3,partner,,\n"}
    found = strength_review(ledger_of(tmp_path, files, "a", as_of=date(2025, 9, 30)))
    assert next(state.partners for state in found.map.states if state.state == "partner") == ("a",)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("states.csv", STATES + "a,2025-Q1,ally,,\n", "row 2, state: 'ally' is unknown"),
        ("states.csv", STATES + "a,spring,friend,,\n", "row 2, period: 'spring'"),
        ("states.csv", STATES + "z,2025-Q1,friend,,\n", "row 2, partner: 'z' is unknown"),
        ("states.csv", STATES + "a,2025-Q1,friend,,\na,2025-Q1,lost,,\n", "the same partner and period stands"),
        (
            "states.csv",
            STATES + "a,2025-Q1,lost,,\na,2025-Q2,friend,,\n",
            "a is lost in 2025-Q1, and friend in 2025-Q2",
        ),
        ("states.csv", STATES + "a,2025-Q1,friend,dear,\n", "a reason, and the state is not lost"),
        ("state_values.csv", "state,margin,cost\nfriend,much,1\n", "row 2, margin: 'much'"),
        ("state_values.csv", "state,margin,cost\nfriend,5,-1\n", "row 2, cost: less than 0"),
        ("state_goals.csv", "state,rate,goal\nfriend,defence,1.4\n", "row 2, goal: 1.4"),
        ("entrants.csv", "period,state,count\n2025-Q1,lost,3\n", "row 2, state: 'lost' is unknown"),
    ],
)
def test_states_that_cannot_be_are_refused(tmp_path, name, text, told):
    with pytest.raises(InputError) as error:
        ledger_of(tmp_path, {name: text}, "a")
    assert told in str(error.value)


def test_a_partner_won_back_may_have_a_state_again(tmp_path):
    files = {"states.csv": STATES + "a,2025-Q1,lost,dear,\na,2025-Q2,friend,,yes\n"}
    found = strength_review(ledger_of(tmp_path, files, "a", as_of=date(2025, 6, 30)))
    assert next(state.partners for state in found.map.states if state.state == "friend") == ("a",)
