"""Answering between firms: medians by hand, nothing about fewer than five people."""

from datetime import date

import pytest

from alliancenet.comms.addresses import Member, build_directory
from alliancenet.comms.answering import answering
from alliancenet.comms.built import open_build
from alliancenet.settings import default_settings
from tests.comms.rolled import a_table, built


def a_build(tmp_path, people):
    members = [
        Member(id=f"{firm}{n}", firm=firm, level="operating", zone="UTC") for firm in ("a", "b") for n in range(people)
    ]
    directory = build_directory(members, [(f"{person.id}@x.example", person.id) for person in members])
    rows = []
    for n in range(people):
        rows.append(("2026-03-02 10:00:00", f"a{n}@x.example", f"b{n}@x.example"))
        rows.append((f"2026-03-02 {11 + n}:00:00", f"b{n}@x.example", f"a{n}@x.example"))
    built(tmp_path / "out", a_table(tmp_path / "log.csv", rows), directory=directory)
    return open_build(tmp_path / "out")


def test_median_and_after_hours_share_of_a_group(tmp_path):
    shown, hidden = answering(a_build(tmp_path, 9), date(2026, 3, 1), date(2026, 3, 31), default_settings())
    assert hidden == 0
    there, back = shown
    assert (there.firm_from, there.messages, there.replies, there.median_hours) == ("a", 9, 0, None)
    assert there.after_hours == 0
    assert (back.firm_from, back.replies, back.median_hours, back.writers, back.readers) == ("b", 9, 5.0, 9, 9)
    assert back.after_hours == pytest.approx(2 / 9)


def test_groups_below_five_are_hidden_and_counted(tmp_path):
    shown, hidden = answering(a_build(tmp_path, 4), date(2026, 3, 1), date(2026, 3, 31), default_settings())
    assert (shown, hidden) == ((), 2)
