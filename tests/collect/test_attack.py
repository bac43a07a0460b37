"""Attacks: swapped fields, other people's tokens, old ones, closed waves, and hostile text in every field there is."""

import csv
import email
import email.policy
import re
import statistics
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from alliancenet_web.app import create_app as viewer
from click.testing import CliRunner
from collected_waves import CLOSES, TODAY, Respondent, fill_in, link_of, middling, open_in
from sqlalchemy import event

from alliancenet.cli import alliancenet
from alliancenet.collect import schema, sitting, tokens
from alliancenet.collect.letters import Post, as_files, as_table
from alliancenet.collect.own_view import OwnSection, OwnView, lay_down
from alliancenet.collect.places import place_of
from alliancenet.collect.plan import PLAN_FILE, TEMPLATE, read_plan
from alliancenet.collect.rounds import begin_invitations, waiting
from alliancenet.collect.steps import steps_of
from alliancenet.collect.survey import document_of
from alliancenet.collect.wave import close_wave, extend, journal_of, record_of, survey_in
from alliancenet.instruments.reading import read_shipped
from alliancenet.privacy import Reader, ReaderRole

ME, OTHER = "bw-ki005", "bw-ki006"
CARD = "/people/1/net"


@pytest.fixture
def both(store):
    """Two people with full drafts, each in a browser of their own, in one collector."""
    for person in (ME, OTHER):
        fill_in(store, person, ["gr-ki001"], middling, send=False)
    me = Respondent(store, ME)
    return me, Respondent(store, OTHER, me.app)


def acts(store):
    return [(entry.act, entry.respondent) for entry in journal_of(store)]


def test_the_form_token_of_somebody_else_is_refused_and_put_on_record(store, both):
    me, other = both
    answer = me.client.post(CARD, data={"form_token": other.form_token(), "go": "next"})
    assert answer.status_code == 403
    assert "This form was not accepted" in answer.text
    assert ("form refused", ME) in acts(store)


def test_the_submission_of_somebody_else_is_refused_and_theirs_holds(store, both):
    me, other = both
    theirs = other.hidden("/review")
    assert other.client.post("/send", data=theirs).status_code == 303
    mine = me.hidden("/review") | {"submission": theirs["submission"]}
    answer = me.client.post("/send", data=mine)
    assert answer.status_code == 409
    assert "Nothing was sent" in answer.text
    assert not sitting.standing_of(store, ME).sent
    assert sitting.sent_pages(store, OTHER)
    assert ("sending refused", ME) in acts(store)


def test_what_somebody_else_looked_through_cannot_be_sent_as_ones_own(store, both):
    me, other = both
    other.post("/questions/1/climate/1", **{"CLI-COM1": "1"}, go="next")
    mine = me.hidden("/review") | {"shown": other.hidden("/review")["shown"]}
    assert me.client.post("/send", data=mine).status_code == 409
    assert not sitting.standing_of(store, ME).sent


@pytest.mark.parametrize("fields", [
    {"respondent": OTHER}, {"person": "38"}, {"person": ["1", "x"]}, {"person": "0"}, {"person": "1" * 400},
    {"drop": "+0", "unknown": "1"}, {"chosen": "gr-ki002"}, {"NET1": "1"},
])  # fmt: skip
def test_a_swapped_or_added_field_is_refused_and_changes_nothing(store, both, fields):
    me, _ = both
    before = sitting.standing_of(store, ME).kept
    answer = me.post(CARD, **fields)
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text
    assert sitting.standing_of(store, ME).kept == before
    assert ("form refused", ME) in acts(store)


@pytest.mark.parametrize("path", ["/begin", CARD, "/send", "/change"])
def test_a_closed_wave_takes_nothing_says_so_and_puts_it_on_record(store, both, path):
    me, _ = both
    hidden = me.hidden("/review")
    close_wave(store)
    answer = me.client.post(path, data=hidden | {"go": "next", "language": "en"})
    assert answer.status_code in {400, 409}
    assert "takes no more answers" in answer.text or "was not accepted" in answer.text
    assert sitting.sent_pages(store, ME) == {}
    assert {act for act, person in acts(store) if person == ME} & {"form refused", "refused: closed"}


def test_a_link_of_before_opens_nothing_once_it_was_ended_and_a_session_neither(store, both):
    me, _ = both
    tokens.revoke(store, ME)
    answer = me.enter()
    assert answer.status_code == 403
    assert "does not open anything" in answer.text
    assert me.get("/review").status_code == 403
    assert ("link refused", ME) in acts(store)


def test_a_link_that_never_was_takes_the_work_and_the_time_of_one_that_was_ended(store, both):
    """The same statements to the store, so the same time; medians of pairs tried in turn, printed."""
    person_token = link_of(store, OTHER)
    tokens.revoke(store, OTHER)
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *words: asked.append(words[2]))

    def work_and_time(token):
        asked.clear()
        began = time.perf_counter()
        assert isinstance(tokens.enter(store, token), tokens.Refused)
        return tuple(asked), time.perf_counter() - began

    ended, never = [], []
    for number in range(300):
        ended.append(work_and_time(person_token))
        never.append(work_and_time(f"{number:032}"))
    assert {work for work, _ in ended} == {work for work, _ in never}
    of_ended, of_never = (statistics.median(took for _, took in tries) * 1e3 for tries in (ended, never))
    apart = statistics.median(one[1] - other[1] for one, other in zip(ended, never, strict=True)) * 1e3
    print(f"\nended link {of_ended:.3f} ms, link that never was {of_never:.3f} ms, apart {apart:+.3f} ms, n 2 x 300")
    assert abs(apart) < 0.25 * max(of_ended, of_never)


def test_opening_a_link_looks_nothing_up_whatever_it_is(store, both):
    me, _ = both
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
    pages = {me.client.get(f"/i/{token}").text.replace(token, "") for token in (me.token, "never-was", "x" * 90)}
    assert len(pages) == 1
    assert asked == []


def test_a_link_pressed_by_another_site_is_refused(store, both):
    me, _ = both
    for origin in ("null", "https://evil.test"):
        strange = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
        assert me.client.post("/enter", data={"token": me.token}, headers=strange).status_code == 403
    kept_back = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert me.client.post("/enter", data={"token": me.token}, headers=kept_back).status_code == 303


@pytest.mark.parametrize("submission", ["", "\x00", "a" * 65, "é", "a\nb"])
def test_a_number_no_page_was_given_sends_nothing(store, both, submission):
    me, _ = both
    answer = me.client.post("/send", data=me.hidden("/review") | {"submission": submission})
    assert answer.status_code == 409
    assert not sitting.standing_of(store, ME).sent


def test_what_is_put_on_record_of_a_strange_field_can_be_shown_anywhere(store, both):
    me, _ = both
    assert me.post(CARD, **{f"x\x00{TURNS}\x1b[2J": "1"}).status_code == 400
    details = [entry.detail for entry in journal_of(store) if entry.act == "form refused"]
    assert details == ["a field that is not on the page: x[2J"]


def test_a_link_of_another_wave_opens_nothing_here(store, both, project):
    rows = (project / "waves.csv").read_text(encoding="utf-8")
    (project / "waves.csv").write_text(f"{rows}w2,,{TODAY},{CLOSES + timedelta(days=90)},90\n", encoding="utf-8")
    second = open_in(project, "w2")
    me, _ = both
    assert me.enter(link_of(second, ME)).status_code == 403
    second.close()


def test_an_old_session_cannot_send_after_the_wave_was_closed_and_opened_again_with_other_answers(store, both):
    me, _ = both
    hidden = me.hidden("/review")
    close_wave(store)
    extend(store, CLOSES, TODAY)
    me.post("/questions/1/climate/1", **{"CLI-COM1": "1"}, go="next")
    assert me.client.post("/send", data=hidden).status_code == 409


TURNS = "\u202e\u2066\u200f\u200b\u3164\U000e0041"
HOSTILE = f"\"><script>alert(1)</script>{{{{7*7}}}}' onx=1 =cmd(){TURNS}"
FORMULA = '=HYPERLINK("http://x")'


@pytest.fixture
def hostile(store):
    """A wave in which every text somebody may have written is hostile."""
    survey = survey_in(store)
    changed = replace(
        survey,
        contact=HOSTILE,
        firms=dict.fromkeys(survey.firms, HOSTILE),
        people=tuple(replace(person, name=f"{HOSTILE} {person.id}", unit=HOSTILE) for person in survey.people),
        alliances=tuple(
            replace(alliance, name=HOSTILE, goals=tuple(f"{HOSTILE} {at}" for at in range(5)))
            for alliance in survey.alliances
        ),
        notice={code: dict.fromkeys(of, (HOSTILE,)) for code, of in survey.notice.items()},
    )
    with store.writing() as connection:
        connection.execute(schema.WAVE.update().values(survey=document_of(changed)))
    return changed


def is_harmless(page):
    """No script, no attribute, nothing that turns the direction of what stands beside it."""
    attributes = re.sub(r'"[^"]*"', '""', page)  # what stands in quotes is text
    return "<script>alert" not in page and not re.search(r"<[^>]*\sonx=1", attributes) and not set(TURNS) & set(page)


def test_hostile_text_in_every_field_is_text_on_every_page(store, hostile):
    def code(item, alter):
        return HOSTILE if item.answer == "text" else middling(item, alter) if item.scale else None

    fill_in(store, ME, ["gr-ki001"], code, added=[(HOSTILE, HOSTILE)], send=False)
    me = Respondent(store, ME)
    steps = steps_of(hostile, ME, sitting.standing_of(store, ME).kept)
    me.get("/")
    paths = set(re.findall(r'href="(/(?:people|about|questions)/[^"]+)"', me.get("/review").text))
    assert len(paths) == len(steps)
    for path in ("/", "/review", f"{CARD}?q=%22%3E%3Cscript%3Ealert(1)", *paths):
        assert is_harmless(me.get(path).text), path
    assert me.client.post("/send", data=me.hidden("/review")).status_code == 303
    section = OwnSection(title=HOSTILE, lines=(HOSTILE,), heads=(HOSTILE,), rows=((HOSTILE,),))
    lay_down(store, {ME: OwnView(sections=(section,))})
    for path in ("/receipt", "/own"):
        page = me.get(path)
        assert page.status_code == 200
        assert is_harmless(page.text)


def test_hostile_text_is_text_on_the_desk_and_in_a_terminal(store, hostile, project, tmp_path):
    fill_in(store, ME, [], middling, added=[(HOSTILE, FORMULA)])
    (tmp_path / "audits").mkdir()
    app = viewer(tmp_path / "audits", surveys=project, log=tmp_path / "log")
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    client.set_cookie(sessions.cookie, sessions.open("kim", Reader(role=ReaderRole.FACILITATOR, firm="")).key)
    for path in ("/surveys", "/surveys/1"):
        page = client.get(path)
        assert page.status_code == 200
        assert is_harmless(page.text)
    for words in (["status", "--names"], ["missing"], ["close"]):
        result = CliRunner().invoke(alliancenet, ["collect", words[0], str(project), "--wave", "w1", *words[1:]])
        assert result.exit_code == 0, result.output
        assert not re.search(r"[\x00-\x08\x1b]", result.output)


def test_names_are_taken_into_a_wave_without_what_turns_or_steers(project):
    for name in ("people.csv", "organisations.csv", "alliances.yaml"):
        path = project / name
        text = path.read_text(encoding="utf-8")
        for word in ("Farrin", "Keramik", "Kiln:"):
            text = text.replace(word, f"{word}{TURNS}")
        path.write_text(text, encoding="utf-8")
    place_of(project, "w1").unlink()
    survey = survey_in(open_in(project))
    assert survey.person[ME].name == "Farrin Hathersedge"
    assert TURNS not in document_of(survey)


def test_hostile_names_break_no_letter_and_no_table(store, hostile, project, tmp_path):
    people = tuple(
        replace(person, name="Ann\r\nBcc: all@x.example") if person.id == ME else person for person in hostile.people
    )
    (project / PLAN_FILE).write_text(
        TEMPLATE.read_text(encoding="utf-8") + 'letter: {from: "Kim <kim@example.com>"}\n', encoding="utf-8"
    )
    plan = read_plan(project, read_shipped())
    survey = replace(hostile, people=people, alliances=tuple(replace(a, name=FORMULA) for a in hostile.alliances))
    post = Post(store=store, survey=survey, wave=record_of(store), letter=plan.letter, today=TODAY)
    begin_invitations(store, TODAY)
    letters = waiting(store, 0)
    as_files(post, letters, tmp_path / "mails", plan)
    for path in (tmp_path / "mails").iterdir():
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert message["Bcc"] is None
        assert len(message["To"].addresses) == 1
    as_table(post, letters, tmp_path / "links.csv")
    with (tmp_path / "links.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
