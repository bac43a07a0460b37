"""The golden portfolio of twelve partners: curve, matrix and repair arithmetic against worked-out values."""

import pytest

from alliancenet.economics.repair import annuity, minimum_order
from alliancenet.economics.whale import head

from .firms import GOLDEN, golden, golden_files, review_of


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    return golden(tmp_path_factory.mktemp("golden"))


def test_contributions_are_the_worked_out_ones(review):
    found = {statement.partner: statement.lines["contribution"].value for statement in review.statements}
    assert [found[name] // 100 for name in GOLDEN] == [240, 140, 90, 60, 30, 15, 5, 0, -5, -20, -80, -140]


def test_the_peak_is_at_g(review):
    assert review.curve.peak == pytest.approx(173.134, abs=5e-4)
    assert review.curve.peak_partner == "G"
    assert review.curve.erosion == pytest.approx(73.134, abs=5e-4)


def test_parts_of_the_order_add_to_a_hundred(review):
    curve = review.curve
    assert curve.top_fifth == pytest.approx(124.179, abs=5e-4)
    assert curve.middle == pytest.approx(22.388, abs=5e-4)
    assert curve.worst_tenth == pytest.approx(-46.567, abs=5e-4)


def test_gains_and_losses_are_counted(review):
    assert review.curve.profitable == 7
    assert review.curve.loss_ratio == pytest.approx(0.42241, abs=5e-6)
    assert review.curve.total == 335_00


def test_the_matrix_is_cut_at_the_medians(review):
    assert review.matrix.margin_cut == pytest.approx(0.29167, abs=5e-6)
    assert review.matrix.cost_cut == pytest.approx(0.21591, abs=5e-6)


def test_l_loses_in_the_problem_quadrant(review):
    labels = {point.partner: point.label for point in review.matrix.points}
    assert labels["L"] == "problem, loss"
    assert labels["A"] == "protect, profit"


def test_l_needs_a_fifth_more_price_or_half_its_cost_to_serve(review):
    loss = next(loss for loss in review.losses if loss.partner == "L")
    assert loss.price == pytest.approx(0.20588, abs=5e-6)
    assert loss.cost_removed == pytest.approx(0.46667, abs=5e-6)


def test_losses_come_heaviest_first(review):
    assert [loss.partner for loss in review.losses] == ["L", "K", "J", "I"]


def test_stopping_a_partner_with_a_margin_does_not_help_unless_its_cost_goes_away(tmp_path):
    files = golden_files()
    review = review_of(tmp_path, files, *GOLDEN)
    stop = next(loss.stop for loss in review.losses if loss.partner == "L")
    years = annuity(0.10, 4, 3)
    assert stop.none_avoided == pytest.approx(-160_00 * years, abs=1)
    assert stop.value == stop.all_avoided == pytest.approx(140_00 * years, abs=1)


def test_the_minimum_order_is_kanthals():
    assert minimum_order(150, 0.25)[0] == 600
    assert minimum_order(600, 0.25)[0] == 2400


def test_no_order_size_repairs_a_margin_below_the_other_costs():
    order, why = minimum_order(150, 0.0)
    assert order is None
    assert "no order size" in why


def test_the_head_takes_a_fraction_of_the_next_partner():
    import numpy as np

    assert head(np.array([10, 6, 2]), 0.5) == 13


@pytest.mark.parametrize(("losses", "withheld"), [(580, True), (560, True), (500, False)])
def test_no_percentages_of_a_total_near_zero(tmp_path, losses, withheld):
    gains = [240, 140, 90, 60, 30, 15, 5]
    rows = [f"p{place},2026-02-01,1000,{1000 - gain}" for place, gain in enumerate(gains)]
    rows += [f"q{place},2026-02-01,1000,{1000 + losses / 5}" for place in range(5)]
    names = [*(f"p{place}" for place in range(7)), *(f"q{place}" for place in range(5))]
    files = golden_files() | {"sales.csv": "partner,date,amount,product_cost\n" + "\n".join(rows) + "\n"}
    files["costs.csv"] = "partner,date,amount,kind\n"
    curve = review_of(tmp_path, files, *names).curve
    assert (curve.peak is None) == withheld
    assert bool(curve.no_percentages) == withheld
    assert curve.loss_ratio == pytest.approx(losses / 580)


def test_the_curve_is_withheld_when_most_sales_have_no_known_contribution(tmp_path):
    files = golden_files()
    files["sales.csv"] += "M,2026-02-01,3000,0,\n"
    curve = review_of(tmp_path, files, *GOLDEN, "M").curve
    assert not curve.points
    assert "58%" in curve.reason


def test_fewer_than_ten_partners_are_bars(tmp_path):
    files = golden_files()
    few = list(GOLDEN)[:9]
    for name in ("sales.csv", "costs.csv"):
        head_row, *rows = files[name].splitlines()
        files[name] = "\n".join([head_row, *(row for row in rows if row[0] in few)]) + "\n"
    assert review_of(tmp_path, files, *GOLDEN).curve.is_bars


def test_a_partner_on_a_cut_counts_as_low_cost_and_high_margin(tmp_path):
    files = golden_files()
    files["sales.csv"] = "partner,date,amount,product_cost\n" + "".join(f"{p},2026-02-01,100,60\n" for p in "ABCD")
    files["costs.csv"] = "partner,date,amount,kind\n" + "".join(f"{p},2026-02-01,10,other\n" for p in "ABCD")
    assert {point.quadrant for point in review_of(tmp_path, files, *"ABCD").matrix.points} == {"protect"}


def test_three_partners_get_no_quadrants(tmp_path):
    files = golden_files()
    files["sales.csv"] = "partner,date,amount,product_cost\n" + "".join(f"{p},2026-02-01,100,60\n" for p in "ABC")
    matrix = review_of(tmp_path, files, *GOLDEN).matrix
    assert matrix.cost_cut is None
    assert {point.label for point in matrix.points} <= {"profit", "loss", "break-even"}


def test_a_partner_without_sales_has_no_rate_and_is_listed(tmp_path):
    files = golden_files()
    files["sales.csv"] += "M,2026-02-01,10,0,5\nM,2026-02-01,-10,0,-5\n"
    assert review_of(tmp_path, files, *GOLDEN, "M").matrix.without_rate == ("M",)
