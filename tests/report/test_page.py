"""The offline page."""

import hashlib
import re
from base64 import b64encode
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
    assert page.count('<section class="page" id="a') == 1


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
    assert "Integration, 0-100" in report_of(an_audit(scores=whole))
    assert "Seen half, 0-100" in report_of(an_audit())
