"""The other side's answers on the facilitator's desk: counted, asked where in doubt, nothing joined in silence."""

import csv
import io
import re
from dataclasses import replace

import pytest
from alliancenet_web.app import create_app
from collected_waves import TODAY
from two_sides import THEIRS

from alliancenet.collect.closing import gather
from alliancenet.collect.handover import document_of, handover_from
from alliancenet.collect.joining import join, joined_people
from alliancenet.collect.places import FOLDER
from alliancenet.collect.sealing import key_from, made_key, opened_seal, sealed_for
from alliancenet.collect.sent import sent_answers
from alliancenet.collect.wave import extend, freeze, journal_of
from alliancenet.privacy import Reader, ReaderRole

AT = "/surveys/1/handover"
TURNS = "\u202e"


@pytest.fixture
def ours(side, tmp_path):
    """This side's project, with its key."""
    pytest.importorskip("cryptography", reason="the optional part 'handover' is not installed")
    made_key(tmp_path / "ours" / FOLDER)
    return tmp_path / "ours"


class Facilitator:
    """Somebody at the desk of one project."""

    def __init__(self, project, folder, role=ReaderRole.FACILITATOR):
        (folder / "audits").mkdir(exist_ok=True)
        app = create_app(folder / "audits", surveys=project, log=folder / "log")
        self.client, sessions = app.test_client(), app.extensions["desk"].sessions
        session = sessions.open("kim", Reader(role=role, firm=""))
        self.client.set_cookie(sessions.cookie, session.key)
        self.token = session.form_token

    def post(self, path, **fields):
        """Send a form; the page that follows."""
        return self.client.post(f"{AT}{path}", data={"form_token": self.token, **fields}, follow_redirects=True)

    def upload(self, project, handover):
        """Upload what the other side sealed."""
        raw = sealed_for(made_key(project / FOLDER), document_of(handover).encode())
        return self.post("/join", sealed=(io.BytesIO(raw), "sealed"))

    def counts(self):
        """The counted match report, as the page hands it out."""
        text = self.client.get(f"{AT}?csv=matched1").text.removeprefix("\ufeff")
        return {row["what"]: int(row["count"].replace(",", "")) for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture
def kim(ours, tmp_path):
    return Facilitator(ours, tmp_path)


def unlike(handover, person, there, **changes):
    """The same list, with one person under another id."""

    def name(one):
        return there if one == person else one

    return replace(
        handover,
        people=tuple(
            replace(other, id=name(other.id), **(changes if other.id == person else {})) for other in handover.people
        ),
        asked=tuple(map(name, handover.asked)),
        not_named=tuple(map(name, handover.not_named)),
        rows=tuple((row[0], name(row[1]), row[2], name(row[3]), *row[4:]) for row in handover.rows),
    )


def joined(kim, side, handover):
    """The page after the file was joined, as its upload does it, without a process of its own."""
    join(side, handover, "m", 5, TODAY)
    return kim.client.get(AT)


def test_a_file_is_joined_and_every_person_and_answer_of_it_is_counted(kim, ours, side, handover):
    page = kim.upload(ours, handover)
    assert page.status_code == 200, page.text
    assert "Everybody on the other side" in page.text
    counts = kim.counts()
    assert (
        counts["People on the other side's list"] == counts["People matched with somebody here"] == len(handover.people)
    )
    assert (counts["People whose answers were joined"], counts["Answers joined"]) == (len(THEIRS), len(handover.rows))
    assert (counts["People waiting for your word"], counts["People only there"], counts["People only here"]) == (
        0,
        0,
        0,
    )
    assert joined_people(side) == set(THEIRS)
    assert "gr-ki003" in (ours / "collected" / "w1.csv").read_text(encoding="utf-8")


def test_whoever_is_in_doubt_stays_out_until_it_is_said_on_the_page(kim, ours, side, handover):
    doubtful = unlike(unlike(handover, "gr-ki003", "4711", name="Xenia Zuruf", address=""), "gr-ki004", "gr-ki004",
                      name=f"Somebody{TURNS} Else")  # fmt: skip
    page = joined(kim, side, doubtful)
    assert "2 people on the other side" in page.text
    assert "another name" in page.text
    assert TURNS not in page.text
    assert not {"gr-ki003", "gr-ki004"} & joined_people(side)
    before = kim.counts()
    assert before["Answers not joined, of people who are not matched"] > 0
    page = kim.post("/match", sender=handover.sender, there=["4711", "gr-ki004"], here=["gr-ki003", ""])
    assert "1 person on the other side" in page.text
    assert "gr-ki003" in joined_people(side)
    kim.post("/match", sender=handover.sender, there=["gr-ki004"], here=["-"])
    counts = kim.counts()
    assert (
        counts["People left out by your word"],
        counts["People waiting for your word"],
        counts["People only there"],
    ) == (1, 0, 0)
    assert "gr-ki004" not in joined_people(side)
    text = (ours / "collected" / "w1.csv").read_text(encoding="utf-8")
    assert "gr-ki003" in text
    assert "4711" not in text
    assert [entry.act for entry in journal_of(side)].count("match decided") == 2


def test_whoever_answered_twice_is_asked_whose_answers_hold(kim, ours, side, handover):
    mine = [row[1:] for row in sent_answers(side).rows if row[2] == "bw-ki001"]
    at = next(number for number, row in enumerate(mine) if row[2] == "NET1" and row[4] in "1234")
    mine[at] = (*mine[at][:4], "5", "")
    page = joined(kim, side, replace(handover, rows=(*handover.rows, *mine), asked=(*handover.asked, "bw-ki001")))
    assert "1 person answered on both sides, not the same" in page.text

    def value():
        return [row[5] for row in gather(side).rows if row[1:5] == mine[at][:4]]

    assert value() != ["5"]
    page = kim.post("/keep", person=["bw-ki001"], keep=["there"])
    assert "Everybody on the other side" in page.text
    assert value() == ["5"]


def test_what_was_joined_is_taken_out_again_and_the_answers_are_as_before(kim, ours, side, handover):
    kim.post("/leave-out", sender=handover.sender)  # nothing to take out, and the answers are written
    before = (ours / "collected" / "w1.csv").read_text(encoding="utf-8")
    joined(kim, side, handover)
    kim.post("/match", sender=handover.sender)
    assert (ours / "collected" / "w1.csv").read_text(encoding="utf-8") != before
    page = kim.post("/leave-out", sender=handover.sender)
    assert "Nothing was handed over" in page.text
    assert (ours / "collected" / "w1.csv").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda raw: b"id,name\n1,x\n", "is no sealed file"),
        pytest.param(
            lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), "was changed after it was sealed", marks=pytest.mark.slow
        ),
        pytest.param(lambda raw: raw[:200], "is cut off", marks=pytest.mark.slow),
        (lambda raw: b"", "choose the sealed file"),
    ],
)
def test_a_spoilt_file_is_refused_with_a_sentence_and_nothing_is_joined(kim, ours, side, handover, spoil, said):
    raw = spoil(sealed_for(made_key(ours / FOLDER), document_of(handover).encode()))
    page = kim.post("/join", sealed=(io.BytesIO(raw), "sealed" if raw else ""))
    assert page.status_code == 409
    assert said in page.text
    assert str(ours) not in re.sub(r"<code>.*?</code>", "", page.text)
    assert gather(side).joined == ()
    assert not list((ours / FOLDER).glob(".joining*"))


def test_while_people_answer_and_once_it_is_frozen_nothing_is_joined_or_decided(kim, ours, side, handover):
    joined(kim, side, handover)
    freeze(side)
    assert "the wave is frozen" in kim.post("/match", sender=handover.sender, there=["gr-ki003"], here=["-"]).text
    assert "the wave is frozen" in kim.post("/leave-out", sender=handover.sender).text
    assert "gr-ki003" in joined_people(side)
    page = kim.client.get(AT).text
    assert "Join and count" not in page
    assert "Save" not in page


def test_an_open_wave_says_what_comes_first(kim, ours, side, handover):
    from datetime import date, timedelta

    extend(side, date.today() + timedelta(days=3), date.today())
    assert "answers are joined once it is closed" in kim.client.get(AT).text
    assert kim.upload(ours, handover).status_code == 409
    assert not (ours / "collected" / "w1.csv").exists()


def test_the_key_is_made_once_and_its_mark_is_shown(side, tmp_path):
    pytest.importorskip("cryptography", reason="the optional part 'handover' is not installed")
    kim = Facilitator(tmp_path / "ours", tmp_path)
    assert "Make the key" in kim.client.get(AT).text
    first, again = kim.post("/key").text, kim.post("/key").text
    key = made_key(tmp_path / "ours" / FOLDER)
    for page in (first, again):
        assert key.text in page
        assert key.mark in page
    assert "private" not in key.text


def test_answers_are_sealed_for_the_reader_people_were_told_of(ours, side, collected, tmp_path):
    from two_sides import HANDOVER, THERE, a_side, answer, closed

    theirs, store = a_side(tmp_path / "theirs", THERE, more=HANDOVER)
    answer(store, THEIRS[:3])
    closed(store).close()
    partner = Facilitator(theirs, tmp_path)
    key = made_key(ours / FOLDER)
    assert "the survey team of Brightwater" in partner.client.get(AT).text
    assert "holds no such key" in partner.post("/seal", their_key="no key").text
    private = (ours / FOLDER / "receiving.key").read_text()
    assert "private key, which nobody may send" in partner.post("/seal", their_key=private).text
    answer_ = partner.post("/seal", their_key=f" {key.text}\n")
    path = tmp_path / "got"
    path.write_bytes(answer_.data)
    text, mark = opened_seal(path, ours / FOLDER)
    assert mark.replace(" ", "") in answer_.headers["Content-Disposition"]
    assert handover_from(text).answered == set(THEIRS[:3])
    assert key_from(key.text) == key


def test_people_who_were_not_told_are_not_handed_over_from_the_desk_either(kim, ours):
    assert "so they are not" in kim.client.get(AT).text
    page = kim.post("/seal", their_key=made_key(ours / FOLDER).text)
    assert page.status_code == 409
    assert "were not told" in page.text


@pytest.mark.parametrize("role", sorted(set(ReaderRole) - {ReaderRole.FACILITATOR}))
def test_nobody_else_sees_or_joins_the_other_sides_people(ours, tmp_path, role):
    other = Facilitator(ours, tmp_path, role)
    assert other.client.get(AT).status_code == 403
    for path in ("/join", "/match", "/keep", "/leave-out", "/key", "/seal"):
        assert other.post(path).status_code == 403


def test_a_form_without_its_token_changes_nothing(kim, ours, side, handover):
    joined(kim, side, handover)
    answer = kim.client.post(f"{AT}/leave-out", data={"sender": handover.sender})
    assert answer.status_code == 403
    assert joined_people(side) == set(THEIRS)


@pytest.mark.parametrize("fields", [{"there": ["a", "b"], "here": ["-"]}, {"there": ["nobody"], "here": ["gr-ki003"]},
                                    {"there": ["gr-ki003"], "here": ["no-such"]}])  # fmt: skip
def test_a_form_that_fits_no_page_is_refused(kim, ours, side, handover, fields):
    joined(kim, side, handover)
    assert kim.post("/match", sender=handover.sender, **fields).status_code in {400, 409}
    assert joined_people(side) == set(THEIRS)
