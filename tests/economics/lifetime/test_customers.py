"""Who stays and what each is worth: planted books, and each model only where its condition holds."""

import json
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner
from economics.firms import folder_of, register_of

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.economics.lifetime.closed import per_period, value_at_constant_rate
from alliancenet.economics.lifetime.keeping import wilson
from alliancenet.economics.lifetime.renewing import fit_renewals
from alliancenet.economics.lifetime.told import customer_lines, customers_json
from alliancenet.economics.lifetime.valuing import customer_review
from alliancenet.economics.reading import read_books
from alliancenet.errors import InputError
from alliancenet.settings import default_settings

DAY = date(2025, 12, 31)
COMPLETE = "{currency: EUR, complete_from: 2020-01-01, complete_to: 2025-12-31}"
NOTHING = {"costs.csv": "partner,date,amount,kind\n", "events.csv": "partner,date,activity\n"}
SALES = "partner,date,amount,product_cost\n"


def customers(path, files, names, plan=COMPLETE, steps=4, as_of=DAY):
    books = read_books(folder_of(path, NOTHING | files, plan), register_of(*names), default_settings())
    return customer_review(books, default_settings(), as_of, steps)


def note(review, model: str):
    return next(note for note in review.notes if note.model.startswith(model))


def quarterly(names, until=None) -> str:
    """Sales of 100 at a cost of 60 each quarter from 2023; `until` says when a partner stops."""
    rows = [
        f"{name},{year}-{month:02d}-15,100,60\n"
        for name in names
        for year in (2023, 2024, 2025)
        for month in (2, 5, 8, 11)
        if f"{year}-{month:02d}" <= (until or {}).get(name, "9999")
    ]
    return SALES + "".join(rows)


@pytest.mark.parametrize(
    ("kept", "count", "low", "high"),
    [(16, 100, 0.1088, 0.2291), (38, 40, 0.8597, 0.9833), (45, 50, 0.8085, 0.9505)],
)
def test_wilson_intervals_are_the_worked_out_ones(kept, count, low, high):
    assert wilson(kept, count) == pytest.approx((low, high), abs=5e-5)


def test_partners_that_fell_silent_are_not_kept(tmp_path):
    names = [f"p{number}" for number in range(20)]
    review = customers(tmp_path, {"sales.csv": quarterly(names, {"p0": "2025-03", "p1": "2025-03"})}, names)
    assert (review.keeping.at_start, review.keeping.kept) == (20, 18)
    assert review.keeping.rate == pytest.approx((0.9, *wilson(18, 20)))
    assert review.keeping.revenue_kept == pytest.approx(0.9)


def test_a_silence_that_is_usual_for_a_partner_is_no_loss(tmp_path):
    names = [f"p{number}" for number in range(11)]
    seldom = "p0,2023-02-15,100,60\np0,2024-02-15,100,60\np0,2025-02-15,100,60\n"
    review = customers(tmp_path, {"sales.csv": quarterly(names[1:]) + seldom}, names)
    assert (review.keeping.at_start, review.keeping.kept) == (11, 11)


def test_fewer_than_ten_partners_are_counted_and_get_no_rate(tmp_path):
    names = [f"p{number}" for number in range(9)]
    review = customers(tmp_path, {"sales.csv": quarterly(names)}, names)
    assert review.keeping.at_start == 9
    assert review.keeping.rate is None
    assert all(found.value is None and "kept rate" in found.reason for found in review.values)


def test_without_a_model_value_is_the_closed_form_with_the_kept_rate(tmp_path):
    names = [f"p{number}" for number in range(20)]
    review = customers(tmp_path, {"sales.csv": quarterly(names, {"p0": "2025-03"})}, names)
    found = next(found for found in review.values if found.partner == "p5")
    expected = value_at_constant_rate(40_00, 0.95**0.25, per_period(0.1, 4), 12)
    assert found.value == round(expected)
    assert found.low < found.value <= found.high
    assert found.model.startswith("constant kept rate")


def test_a_contribution_that_is_not_known_gives_no_value(tmp_path):
    names = [f"p{number}" for number in range(20)]
    files = {"sales.csv": quarterly(names) + "p3,2025-06-01,5,\n"}
    found = next(found for found in customers(tmp_path, files, names).values if found.partner == "p3")
    assert found.value is None
    assert "contribution" in found.reason


def yearly_contracts(there: list[int]) -> tuple[str, list[str]]:
    """Contracts begun on 2020-01-01 of a year each: so many there after 0, 1, 2, … renewals."""
    rows, names = ["partner,start,end,renewal_every,renewed"], []
    lost = [before - after for before, after in pairwise(there)]
    for renewal, count in enumerate(lost, start=1):
        for _ in range(count):
            names.append(f"p{len(names)}")
            rows.append(f"{names[-1]},2020-01-01,{2020 + renewal}-01-01,4,no")
    for _ in range(there[-1]):
        names.append(f"p{len(names)}")
        rows.append(f"{names[-1]},2020-01-01,,4,open")
    return "\n".join(rows) + "\n", names


def test_contracts_give_the_estimates_of_the_counts_they_were_made_of(tmp_path):
    text, names = yearly_contracts([1000, 869, 743, 653, 593, 551])
    review = customers(tmp_path, {"contracts.csv": text}, names, as_of=date(2025, 1, 2))
    found = note(review, "renewals")
    assert not found.reason
    alpha, beta = fit_renewals([131, 126, 90, 60, 42], [0, 0, 0, 0, 551]).values
    assert found.parameters == pytest.approx({"alpha": alpha, "beta": beta}, rel=1e-4)


def test_survival_of_contracts_is_the_share_still_there(tmp_path):
    text, names = yearly_contracts([100, 90, 70, 60])
    review = customers(tmp_path, {"contracts.csv": text}, names, as_of=date(2023, 6, 1))
    assert [point.share for point in review.keeping.survival] == pytest.approx([0.9, 0.7, 0.6], abs=0.001)
    assert all(point.low < point.share < point.high for point in review.keeping.survival)


def test_survival_takes_contracts_that_are_still_running_as_cut_off(tmp_path):
    rows = "a,2020-01-01,2020-07-01,,no\nb,2020-01-01,2021-07-01,,no\nc,2020-12-01,,,open\nd,2020-01-01,,,open\n"
    files = {"contracts.csv": "partner,start,end,renewal_every,renewed\n" + rows}
    review = customers(tmp_path, files, "abcd", as_of=date(2022, 3, 1))
    # a of four leaves first, then b of three that are watched so long
    assert [point.share for point in review.keeping.survival] == pytest.approx([3 / 4, 3 / 4 * 1 / 2])


def test_few_contracts_do_not_bear_the_model(tmp_path):
    text, names = yearly_contracts([40, 30, 25, 20])
    review = customers(tmp_path, {"contracts.csv": text}, names)
    assert "40 contracts with renewal_every, 50 are needed" in note(review, "renewals").reason


def buyers(seed: int, count: int, leaves: float = 0.1, dear: float = 0.0) -> tuple[str, list[str]]:
    """Partners that buy by chance at a rate of their own and may leave after each purchase."""
    random = np.random.default_rng(seed)
    rows, names = [], [f"p{number}" for number in range(count)]
    for name in names:
        rate, money = random.gamma(1.5, 1 / 30), random.gamma(6, 20)
        day = date(2022, 1, 1) + timedelta(days=int(random.integers(0, 300)))
        gone = random.beta(1, 1 / leaves)
        while day <= DAY:
            amount = random.gamma(6, money / 6) * (1 + dear * rate * 30)
            rows.append(f"{name},{day},{max(amount, 1):.2f},{max(amount, 1) * 0.6:.2f}\n")
            if random.random() < gone:
                break
            day += timedelta(days=1 + int(random.exponential(1 / rate)))
    return SALES + "".join(rows), names


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    text, names = buyers(7, 150)
    return customers(tmp_path_factory.mktemp("buyers"), {"sales.csv": text}, names)


def test_purchases_are_modelled_where_there_are_enough_buyers_without_contracts(simulated):
    found = note(simulated, "purchases")
    assert set(found.parameters) == {"r", "alpha", "a", "b"}
    assert "predicted" in found.check


def test_every_value_by_purchases_has_a_chance_that_the_partner_still_buys(simulated):
    found = note(simulated, "purchases")
    by_model = [value for value in simulated.values if value.model.startswith("purchases to come")]
    assert bool(by_model) is not bool(found.reason)
    assert all(0 <= value.alive <= 1 for value in by_model)


def test_contracts_on_record_bar_the_model_for_unseen_leaving(tmp_path):
    text, names = buyers(7, 120)
    files = {"sales.csv": text, "contracts.csv": "partner,start\np0,2022-01-01\n"}
    assert "leaving is seen" in note(customers(tmp_path, files, names), "purchases").reason


def test_few_buyers_do_not_bear_the_model(tmp_path):
    text, names = buyers(7, 60)
    assert "100 are needed" in note(customers(tmp_path, {"sales.csv": text}, names), "purchases").reason


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,,,,", "row 2, start: the cell is empty"),
        ("a,2024-01-01,2023-01-01,,", "row 2, end: lies before start"),
        ("a,2024-01-01,,,no", "row 2, end: not renewed, and no end"),
        ("a,2024-01-01,,0,", "row 2, renewal_every: '0'"),
        ("a,2024-01-01,,,perhaps", "row 2, renewed: 'perhaps' is unknown"),
        ("z,2024-01-01,,,", "row 2, partner: 'z' is unknown"),
    ],
)
def test_a_contract_that_cannot_be_is_refused(tmp_path, row, told):
    files = {"contracts.csv": f"partner,start,end,renewal_every,renewed\n{row}\n"}
    with pytest.raises(InputError, match=told.replace("(", r"\(")):
        customers(tmp_path, files, "a")


def test_nothing_closed_is_said(tmp_path):
    review = customers(tmp_path, {"sales.csv": quarterly("a")}, "a", as_of=date(2020, 1, 1))
    assert any("No kept rate" in line for line in customer_lines(review))


def test_text_and_document_tell_the_same_partners(simulated):
    document = json.loads(customers_json(simulated))
    assert document["for"] == ["analyst", "alliance_manager", "executive"]
    assert len(document["values"]) == 150
    assert any("and 110 more" in line for line in customer_lines(simulated))


def test_the_command_tells_the_example():
    words = ["customers", str(resources.examples() / "economics"), "--as-of", "2026-04-24"]
    result = CliRunner().invoke(alliancenet, words)
    assert result.exit_code == 0
    assert "Kept rate over 4 periods: 100.0\u00a0%" in result.stdout
    assert "calder: -" in result.stdout
