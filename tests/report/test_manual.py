"""The manual as the command line and the viewer show it."""

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
