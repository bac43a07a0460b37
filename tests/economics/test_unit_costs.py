"""What an order and a ticket cost: worked out by hand, beside the median partner."""

import pytest

from alliancenet.economics.unit_costs import unit_cost_lines, unit_costs_of

from .firms import TDABC, ledger_of

NAMES = "abcdef"


def files_of(names, group):
    """Partners with one document each; the first has ten orders of 8 minutes at .80, the others one."""
    return {
        "resources.csv": "resource,period,cost,capacity_minutes\nservice,2026-Q1,560000,700000\n",
        "activities.csv": f"activity,resource,minutes,group\norder,service,8,{group}\nrepair,service,50,postsales\n",
        "events.csv": "partner,date,activity,count\n"
        + "".join(f"{name},2026-01-05,order,{10 if name == 'a' else 1}\n" for name in names)
        + "a,2026-01-06,repair,2\n",
        "sales.csv": "partner,date,amount,product_cost,document\n"
        + "".join(f"{name},2026-01-05,900,100,D-{name}\n" for name in names),
        "costs.csv": "partner,date,amount,kind\n",
    }


def ledger(path, names=NAMES, group="order"):
    return ledger_of(path, files_of(names, group), *names)


def test_an_order_costs_its_time_over_the_documents(tmp_path):
    found = {costs.partner: costs for costs in unit_costs_of(ledger(tmp_path))}
    assert found["a"].order.cost == pytest.approx(10 * 8 * 80)  # cents: .80 a minute
    assert found["b"].order.cost == pytest.approx(8 * 80)
    assert (found["a"].order.median, found["a"].order.partners) == (pytest.approx(8 * 80), 6)
    assert found["a"].ticket.cost == pytest.approx(50 * 80)
    assert found["b"].ticket.cost is None
    assert found["a"].ticket.median is None  # of one partner alone there is no median


def test_fewer_than_five_partners_are_not_compared(tmp_path):
    assert all(costs.order.median is None for costs in unit_costs_of(ledger(tmp_path, "abcd")))


def test_without_such_activities_there_is_nothing(tmp_path):
    files = TDABC | {
        "activities.csv": "activity,resource,minutes\norder,service,8\ninquiry,service,44\ncheck,service,50\n"
    }
    assert unit_costs_of(ledger_of(tmp_path, files, "a", "b")) is None


def test_the_dearest_order_stands_first(tmp_path):
    lines = list(unit_cost_lines(unit_costs_of(ledger(tmp_path)), "EUR"))
    assert lines[1].startswith("a ")
    assert "Of the median partner an order costs 6.40 EUR (6 partners)." in lines


def test_orders_nobody_told_of_are_unknown_and_not_none(tmp_path):
    files = {name: text for name, text in files_of(NAMES, "order").items() if name != "sales.csv"}
    found = unit_costs_of(ledger_of(tmp_path, files, *NAMES))
    assert {(costs.order.cost, costs.order.count, costs.order.median) for costs in found} == {(None, None, None)}
    assert "unknown" in list(unit_cost_lines(found, "EUR"))[1]
    assert {costs.ticket.count for costs in found} == {0, 2}  # events were handed in: no ticket is none
