"""The manual as the command line and the viewer show it."""

import re

import pytest

from alliancenet.report import manual


def test_every_finding_page_is_listed():
    assert "findings/N-ONEBRIDGE" in manual.pages()


@pytest.mark.parametrize("name", ["../errors", "findings/../../errors", "", "a/b/c", "viewer.md", "\x00"])
def test_a_name_that_is_no_page_finds_nothing(name):
    assert manual.page(name) is None


def test_html_in_the_manual_stays_text():
    assert "<script>" not in manual.as_html("<script>x</script> [a](javascript:x)")
    assert "href" not in manual.as_html("[a](javascript:x)")


@pytest.mark.parametrize("name", manual.pages())
def test_every_heading_has_an_address_of_its_own(name):
    html = manual.as_html(manual.page(name))
    ids = re.findall(r'<h[1-6] id="([^"]+)"', html)
    assert len(ids) == len(re.findall(r"<h[1-6]", html))
    assert len(set(ids)) == len(ids)


def test_a_heading_is_addressed_by_its_words():
    assert '<h2 id="why-it-matters">' in manual.finding_html("S-LOAD")


def test_headings_of_the_same_words_are_told_apart():
    assert [heading.id for heading in manual.headings("# A\n\n## A\n\n## A 2\n\n## !\n\n## main")] == [
        "a",
        "a-2",
        "a-2-2",
        "part",
        "main-2",
    ]


def test_a_heading_of_markup_cannot_leave_its_id():
    assert manual.as_html('## a"><b>x').startswith('<h2 id="a-b-x">')


def test_a_rule_that_may_be_high_says_when():
    assert "Severity: medium; high when one executive sponsors more than five" in (manual.finding("S-LOAD") or "")
