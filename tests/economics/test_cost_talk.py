"""The sheet for the partner: own counts, released on record, the same whatever our money and the other partners are."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.economics.cost_talk import release

from .firms import ledger_of

WORLD = {"price": 100, "cost": 5000, "minutes": 10, "others": 3}


def released(path, **changes: int):
    world = WORLD | changes
    path.mkdir()
    price, others = world["price"], world["others"]
    files = {
        "resources.csv": f"resource,period,cost,capacity_minutes\ndesk,2026-Q1,{world['cost']},90000\n",
        "activities.csv": f"activity,resource,minutes,group,behaviour\nchange,desk,{world['minutes']},order,B5\n",
        "events.csv": f"partner,date,activity,count\na,2026-01-05,change,7\nb,2026-01-05,change,{others}\n",
        "costs.csv": "partner,date,amount,kind\n",
        "sales.csv": "partner,date,amount,product_cost,document,channel,due,paid\n"
        f"a,2026-01-05,{price},1,D1,phone,2026-02-01,2026-02-09\na,2026-01-06,{price},1,D2,edi,2026-02-01,2026-01-20\n"
        f"b,2026-01-05,{price * others},1,D3,phone,2026-02-01,2026-02-01\n",
    }
    totals = ledger_of(path, files, "a", "b").totals
    release(path, path / "talk.csv", totals, "a", date(2026, 4, 2))
    return path


def test_the_sheet_counts_what_the_partner_did_and_is_on_record(tmp_path):
    project = released(tmp_path / "p")
    assert (project / "talk.csv").read_bytes().decode().splitlines() == [
        "behaviour,times,of,from,to",
        "delivery changed after ordering,7,,2026-Q1,2026-Q1",
        "invoices paid after they were due,1,2,2026-Q1,2026-Q1",
        "orders by hand,1,2,2026-Q1,2026-Q1",
    ]
    (line,) = (project / "economics" / "cost_talk.jsonl").read_text().splitlines()
    assert (json.loads(line)["partner"], json.loads(line)["day"]) == ("a", "2026-04-02")


@pytest.mark.parametrize("other", [{"price": 900}, {"cost": 80000}, {"minutes": 77}, {"others": 400}])
def test_worlds_that_differ_in_money_minutes_or_other_partners_give_the_same_bytes(tmp_path, other):
    worlds = released(tmp_path / "p"), released(tmp_path / "q", **other)
    assert (worlds[0] / "talk.csv").read_bytes() == (worlds[1] / "talk.csv").read_bytes()


def test_nothing_is_released_for_nobody(tmp_path):
    result = CliRunner().invoke(alliancenet, ["economics", str(tmp_path), "--cost-talk", str(tmp_path / "talk.csv")])
    assert result.exit_code != 0
    assert not (tmp_path / "talk.csv").exists()
