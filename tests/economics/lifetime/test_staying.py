"""Who stays by class, tenure and category, and whether the loyal are the satisfied."""

from alliancenet.economics.lifetime.keeping import wilson
from alliancenet.economics.lifetime.staying import Loyalty, staying_of

from ..firms import ledger_of

NAMES = [f"p{number}" for number in range(24)]
QUARTERS = ("2024-11-15", "2025-02-15", "2025-05-15", "2025-08-15", "2025-11-15", "2026-02-15")


def planted(path):
    """Small partners 0-11, of which three stop buying in 2025; large ones 12-23, all of which stay; 23 is new."""
    sales = "partner,date,amount,category,product_cost\n"
    for number, name in enumerate(NAMES):
        days = QUARTERS[:2] if number < 3 else QUARTERS[1:] if number == 23 else QUARTERS
        sales += "".join(f"{name},{day},100,glass,50\n" for day in days)
    files = {
        "sales.csv": sales,
        "categories.csv": "partner,scheme,category\n"
        + "".join(f"{name},size,{'small' if number < 12 else 'large'}\n" for number, name in enumerate(NAMES)),
        "wallet.csv": "partner,category,period,spend,source,source_date\n"
        + "".join(
            f"p{number},glass,2026-Q1,{spend},asked,2026-03-01\n"
            for number, spend in ((4, 110), (5, 120), (6, 900), (7, 800))
        ),
        "qualities.csv": "respondent,partner,quality,performance\n"
        + "".join(
            f"r{number},p{number},overall,{points}\n" for number, points in ((4, 5), (5, 2), (6, 5), (7, 1), (8, 5))
        ),
    }
    return staying_of(ledger_of(path, files, *NAMES, periods=4))


def test_kept_rates_are_told_by_category_and_tenure(tmp_path):
    staying = planted(tmp_path)
    found = {(group.way, group.group): group for group in staying.groups}
    small, large = found["size", "small"], found["size", "large"]
    assert (small.kept, small.at_start, large.kept, large.at_start) == (9, 12, 12, 12)
    assert (small.rate, small.low, small.high) == (9 / 12, *wilson(9, 12))
    new = found["tenure", "less than a year"]
    assert (new.kept, new.at_start, new.rate) == (1, 1, None)
    assert found["tenure", "as long as the books go back"].at_start == 23
    by_class = [group for group in staying.groups if group.way == "class"]
    assert sum(group.at_start for group in by_class) <= 24


def test_the_loyal_are_counted_beside_the_satisfied(tmp_path):
    assert planted(tmp_path).loyalty == Loyalty(both=1, loyal_only=1, satisfied_only=1, neither=1, not_told=20)
