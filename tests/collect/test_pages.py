"""The pages: a link opens them by a button only, nobody sees another's, nothing foreign is taken."""

import re
from datetime import timedelta

import pytest
from collected_waves import CLOSES, Respondent, fill_in, link_of, middling, send_in
from sqlalchemy import func, select

from alliancenet.collect import sitting, tokens
from alliancenet.collect.schema import SESSION, SUBMISSION
from alliancenet.collect.store import NotKept
from alliancenet.collect.wave import close_wave, journal_of

ME, HOSTILE = "bw-ki005", "\"><script>alert(1)</script>{{7*7}}' onx=1 =cmd()"


@pytest.fixture
def me(store):
    respondent = Respondent(store, ME)
    respondent.post("/begin", language="en", go="begin")
    return respondent


def choose(me, count=2):
    """Tick the first people of the list; the address of the first card."""
    numbers = re.findall(r'name="person" value="(\d+)"', me.get("/people/1/net").text)[:count]
    return me.post("/people/1/net", person=numbers, go="next").headers["Location"]


@pytest.mark.parametrize(("language", "between"), [("en", "3 of 5"), ("de", "3 von 5")])
def test_a_step_between_two_labelled_ones_is_read_in_the_review(store, language, between):
    fill_in(store, "bw-ki005", ["gr-ki001"], middling, send=False)
    sitting.speak(store, "bw-ki005", language)
    page = Respondent(store, "bw-ki005").get("/review").text
    assert f"<dd>{between}</dd>" in page
    assert "<dd></dd>" not in page


def test_whoever_sent_nothing_is_led_nowhere_once_it_is_closed(store):
    close_wave(store)
    page = Respondent(store, "bw-ki005").get("/")
    assert page.status_code == 403
    assert "takes no more answers" in page.text
    assert 'class="button"' not in page.text


def test_a_name_that_was_added_is_what_the_page_shows_next(store):
    answer = Respondent(store, "bw-ki005").post("/people/1/net", name="Ann Berg", organisation="Veltis", go="more")
    assert answer.headers["Location"].endswith("/people/1/net#missing")


def test_opening_a_link_signs_nobody_in_however_often_scanners_do(store):
    token = link_of(store, ME)
    someone = Respondent(store)
    for _ in range(20):
        response = someone.get(f"/i/{token}")
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(SESSION)).scalar() == 0


def test_the_page_of_a_wrong_link_is_the_page_of_a_right_one(store):
    token, someone = link_of(store, ME), Respondent(store)
    wrong = "x" * len(token)
    assert someone.get(f"/i/{token}").text.replace(token, wrong) == someone.get(f"/i/{wrong}").text


def test_the_button_signs_in_and_no_address_after_it_holds_the_token(store):
    someone = Respondent(store)
    token = link_of(store, ME)
    response = someone.enter(token)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert token not in someone.get("/").text
    assert {"HttpOnly", "SameSite=Lax"} <= set(response.headers["Set-Cookie"].split("; "))


@pytest.mark.parametrize("token", ["", "x", "x" * 32, "' OR 1=1 --", "\u00fc" * 40, "x" * 5_000])
def test_a_link_that_is_none_is_refused_with_a_sentence_and_put_on_record(store, token):
    response = Respondent(store).enter(token)
    assert response.status_code == 403
    assert "does not open anything" in response.text
    assert journal_of(store)[-1].act == "link refused"


def test_a_revoked_link_opens_nothing_and_ends_what_it_opened(store):
    someone = Respondent(store, ME)
    assert someone.get("/").status_code == 200
    tokens.revoke(store, ME)
    assert someone.get("/").status_code == 403
    assert someone.enter().status_code == 403


def test_guessing_links_is_slowed_down_and_a_firm_behind_one_address_is_not(store):
    guesser = Respondent(store)
    codes = [guesser.enter("x" * 32).status_code for _ in range(14)]
    assert codes.count(429) >= 3
    others = Respondent(store)
    good = [others.enter(link_of(store, ME)).status_code for _ in range(30)]
    assert set(good) == {303}


@pytest.mark.parametrize(
    "path", ["/", "/people/1/net", "/about/1/net/3", "/questions/1/climate/1", "/review", "/receipt"]
)
def test_no_page_opens_without_a_session(store, path):
    assert Respondent(store).get(path).status_code == 403


def test_a_session_that_was_left_opens_nothing_any_more(store, me):
    cookie = me.client.get_cookie("alliancenet_survey").value
    me.post("/leave")
    me.client.set_cookie("alliancenet_survey", cookie)
    assert me.get("/").status_code == 403


def test_a_draft_goes_on_in_another_browser(store, me):
    card = choose(me)
    me.post(card, NET1="3", go="next")
    other = Respondent(store, app=me.app)
    other.enter(me.token)
    assert re.search(r'name="NET1" value="3" checked', other.get(card).text)


def test_a_form_of_another_page_is_refused_and_put_on_record(store, me):
    card = choose(me)
    assert me.post(card, NET1="3", **{"CLI-COM1": "1"}).status_code == 400
    assert me.post(card, NET1="99").status_code == 400
    assert me.post(card, NET1=["1", "2"]).status_code == 400
    assert me.post("/people/1/net", person="999").status_code == 400
    assert me.post("/people/1/net", person="-1").status_code == 400
    assert me.post("/questions/1/integration/1", GOAL1="99").status_code == 400
    assert [entry.act for entry in journal_of(store)].count("form refused") == 6
    assert "checked" not in me.get(card).text


@pytest.mark.parametrize(
    "path", ["/about/1/net/99999", "/about/2/net/1", "/questions/1/net/1", "/questions/1/spectrum/1"]
)
def test_a_page_that_is_not_ones_own_does_not_exist(me, path):
    assert me.get(path).status_code == 404


def test_a_form_without_its_token_changes_nothing(store, me):
    card = choose(me)
    assert me.client.post(card, data={"NET1": "3"}).status_code == 403
    strange = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
    sent = me.client.post(card, data={"form_token": me.form_token(), "NET1": "3"}, headers=strange)
    assert sent.status_code == 403
    assert "checked" not in me.get(card).text


def test_a_double_click_is_one_answer_and_shows_the_receipt(store, me):
    choose(me)
    hidden = me.hidden("/review")
    codes = [me.client.post("/send", data=hidden).headers["Location"] for _ in range(3)]
    assert set(codes) == {"/receipt"}
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(SUBMISSION)).scalar() == 1
    assert "Your answers are kept" in me.get("/receipt").text


def test_two_windows_are_told_of_each_other(store, me):
    card = choose(me)
    hidden = me.hidden("/review")
    me.post(card, NET1="3", go="next")
    response = me.client.post("/send", data=hidden)
    assert response.status_code == 409
    assert "another window" in response.text


def test_whoever_finished_sees_the_receipt_and_may_change_until_the_close(store, me):
    fill_in(store, ME, [], middling)
    assert me.get("/").headers["Location"] == "/receipt"
    assert me.post("/change").headers["Location"] == "/review"
    assert me.get("/review").status_code == 200


def test_after_the_close_the_link_shows_the_receipt_and_takes_nothing(store, me):
    fill_in(store, ME, [], middling)
    close_wave(store)
    assert "not changed any more" in me.get("/receipt").text
    assert me.post("/change").status_code == 409
    assert me.post("/people/1/net", go="next").status_code == 409


def test_after_its_last_day_a_wave_takes_nothing_though_nobody_closed_it(store, me):
    form = {"form_token": me.form_token(), "go": "next"}
    me.app.extensions["room"].today = lambda: CLOSES + timedelta(days=1)
    assert me.client.post("/people/1/net", data=form).status_code == 409
    assert "takes no more answers" in me.get("/").text


def test_a_search_keeps_the_ticks_of_people_it_does_not_show(me):
    choose(me, count=3)
    before = me.get("/people/1/net").text.count("checked")
    ticked = re.findall(r'name="person" value="(\d+)" checked', me.get("/people/1/net").text)
    me.post("/people/1/net", q="jorvik", go="search", person=ticked)
    found = me.get("/people/1/net?q=jorvik").text
    assert len(re.findall(r'name="person" value="\d+"', found)) == 1
    me.post("/people/1/net", before="jorvik", go="next")
    assert me.get("/people/1/net").text.count("checked") == before


def test_a_card_says_which_of_how_many_it_is(me):
    first = choose(me, count=3)
    assert "Person 1 of 3" in me.get(first).text
    assert "Person 2 of 3" in me.get(me.post(first, go="next").headers["Location"]).text


def test_the_review_says_which_questions_stand_on_a_page(me):
    page = me.get("/review").text
    for title in ("Questions 1 to 6", "Questions 7 to 11", "Questions 12 to 17"):
        assert title in page


def test_nobody_is_on_their_own_list(me):
    assert "Farrin Hathersedge" not in me.get("/people/1/net").text


def test_hostile_text_is_text_on_every_page(store, me):
    me.post("/people/1/net", name=HOSTILE, organisation=HOSTILE, go="more")
    card = re.search(r'href="(/about/1/net/[^"]+)"', me.get("/review").text)[1]
    pages = [me.get("/people/1/net").text, me.get(card).text]
    last = next(f"/questions/1/climate/{n}" for n in range(1, 9) if "OPEN1" in me.get(f"/questions/1/climate/{n}").text)
    me.post(last, OPEN1=HOSTILE, OPEN2="</textarea><script>alert(2)</script>", go="next")
    pages += [me.get(last).text, me.get("/review").text]
    for page in pages:
        assert "<script" not in page
        assert "49" not in page or "7*7" in page
    assert "&lt;script&gt;" in pages[-1]


def test_too_many_goals_are_said_and_the_first_ones_kept(me):
    page = me.post("/questions/1/integration/1", GOAL1=["1", "2", "3", "4"]).text
    assert "at most 3" in page
    assert page.count("checked") == 3


def test_an_answer_can_be_taken_back(me):
    card = choose(me)
    me.post(card, NET1="3", go="next")
    assert "checked" in me.get(card).text
    me.post(card, NET1="", go="next")
    assert "checked" not in me.get(card).text


def test_german_is_spoken_where_it_is_chosen(me):
    me.post("/begin", language="de", go="language")
    assert "Was mit Ihren Antworten geschieht" in me.get("/").text
    assert '<html lang="de">' in me.get("/").text


def test_the_notice_holds_the_words_of_the_printed_form(me):
    page = me.get("/").text
    for line in ("This survey is not anonymous.", "groups of at least 5 people", "never used for pay", "Who to ask"):
        assert line in page
    assert "anonymous" not in page.replace("not anonymous", "")


def test_every_answer_says_what_a_browser_may_do(store, me):
    for path in ("/", "/people/1/net", "/nowhere", "/style.css"):
        headers = me.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert me.get(f"/i/{me.token}").headers["Referrer-Policy"] == "no-referrer"


def test_a_strange_host_is_refused(store):
    assert Respondent(store).client.get("/i/x", headers={"Host": "evil.test"}).status_code == 400


def test_a_page_that_is_too_large_is_refused_with_a_sentence(me):
    response = me.post("/questions/1/climate/5", OPEN1="x" * 300_000)
    assert response.status_code == 413
    assert "larger than is accepted" in response.text


def test_a_store_that_cannot_keep_anything_is_503_with_a_sentence_and_recovers(store, me, monkeypatch):
    card = choose(me)
    whole = sitting.keep

    def full(*_):
        raise NotKept("database or disk is full")

    monkeypatch.setattr(sitting, "keep", full)
    response = me.post(card, NET1="3")
    assert response.status_code == 503
    assert "What you saved before is still there" in response.text
    monkeypatch.setattr(sitting, "keep", whole)
    assert me.post(card, NET1="3").status_code == 303


def test_no_token_and_no_answer_is_in_any_log(store, me, caplog, monkeypatch):
    def fail(*_):
        raise RuntimeError("broken")

    me.get(f"/i/{me.token}")
    me.enter("z" * 32)
    monkeypatch.setattr(sitting, "standing_of", fail)
    assert me.get("/").status_code == 500
    monkeypatch.setattr(tokens, "enter", fail)
    assert me.enter().status_code == 500
    assert me.token not in caplog.text
    assert "zzzz" not in caplog.text
    assert all(me.token not in entry.detail for entry in journal_of(store))


def test_another_respondents_answers_are_on_no_page(store, me):
    other = "bw-ki006"
    fill_in(store, other, ["gr-ki009"], lambda item, _: "canary" if item.answer == "text" else middling(item, _))
    send_in(store, other)
    for path in ("/", "/people/1/net", "/questions/1/climate/5", "/review"):
        assert "canary" not in me.get(path).text
