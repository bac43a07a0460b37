"""Survival of contracts against the package `lifelines`: flies of its data set, each a contract of as many years."""

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from .test_customers import customers

PUBLISHED = Path(__file__).parents[2] / "published"
TODAY = date(2069, 1, 1)
"""So late that no contract begins on 1980-01-01, which some platforms write for no day."""


def rows(name: str, group: str):
    with (PUBLISHED / name).open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["group"] == group]


def contracts(flies) -> tuple[str, list[str]]:
    """A contract per fly that began as many years ago as it lived days; who was lost from sight still runs."""
    names = [f"p{number}" for number in range(len(flies))]
    lines = ["partner,start,end,renewed"]
    for name, fly in zip(names, flies, strict=True):
        ended = f"{TODAY},no" if fly["ended"] == "1" else ",open"
        lines.append(f"{name},{TODAY.year - int(fly['days'])}-01-01,{ended}")
    return "\n".join(lines) + "\n", names


@pytest.mark.parametrize("group", ["control", "miR-137"])
def test_survival_and_its_band_are_those_of_lifelines_on_waltons(group, tmp_path):
    text, names = contracts(rows("waltons.csv", group))
    found = {
        point.years: point
        for point in customers(tmp_path, {"contracts.csv": text}, names, as_of=TODAY).keeping.survival
    }
    theirs = rows("waltons_survival.csv", group)
    assert len(theirs) >= 12
    for row in theirs:
        point = found[int(row["days"])]
        told = (float(row[name]) for name in ("share", "low", "high"))
        assert (point.share, point.low, point.high) == pytest.approx(tuple(told), abs=1e-8)


def test_between_two_losses_the_curve_is_level(tmp_path):
    text, names = contracts(rows("waltons.csv", "control"))
    points = customers(tmp_path, {"contracts.csv": text}, names, as_of=TODAY).keeping.survival
    losses = {int(row["days"]) for row in rows("waltons_survival.csv", "control")}
    steps = {later.years for earlier, later in pairwise(points) if later.share != earlier.share}
    assert steps == losses | {75}  # the last fly
