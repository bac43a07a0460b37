"""The offline page."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html import unescape

import pytest
from built_audits import HOSTILE, a_hostile_audit, a_score, an_audit

from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, views_for
from alliancenet.report.page import html_report


def report_of(*audits, reader=LOCAL_READER):
    return html_report(views_for(audits, reader))


def test_the_same_audits_give_the_same_bytes():
    assert report_of(an_audit()) == report_of(an_audit())


def test_the_page_asks_for_nothing_outside():
    page = report_of(an_audit(), an_audit("cold", "Cold Peak"))
    assert not re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|url\(|@import|<script", page)


def test_the_policy_allows_the_pages_own_style_and_nothing_else():
    page = report_of(an_audit())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page


def test_hostile_text_stays_text():
    page = report_of(a_hostile_audit())
    assert "<script" not in page
    assert "<img" not in page
    assert HOSTILE[0] in unescape(page)


def test_every_link_of_the_page_leads_somewhere():
    page = report_of(an_audit(), an_audit("cold", "Cold Peak"))
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets


def test_only_the_newest_wave_has_a_section():
    page = report_of(an_audit(wave="2025-2"), an_audit(wave="2026-1"))
    assert len(re.findall(r'<section class="page[^"]*" id="a', page)) == 1


def test_a_withheld_number_says_why():
    assert "the said half needs a survey" in report_of(an_audit())


@pytest.mark.parametrize("role", [ReaderRole.EXECUTIVE, ReaderRole.HR])
def test_the_page_for_groups_holds_no_id(role):
    audit = an_audit()
    page = report_of(audit, reader=Reader(role=role))
    assert not [person.id for person in audit.people if person.id in page]


def test_no_audit_gives_a_page_that_says_so():
    assert "Run `alliancenet audit" in unescape(report_of())


def test_bars_follow_the_whole_level_once_it_is_measured():
    whole = (a_score("integration.tactical", 40.0, unit="points 0-100"),)
    assert "bar: integration, 0-100" in report_of(an_audit(scores=whole))
    assert "bar: seen half, 0-100" in report_of(an_audit())


def test_the_bar_of_a_level_carries_what_is_seen_and_what_is_said():
    halves = {"integration": 60.0, "integration_seen": 90.0, "integration_said": 30.0}
    scores = tuple(a_score(f"{half}.tactical", value, unit="points 0-100") for half, value in halves.items())
    page = report_of(an_audit(scores=scores))
    assert '<g class="seen"><circle cx="162.0"' in page
    assert '<g class="said-mark"><path d="M54.0' in page


def test_one_alliance_is_not_told_twice_what_was_found():
    page = report_of(an_audit())
    assert "Look at these first" not in page
    assert page.count("<h2>Findings</h2>") == 1


def test_what_is_withheld_from_all_stands_once_on_the_first_page():
    other = replace(an_audit(), alliance=replace(an_audit().alliance, id="other"))
    assert report_of(an_audit(), other).count("Friendship answers are never shown") == 1
    assert report_of(an_audit()).count("Friendship answers are never shown") == 1
