"""Small projects with an `economics/` folder, and the published ones of the literature."""

from datetime import date
from pathlib import Path
from typing import Any

from alliancenet.economics.ledger import MoneyLedger, open_ledger
from alliancenet.economics.overview import EconomicsReview, economics_review
from alliancenet.economics.reading import read_books
from alliancenet.model.register import Organisation, OrganisationId, Register
from alliancenet.settings import Settings, default_settings
from alliancenet.sources.loaded import Project

AS_OF = date(2026, 4, 1)
GOLDEN = {  # gross, discount, product cost, cost to serve
    "A": (900, 60, 500, 100),
    "B": (700, 40, 400, 120),
    "C": (500, 20, 330, 60),
    "D": (300, 0, 190, 50),
    "E": (250, 10, 170, 40),
    "F": (200, 0, 150, 35),
    "G": (120, 0, 85, 30),
    "H": (90, 0, 60, 30),
    "I": (80, 5, 60, 20),
    "J": (60, 0, 45, 35),
    "K": (400, 60, 280, 140),
    "L": (800, 120, 520, 300),
}


def register_of(*partners: str) -> Register:
    firms = [Organisation(id=OrganisationId("own"), name="Own", own=True)]
    firms += [Organisation(id=OrganisationId(name), name=name) for name in partners]
    return Register(organisations={firm.id: firm for firm in firms}, people={}, alliances={})


def folder_of(path: Path, files: dict[str, str], plan: str = "{currency: EUR}") -> Path:
    (path / "economics").mkdir(exist_ok=True)
    (path / "alliancenet.yaml").write_text(f"format: alliancenet-project/1\neconomics: {plan}\n")
    for name, text in files.items():
        (path / "economics" / name).write_text(text)
    return path


def review_of(
    path: Path,
    files: dict[str, str],
    *partners: str,
    plan: str = "{currency: EUR}",
    periods: int = 1,
    as_of: date = AS_OF,
) -> EconomicsReview:
    register = register_of(*partners)
    books = read_books(folder_of(path, files, plan), register, default_settings())
    return economics_review(books, default_settings(), as_of, periods)


def ledger_of(
    path: Path,
    files: dict[str, str],
    *partners: str,
    plan: str = "{currency: EUR}",
    periods: int = 1,
    as_of: date = AS_OF,
    settings: Settings | None = None,
    **project: Any,
) -> MoneyLedger:
    register = project.pop("register", None) or register_of(*partners)
    limits = settings or default_settings()
    folder = folder_of(path, files, plan)
    whole = Project(name="firms", register=register, settings=limits, waves=(), inputs=(), **project)
    return open_ledger(whole, folder, read_books(folder, register, limits), as_of, periods)


def golden_files() -> dict[str, str]:
    sales = ["partner,date,amount,discount,product_cost"]
    costs = ["partner,date,amount,kind"]
    for name, (gross, discount, product_cost, serving) in GOLDEN.items():
        sales.append(f"{name},2026-02-01,{gross - discount},{discount},{product_cost}")
        costs.append(f"{name},2026-02-01,{serving},other")
    return {
        "sales.csv": "\n".join(sales) + "\n",
        "costs.csv": "\n".join(costs) + "\n",
        "events.csv": "partner,date,activity\n",
    }


def golden(path: Path) -> EconomicsReview:
    return review_of(path, golden_files(), *GOLDEN)


TDABC = {
    "resources.csv": "resource,period,cost,capacity_minutes\nservice,2026-Q1,560000,700000\n",
    "activities.csv": "activity,resource,minutes,group\norder,service,8,order\ninquiry,service,44,postsales\n"
    "check,service,50,administration\n",
    "events.csv": "partner,date,activity,count\na,2026-01-05,order,49000\na,2026-01-06,inquiry,1000\n"
    "b,2026-03-31,inquiry,400\nb,2026-03-31,check,2500\n",
    "sales.csv": "partner,date,amount,product_cost\na,2026-01-05,900000,100000\nb,2026-01-05,100000,0\n",
    "costs.csv": "partner,date,amount,kind\n",
}
"""Kaplan and Anderson 2004: cost, volumes; minutes and capacity as quoted."""


def value(review: EconomicsReview, partner: str, line: str) -> int | None:
    return next(found for found in review.statements if found.partner == partner).lines[line].value
