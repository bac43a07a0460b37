"""The vectorised statement equals one worked out row by row in fractions."""

import random
from collections import defaultdict
from fractions import Fraction

import pytest

from .firms import review_of

PARTNERS = ("a", "b", "c")
DAYS = {"2025-Q4": ("2025-10-01", "2025-12-31"), "2026-Q1": ("2026-01-01", "2026-03-31")}


def random_books(seed):
    """Files, and the same rows as tuples."""
    draw = random.Random(seed)
    quarters = list(DAYS)
    costs = {(name, quarter): draw.randint(1, 10**6) for name in ("desk", "van") for quarter in quarters}
    room = {pair: draw.randint(500, 9000) for pair in costs}
    times = {"order": ("desk", 7), "visit": ("van", 40), "call": ("desk", 12)}
    events = [
        (draw.choice([*PARTNERS, ""]), draw.choice(quarters), draw.choice(list(times)), draw.randint(0, 9))
        for _ in range(60)
    ]
    sales = [
        (partner, quarter, draw.randint(-500, 9000), draw.randint(0, 4000))
        for partner in PARTNERS
        for quarter in quarters
    ]
    files = {
        "resources.csv": "resource,period,cost,capacity_minutes\n"
        + "".join(
            f"{name},{quarter},{cost / 100:.2f},{room[name, quarter]}\n" for (name, quarter), cost in costs.items()
        ),
        "activities.csv": "activity,resource,minutes\n"
        + "".join(f"{name},{resource},{minutes}\n" for name, (resource, minutes) in times.items()),
        "events.csv": "partner,date,activity,count\n"
        + "".join(f"{p},{draw.choice(DAYS[q])},{activity},{count}\n" for p, q, activity, count in events),
        "sales.csv": "partner,date,amount,product_cost\n"
        + "".join(f"{p},{DAYS[q][0]},{net / 100:.2f},{cost / 100:.2f}\n" for p, q, net, cost in sales),
        "costs.csv": "partner,date,amount,kind\n",
    }
    return files, costs, room, times, events, sales


@pytest.mark.parametrize("seed", range(8))
def test_contribution_is_within_a_cent_an_activity_of_the_exact_one(tmp_path, seed):
    files, costs, room, times, events, sales = random_books(seed)
    exact = defaultdict(Fraction)
    for partner, _, net, cost in sales:
        exact[partner] += net - cost
    for partner, quarter, activity, count in events:
        resource, minutes = times[activity]
        exact[partner] -= Fraction(costs[resource, quarter] * count * minutes, room[resource, quarter])
    review = review_of(tmp_path, files, *PARTNERS, periods=2)
    for statement in review.statements:
        assert abs(statement.lines["contribution"].value - exact[statement.partner]) <= len(times) * len(DAYS)


@pytest.mark.parametrize("seed", range(8))
def test_every_resource_is_reconciled_to_the_minor_unit(tmp_path, seed):
    files, costs, *_ = random_books(seed)
    review = review_of(tmp_path, files, *PARTNERS, periods=2)
    parts = sum(use.partners + use.others + use.unused for use in review.uses)
    assert parts == sum(costs.values())
    assert sum(found.lines["time_cost"].value for found in review.statements) == sum(
        use.partners for use in review.uses
    )
