"""Letters: a link each, nobody twice, nobody forgotten, reminders only to those who have not finished."""

import csv
import email
import email.policy
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from collected_waves import CLOSES, TODAY, WAVE, fill_in, middling
from mail_server import mail_server

from alliancenet.collect import tokens
from alliancenet.collect.letters import NotSent, Post, as_files, as_table, send
from alliancenet.collect.plan import PLAN_FILE, TEMPLATE, read_plan
from alliancenet.collect.rounds import (
    begin_invitations,
    begin_reminders,
    failures_of,
    letters_of,
    settle,
    uncertain,
    waiting,
)
from alliancenet.collect.schema import RESPONDENT
from alliancenet.collect.tokens import Sitting
from alliancenet.collect.wave import NotNow, close_wave, record_of, survey_in
from alliancenet.collect.words import day_in
from alliancenet.instruments.reading import read_shipped

SENDER = 'letter: {from: "Kim Example <kim@example.com>"}\n'


def plan_with(project, port=0, extra=SENDER, starttls="false"):
    smtp = f"smtp: {{host: 127.0.0.1, port: {port}, starttls: {starttls}, a_minute: 6000}}\n" if port else ""
    (project / PLAN_FILE).write_text(TEMPLATE.read_text(encoding="utf-8") + extra + smtp, encoding="utf-8")
    return read_plan(project, read_shipped())


def post_of(store, plan, today=TODAY):
    return Post(store=store, survey=survey_in(store), wave=record_of(store), letter=plan.letter, today=today)


def invited(store, project, path, today=TODAY):
    begin_invitations(store, today)
    as_table(post_of(store, plan_with(project), today), waiting(store, 0), path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everybody_gets_a_link_that_opens_their_own_survey(store, project, tmp_path):
    rows = invited(store, project, tmp_path / "links.csv")
    assert len(rows) == len({row["link"] for row in rows}) == 38
    for row in rows[:3]:
        found = tokens.enter(store, row["link"].rpartition("/")[2])
        assert isinstance(found, Sitting)
        assert found.respondent == row["id"]


def test_a_letter_holds_link_last_day_and_whom_to_ask_and_never_promises_anonymity(store, project, tmp_path):
    row = invited(store, project, tmp_path / "links.csv")[0]
    for word in (
        row["link"],
        day_in(CLOSES, "en"),
        day_in(CLOSES, "de"),
        "kim@example.com",
        "confidential, not anonymous",
    ):
        assert word in row["text"]
    assert "anonym" not in re.sub("not anonymous|nicht anonym", "", row["text"])


def test_whoever_was_invited_is_not_invited_again(store, project, tmp_path):
    invited(store, project, tmp_path / "links.csv")
    begin_invitations(store, TODAY)
    assert waiting(store, 0) == ()


def test_a_table_that_cannot_be_written_leaves_nobody_marked(store, project, tmp_path):
    begin_invitations(store, TODAY)
    (tmp_path / "links.csv").mkdir()
    with pytest.raises(OSError, match=r"links\.csv"):
        as_table(post_of(store, plan_with(project)), waiting(store, 0), tmp_path / "links.csv")
    assert len(waiting(store, 0)) == 38


def test_reminders_go_to_those_who_have_not_finished_and_name_the_last_day(store, project, tmp_path):
    invited(store, project, tmp_path / "links.csv")
    fill_in(store, "bw-ki005", [], middling)
    fill_in(store, "bw-ki006", [], middling, send=False)
    tomorrow = TODAY + timedelta(days=1)
    number = begin_reminders(store, survey_in(store), tomorrow)
    people = {due.respondent for due in waiting(store, number)}
    assert (number, len(people)) == (1, 37)
    assert "bw-ki005" not in people
    assert "bw-ki006" in people
    as_table(post_of(store, plan_with(project), tomorrow), waiting(store, number), tmp_path / "again.csv")
    assert f"open until {day_in(CLOSES, 'en')}" in (tmp_path / "again.csv").read_text(encoding="utf-8")


def test_whoever_finishes_while_reminders_wait_is_spared(store, project, tmp_path):
    invited(store, project, tmp_path / "links.csv")
    number = begin_reminders(store, survey_in(store), TODAY + timedelta(days=1))
    fill_in(store, "bw-ki005", [], middling)
    assert "bw-ki005" not in {due.respondent for due in waiting(store, number)}


def test_whoever_finishes_while_reminders_leave_or_after_one_was_refused_gets_none(store, project):
    with mail_server(refused=("ulfric",)) as server:
        plan = plan_with(project, server.port)
        begin_invitations(store, TODAY)
        as_table(post_of(store, plan), waiting(store, 0), project / "links.csv")
        later = TODAY + timedelta(days=1)
        number = begin_reminders(store, survey_in(store), later)
        due = [letter for letter in waiting(store, number) if letter.respondent in {"bw-ki002", "bw-ki003", "bw-ki020"}]

        def meanwhile(_):
            if not fill_in_once:
                fill_in_once.append(fill_in(store, "bw-ki003", [], middling))

        fill_in_once = []
        send(post_of(store, plan, later), due, plan, "", wait=meanwhile)
        assert [letter["To"].addresses[0].addr_spec.partition("@")[0] for letter in server.letters] == [
            "cosmer.eaglesham"
        ]
        fill_in(store, "bw-ki020", [], middling)
        assert {letter.respondent for letter in waiting(store, number)} & {"bw-ki003", "bw-ki020"} == set()
    assert letters_of(store)[1].counts["spared"] == 2


def test_there_are_at_most_as_many_reminders_as_the_plan_says(store, project, tmp_path):
    invited(store, project, tmp_path / "links.csv")
    for number in (1, 2, 3):
        day = TODAY + timedelta(days=number)
        assert begin_reminders(store, survey_in(store), day) == number
        as_table(post_of(store, plan_with(project), day), waiting(store, number), tmp_path / f"{number}.csv")
    with pytest.raises(NotNow, match="allows 3"):
        begin_reminders(store, survey_in(store), TODAY + timedelta(days=4))


def test_two_reminders_on_one_day_are_asked_about(store, project, tmp_path):
    invited(store, project, tmp_path / "links.csv")
    with pytest.raises(NotNow, match="left today"):
        begin_reminders(store, survey_in(store), TODAY)
    assert begin_reminders(store, survey_in(store), TODAY, same_day=True) == 1


def test_nobody_is_reminded_before_the_invitation_or_after_the_close(store):
    with pytest.raises(NotNow, match="nobody was invited"):
        begin_reminders(store, survey_in(store), TODAY)
    close_wave(store)
    with pytest.raises(NotNow, match="closed"):
        begin_invitations(store, TODAY)


def test_files_open_ready_to_send_in_a_mail_program(store, project, tmp_path):
    begin_invitations(store, TODAY)
    plan = plan_with(project)
    assert as_files(post_of(store, plan), waiting(store, 0), tmp_path / "eml", plan) == ()
    files = sorted((tmp_path / "eml").iterdir())
    message = email.message_from_bytes(files[1].read_bytes(), policy=email.policy.default)
    assert len(files) == 38
    assert message["To"] == "Bertrix Duskwood <bertrix.duskwood@brightwater.example>"
    assert "/i/" in message.get_content()
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_letters_reach_a_real_mail_server_once_each(store, project):
    with mail_server(refused=("ulfric",)) as server:
        plan = plan_with(project, server.port)
        begin_invitations(store, TODAY)
        send(post_of(store, plan), waiting(store, 0), plan, "", wait=lambda _: None)
        assert failures_of(store, 0) == (("bw-ki020", "550 no such mailbox"),)
        send(post_of(store, plan), waiting(store, 0), plan, "", wait=lambda _: None)
        assert Counter(Counter(letter["To"] for letter in server.letters).values()) == {1: 37}
    assert letters_of(store)[0].counts == {"sent": 37, "failed": 1}


def test_letters_leave_no_faster_than_the_plan_says(store, project):
    waits = []
    with mail_server() as server:
        plan = plan_with(project, server.port)
        begin_invitations(store, TODAY)
        send(post_of(store, plan), waiting(store, 0)[:3], plan, "", wait=waits.append)
    assert waits == [60 / 6000] * 2


def test_a_mail_server_that_is_away_leaves_every_letter_waiting(store, project):
    plan = plan_with(project, 1)
    begin_invitations(store, TODAY)
    with pytest.raises(NotSent, match="nothing was sent"):
        send(post_of(store, plan), waiting(store, 0), plan, "")
    assert len(waiting(store, 0)) == 38


def test_a_mail_server_without_encryption_is_not_told_any_link(store, project):
    with mail_server() as server:
        plan = plan_with(project, server.port, starttls="true")
        begin_invitations(store, TODAY)
        with pytest.raises(NotSent):
            send(post_of(store, plan), waiting(store, 0), plan, "")
        assert server.letters == []


@pytest.mark.parametrize(
    ("word", "last_words", "is_doubtful"),
    [
        ("NOOP", "", False),
        ("NOOP", "421 too many letters", False),
        ("MAIL", "421 closing down", False),
        ("RCPT", "421 closing down", False),
        ("DATA", "421 closing down", False),
        ("MAIL", "", True),
        ("DATA", "", True),
        ("before it is kept", "", True),
        ("after it is kept", "", True),
        ("before it is kept", "421 closing down", False),
        ("QUIT", "", False),
        ("QUIT", "421 never mind", False),
    ],
)
def test_wherever_the_line_breaks_everybody_gets_one_letter_and_the_doubtful_one_is_named(
    store, project, word, last_words, is_doubtful
):
    begin_invitations(store, TODAY)
    with mail_server(ends=(word, 3, last_words)) as server:
        plan = plan_with(project, server.port)
        doubted = []
        for _ in range(3):
            with suppress(NotSent):
                send(post_of(store, plan), waiting(store, 0)[:6], plan, "", wait=lambda _: None)
            for due in uncertain(store):
                doubted.append(due.respondent)
                settle(store, due, left=any(due.message == letter["Message-ID"] for letter in server.letters))
        assert server.ends is None
        got = Counter(letter["Message-ID"] for letter in server.letters)
    assert set(got.values()) == {1}
    assert bool(doubted) == is_doubtful
    assert len(got) >= 12
    assert len(got) + len(waiting(store, 0)) == 38


def test_an_address_the_server_has_no_letters_for_is_refused_and_the_others_get_theirs(store, project):
    begin_invitations(store, TODAY)
    with store.writing() as connection:
        connection.execute(
            RESPONDENT.update().where(RESPONDENT.c.id == "bw-ki002").values(address="käthe@müller.example")
        )
    with mail_server() as server:
        plan = plan_with(project, server.port)
        send(post_of(store, plan), waiting(store, 0)[:4], plan, "", wait=lambda _: None)
        assert len(server.letters) == 3
    ((person, reason),) = failures_of(store, 0)
    assert person == "bw-ki002"
    assert "SMTPUTF8" in reason or "non-ASCII" in reason
    assert uncertain(store) == ()


def run(project, *options, **environment):
    command = [sys.executable, "-m", "alliancenet", "collect", *options[:1], str(project), "--wave", WAVE, *options[1:]]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **environment}
    )


def test_starttls_is_used_before_anything_is_said(store, project, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl is not on this machine")
    with mail_server(certificate=(certificate, key)) as server:
        plan_with(project, server.port, starttls="true")
        with run(project, "invite", "--smtp", SSL_CERT_FILE=str(certificate)) as process:
            assert "38 letters handed" in process.communicate()[0]
        assert server.over_tls == [True] * 38


@pytest.mark.slow
def test_killed_again_and_again_no_letter_is_sent_twice_or_forgotten(store, project):
    pick, kills, doubts = random.Random(5), 0, 0
    with mail_server(seconds=0.02) as server:
        plan_with(project, server.port)
        options = []
        for _ in range(60):
            process = run(project, "invite", "--smtp", *options)
            # in the middle of a letter, wherever that is on this machine
            enough = len(server.letters) + pick.randint(1, 5)
            while process.poll() is None and len(server.letters) < enough:
                time.sleep(0.005)
            time.sleep(pick.random() * 0.04)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                kills += 1
            process.communicate()
            options = []
            for due in uncertain(store):
                doubts += 1
                left = any(due.message == letter["Message-ID"] for letter in server.letters)
                options += ["--left" if left else "--again", due.respondent]
            if not options and not waiting(store, 0):
                break
        got = Counter(letter["To"] for letter in server.letters)
    print(f"\n{kills} kills while sending, {doubts} letters named as uncertain, {len(got)} of 38 people got one")
    assert set(got.values()) == {1}
    assert len(got) == 38
    assert kills >= 3


def test_a_plan_tells_all_its_faults_at_once_with_their_lines(project):
    (project / PLAN_FILE).write_text(
        "format: x\nurl: http://survey.example.com\nmode: everybody\ncontact: ''\ninstruments: [net, fit, nothing]\n"
        "only: {net: bw-ki001}\nform: medium\nreminders: {most: 99}\nletter: {from: nobody, text: {en: Hello}}\n"
        "smtp: {host: mail.example.com, starttls: false}\nunknown: 1\n",
        encoding="utf-8",
    )
    with pytest.raises(Exception, match="reminders") as caught:
        read_plan(project, read_shipped())
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines)
    assert set(range(1, 12)) <= set(lines)
