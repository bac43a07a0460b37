"""An alarm rings once, on the thing it is about."""

import pytest
from built_audits import a_finding, a_score, about, an_audit, limits, some_scores

from alliancenet.model.finding import Concern, Severity
from alliancenet.privacy import LOCAL_READER, view_for
from alliancenet.report.standing import Standing, standing_of


def standing(*findings, health=88.0, band="green", **fields):
    scores = (*some_scores("nordwind"), a_score("health", health, band=band))
    return standing_of(view_for(an_audit(findings=findings, scores=scores, **fields), LOCAL_READER))


def found(concern, severity=Severity.HIGH, code="X-ANY", **fields):
    return a_finding(code, severity=severity, concern=concern, subject=about("nordwind"), **fields)


def test_red_health_needs_somebody():
    assert standing(health=40.0, band="red") is Standing.ACT


def test_a_high_finding_about_the_relationship_needs_somebody():
    assert standing(found(Concern.RELATIONSHIP)) is Standing.ACT


@pytest.mark.parametrize("concern", [Concern.PERSON, Concern.FIRM, Concern.DATA])
def test_a_high_finding_about_something_else_leaves_the_alliance_on_track(concern):
    assert standing(found(concern)) is Standing.ON_TRACK


def test_a_sponsor_who_met_nobody_makes_the_alliance_one_to_watch():
    assert standing(found(Concern.SPONSOR)) is Standing.WATCH


def test_a_finding_that_is_no_fact_calls_nobody():
    assert standing(found(Concern.RELATIONSHIP, to_check=True, holds=0.4)) is Standing.ON_TRACK


def test_one_medium_finding_is_something_to_do_and_two_kinds_are_something_to_watch():
    one = found(Concern.RELATIONSHIP, Severity.MEDIUM, "X-ONE")
    assert standing(one, one) is Standing.ON_TRACK
    assert standing(one, found(Concern.RELATIONSHIP, Severity.MEDIUM, "X-TWO")) is Standing.WATCH


def test_a_project_says_how_many_kinds_make_an_alliance_one_to_watch():
    kinds = [found(Concern.RELATIONSHIP, Severity.MEDIUM, code) for code in ("X-ONE", "X-TWO")]
    assert standing(*kinds, limits=limits(kinds_to_watch=3)) is Standing.ON_TRACK


def test_without_health_nothing_is_on_track():
    assert standing_of(view_for(an_audit(findings=()), LOCAL_READER)) is Standing.NOT_MEASURED
