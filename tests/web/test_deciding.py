"""Deciding in the viewer: kept once, by those who may, and nothing but what the audits say."""

import json
from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
from built_audits import an_audit

from alliancenet.store.actions import JOURNAL, read_actions
from alliancenet.store.audit_file import write_audits

KEY = "nordwind:N-ONEBRIDGE"


@pytest.fixture
def token(app, client):
    sessions = app.extensions["desk"].sessions
    return sessions.find(client.get_cookie(sessions.cookie).value).form_token


@pytest.fixture
def send(client, token):
    def sent(address="/actions/decide", **fields):
        return client.post(address, data={"form_token": token, "key": KEY, "answer": "decided", **fields})

    return sent


def test_a_proposal_becomes_an_action_with_owner_and_day(send, audits):
    due = date.today() + timedelta(days=12)
    assert send(owner="Cosmer", due=due.isoformat()).status_code == 303
    (action,) = read_actions(audits).actions
    assert (action.code, action.owner, action.due, action.state) == ("N-ONEBRIDGE", "Cosmer", due, "open")
    assert action.title == "Introduce a second pair of people on each side before the next review"


def test_pressed_twice_it_is_kept_once(send, audits):
    send()
    send()
    assert len((audits / JOURNAL).read_text().splitlines()) == 1


def test_what_is_decided_is_no_longer_asked(client, send):
    assert KEY in client.get("/").text
    send()
    assert KEY not in client.get("/").text


def test_what_is_put_off_comes_back_on_its_day(client, send, audits, monkeypatch):
    send(answer="later")
    assert KEY not in client.get("/").text
    entry = json.loads((audits / JOURNAL).read_text())
    entry["due"] = date.today().isoformat()
    (audits / JOURNAL).write_text(json.dumps(entry) + "\n")
    assert KEY in client.get("/").text


def test_a_form_cannot_make_up_what_an_action_says(send, audits):
    assert send(key="made-up", title="Pay me").status_code == 404
    assert not (audits / JOURNAL).exists()


def test_a_form_without_the_token_is_refused(client, audits):
    assert client.post("/actions/decide", data={"key": KEY}).status_code == 403
    assert not (audits / JOURNAL).exists()


@pytest.mark.parametrize("back", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"])
def test_after_deciding_nobody_is_led_to_another_site(send, back):
    assert send(back=back).headers["Location"] == "/actions"


def test_dropping_needs_a_reason(send, audits):
    send()
    send("/actions/1", state="dropped")
    assert read_actions(audits).actions[0].state == "open"
    send("/actions/1", state="dropped", reason="the partner left")
    assert read_actions(audits).actions[0].reason == "the partner left"


@pytest.mark.parametrize("fields", [{"due": "31.2.2026"}, {"due": "9999-12-31"}, {"owner": "x" * 5000}])
def test_odd_fields_do_no_harm(send, audits, fields):
    send()
    assert send("/actions/1", state="open", **fields).status_code == 303
    (action,) = read_actions(audits).actions
    assert len(action.owner) <= 400
    assert action.due < date.today() + timedelta(days=4 * 366)


@pytest.mark.parametrize(("findings", "said"), [(None, "still there"), ((), "gone")])
def test_the_next_audit_says_whether_the_gap_closed(client, send, audits, findings, said):
    send()
    assert "the gap is" not in client.get("/actions").text
    fields = {} if findings is None else {"findings": findings}
    audit = an_audit(wave="2026-2", **fields)
    write_audits(audits, [replace(audit, wave=replace(audit.wave, closes=date(2026, 9, 20)))])
    assert f"the gap is {said} in September 2026" in client.get("/actions").text


def test_an_overdue_action_rings_on_the_first_page(client, send):
    send()
    send("/actions/1", state="open", due=(date.today() - timedelta(days=1)).isoformat())
    assert "One action is overdue" in client.get("/").text


def test_what_is_due_is_a_calendar_others_read(client, send):
    send()
    calendar = icalendar.Calendar.from_ical(client.get("/due.ics").data)
    (event,) = (event for event in calendar.walk("VEVENT") if "second pair" in event["SUMMARY"])
    assert event.decoded("dtstart") == date.today() + timedelta(days=30)


def test_actions_are_saved_as_a_table(client, send):
    send()
    assert "Introduce a second pair" in client.get("/actions?csv=actions").text
