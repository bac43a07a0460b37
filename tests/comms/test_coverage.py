"""Of whom the logs can tell: firms that handed in none, people never seen, and counts by brute force."""

from datetime import date
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.comms.addresses import Member, build_directory
from alliancenet.comms.built import open_build
from alliancenet.comms.coverage import coverage_of, pairs_told_of
from alliancenet.comms.trends import monthly_trend
from alliancenet.comms.window import months_of
from alliancenet.model.wave import LogCoverage
from alliancenet.settings import default_settings
from tests.comms.rolled import a_table, built

FIRMS = {"a": 4, "b": 4}
SETTINGS = default_settings()
INSIDE_A = [(f"a{n}", f"a{(n + 1) % 4}") for n in range(4)]
ACROSS = [("a0", "b0"), ("b0", "a0"), ("a1", "b1"), ("b1", "a1")]


def a_build(tmp_path, pairs, times=3):
    members = [Member(id=f"{firm}{n}", firm=firm) for firm, size in FIRMS.items() for n in range(size)]
    directory = build_directory(
        members, [(f"{member.id}@x.example", member.id) for member in members if member.id != "b3"]
    )
    rows = [
        (f"2026-03-{day:02d} 10:00:00", f"{one}@x.example", ";".join(f"{other}@x.example" for other in others.split()))
        for day in range(2, 2 + times)
        for one, others in pairs
    ]
    built(tmp_path / "out", a_table(tmp_path / "log.csv", rows), directory=directory)
    return open_build(tmp_path / "out"), [member.id for member in members], [member.firm for member in members]


def coverage(tmp_path, pairs):
    one, people, firms = a_build(tmp_path, pairs)
    number = one.numbers(people)
    months = months_of(one, date(2026, 3, 1), date(2026, 3, 31), 0.5)
    return people, coverage_of(one, number, one.pair_months(number, months.days), firms, SETTINGS, months.days)


def told(tmp_path, pairs):
    people, found = coverage(tmp_path, pairs)
    first, second = np.triu_indices(len(people), k=1)
    yes = found.tells_of(first, second)
    return {(people[i], people[j]) for i, j in zip(first[yes], second[yes], strict=True)}


def test_a_firm_whose_people_never_write_to_each_other_handed_in_no_logs(tmp_path):
    people, found = coverage(tmp_path, INSIDE_A + ACROSS)
    assert dict(zip(people, found.dark.tolist(), strict=True)) == {f"a{n}": -1 for n in range(4)} | {
        f"b{n}": 0 for n in range(4)
    }


def test_a_colleague_in_copy_now_and_then_makes_no_log_of_the_firm(tmp_path):
    copies = [(f"b{n}", f"a{n}") for n in (0, 1, 2)] + [("b0", "a0 b1")]
    _, found = coverage(tmp_path, INSIDE_A + copies)
    assert found.dark.max() == 0


def test_logs_of_one_firm_tell_of_every_pair_across_whose_address_is_known(tmp_path):
    across = {pair for pair in told(tmp_path, INSIDE_A + ACROSS) if pair[0][0] != pair[1][0]}
    assert across == {(f"a{n}", f"b{m}") for n in range(4) for m in range(3)}  # nobody knows an address of b3


def test_logs_of_one_firm_tell_nothing_of_pairs_inside_the_other(tmp_path):
    assert not {pair for pair in told(tmp_path, INSIDE_A + ACROSS) if pair[0][0] == pair[1][0] == "b"}


def test_somebody_never_seen_in_a_firm_with_logs_has_another_address(tmp_path):
    inside_b = [("b0", "b1"), ("b1", "b0")]
    assert not {pair for pair in told(tmp_path, INSIDE_A + ACROSS + inside_b) if "b2" in pair}


def test_mail_across_alone_tells_of_the_pairs_that_were_seen_and_of_nothing_inside(tmp_path):
    assert told(tmp_path, ACROSS) == {("a0", "b0"), ("a0", "b1"), ("a1", "b0"), ("a1", "b1")}


def test_a_month_is_a_share_of_the_pairs_the_logs_tell_of(tmp_path):
    one, people, firms = a_build(tmp_path, INSIDE_A + ACROSS)
    (month,) = monthly_trend(one, people, firms, SETTINGS)
    assert (month.alive, month.share_alive) == (2, 2 / 12)


def test_the_share_is_unknown_where_the_logs_saw_one_firm_only(tmp_path):
    one, people, firms = a_build(tmp_path, INSIDE_A)
    everybody_of_a = people[:4]
    (month,) = monthly_trend(one, everybody_of_a, firms[:4], SETTINGS)
    assert month.share_alive is None


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.booleans()), min_size=1, max_size=14), st.data())
def test_pairs_told_of_equal_counting_them_one_by_one(people, data):
    dark = data.draw(st.lists(st.booleans(), min_size=3, max_size=3))
    firm = np.array([person[0] for person in people])
    listed = np.array([person[1] for person in people])
    found = LogCoverage(
        seen=listed & np.array([person[2] for person in people]),
        listed=listed,
        dark=np.array([place if dark[place] else -1 for place in firm]),
    )
    pairs = [(i, j) for i, j in combinations(range(len(people)), 2) if firm[i] != firm[j]]
    one_by_one = sum(bool(found.tells_of(np.array([i]), np.array([j]))[0]) for i, j in pairs)
    assert pairs_told_of(found, firm) == one_by_one
