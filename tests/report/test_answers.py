"""The sentence on top of a page of details says what its tables hold."""

from dataclasses import replace
from datetime import date

import pytest
from built_audits import a_person, a_score, an_audit, some_scores, some_unit_contacts
from built_portfolios import a_holding, a_register, an_alliance

from alliancenet.model.audit import Confidence, ParticipantRole, UnitKind, UnitState
from alliancenet.portfolio.review import review
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for
from alliancenet.privacy.review_view import review_for
from alliancenet.report import answers
from alliancenet.report.tables.alliance import called, who


def view(**fields):
    return view_for(an_audit(**fields), LOCAL_READER)


def contacts(*states, kind=UnitKind.FUNCTION):
    cell = replace(some_unit_contacts()[0], kind=kind, expected=True, in_touch=(1, 1), pairs=1)
    units = ("sales", "quality", "service", "purchasing")
    return tuple(replace(cell, units=(unit, unit), state=state) for unit, state in zip(units, states, strict=False))


def test_one_function_without_contact_has_no_counterpart():
    told = answers.gaps(view(unit_contacts=contacts(UnitState.NONE, UnitState.IN_TOUCH)))
    assert told == "Sales has no contact with its counterpart in the other firm."


def test_levels_are_people_and_thin_contact_is_counted_after_them():
    senior = replace(contacts(UnitState.NONE, kind=UnitKind.LEVEL)[0], units=("senior", "senior"))
    told = answers.gaps(view(unit_contacts=(senior, *contacts(UnitState.THIN))))
    assert told == (
        "Senior teams have no contact with their counterparts in the other firm, "
        "and one more pair of units that should talk hardly does."
    )


def test_thin_contact_alone_names_no_missing_counterpart():
    assert answers.gaps(view(unit_contacts=contacts(UnitState.THIN, UnitState.THIN))) == (
        "Two pairs of units that should talk hardly do."
    )


def test_enough_contact_and_no_contact_asked_are_two_answers():
    assert "there is enough of it" in answers.gaps(view(unit_contacts=contacts(UnitState.IN_TOUCH)))
    assert answers.gaps(view(unit_contacts=())) == "Contact was not asked, so nothing can be said about units."
    assert answers.gaps(view(unit_contacts=contacts(UnitState.UNKNOWN))).startswith("There is not enough data")


def test_people_are_counted_for_those_who_may_tell_them_apart_alone():
    audit = an_audit()
    assert " people are in the core of the network, and " in answers.people(view_for(audit, LOCAL_READER))
    hr = Reader(role=ReaderRole.HR, firm="own")
    assert answers.people(view_for(audit, hr)) == "People by their place in the network"


def test_a_fall_is_counted_and_the_first_audit_has_none():
    before = view(wave="2025-2", scores=(*some_scores("nordwind"), a_score("health", 80.0)))
    after = replace(before, wave=replace(before.wave, id="2026-1"))
    assert answers.trends([before]).startswith("One audit so far")
    assert answers.trends([before, after]).startswith("Nothing changed since")


@pytest.mark.parametrize(
    ("confidences", "told"),
    [
        ((Confidence.HIGH, Confidence.MEDIUM), "The newest audits of all two alliances can be relied on."),
        (
            (Confidence.HIGH, Confidence.LOW),
            "One of two alliances is to be read for patterns only, not for people: Alliance 1.",
        ),
        ((Confidence.LOW,), "No audit can be relied on yet: read patterns, not people."),
        ((), "There is no audit yet."),
    ],
)
def test_low_confidence_is_said_of_the_alliances_it_is_about(confidences, told):
    views = [view(alliance=f"a{place}", name=f"Alliance {place}") for place in range(len(confidences))]
    views = [replace(one, confidence=confidence) for one, confidence in zip(views, confidences, strict=True)]
    assert answers.quality(views) == told


def test_audits_are_counted_and_the_newest_is_dated():
    one = view()
    closed = replace(one, wave=replace(one.wave, closes=date(2026, 4, 24)))
    assert answers.audits([closed, closed], [closed]) == "2 audits of 1 alliance; the newest closed on 24 April 2026."
    assert answers.audits([], []) == "There is no audit yet."


def test_a_tier_too_full_is_told_with_who_would_move():
    full = [replace(an_alliance(f"a{place}", tier=1), name=f"A{place}: x") for place in range(4)]
    shown = review_for(review(a_holding(a_register(*full)), "0.1.0"), LOCAL_READER)
    told = answers.tiers(shown)
    cap = shown.review.tier_cap
    assert ("alliances are in tier 1; the rule" in told) is (cap.in_force > cap.places)
    empty = replace(shown, review=replace(shown.review, alliances=()))
    assert answers.tiers(empty) == "No alliance is on the register."


def test_a_pseudonym_stands_behind_what_the_person_does_and_a_name_alone():
    person = a_person(1, "own", level="operating", function="sales", role=ParticipantRole.CORE)
    shown = view_for(replace(an_audit(), people=(person,), ties=()), LOCAL_READER)
    key = shown.people[0].key
    assert called(shown, key) == f"sales, operating ({key})"
    assert who(shown, key).text == "Sales, operating"
    assert who(shown, key).detail.startswith(f"{key}, ")
    named = replace(shown, people=(replace(shown.people[0], label="Ada Ney"),))
    assert called(named, "Ada Ney") == "Ada Ney"
    assert who(named, "Ada Ney").text == "Ada Ney"
    assert called(shown, "nobody here") == "nobody here"
