"""Replies and after-hours mail between firms, by hand."""

import pyarrow.parquet as pq

from tests.comms.rolled import a_table, built


def pace_of(folder):
    return pq.read_table(folder / "pace.parquet").to_pylist()


def test_a_reply_is_timed_from_the_message_it_answers(tmp_path):
    log = a_table(
        tmp_path / "log.csv",
        [
            ("2026-03-02 10:00:00", "cy@acme.example", "bo@borealis.example"),
            ("2026-03-02 11:00:00", "cy@acme.example", "bo@borealis.example"),
            ("2026-03-02 13:30:00", "bo@borealis.example", "cy@acme.example"),
            ("2026-03-28 10:00:00", "cy@acme.example", "bo@borealis.example"),
        ],
    )
    rows = pace_of(built(tmp_path / "out", log))
    assert {(row["firm_from"], row["delay"]): row["messages"] for row in rows} == {(0, None): 3, (1, 10): 1}


def test_after_hours_is_judged_where_the_sender_works(tmp_path):
    log = a_table(
        tmp_path / "log.csv",
        [
            ("2026-03-02 06:30:00", "cy@acme.example", "bo@borealis.example"),
            ("2026-03-02 07:30:00", "cy@acme.example", "dee@borealis.example"),
            ("2026-03-02 14:30:00", "bo@borealis.example", "ann.ames@acme.example"),
            ("2026-03-01 14:30:00", "dee@borealis.example", "ann.ames@acme.example"),
        ],
    )
    rows = pace_of(built(tmp_path / "out", log))
    found = {(row["level_from"], row["level_to"], row["firm_from"]): (row["timed"], row["after_hours"]) for row in rows}
    assert found == {
        ("operating", "senior", 0): (1, 1),
        ("operating", "operating", 0): (1, 0),
        ("senior", "senior", 1): (1, 0),
        ("operating", "senior", 1): (1, 1),
    }


def test_mail_inside_one_firm_is_not_paced(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-02 06:30:00", "cy@acme.example", "ann.ames@acme.example")])
    assert pace_of(built(tmp_path / "out", log)) == []


def test_working_hours_follow_the_zone_through_summer_time():
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from alliancenet.comms.pace import working_hours
    from tests.comms.rolled import a_directory

    found = working_hours(a_directory(), date(2026, 3, 1), date(2026, 4, 5), 8, 18).to_pylist()
    for zone in ("Europe/Berlin", "America/Toronto"):
        quarters = {row["quarter"] for row in found if row["hour_zone"] == zone}
        for quarter in range(1772323200 // 900, 1775347200 // 900):
            local = datetime.fromtimestamp(quarter * 900, ZoneInfo(zone))
            assert (quarter in quarters) == (local.weekday() < 5 and 8 <= local.hour < 18)
