"""The books of the example `economics`: two partners that lose money, one of which should not be stopped."""

import csv
import io
from random import Random

QUARTERS = [(year, quarter) for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)][1:9]
LOSES, SEEMS = "calder", "ostrich"
IN_ALLIANCE = "lantern"
"""What the loser buys within the alliance: all but the software, and all that it costs but the orders for it."""
CUSTOMERS = (
    ("ostrich", "Ostrich Bay Energy", "PT"),
    ("tern", "Tern Island Telecom", "IE"),
    ("marrow", "Marrow Lane Motors", "DE"),
    ("hollowmere", "Hollowmere Chemicals", "BE"),
    ("pinwheel", "Pinwheel Pharma", "FR"),
    ("gable", "Gable & Moss Retail", "GB"),
    ("quillon", "Quillon Labs", "FI"),
    ("sedge", "Sedge Water Works", "GB"),
    ("tamarack", "Tamarack Timber", "US"),
    ("umber", "Umber Foundry", "DE"),
    ("vesper", "Vesper Lighting", "US"),
    ("wicket", "Wicket Gate Security", "GB"),
    ("yarrow", "Yarrow Foods", "IE"),
    ("zephyr", "Zephyr Turbines", "ES"),
    ("alder", "Alder Clinics", "NL"),
    ("bramble", "Bramble Cycles", "FR"),
    ("cinder", "Cinder Rail", "PL"),
    ("drumlin", "Drumlin Quarries", "IE"),
    ("ember", "Ember Kilns", "IT"),
    ("fathom", "Fathom Offshore", "US"),
    ("gosling", "Gosling Toys", "AT"),
)
AWAY = {("alder", (2024, 4)): "late answers", ("gosling", (2025, 1)): "price"}
"""Customers that bought elsewhere for a quarter, and why; both came back."""
KINDS = ("sensors", "lenses", "software")
"""Category of the three products everybody buys."""
NEVER = {"pinwheel": ("software",), "zephyr": ("lenses", "software")}
"""Categories a customer does not buy, while those of its size do; it buys sensors instead."""
_CURRENCY = {"GB": ("GBP", 1.16), "US": ("USD", 0.9)}
_COUNTRY = {name: country for name, _, country in CUSTOMERS}
_PLAN = """economics:
  currency: EUR
  period: quarter
  complete_from: 2024-04-01
  complete_to: 2026-03-31
"""
_RESOURCES = (("order_desk", 52_000, 2), ("field_service", 262_000, 8), ("sales_team", 236_000, 5))
_ACTIVITIES = """activity,resource,minutes,minutes_low,minutes_high,group,behaviour,avoidable
order,order_desk,12,10,15,order,,0
change,order_desk,25,22,30,order,B5,0
delivery,field_service,30,26,36,delivery,,0.5
bespoke_delivery,field_service,60,54,70,delivery,B4,0.5
repair,field_service,150,138,168,postsales,B8,0.9
visit,sales_team,180,165,200,presales,B7,0
"""


def plan_lines() -> str:
    """Lines of the project file."""
    return _PLAN


def book_files() -> dict[str, str]:
    """Files of `economics/`, by name."""
    rng = Random("economics/books")
    sales: list[tuple[object, ...]] = []
    costs: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    for number, name in enumerate((LOSES, *(name for name, _, _ in CUSTOMERS))):
        size = 30_000 + 9_000 * (number % 7) + int(rng.random() * 8_000)
        for year, quarter in QUARTERS:
            kept = ([], [], []) if (name, (year, quarter)) in AWAY else (sales, costs, events)
            _quarter(name, size, (year, 3 * quarter - 2), rng, *kept)
    resources = [
        (name, f"{year}-Q{quarter}", cost, people, 27_000)
        for year, quarter in QUARTERS
        for name, cost, people in _RESOURCES
    ]
    resources += [("head_office", f"{year}-Q{quarter}", 90_000, 1, 27_000) for year, quarter in QUARTERS]
    head = ("partner", "date", "amount", "currency", "discount", "product_cost", "product", "category")
    head = (*head, "document", "channel", "alliance")
    return {
        "economics/sales.csv": text_of(head, sales),
        "economics/costs.csv": text_of(("partner", "date", "amount", "kind", "alliance"), costs),
        "economics/resources.csv": text_of(("resource", "period", "cost", "people", "paid_minutes"), resources),
        "economics/activities.csv": _ACTIVITIES,
        "economics/events.csv": text_of(("partner", "date", "activity", "count", "alliance"), events),
        "economics/rates.csv": "currency,from,rate\nGBP,2024-01-01,1.16\nUSD,2024-01-01,0.90\n",
    }


def _quarter(
    name: str,
    size: int,
    first: tuple[int, int],
    rng: Random,
    sales: list[tuple[object, ...]],
    costs: list[tuple[object, ...]],
    events: list[tuple[object, ...]],
) -> None:
    currency, rate = _CURRENCY.get(_COUNTRY.get(name, ""), ("EUR", 1.0))
    if name == LOSES:
        net, share, channel = 410_000 + int(rng.random() * 10_000), 0.78, "telephone"
        counts = {"order": 260, "change": 190, "delivery": 40, "bespoke_delivery": 130, "repair": 390, "visit": 40}
        freight = 26_000
    elif name == SEEMS:
        net, share, channel = 88_000 + int(rng.random() * 4_000), 0.70, "edi"
        counts = {"order": 24, "change": 1, "delivery": 22, "bespoke_delivery": 0, "repair": 14, "visit": 88}
        freight = 1_200
    else:
        net, share, channel = size + int(rng.random() * 5_000), 0.55 + 0.12 * rng.random(), "edi"
        counts = {"order": 16, "change": 1, "delivery": 14, "bespoke_delivery": 1, "repair": 10, "visit": 9}
        counts = {activity: int(count * (0.8 + 0.4 * rng.random())) for activity, count in counts.items()}
        freight = 600 + int(rng.random() * 500)
    year, month = first
    for part in range(6):
        amount = net / 6 / rate
        day = f"{year}-{month + part // 2:02d}-{5 + 15 * (part % 2):02d}"
        line = (round(amount, 2), currency, round(amount * 0.04, 2), round(amount * share, 2), f"sensor {part % 3 + 1}")
        kind = KINDS[0] if KINDS[part % 3] in NEVER.get(name, ()) else KINDS[part % 3]
        alliance = IN_ALLIANCE if name == LOSES and kind != "software" else ""
        sales.append((name, day, *line, kind, f"{name}-{day}", channel, alliance))
    middle = f"{year}-{month + 1:02d}"
    alliance = IN_ALLIANCE if name == LOSES else ""
    costs.append((name, f"{middle}-20", freight, "freight", alliance))
    beside = {"order": counts["order"] // 4} if alliance else {}
    for activity, count in counts.items():
        events.extend(
            (name, f"{middle}-15", activity, some, where)
            for some, where in ((count - beside.get(activity, 0), alliance), (beside.get(activity, 0), ""))
            if some
        )


def text_of(head: tuple[object, ...], rows: list[tuple[object, ...]]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
