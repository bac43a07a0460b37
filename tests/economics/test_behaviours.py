"""Behaviours that cost: each has a partner that shows it and one that does not, and its cost above the median."""

import pytest

from .firms import review_of

NAMES = ("p0", "p1", "p2", "p3", "p4", "p5")
SALES_HEAD = "partner,date,amount,product_cost,product,document,kind,channel,due,paid\n"


def files(sales: str, events: str = "", behaviours: str = "") -> dict[str, str]:
    activities = [
        "help,desk,10,presales,",
        "repair,desk,10,postsales,B8",
        "bespoke,desk,10,delivery,B4",
        "deliver,desk,10,delivery,",
        "change,desk,10,order,B5",
    ]
    found = {
        "sales.csv": SALES_HEAD + sales,
        "costs.csv": "partner,date,amount,kind\n",
        "resources.csv": "resource,period,cost,capacity_minutes\ndesk,2026-Q1,10000,10000\n",
        "activities.csv": "activity,resource,minutes,group,behaviour\n" + "\n".join(activities) + "\n",
        "events.csv": "partner,date,activity,count\n" + events,
    }
    return found | ({"behaviours.csv": "partner,behaviour,answer\n" + behaviours} if behaviours else {})


def usual(partner: str, number: int = 0) -> str:
    return (
        f"{partner},2026-01-{1 + 3 * number:02d},100,50,shared,{partner}-{number},invoice,edi,2026-02-01,2026-02-01\n"
    )


def all_usual(*but: str) -> str:
    return "".join(usual(name, number) for name in NAMES if name not in but for number in range(9))


def behaviour(review, partner: str, name: str):
    found = next(known for known in review.behaviours if known.partner == partner)
    return next(behaviour for behaviour in found.behaviours if behaviour.id == name)


def states(tmp_path, name: str, sales: str, events: str = "") -> tuple[bool | None, bool | None]:
    """Of p0, which shows it, and of p1, which does not."""
    review = review_of(tmp_path, files(sales, events), *NAMES)
    return behaviour(review, "p0", name).is_high, behaviour(review, "p1", name).is_high


def row(day: str, amount: int = 100, product: str = "shared", channel: str = "edi", paid: str = "2026-02-01") -> str:
    return f"p0,{day},{amount},50,{product},{day},invoice,{channel},2026-02-01,{paid}\n"


def test_b1_products_sold_to_one_partner_only(tmp_path):
    assert states(tmp_path, "B1", all_usual("p0") + row("2026-01-05", product="own")) == (True, False)


def test_b2_orders_smaller_than_those_of_three_quarters_of_partners(tmp_path):
    assert states(tmp_path, "B2", all_usual("p0") + row("2026-01-05", amount=3)) == (True, False)


def test_b3_orders_in_bursts(tmp_path):
    days = [
        "2026-01-01",
        "2026-01-02",
        "2026-01-03",
        "2026-01-04",
        "2026-01-05",
        "2026-01-06",
        "2026-01-07",
        "2026-03-30",
    ]
    assert states(tmp_path, "B3", all_usual("p0") + "".join(row(day) for day in days)) == (True, False)


def test_b3_is_not_told_of_few_orders(tmp_path):
    assert states(tmp_path, "B3", all_usual("p0") + row("2026-01-05") + row("2026-03-05"))[0] is None


def test_b4_deliveries_made_to_measure(tmp_path):
    events = "p0,2026-01-05,bespoke,2\np0,2026-01-05,deliver,2\np1,2026-01-05,deliver,9\np1,2026-01-05,bespoke,1\n"
    assert states(tmp_path, "B4", all_usual(), events) == (True, False)


def test_b5_changes_after_ordering(tmp_path):
    assert states(tmp_path, "B5", all_usual(), "p0,2026-01-05,change,5\np1,2026-01-05,change,1\n") == (True, False)


def test_b6_orders_by_hand(tmp_path):
    assert states(tmp_path, "B6", all_usual("p0") + row("2026-01-05", channel="telephone")) == (True, False)


@pytest.mark.parametrize(("name", "activity"), [("B7", "help"), ("B8", "repair")])
def test_b7_b8_much_more_help_than_others_need(tmp_path, name, activity):
    events = f"p0,2026-01-05,{activity},50\n" + "".join(f"{partner},2026-01-05,{activity},2\n" for partner in NAMES[1:])
    assert states(tmp_path, name, all_usual(), events) == (True, False)


def test_b10_paid_late(tmp_path):
    assert states(tmp_path, "B10", all_usual("p0") + row("2026-01-05", paid="2026-03-01")) == (True, False)


def test_b9_as_answered(tmp_path):
    review = review_of(tmp_path, files(all_usual(), behaviours="p0,B9,high\np1,B9,low\np2,B9,cannot say\n"), *NAMES)
    assert [behaviour(review, name, "B9").is_high for name in ("p0", "p1", "p2", "p3")] == [True, False, None, None]


def test_how_many_are_known_is_counted_beside_how_many_are_high(tmp_path):
    review = review_of(tmp_path, files(all_usual(), behaviours="p0,B9,high\n"), *NAMES)
    found = next(known for known in review.behaviours if known.partner == "p0")
    assert (found.high, found.known) == (1, 6)


def test_cost_above_the_median_partner_is_that_of_the_further_events(tmp_path):
    events = "p0,2026-01-05,repair,30\n" + "".join(f"{name},2026-01-05,repair,10\n" for name in NAMES[1:])
    found = behaviour(review_of(tmp_path, files(all_usual(), events), *NAMES), "p0", "B8")
    assert (found.cost, found.above_median) == (300_00, 200_00)


def test_fewer_than_five_partners_are_not_compared(tmp_path):
    sales = "".join(usual(name) for name in NAMES[:3])
    found = behaviour(review_of(tmp_path, files(sales, "p0,2026-01-05,repair,30\n"), *NAMES), "p0", "B8")
    assert found.cost == 300_00
    assert found.above_median is None
    assert found.is_high is None


def test_a_loss_names_the_surcharge_that_would_end_it(tmp_path):
    events = "p0,2026-01-05,repair,100\n" + "".join(f"{name},2026-01-05,repair,1\n" for name in NAMES[1:])
    (loss,) = review_of(tmp_path, files(all_usual(), events), *NAMES).losses
    assert (loss.surcharge_on, loss.surcharge) == ("B8", 5_50)
    assert loss.whose.startswith("the partner's behaviour")


def test_more_minutes_an_event_than_the_median_point_inside_first(tmp_path):
    events = "p0,2026-01-05,repair,5,200\n" + "".join(f"{name},2026-01-05,repair,5,\n" for name in NAMES[1:])
    books = files(all_usual()) | {"events.csv": "partner,date,activity,count,minutes\n" + events}
    (loss,) = review_of(tmp_path, books, *NAMES).losses
    assert loss.whose.startswith("inside first")


def test_neither_minutes_nor_events_point_to_price_or_mix(tmp_path):
    events = "".join(f"{name},2026-01-05,repair,5\n" for name in NAMES)
    sales = all_usual("p0") + "".join(usual("p0", number).replace(",100,50,", ",100,99,") for number in range(9))
    (loss,) = review_of(tmp_path, files(sales, events), *NAMES).losses
    assert loss.whose.startswith("price or mix")


def test_stopping_avoids_only_the_declared_share(tmp_path):
    books = files(all_usual(), "p0,2026-01-05,repair,100\n")
    books["activities.csv"] = "activity,resource,minutes,avoidable\nrepair,desk,10,0.25\n"
    (loss,) = review_of(tmp_path, books, *NAMES).losses
    factor = loss.stop.none_avoided / -450_00
    assert loss.stop.value == pytest.approx((250_00 - 450_00) * factor, abs=1)
    assert loss.stop.all_avoided == pytest.approx((1000_00 - 450_00) * factor, abs=1)
    assert loss.stop.stranded == 750_00
