"""Small pictures over the waves say what the numbers say."""

from dataclasses import replace

import pytest
from built_audits import a_score, a_withheld_score, an_audit, some_scores

from alliancenet.privacy import LOCAL_READER, views_for
from alliancenet.report.figures.trends import BASE, TOP, multiples


def pictures(*values, digests=()):
    """Pictures of an alliance whose health had these values, None where it could not be told."""
    audits = []
    for number, value in enumerate(values):
        score = (
            a_withheld_score("health") if value is None else a_score("health", value, interval=(value - 2, value + 2))
        )
        audit = an_audit(wave=f"w{number}", scores=(*some_scores("nordwind"), score))
        audits.append(replace(audit, settings_digest=digests[number]) if digests else audit)
    return {multiple.title: multiple for multiple in multiples(views_for(audits, LOCAL_READER))}


def test_one_wave_has_no_trend():
    assert pictures(60) == {}


def test_higher_points_stand_higher_between_the_ends():
    (run,) = pictures(0, 50, 100)["Health"].runs
    assert [point.y for point in run] == [BASE, (BASE + TOP) / 2, TOP]


def test_whiskers_are_the_interval():
    (run,) = pictures(50, 50)["Health"].runs
    assert run[0].high < run[0].y < run[0].low


def test_a_wave_without_a_number_parts_the_line():
    assert [len(run) for run in pictures(50, None, 60, 70)["Health"].runs] == [1, 2]


def test_a_measure_nobody_could_tell_has_no_picture():
    assert "Health" not in pictures(None, None)


@pytest.mark.parametrize(("digests", "marks"), [(("a", "a", "a"), 0), (("a", "b", "b"), 1), (("a", "b", "c"), 2)])
def test_a_change_of_limits_is_marked_between_the_waves(digests, marks):
    picture = pictures(50, 60, 70, digests=digests)["Health"]
    assert len(picture.method) == marks
    assert all(picture.waves[0][0] < place < picture.waves[-1][0] for place in picture.method)


def test_no_more_than_eight_waves_are_drawn():
    assert [wave for _, wave in pictures(*range(40, 50))["Health"].waves] == [f"w{number}" for number in range(2, 10)]
