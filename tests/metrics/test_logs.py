"""Answering as scores: medians and shares by hand, and nothing about a group that is too small."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.metrics.logs import after_hours, reply_hours
from alliancenet.model.score import State, Subject, SubjectKind
from alliancenet.model.wave import Answering, LogContact, LogCoverage
from tests.conftest import a_case


def group(kind, name, *, fewest=9, writers=9, delays=((4, 3), (8, 4), (20, 2)), timed=100, after=25):
    return Answering(
        subject=Subject(kind=SubjectKind(kind), id=name),
        messages=200,
        delays=delays,
        timed=timed,
        after_hours=after,
        writers=writers,
        fewest=fewest,
    )


def case_of(*groups):
    case = a_case({"a1": "a", "b1": "b"}, {})
    logs = LogContact(
        coverage=LogCoverage(seen=np.ones(2, dtype=bool), listed=np.ones(2, dtype=bool), dark=np.full(2, -1)),
        pairs=np.empty((0, 2), dtype=np.int64),
        step=np.empty(0),
        answering=groups,
    )
    return replace(case, wave=replace(case.wave, logs=logs), measured={})


def states(measure, case):
    return {score.subject.id: score.state for score in measure(case)}


def test_half_of_the_answers_came_within_the_median():
    (score,) = reply_hours(case_of(group("pair", "a|b")))
    assert (score.value, score.n, score.subject.kind) == (2.0, 9, SubjectKind.PAIR)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.integers(5, 40))
def test_median_and_interval_equal_the_order_statistics_of_single_answers(delays, writers):
    counted = tuple((delay, delays.count(delay)) for delay in sorted(set(delays)))
    (score,) = reply_hours(case_of(group("pair", "a|b", delays=counted, writers=writers)))
    ranked, half = sorted(delays), 1.6449 / 2 / writers**0.5

    def at(share):
        return ranked[min(max(int(np.ceil(max(share, 0) * len(ranked))), 1), len(ranked)) - 1] / 4

    assert (score.value, score.interval) == (at(0.5), (at(0.5 - half), at(0.5 + half)))


def test_the_interval_of_a_share_is_wilsons_over_people():
    from scipy.stats import binomtest

    (score,) = after_hours(case_of(group("pair", "a|b", writers=12, timed=100, after=25)))
    wilson = binomtest(3, 12).proportion_ci(0.9, method="wilson")
    assert (score.value, score.n) == (0.25, 100)
    assert score.interval == pytest.approx((wilson.low, wilson.high), abs=1e-4)


def test_groups_below_five_people_are_withheld():
    case = case_of(group("pair", "a|b", fewest=4))
    for measure in (reply_hours, after_hours):
        (score,) = measure(case)
        assert (score.state, score.value, score.n) == (State.SUPPRESSED, None, 0)


def test_a_firm_or_level_is_withheld_when_its_pair_of_firms_is():
    case = case_of(group("pair", "a|b", fewest=4), group("firm", "a"), group("firm", "b"), group("level", "senior"))
    assert set(states(after_hours, case).values()) == {State.SUPPRESSED}


def test_one_small_level_takes_the_next_smallest_with_it():
    levels = [group("level", name, fewest=n) for name, n in (("senior", 2), ("leads", 7), ("operating", 30))]
    case = case_of(group("pair", "a|b"), *levels)
    found = states(reply_hours, case)
    assert [found[name] for name in ("a|b", "senior", "leads", "operating")] == [
        State.OK,
        State.SUPPRESSED,
        State.SUPPRESSED,
        State.OK,
    ]


def test_two_small_levels_hide_each_other():
    levels = [group("level", name, fewest=n) for name, n in (("senior", 2), ("leads", 3), ("operating", 30))]
    assert states(reply_hours, case_of(group("pair", "a|b"), *levels))["operating"] is State.OK


def test_without_a_zone_nothing_is_said_of_hours():
    (score,) = after_hours(case_of(group("pair", "a|b", timed=0, after=0)))
    assert score.state is State.NOT_ENOUGH_EVIDENCE
    assert "no time zone is declared" in score.reason


def test_without_answers_there_is_no_median():
    (score,) = reply_hours(case_of(group("pair", "a|b", delays=())))
    assert score.state is State.NOT_ENOUGH_EVIDENCE


def test_without_logs_nothing_is_measured():
    assert reply_hours(a_case({"a1": "a", "b1": "b"}, {})) == ()
