"""Statements: published values, brute force, exact sums, and what is withheld."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.economics.serving import cut_exactly
from alliancenet.model.economics import IntervalKind, ProfitClass

from .firms import TDABC, review_of, value


def test_time_driven_costs_are_those_of_kaplan_and_anderson(tmp_path):
    review = review_of(tmp_path, TDABC, "a", "b")
    (use,) = review.uses
    assert use.used == 578_600
    assert use.partners == 462_880_00
    assert use.unused == 97_120_00
    assert use.practical - use.used == 121_400


def test_a_statement_is_net_sales_less_product_cost_less_cost_to_serve(tmp_path):
    files = TDABC | {
        "sales.csv": "partner,date,amount,discount,rebate,product_cost\na,2026-01-05,1000,50,20,400\n",
        "costs.csv": "partner,date,amount,kind\n"
        "a,2026-01-09,30,freight\na,2026-01-09,5,rebate\na,2026-01-09,7,capital\n",
        "events.csv": "partner,date,activity,count\na,2026-01-05,order,10\n",
    }
    lines = {name: line.value for name, line in review_of(tmp_path, files, "a", "b").statements[0].lines.items()}
    assert lines == {
        "gross_sales": 1050_00,
        "discounts": 50_00,
        "rebates": 25_00,
        "net_sales": 975_00,
        "product_cost": 400_00,
        "net_margin": 575_00,
        "time_cost": 64_00,
        "direct_cost": 30_00,
        "cost_to_serve": 94_00,
        "contribution": 481_00,
    }


@given(
    st.integers(0, 10**9),
    st.lists(st.floats(0, 1e6), max_size=30),
    st.floats(1, 1e7),
)
def test_parts_of_a_cost_add_up_to_it_whatever_the_minutes(cost, minutes, practical):
    parts, unused = cut_exactly(cost, np.array(minutes, dtype=float), practical)
    assert int(parts.sum()) + unused == cost


@given(st.integers(1, 10**7), st.lists(st.integers(0, 500), min_size=1, max_size=20), st.integers(1, 5000))
def test_each_part_is_within_one_minor_unit_of_its_exact_share(cost, minutes, practical):
    parts, _ = cut_exactly(cost, np.array(minutes, dtype=float), float(practical))
    exact = [Fraction(cost * part, practical) for part in minutes]
    assert all(abs(part - share) < 1 for part, share in zip(parts.tolist(), exact, strict=True))


def test_unused_capacity_is_not_spread_over_partners(tmp_path):
    quiet = TDABC | {"events.csv": "partner,date,activity,count\na,2026-01-05,order,10\n"}
    review = review_of(tmp_path, quiet, "a", "b")
    assert value(review, "a", "time_cost") == 64_00
    assert review.uses[0].unused == 560_000_00 - 64_00


def test_work_for_no_partner_is_its_own_part(tmp_path):
    files = TDABC | {"events.csv": "partner,date,activity,count\na,2026-01-05,order,10\n,2026-01-05,order,5\n"}
    (use,) = review_of(tmp_path, files, "a", "b").uses
    assert (use.partners, use.others) == (64_00, 32_00)


def test_a_resource_without_activities_is_never_allocated(tmp_path):
    files = TDABC | {"resources.csv": TDABC["resources.csv"] + "roof,2026-Q1,1000,1\n"}
    assert review_of(tmp_path, files, "a", "b").unassigned == 1000_00


def test_use_beyond_capacity_is_flagged_and_not_rescaled(tmp_path):
    files = TDABC | {"resources.csv": "resource,period,cost,capacity_minutes\nservice,2026-Q1,560000,500000\n"}
    review = review_of(tmp_path, files, "a", "b")
    (use,) = review.uses
    assert use.is_over
    assert use.unused < 0
    assert all(found.over_capacity for found in review.statements)


def test_use_within_capacity_is_not_flagged(tmp_path):
    assert not any(found.over_capacity for found in review_of(tmp_path, TDABC, "a", "b").statements)


def test_practical_minutes_are_eighty_per_cent_of_paid_ones(tmp_path):
    files = TDABC | {"resources.csv": "resource,period,cost,people,paid_minutes\nservice,2026-Q1,560000,28,31250\n"}
    assert review_of(tmp_path, files, "a", "b").uses[0].practical == 700_000


def test_measured_minutes_replace_the_standard(tmp_path):
    files = TDABC | {"events.csv": "partner,date,activity,count,minutes\na,2026-01-05,order,2,100\n"}
    assert value(review_of(tmp_path, files, "a", "b"), "a", "time_cost") == 160_00


def test_a_term_adds_its_minutes_for_each_unit_and_for_yes(tmp_path):
    files = TDABC | {
        "activity_terms.csv": "activity,attribute,minutes\norder,lines,2\norder,abroad,10\n",
        "events.csv": "partner,date,activity,lines,abroad\na,2026-01-05,order,3,yes\na,2026-01-05,order,0,no\n",
    }
    assert value(review_of(tmp_path, files, "a", "b"), "a", "time_cost") == ((8 + 6 + 10 + 8) * 80)


def test_an_event_that_lacks_an_attribute_leaves_the_contribution_unknown(tmp_path):
    files = TDABC | {
        "activity_terms.csv": "activity,attribute,minutes\norder,lines,2\n",
        "events.csv": "partner,date,activity,lines\na,2026-01-05,order,\n",
    }
    line = review_of(tmp_path, files, "a", "b").statements[0].lines["contribution"]
    assert line.value is None
    assert "attribute" in line.reason


def test_a_resource_without_cost_in_a_period_leaves_its_events_unknown(tmp_path):
    files = TDABC | {"resources.csv": "resource,period,cost,capacity_minutes\nservice,2025-Q4,560000,700000\n"}
    line = review_of(tmp_path, files, "a", "b").statements[0].lines["time_cost"]
    assert line.value is None
    assert "service has no cost in that period" in line.reason


@pytest.mark.parametrize("name", ["sales.csv", "costs.csv", "events.csv"])
def test_a_file_that_is_missing_is_named_and_never_zero(tmp_path, name):
    files = {file: text for file, text in TDABC.items() if file != name}
    line = review_of(tmp_path, files, "a", "b").statements[0].lines["contribution"]
    assert line.value is None
    assert f"economics/{name} is missing" in line.reason


def test_a_sale_without_product_cost_leaves_the_margin_unknown(tmp_path):
    files = TDABC | {"sales.csv": "partner,date,amount,product_cost\na,2026-01-05,10,\na,2026-01-06,10,4\n"}
    review = review_of(tmp_path, files, "a", "b")
    assert value(review, "a", "net_sales") == 20_00
    assert value(review, "a", "net_margin") is None


def test_a_declared_margin_stands_in_and_says_so(tmp_path):
    files = TDABC | {"sales.csv": "partner,date,amount,category\na,2026-01-05,10,glass\n"}
    review = review_of(tmp_path, files, "a", "b", plan="{currency: EUR, margin_rates: {glass: 0.3}}")
    assert value(review, "a", "net_margin") == 3_00
    assert any("standard margin" in label for label in review.statements[0].labels)


def with_capital(path, sales: str, costs: str = ""):
    files = TDABC | {"sales.csv": sales, "costs.csv": "partner,date,amount,kind\n" + costs}
    return (review_of(path, files, "a", "b", plan=f"{{currency: EUR{rate}}}") for rate in ("", ", capital_rate: 0.073"))


def test_capital_is_charged_from_the_invoice_until_it_is_paid_and_for_what_is_entered(tmp_path):
    sales = "partner,date,amount,product_cost,paid\na,2026-01-10,90000,0,2026-02-09\na,2026-03-22,1000,0,\n"
    free, charged = with_capital(tmp_path, sales, "a,2026-02-01,5,capital\n")
    # 30 days of 90,000 and, still open on 1 April, 10 days of 1,000, at .0002 a day
    cost = 540_00 + 2_00 + 5_00
    assert value(charged, "a", "capital_cost") == cost
    assert value(charged, "a", "contribution") == value(free, "a", "contribution") - cost
    assert "capital_cost" not in free.statements[0].lines
    assert any("cost of capital, at 7.3 % a year" in label for label in charged.statements[0].labels)


def test_capital_is_unknown_where_nobody_says_when_sales_were_paid(tmp_path):
    _, charged = with_capital(tmp_path, "partner,date,amount,product_cost\na,2026-01-10,90000,0\n")
    line = charged.statements[0].lines["contribution"]
    assert line.value is None
    assert "no column paid" in line.reason


def test_a_period_without_a_row_is_unknown_unless_the_file_is_complete(tmp_path):
    files = TDABC | {"sales.csv": "partner,date,amount,product_cost\na,2025-10-05,10,4\n"}
    assert value(review_of(tmp_path, files, "a", "b"), "a", "net_sales") is None
    complete = "{currency: EUR, complete_from: 2025-01-01, complete_to: 2026-03-31}"
    assert value(review_of(tmp_path, files, "a", "b", plan=complete), "a", "net_sales") == 0


def test_ranges_of_times_bound_the_contribution(tmp_path):
    files = TDABC | {
        "activities.csv": "activity,resource,minutes,minutes_low,minutes_high\norder,service,8,4,16\n",
        "events.csv": "partner,date,activity,count\na,2026-01-05,order,100\n",
        "sales.csv": "partner,date,amount,product_cost\na,2026-01-05,1000,0\n",
    }
    line = review_of(tmp_path, files, "a", "b").statements[0].lines["contribution"]
    assert (line.low, line.value, line.high) == (-280_00, 360_00, 680_00)
    assert line.kind is IntervalKind.BOUNDS


def test_a_range_on_both_sides_of_zero_cannot_be_told(tmp_path):
    files = TDABC | {
        "activities.csv": "activity,resource,minutes,minutes_low,minutes_high\norder,service,8,4,16\n",
        "events.csv": "partner,date,activity,count\na,2026-01-05,order,100\n",
        "sales.csv": "partner,date,amount,product_cost\na,2026-01-05,1000,0\n",
    }
    assert review_of(tmp_path, files, "a", "b").statements[0].profit is ProfitClass.CANNOT_BE_TOLD


def test_without_ranges_nothing_is_claimed_to_be_exact(tmp_path):
    statement = review_of(tmp_path, TDABC, "a", "b").statements[0]
    assert statement.lines["contribution"].kind is IntervalKind.NONE
    assert statement.lines["net_sales"].kind is IntervalKind.EXACT


def test_only_closed_periods_are_used_and_the_others_are_counted(tmp_path):
    files = TDABC | {"sales.csv": TDABC["sales.csv"] + "a,2026-04-05,77,0\n"}
    review = review_of(tmp_path, files, "a", "b", as_of=date(2026, 6, 29))
    assert review.last == "2026-Q1"
    assert any("1 row lies in a period that is not closed" in str(remark) for remark in review.remarks)


def test_a_credit_note_lowers_sales_whichever_sign_it_has(tmp_path):
    rows = "a,2026-01-05,100,40,invoice\na,2026-01-06,10,4,credit\na,2026-01-07,-10,-4,credit\n"
    files = TDABC | {"sales.csv": f"partner,date,amount,product_cost,kind\n{rows}"}
    review = review_of(tmp_path, files, "a", "b")
    assert (value(review, "a", "net_sales"), value(review, "a", "product_cost")) == (80_00, 32_00)


def test_an_order_beside_its_invoice_is_not_a_second_sale(tmp_path):
    rows = "a,2026-01-05,100,40,order,D1\na,2026-01-06,100,40,invoice,D1\n"
    files = TDABC | {"sales.csv": f"partner,date,amount,product_cost,kind,document\n{rows}"}
    review = review_of(tmp_path, files, "a", "b")
    assert value(review, "a", "net_sales") == 100_00
    assert any("beside invoices" in str(remark) for remark in review.remarks)


def test_foreign_amounts_take_the_rate_of_their_day(tmp_path):
    files = TDABC | {
        "rates.csv": "currency,from,rate\nUSD,2026-01-01,0.90\nUSD,2026-02-01,0.80\nJPY,2026-01-01,0.00625\n",
        "sales.csv": "partner,date,amount,currency,product_cost\n"
        "a,2026-01-31,100.01,USD,0\na,2026-02-01,100,USD,0\na,2026-02-01,1000,JPY,0\na,2026-02-01,1,,0\n",
    }
    assert value(review_of(tmp_path, files, "a", "b"), "a", "net_sales") == 90_01 + 80_00 + 6_25 + 1_00


def test_statements_of_several_periods_are_the_sums_of_each(tmp_path):
    files = TDABC | {
        "sales.csv": "partner,date,amount,product_cost\na,2025-11-05,10,4\na,2026-01-05,20,5\n",
        "events.csv": "partner,date,activity\n",
    }
    review = review_of(tmp_path, files, "a", "b", periods=2)
    assert (review.first, review.last) == ("2025-Q4", "2026-Q1")
    assert value(review, "a", "contribution") == 21_00
    assert [earned.value for earned in review.earned["a"]] == [6, 15]
