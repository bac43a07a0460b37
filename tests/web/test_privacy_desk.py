"""The privacy desk: held, promised, looked, erased; for the facilitator alone."""

from datetime import date

import pytest
from alliancenet_web.app import create_app

from alliancenet.privacy import Reader, ReaderRole
from alliancenet.store.erasures import ErasureEntry, put_on_record


@pytest.fixture
def opened(audits, tmp_path):
    """Read a page as a role, by a viewer that keeps a log."""
    app = create_app(audits, log=tmp_path / "viewer.log")
    sessions = app.extensions["desk"].sessions

    def read(address, role=ReaderRole.FACILITATOR):
        client = app.test_client()
        client.set_cookie(sessions.cookie, sessions.open("Ada", Reader(role=role)).key)
        return client.get(address)

    return read


def test_it_tells_who_opened_pages_about_single_people_newest_first(opened):
    opened("/alliance/nordwind/2026-1/people", ReaderRole.ANALYST)
    opened("/alliance/nordwind/2026-1/network", ReaderRole.ALLIANCE_MANAGER)
    text = opened("/privacy").text
    assert text.index("/alliance/nordwind/2026-1/network") < text.index("/alliance/nordwind/2026-1/people")
    assert "2 openings" in text


def test_a_page_without_single_people_is_no_opening(opened):
    opened("/findings")
    assert "Nobody has opened a page about single people yet." in opened("/privacy").text


def test_a_line_of_the_log_that_is_cut_off_is_counted_and_passed_over(opened, tmp_path):
    opened("/alliance/nordwind/2026-1/people")
    with (tmp_path / "viewer.log").open("a") as log:
        log.write('{"time": "2026')
    text = opened("/privacy").text
    assert "1 line of the log could not be understood" in text
    assert "1 opening" in text


def test_erasures_are_told_without_whom(opened, audits):
    put_on_record(audits, ErasureEntry(day=date(2026, 11, 29), token="erased-0a1b2c3d", rows=12, files=3))
    text = opened("/privacy").text
    assert "erased-0a1b2c3d" in text
    assert "29 November 2026" in text


@pytest.mark.parametrize("role", [role for role in ReaderRole if role is not ReaderRole.FACILITATOR])
def test_nobody_else_opens_it(opened, role):
    assert opened("/privacy", role).status_code == 403
