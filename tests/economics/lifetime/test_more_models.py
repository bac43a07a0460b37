"""BG/BB, values by channel, what a value hangs on, losses on record (E15, E16.3-E16.6)."""

import csv
import importlib.util
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from economics.firms import ledger_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import beta as beta_function

from alliancenet.economics.lifetime.acquiring import acquisition_of
from alliancenet.economics.lifetime.acquiring_told import acquisition_lines, tornado_lines
from alliancenet.economics.lifetime.chances import Takers, chance_there, fit_chances, likelihoods, taken_ahead
from alliancenet.economics.lifetime.leaving import leaving_lines, leaving_of
from alliancenet.economics.lifetime.sensitivity import tornado_of
from alliancenet.errors import InputError

DAY = date(2025, 12, 31)
NOTHING = {"costs.csv": "partner,date,amount,kind\n", "events.csv": "partner,date,activity\n"}
PLAN = "{currency: EUR, complete_from: 2020-01-01, complete_to: 2025-12-31}"


@pytest.fixture(scope="module")
def donors():
    found = importlib.util.find_spec("lifetimes")
    if found is None or found.origin is None:
        pytest.skip("the data sets of `lifetimes` are not installed (pip install 'alliancenet[dev]')")
    with (Path(found.origin).parent / "datasets" / "donations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = ("frequency", "recency", "periods", "weights")
    taken, last, chances, weights = (np.array([float(row[name]) for row in rows]) for name in names)
    return Takers(taken=taken, last=last, chances=chances, weights=weights)


def test_bg_bb_estimates_of_the_donors_are_the_published_ones(donors):
    fitted = fit_chances(donors)
    assert fitted.values == pytest.approx((1.204, 0.750, 0.657, 2.783), abs=1e-3)
    assert fitted.log_likelihood == pytest.approx(-33_225.6, abs=0.05)


def kinds(chances: int) -> Takers:
    """Every kind of taker there can be, with the number of ways to be one."""
    from math import comb

    rows = [(0, 0, 1)] + [
        (x, last, comb(last - 1, x - 1)) for last in range(1, chances + 1) for x in range(1, last + 1)
    ]
    taken, last, ways = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return Takers(taken=taken, last=last, chances=np.full(len(rows), float(chances)), weights=ways)


@settings(max_examples=30, deadline=None)
@given(*[st.floats(0.1, 8) for _ in range(4)])
def test_chances_of_all_that_can_happen_add_up_to_one(alpha, beta, gamma, delta):
    takers = kinds(5)
    assert takers.weights @ likelihoods((alpha, beta, gamma, delta), takers) == pytest.approx(1)


def test_a_likelihood_is_the_sum_term_by_term():
    values, takers = (1.2, 0.75, 0.66, 2.78), kinds(6)
    alpha, beta, gamma, delta = values
    for row, found in enumerate(likelihoods(values, takers)):
        x, last, n = takers.taken[row], takers.last[row], 6
        base = beta_function(alpha, beta) * beta_function(gamma, delta)
        total = beta_function(alpha + x, beta + n - x) * beta_function(gamma, delta + n)
        for gone in range(int(n - last)):
            total += beta_function(alpha + x, beta + last - x + gone) * beta_function(gamma + 1, delta + last + gone)
        assert found == pytest.approx(total / base)


def test_what_all_kinds_will_take_is_what_newcomers_take_later():
    values, takers = (1.2, 0.75, 0.66, 2.78), kinds(4)
    newcomer = Takers(taken=np.zeros(1), last=np.zeros(1), chances=np.zeros(1), weights=np.ones(1))
    weights = takers.weights * likelihoods(values, takers)
    later = taken_ahead(values, newcomer, 7)[0] - taken_ahead(values, newcomer, 4)[0]
    assert weights @ taken_ahead(values, takers, 3) == pytest.approx(later)


def test_who_took_the_last_chance_is_likelier_there_than_who_stopped():
    takers = Takers(taken=np.array([2.0, 2.0]), last=np.array([6.0, 2.0]), chances=np.full(2, 6.0), weights=np.ones(2))
    there = chance_there((1.2, 0.75, 0.66, 2.78), takers)
    assert there[0] > there[1]


def tenders(count: int, years: int = 8, seed: int = 5):
    """Yearly tenders that partners take by a chance of their own until they are gone."""
    random = np.random.default_rng(seed)
    rows, sales = ["partner,date,taken,amount\n"], ["partner,date,amount,product_cost\n"]
    names = [f"p{number}" for number in range(count)]
    for name in names:
        likes, leaves, is_there = random.beta(1.5, 1.5), random.beta(0.7, 4), True
        for year in range(2018, 2018 + years):
            takes = is_there and random.random() < likes
            rows.append(f"{name},{year}-06-01,{'yes' if takes else 'no'},{'1000' if takes else ''}\n")
            is_there = is_there and random.random() > leaves
        sales.append(f"{name},2025-06-01,1000,600\n")
    return {"chances.csv": "".join(rows), "sales.csv": "".join(sales)} | NOTHING, names


def test_partners_that_buy_at_fixed_times_are_valued_by_their_chances(tmp_path):
    files, names = tenders(120)
    review = ledger_of(tmp_path, files, *names, plan=PLAN, periods=4, as_of=DAY).customers
    note = next(note for note in review.notes if note.model.startswith("chances"))
    assert not note.reason
    assert set(note.parameters) == {"alpha", "beta", "gamma", "delta"}
    assert all(found.model.startswith("chances to come") for found in review.values)


def test_few_tenders_do_not_bear_the_model(tmp_path):
    files, names = tenders(40)
    review = ledger_of(tmp_path, files, *names, plan=PLAN, periods=4, as_of=DAY).customers
    note = next(note for note in review.notes if note.model.startswith("chances"))
    assert "40 partners with chances, 100 are needed" in note.reason


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,2024-01-01,no,5", "an amount of a chance not taken"),
        ("a,2024-01-01,,", "taken: the cell is empty"),
        ("a,2024-01-01,yes,5\na,2024-01-01,no,", "the same partner and date stands"),
    ],
)
def test_a_chance_that_cannot_be_is_refused(tmp_path, row, told):
    with pytest.raises(InputError) as error:
        ledger_of(tmp_path, {"chances.csv": f"partner,date,taken,amount\n{row}\n"}, "a")
    assert told in str(error.value)


def won(path, least=12, dear=200_000):
    """Partners won by a fair at much cost and by referral at little; all bring 40 a quarter."""
    names = [f"p{number}" for number in range(2 * least)]
    sales = "partner,date,amount,product_cost\n" + "".join(
        f"{name},{year}-{month:02d}-15,{100 + number},60\n"
        for number, name in enumerate(names)
        for year in (2024, 2025)
        for month in (2, 5, 8, 11)
    )
    costs = "partner,cost,date,channel\n" + "".join(
        f"{name},{dear if number % 2 else 10},2023-05-01,{'fair' if number % 2 else 'referral'}\n"
        for number, name in enumerate(names)
    )
    files = {"sales.csv": sales, "acquisition.csv": costs} | NOTHING
    return acquisition_of(ledger_of(path, files, *names, plan=PLAN, periods=4, as_of=DAY))


def test_a_channel_that_costs_more_than_it_brings_is_told_not_yet(tmp_path):
    found = won(tmp_path)
    groups = {group.group: group for group in found.groups if group.by == "channel"}
    assert groups["fair"].verdict == "not yet"
    assert groups["fair"].low <= groups["fair"].mean <= groups["fair"].high < 0
    assert groups["referral"].mean > 0


def test_two_channels_are_compared_only_with_the_interval_of_their_difference(tmp_path):
    found = won(tmp_path)
    apart = next(apart for apart in found.differences if apart.by == "channel")
    assert apart.low <= apart.difference <= apart.high
    assert any("fair less referral" in line for line in acquisition_lines(found, "EUR"))


def test_fewer_than_ten_of_a_channel_have_no_mean(tmp_path):
    found = won(tmp_path, least=6)
    assert all(
        group.mean is None and "10 are needed" in group.reason for group in found.groups if group.by == "channel"
    )


def steady(path, **files):
    names = [f"p{number}" for number in range(20)]
    sales = "partner,date,amount,product_cost\n" + "".join(
        f"{name},{year}-{month:02d}-15,100,60\n"
        for name in names
        for year in (2024, 2025)
        for month in (2, 5, 8, 11)
        if not (name == "p0" and year == 2025 and month > 3)
    )
    costs = "partner,date,amount,kind\n" + "".join(f"{name},2025-05-15,16,other\n" for name in names)
    more = {f"{name}.csv": text for name, text in files.items()}
    whole = {"sales.csv": sales, "costs.csv": costs, "events.csv": "partner,date,activity\n"} | more
    return ledger_of(path, whole, *names, plan=PLAN, periods=4, as_of=DAY)


def test_a_tornado_starts_from_the_partners_value(tmp_path):
    ledger = steady(tmp_path)
    found = next(value for value in ledger.customers.values if value.partner == "p5")
    tornado = tornado_of(ledger, "p5")
    assert tornado.value == pytest.approx(found.value, abs=1)
    assert [swing.width for swing in tornado.swings] == sorted((swing.width for swing in tornado.swings), reverse=True)


def test_a_value_is_zero_where_the_tornado_says(tmp_path):
    swings = {swing.input: swing for swing in tornado_of(steady(tmp_path), "p5").swings}
    # margin 40 a quarter, cost to serve 4
    assert swings["net margin"].zero == "10% of it"
    assert swings["cost to serve"].zero == "1000% of it"


def test_an_unknown_value_hangs_on_nothing(tmp_path):
    ledger = steady(tmp_path, behaviours="partner,behaviour,answer\n")
    from dataclasses import replace

    unknown = replace(ledger.totals, has_serving=np.zeros(20, dtype=bool))
    tornado = tornado_of(replace(ledger, totals=unknown), "p5")
    assert any("not told" in line for line in tornado_lines(tornado, "EUR"))


def test_reasons_of_losses_are_counted_with_what_could_be_known(tmp_path):
    rows = (
        "p0,2024-03-01,left,price,yes,no\np1,2024-04-01,left,service,no,yes\np2,2024-05-01,left,price,,\n"
        "p1,2024-09-01,won_back,,,\np3,2024-06-01,reduced,price,yes,\np4,2025-11-01,left,price,,\n"
    )
    found = leaving_of(steady(tmp_path, defections="partner,date,event,reason,to_rival,preventable\n" + rows))
    assert (found.left, found.reduced, found.won_back) == (4, 1, 1)
    assert found.reasons == (("price", 4), ("service", 1))
    assert (found.to_rival.count, found.to_rival.of) == (2, 3)
    # the one of November has not had the time to come back
    assert (found.back_in_time.count, found.back_in_time.of) == (1, 3)
    assert any("could have been prevented: 1 of 2" in line for line in leaving_lines(found, "EUR"))


def test_cost_to_serve_by_year_of_tenure_is_a_median(tmp_path):
    found = leaving_of(steady(tmp_path, defections="partner,date,event\n"))
    assert [(tenure.year, tenure.n) for tenure in found.tenures] == [(1, 20), (2, 20)]
    assert found.tenures[1].rate == pytest.approx(0.04)
