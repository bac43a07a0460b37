"""Contact by month, as it is drawn and as it is read."""

from dataclasses import replace

import pytest
from built_audits import an_audit

from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.wave import WHAT_LOGS_CANNOT_SHOW, LogMonth
from alliancenet.privacy import LOCAL_READER, view_for
from alliancenet.report.figures import logs as log_trend
from alliancenet.report.page import html_report


def months(*volumes, first=202601):
    return tuple(
        LogMonth(
            month=first + i,
            volume=volume,
            alive=10,
            share_alive=0.1,
            new=None if i < 1 else 4,
            fading=None if i < 1 else 12,
        )
        for i, volume in enumerate(volumes)
    )


def view_of(*volumes):
    return view_for(replace(an_audit(), log_trend=months(*volumes)), LOCAL_READER)


def test_a_month_with_half_the_volume_has_half_the_height():
    bars = log_trend.figures(view_of(100.0, 50.0))[0].bars
    assert bars[1].height == pytest.approx(bars[0].height / 2, abs=0.1)


def test_bars_stand_on_the_base_line_and_stay_in_the_picture():
    figure = log_trend.figures(view_of(3.0, 700.0, 12.0))[0]
    assert all(bar.y + bar.height == pytest.approx(figure.base, abs=0.1) and bar.y >= 0 for bar in figure.bars)


def test_fading_ties_hang_below_in_the_scale_of_the_new_ones():
    figure = log_trend.figures(view_of(1.0, 1.0))[2]
    new, fading = figure.bars
    assert (fading.height / new.height, fading.y) == (pytest.approx(3.0, abs=0.05), pytest.approx(figure.base, abs=0.1))


def test_the_first_months_have_no_new_ties_and_not_zero():
    row = log_trend.months(view_of(5.0, 6.0)).rows[0]
    assert [cell.text for cell in row[-2:]] == ["–", "–"]


def test_one_month_is_no_trend():
    assert log_trend.figures(view_of(5.0)) == ()


def test_thirty_months_are_drawn_without_numbers_over_each_other():
    figure = log_trend.figures(view_of(*[float(n + 1) for n in range(30)]))[0]
    assert not any(bar.text for bar in figure.bars)
    assert len(figure.months) <= 6


def test_the_report_says_what_logs_cannot_show():
    assert WHAT_LOGS_CANNOT_SHOW in html_report([view_of(5.0, 6.0)])


def paced():
    def score(metric, kind, name, value):
        state = State.OK if value is not None else State.SUPPRESSED
        interval = None if value is None else (value, value)
        subject = Subject(kind=SubjectKind(kind), id=name)
        reason = "" if value is not None else "fewer than 5 people wrote or were written to"
        made = Score(metric=metric, subject=subject, value=value, unit="hours", n=9, interval=interval, state=state)
        return replace(made, reason=reason)

    told = (("level", "project_leader", None), ("firm", "partner", 4.0), ("pair", "own|partner", 7.5))
    scores = tuple(score("reply_hours", *hours) for hours in told)
    return view_for(replace(an_audit(), scores=scores, log_trend=months(5.0, 6.0)), LOCAL_READER)


def test_answers_stand_by_pair_then_firm_then_level():
    rows = log_trend.pace(paced()).rows
    assert [row[0].text for row in rows] == [
        "Nordwind and Sole Mare, both ways",
        "Sole Mare to Nordwind",
        "project leader, all firms",
    ]
    assert [row[1].text for row in rows] == ["7.50", "4", "withheld"]


def test_answers_carry_the_note_what_they_leave_out():
    assert log_trend.PACE_NOTE in html_report([paced()])
    assert log_trend.PACE_NOTE not in html_report([view_of(5.0, 6.0)])
