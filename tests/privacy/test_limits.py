"""Limits travel with the audit: what a project sets is what every reader is told by."""

from dataclasses import replace
from functools import cache

import pytest
from built_audits import a_score
from built_portfolios import a_holding, audited

from alliancenet.auditing import audit_case
from alliancenet.errors import AuditFormatError
from alliancenet.model.finding import Audience
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import from_document as review_from
from alliancenet.portfolio.review_file import to_document as review_document
from alliancenet.privacy import Reader, ReaderRole, view_for
from alliancenet.privacy.review_view import review_for
from alliancenet.report.page import html_report
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables import voices
from alliancenet.report.tables.review import all_tables
from alliancenet.settings import changed, default_settings
from alliancenet.store.audit_file import from_document, to_document
from alliancenet.store.limits import strictest
from tests.privacy.told import FEW_SHUFFLES, READERS, a_told_case, some_answers

EXECUTIVE = Reader(role=ReaderRole.EXECUTIVE)
OF_TWELVE = changed(default_settings(), {"suppression.min_n": 12})


@cache
def told(people, least):
    """Audit of two firms of so many people who answered everything, with the project's smallest group."""
    roster = [f"{firm}{number:02}" for firm in "ab" for number in range(people)]
    limits = {**FEW_SHUFFLES, "suppression.min_n": least}
    return audit_case(a_told_case(some_answers(roster), limits=limits))


@pytest.mark.parametrize(("people", "shown"), [(8, False), (12, True)])
def test_twelve_set_by_the_project_hides_groups_of_eight_from_every_reader(people, shown):
    views = [view_for(told(people, 12), reader) for reader in READERS]
    means = [[score for score in view.family("climate") if score.is_ok] for view in views]
    assert list(map(bool, means)) == [shown] * len(READERS)


def test_eight_are_shown_where_the_project_sets_nothing():
    assert any(score.is_ok for score in view_for(told(8, 5), EXECUTIVE).family("climate"))


@pytest.mark.parametrize("table", [voices.climate, alliance_tables.said_parts, voices.firm_measures])
def test_no_table_tells_a_number_of_eight_where_twelve_are_promised(table):
    view = view_for(told(8, 12), EXECUTIVE)
    numbers = [cell for row in table(view).rows for cell in row if cell.order is not None and "n\u00a08" in cell.detail]
    assert numbers == []


def test_the_page_promises_the_groups_there_are():
    page = html_report([view_for(told(8, 12), EXECUTIVE)])
    assert "groups of at least 12 people" in page
    assert "at least 5 people" not in page


def test_limits_come_back_from_the_file():
    audit = told(8, 12)
    assert from_document(to_document([audit]))[0].limits == audit.limits


def earlier(audit):
    """The document as format 1 had it."""
    document = to_document([audit])
    (entry,) = document["audits"]
    findings = [{name: part for name, part in finding.items() if name != "audience"} for finding in entry["findings"]]
    old = {name: part for name, part in entry.items() if name != "limits"}
    return {"format": "alliancenet-audit/1", "audits": [{**old, "findings": findings, "named_for": ["hr"]}]}


def test_a_file_of_format_1_is_read_with_the_strictest_limits_and_closed_findings():
    (audit,) = from_document(earlier(told(8, 5)))
    assert audit.limits == strictest()
    assert {found.audience for found in audit.findings} == {Audience.OWN_FIRM}


def test_a_file_of_format_1_is_told_with_a_word_about_it():
    (audit,) = from_document(earlier(told(8, 5)))
    assert "does not say its limits" in html_report([view_for(audit, EXECUTIVE)])


def reviewed(n, settings):
    told = audited(scores={"health": 70}, people=())
    said = a_score("climate.trust", 41.7, "north", unit="points 0-100", n=n)
    return review(a_holding(audits=[replace(told, scores=(*told.scores, said))], settings=settings), "0.1.0")


@pytest.mark.parametrize(("settings", "n", "shown"), [(None, 16, True), (OF_TWELVE, 16, False), (OF_TWELVE, 24, True)])
def test_the_review_holds_back_what_the_projects_minimum_does(settings, n, shown):
    (card,) = [
        score
        for part in reviewed(n, settings).alliances[0].card
        for score in part.scores
        if score.metric == "climate.trust"
    ]
    assert (card.value is not None) is shown


def test_the_review_brings_its_limits_along():
    document = review_document(reviewed(24, OF_TWELVE))
    assert review_from(document).limits.min_n == 12


def test_a_review_of_an_earlier_version_is_told_by_the_strictest_limits():
    document = review_document(reviewed(24, None))
    del document["portfolio"]["limits"]
    assert review_from({**document, "format": "alliancenet-portfolio/1"}).limits == strictest()


def test_colours_go_by_the_projects_bands():
    settings = changed(default_settings(), {"bands": {"red_below": 71, "green_from": 90}})
    told = reviewed(24, settings)
    assert told.alliances[0].health_band == "red"
    assert any(
        cell.tone == "red" for table in all_tables(review_for(told, EXECUTIVE)) for row in table.rows for cell in row
    )


def test_a_file_that_says_fewer_limits_is_read_with_the_shipped_ones_for_the_others():
    document = to_document([told(8, 5)])
    said = document["audits"][0]["limits"]
    document["audits"][0]["limits"] = {name: part for name, part in said.items() if name != "kinds_to_watch"}
    (audit,) = from_document(document)
    assert audit.limits == replace(
        told(8, 5).limits, kinds_to_watch=default_settings().whole("standing.kinds_to_watch")
    )


def test_a_file_without_its_smallest_group_is_damaged():
    document = to_document([told(8, 5)])
    del document["audits"][0]["limits"]["min_n"]
    with pytest.raises(AuditFormatError):
        from_document(document)
