"""Month by month: volume, ties alive, new and fading; and survey against logs."""

import pytest

from alliancenet.comms.built import open_build
from alliancenet.comms.trends import monthly_trend
from alliancenet.settings import default_settings
from tests.comms.rolled import a_table, built

IDS = ["ann", "bo", "cy", "dee"]
FIRMS = ["acme", "borealis", "acme", "borealis"]


@pytest.fixture
def trend(tmp_path):
    both = [("cy@acme.example", "bo@borealis.example"), ("bo@borealis.example", "cy@acme.example")]
    other = [("ann.ames@acme.example", "dee@borealis.example"), ("dee@borealis.example", "ann.ames@acme.example")]
    rows = [(f"2026-0{month}-05 10:00:00", *pair) for month in (1, 2, 3) for pair in both]
    rows += [(f"2026-0{month}-06 10:00:00", *pair) for month in (4, 6) for pair in other]
    rows.append(("2026-01-06 10:00:00", "cy@acme.example", "ann.ames@acme.example"))
    built(tmp_path / "out", a_table(tmp_path / "log.csv", rows))
    return monthly_trend(open_build(tmp_path / "out"), IDS, FIRMS, default_settings())


def test_volume_counts_messages_between_the_firms_only(trend):
    assert [(month.month, month.volume) for month in trend] == [
        (202601, 2.0),
        (202602, 2.0),
        (202603, 2.0),
        (202604, 2.0),
        (202605, 0.0),
        (202606, 2.0),
    ]


def test_share_alive_is_of_all_cross_firm_pairs(trend):
    assert [month.share_alive for month in trend] == [0.25, 0.25, 0.25, 0.25, 0.0, 0.25]


def test_new_and_fading_ties_need_three_months_before(trend):
    assert [(month.new, month.fading) for month in trend] == [
        (None, None),
        (None, None),
        (None, None),
        (1, 1),
        (0, 2),
        (0, 1),
    ]
