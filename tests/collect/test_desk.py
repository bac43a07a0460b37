"""The facilitator's desk: counts and what they let the audit tell, names for the facilitator only, never an answer."""

from datetime import timedelta

import pytest
from alliancenet_web.app import create_app
from collected_waves import CLOSES, TODAY, fill_in, middling

from alliancenet.collect.standing import desk_view
from alliancenet.collect.wave import close_wave, record_of
from alliancenet.privacy import Reader, ReaderRole

FACILITATOR, MANAGER = ReaderRole.FACILITATOR, ReaderRole.ALLIANCE_MANAGER


def desk_of(project, tmp_path, role=FACILITATOR):
    audits = tmp_path / "audits"
    audits.mkdir(exist_ok=True)
    app = create_app(audits, surveys=project, log=tmp_path / "log")
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    session = sessions.open("kim", Reader(role=role, firm="gruenwald" if role is ReaderRole.PARTNER else ""))
    client.set_cookie(sessions.cookie, session.key)
    return client, {"form_token": session.form_token}


def sentences(store):
    return desk_view(store, TODAY, names=False).alliances[0].sentences


def test_the_desk_says_how_many_more_answers_make_health_tellable(store):
    assert "5 more answers of Grünwald Keramik make health tellable" in sentences(store)
    for person in ("gr-ki001", "gr-ki002", "gr-ki003", "gr-ki004"):
        fill_in(store, person, [], middling)
    assert "1 more answer of Grünwald Keramik makes health tellable" in sentences(store)


def test_once_health_is_tellable_the_desk_says_what_confidence_needs(store):
    for firm in ("bw", "gr"):
        for number in range(1, 7):
            fill_in(store, f"{firm}-ki{number:03}", [], middling)
    told = sentences(store)
    assert told[0] == "Health is tellable now"
    assert "6 more answers of Brightwater Instruments make confidence medium" in told  # 12 of 20 are 60 %


def test_counts_are_those_of_who_sent(store):
    fill_in(store, "bw-ki005", [], middling)
    fill_in(store, "bw-ki006", [], middling, send=False)
    view = desk_view(store, TODAY, names=True)
    assert (view.answered, view.begun, view.asked) == (1, 1, 38)
    assert [person.has_begun for person in view.silent if person.id == "bw-ki006"] == [True]
    assert sum(rate.answered for rate in view.alliances[0].levels) == 1


def test_names_of_who_has_not_finished_are_told_to_the_facilitator_only(project, store, tmp_path):
    fill_in(store, "bw-ki005", [], middling)
    client, _ = desk_of(project, tmp_path)
    page = client.get("/surveys/1").text
    assert "Elowen Greenspire" in page
    assert "Farrin Hathersedge" not in page
    manager, _ = desk_of(project, tmp_path, MANAGER)
    page = manager.get("/surveys/1").text
    assert "Elowen Greenspire" not in page
    assert "1 of 38 people answered" in page


@pytest.mark.parametrize("role", sorted(set(ReaderRole) - {FACILITATOR, MANAGER}))
def test_nobody_else_opens_the_desk(project, tmp_path, role):
    client, form = desk_of(project, tmp_path, role)
    assert client.get("/surveys").status_code == 403
    assert client.get("/surveys/1").status_code == 403
    assert client.post("/surveys/1/change", data={**form, "move": "close"}).status_code == 403


def test_a_wave_is_extended_closed_and_frozen_from_the_desk(project, store, tmp_path):
    fill_in(store, "bw-ki005", ["gr-ki001"], middling)
    client, form = desk_of(project, tmp_path)
    later = CLOSES + timedelta(days=7)
    client.post("/surveys/1/change", data={**form, "move": "extend", "closes": later.isoformat()})
    assert record_of(store).closes == later
    client.post("/surveys/1/change", data={**form, "move": "close"})
    assert "bw-ki005" in (project / "collected" / "w1.csv").read_text(encoding="utf-8")
    client.post("/surveys/1/change", data={**form, "move": "freeze"})
    assert record_of(store).state == "frozen"


@pytest.mark.parametrize(("move", "closes", "said"), [
    ("freeze", "", "close it first"), ("extend", "tomorrow", "Give a day"), ("extend", "2020-01-01", "over already"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_on_the_page(project, tmp_path, move, closes, said):
    client, form = desk_of(project, tmp_path)
    response = client.post("/surveys/1/change", data={**form, "move": move, "closes": closes})
    assert response.status_code == 409
    assert said in response.text


def test_no_answer_is_on_the_desk(project, store, tmp_path):
    fill_in(store, "bw-ki005", ["gr-ki009"], lambda item, _: "canary" if item.answer == "text" else middling(item, _))
    close_wave(store)
    client, _ = desk_of(project, tmp_path)
    assert "canary" not in client.get("/surveys/1").text + client.get("/surveys").text


def test_a_viewer_without_a_project_offers_no_surveys(tmp_path):
    client, _ = desk_of(None, tmp_path)
    assert 'href="/surveys"' not in client.get("/").text
    assert client.get("/surveys/1").status_code == 404
