"""Findings by facets: counts that hold, what is new, what is gone."""

import pytest
from built_audits import a_finding, about, an_audit

from alliancenet.model.finding import NotLooked, Severity
from alliancenet.privacy import LOCAL_READER, views_for
from alliancenet.report import facets


def found(code, severity=Severity.MEDIUM, **fields):
    return a_finding(code, severity=severity, subject=about("nordwind"), **fields)


def items(before, now, not_looked=()):
    audits = [an_audit(wave="2025-2", findings=before), an_audit(findings=now, not_looked=not_looked)]
    return facets.items(views_for([_earlier(audits[0]), audits[1]], LOCAL_READER))


def _earlier(audit):
    from dataclasses import replace
    from datetime import date

    return replace(audit, wave=replace(audit.wave, closes=date(2025, 9, 19)))


def since(found_items):
    return {item.found.code: item.since for item in found_items}


def test_what_was_found_before_is_still_there_and_the_rest_is_new_or_gone():
    known = items([found("X-OLD"), found("X-GONE")], [found("X-OLD"), found("X-NEW")])
    assert since(known) == {"X-OLD": "still", "X-NEW": "new", "X-GONE": "gone"}


def test_what_could_not_be_looked_at_again_is_not_gone():
    known = items([found("X-OLD")], [], not_looked=(NotLooked(code="X-OLD", reason="confidence is low"),))
    assert known == ()


def test_the_first_audit_of_an_alliance_has_nothing_new():
    (item,) = facets.items(views_for([an_audit(findings=[found("X-ONE")])], LOCAL_READER))
    assert item.since == "first audit"


def test_what_is_gone_is_shown_only_when_asked_for():
    known = items([found("X-GONE")], [found("X-NEW")])
    assert {item.found.code for item in facets.chosen(known, {})} == {"X-NEW"}
    assert {item.found.code for item in facets.chosen(known, {"since": "gone"})} == {"X-GONE"}


@pytest.mark.parametrize("facet", ["severity", "alliance", "kind", "since"])
def test_each_count_is_what_choosing_the_option_shows(facet):
    known = items([found("X-OLD"), found("X-GONE")], [found("X-OLD"), found("Y-NEW", Severity.HIGH), found("Y-MORE")])
    (options,) = (known_facet.options for known_facet in facets.facets(known, {}) if known_facet.name == facet)
    assert options
    for option in options:
        assert len(facets.chosen(known, {facet: option.value})) == option.count


def test_the_same_advice_is_given_once_and_the_same_sentence_stands_once_with_its_places():
    two = views_for(
        [an_audit(findings=[found("X-ONE")]), an_audit("cold", "Cold Peak", findings=[found("X-ONE")])], LOCAL_READER
    )
    (group,) = facets.to_do(facets.items(two))
    assert group.count == 2
    assert [len(place.items) for place in group.places] == [2]


@pytest.mark.parametrize(
    ("reason", "cure"),
    [
        ("climate was not measured", "survey"),
        ("confidence is low", "answers"),
        ("no tier is given, so nobody can say whether a sponsor is required", "tier"),
        ("something nobody thought of", "Read why"),
    ],
)
def test_what_could_not_be_looked_at_comes_with_what_would_cure_it(reason, cure):
    audit = an_audit(not_looked=(NotLooked(code="X-ONE", reason=reason),))
    (one,) = facets.cures(views_for([audit], LOCAL_READER))
    assert cure in one.cure
    assert one.checks == 1
