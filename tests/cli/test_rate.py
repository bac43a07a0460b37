"""The line that tells how fast a log is read."""

import re

import pytest

from alliancenet.cli import rate


@pytest.fixture
def told(monkeypatch, capsys):
    """Lines told for calls at given seconds: (second, doing, done, share)."""

    def lines(*calls):
        clock = iter([0.0, *(second for second, *_ in calls)])
        monkeypatch.setattr(rate.time, "monotonic", lambda: next(clock))
        with rate.Rate() as open_rate:
            for _, doing, done, share in calls:
                open_rate.tell(doing, done, share)
        return capsys.readouterr().err.splitlines()

    return lines


def test_a_step_just_begun_has_no_rate(told):
    assert told((5.0, "reading b.mbox", 20_000, 0.1)) == ["reading b.mbox, 20,000 events"]


def test_a_rate_is_of_the_time_since_the_step_began(told):
    lines = told((5.0, "reading b.mbox", 20_000, 0.1), (7.0, "reading b.mbox", 60_000, 0.5))
    assert lines[-1] == "reading b.mbox, 60,000 events, 20,000 a second, 50\u00a0%, about 2 s left"


def test_short_reads_one_after_the_other_tell_no_rate(told):
    lines = told(*((2 + place / 100, f"reading {place}.eml", 50, 1.0) for place in range(20)))
    assert lines
    assert not any(re.search("a second|left", line) for line in lines)
