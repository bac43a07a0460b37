"""The examples' logs, built and audited: alone, beside a survey, and where they saw nobody."""

import csv
import io
import json
import mailbox
import re
import shutil
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from alliancenet import cli, resources
from alliancenet.auditing import audit_project
from alliancenet.model.audit import Confidence, ParticipantRole
from alliancenet.model.multiplex import Layer, Origin
from alliancenet.model.score import SubjectKind
from alliancenet.privacy import LOCAL_READER, view_for
from alliancenet.report.figures import logs as log_trend
from alliancenet.report.page import html_report
from alliancenet.sources.logs import joined_with_logs
from alliancenet.sources.project import read_project

LAST = "2026-04"


def run(*words):
    result = CliRunner().invoke(cli.alliancenet, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def build_of(tmp_path_factory, example):
    folder = tmp_path_factory.mktemp("built") / example
    shutil.copytree(resources.examples() / example, folder)
    return folder, run("comms", "build", folder)


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory):
    return build_of(tmp_path_factory, "portfolio")


@pytest.fixture(scope="module")
def traces(tmp_path_factory):
    return build_of(tmp_path_factory, "traces")


@pytest.fixture(scope="module")
def both(portfolio):
    return read_project(portfolio[0])


def wave_of(project, alliance):
    return next(wave for wave in project.waves if (wave.alliance, wave.id) == (alliance, LAST))


def audit_of(project, alliance):
    (audit,) = audit_project(project, alliance=alliance, wave=LAST, resamples=0)
    return audit


def value(audit, metric):
    return next(s.value for s in audit.scores if s.metric == metric and s.subject.kind is SubjectKind.ALLIANCE)


def codes(audit):
    return {finding.code for finding in audit.findings}


@pytest.fixture(scope="module")
def three_ways(both):
    """The falling alliance by its survey, by its logs, and by both."""
    asked = read_project(resources.examples() / "portfolio")
    wave = wave_of(asked, "kestrel")
    nobody = np.zeros(len(wave.people), dtype=bool)
    silent = replace(wave, reports={}, opinions=None, choices={}, responded=nobody, complete=nobody)
    logged = joined_with_logs(silent, wave_of(both, "kestrel").logs)
    by_logs = replace(asked, waves=tuple(logged if known is wave else known for known in asked.waves))
    return {
        name: audit_of(project, "kestrel") for name, project in (("survey", asked), ("logs", by_logs), ("both", both))
    }


@pytest.mark.parametrize(
    ("example", "kinds"),
    [
        ("portfolio", {"Exchange message trace (enhanced summary)", "mbox mailbox", "iCalendar", "Slack export"}),
        ("traces", {"Exchange message trace (enhanced summary)", "Google Workspace e-mail log search", "iCalendar"}),
    ],
)
def test_a_scan_tells_the_logs_by_what_is_in_them(example, kinds):
    told = run("comms", "scan", resources.examples() / example / "logs")
    assert set(re.findall(r"^\S+: (.+)$", told, re.MULTILINE)) == kinds
    assert "lost" not in told


@pytest.mark.parametrize("example", ["portfolio", "traces"])
def test_every_event_is_counted_once_or_dropped_for_a_reason(example, request):
    told = request.getfixturevalue(example)[1]
    events, counted, dropped = (
        int(number.replace(",", ""))
        for number in re.search(r"events (\S+) = (\S+) counted \+ (\S+) dropped", told).groups()
    )
    reasons = {
        reason: int(number.replace(",", "")) for number, reason in re.findall(r"^  ([\d,]+) (.+)$", told, re.MULTILINE)
    }
    assert events == counted + dropped
    assert reasons["already counted from another log or copy"] > 1_000
    assert reasons["sender on no roster"] == 12
    assert reasons["too many recipients"] == 6
    assert reasons["cancelled meeting"] == reasons["all-day entry, not a meeting"] == 1


def test_other_programs_read_as_many_mails_and_find_no_text(portfolio):
    path = portfolio[0] / "logs/kestrel_archive.mbox"
    mails = list(mailbox.mbox(path))
    assert f"kestrel_archive.mbox: mbox mailbox: {len(mails):,} rows" in portfolio[1]
    assert {name for mail in mails for name in mail.keys()} == {"From", "To", "Date", "Message-ID"}  # noqa: SIM118
    assert not any(mail.get_payload().strip() for mail in mails)


def test_the_message_trace_is_utf_16_and_its_subjects_are_empty():
    text = (resources.examples() / "portfolio/logs/kestrel_message_trace.csv").read_bytes().decode("utf-16-le")
    assert {row["message_subject"] for row in csv.DictReader(io.StringIO(text))} == {""}


def test_a_chat_holds_nothing_but_whom_it_was_for():
    with zipfile.ZipFile(resources.examples() / "portfolio/logs/kestrel_slack.zip") as archive:
        days = [json.loads(archive.read(name)) for name in archive.namelist() if "/" in name]
    assert all(re.fullmatch(r"<@U\w+>", message["text"]) for day in days for message in day)


@pytest.mark.parametrize("name", ["portfolio/logs/kestrel_meetings.ics", "traces/logs/ferry_meetings.ics"])
def test_a_calendar_says_who_and_when_but_not_what(name):
    text = (resources.examples() / name).read_text()
    assert not re.search("^(SUMMARY|DESCRIPTION|LOCATION)", text, re.MULTILINE)


def test_the_logs_see_the_fall_month_by_month(both):
    alive = [month.alive for month in wave_of(both, "kestrel").logs.trend]
    assert len(alive) == 6
    assert alive[-1] < alive[0] / 2
    assert alive[2:] == sorted(alive[2:], reverse=True)


def test_survey_and_logs_agree_without_being_the_same(three_ways):
    audit = three_ways["both"]
    assert 0.6 < value(audit, "log_agreement") < 0.9
    assert value(audit, "log_agreement.both") > value(audit, "log_agreement.only_survey") > 0
    assert value(audit, "log_agreement.only_logs") > 0


def test_logs_beside_a_survey_change_no_finding(three_ways):
    assert codes(three_ways["both"]) == codes(three_ways["survey"])
    assert value(three_ways["both"], "redundancy") == value(three_ways["survey"], "redundancy")


def test_logs_alone_give_contact_and_claim_nothing_about_what_people_say(three_ways):
    audit = three_ways["logs"]
    assert value(audit, "health") is None
    assert value(audit, "reciprocity") is None
    assert not {"H-CLIMATE", "G-DROP", "P-GAP"} & codes(audit)
    assert value(audit, "density") == pytest.approx(value(three_ways["survey"], "density"), rel=0.1)


def test_a_wave_by_logs_is_not_held_against_a_wave_by_survey(three_ways):
    (change,) = (score for score in three_ways["logs"].scores if score.metric == "core_ties_kept")
    assert (change.value, change.reason) == (None, "the two waves tell core ties in different ways")
    assert "N-DROP" in codes(three_ways["survey"]) - codes(three_ways["logs"])


def test_logs_that_never_saw_an_alliance_say_nothing_about_it(both):
    asked = read_project(resources.examples() / "portfolio")
    for alliance in ("thimble", "lantern", "cobalt"):
        before, after = (wave_of(project, alliance) for project in (asked, both))
        assert after.assumptions == before.assumptions
        assert len(after.reports[Layer.COMMUNICATION].value) == len(before.reports[Layer.COMMUNICATION].value)


def test_a_wave_before_the_logs_began_is_named_once(both):
    told = [problem.found for problem in both.problems if problem.key == "logs"]
    assert len(told) == 1
    assert "logs from 2025-11-03 to 2026-04-24" in told[0]


def test_an_alliance_nobody_was_asked_about_is_known_from_its_logs(traces):
    project = read_project(traces[0])
    wave = wave_of(project, "ferry")
    assert wave.reports[Layer.COMMUNICATION].source.origin is Origin.LOGS
    assert set(wave.reports) == {Layer.COMMUNICATION}
    assert "Contact was measured from logs" in wave.assumptions[0]


def test_the_logs_show_the_person_everything_passes_through(traces):
    audit = audit_of(read_project(traces[0]), "ferry")
    assert "N-BUSIEST" in codes(audit)
    assert value(audit, "health") is None


def test_before_a_build_the_logs_are_named_as_not_used():
    problems = read_project(resources.examples() / "traces").problems
    assert ["logs are named, but not used" in problem.found for problem in problems] == [True]


def test_logs_alone_are_called_seen_not_answered(traces):
    audit = audit_of(read_project(traces[0]), "ferry")
    assert [(firm.answered, firm.seen) for firm in audit.alliance.firms] == [(0, 22), (0, 20)]
    told = re.sub(r"<[^>]+>", " ", html_report([view_for(audit, LOCAL_READER)]))
    assert "22 of 22 seen in the logs" in told
    assert not re.search(r"\d+ of \d+ answered", told)


def test_a_check_counts_no_responses_where_nobody_was_asked(traces):
    told = run("check", traces[0])
    assert "42 people seen in logs alone" in told
    assert "answered" not in told


def test_beside_a_survey_both_counts_stand(three_ways):
    firms = three_ways["both"].alliance.firms
    assert all(firm.answered and firm.seen for firm in firms)
    assert all(firm.seen is None for firm in three_ways["survey"].alliance.firms)


def test_nothing_is_said_of_how_people_answered_where_nobody_was_asked(three_ways):
    metrics = {score.metric for score in three_ways["logs"].scores}
    assert not {name for name in metrics if name.startswith(("quality.answered", "quality.straight_lines"))}
    rates = [score for score in three_ways["logs"].scores if score.metric == "response_rate"]
    assert {score.label for score in rates} == {"covered by logs of the own firm"}


def test_how_fast_the_firms_answer_stands_beside_the_months(both):
    view = view_for(audit_of(both, "kestrel"), LOCAL_READER)
    rows = log_trend.pace(view).rows
    assert [row[0].text for row in rows] == [
        "Brightwater Instruments and Ostrich Bay Energy, both ways",
        "Brightwater Instruments to Ostrich Bay Energy",
        "Ostrich Bay Energy to Brightwater Instruments",
        "operating, all firms",
        "project leader, all firms",
        "senior, all firms",
    ]
    assert "Hours until the answer, median" in html_report([view])


@pytest.fixture(scope="module")
def one_sided(tmp_path_factory):
    """The alliance nobody was asked about, when only one of the two firms handed in its logs."""
    folder = tmp_path_factory.mktemp("built") / "traces"
    shutil.copytree(resources.examples() / "traces", folder)
    project = folder / "alliancenet.yaml"
    kept = [line for line in project.read_text().splitlines() if "email_log_search" not in line and ".ics" not in line]
    project.write_text("\n".join(kept) + "\n")
    run("comms", "build", folder)
    return read_project(folder)


def test_logs_of_one_firm_tell_of_contact_across_as_well_as_logs_of_both(one_sided, traces):
    both = audit_of(read_project(traces[0]), "ferry")
    one = audit_of(one_sided, "ferry")
    across = [
        next(s.value for s in a.scores if (s.metric, s.subject.kind) == ("density", SubjectKind.PAIR))
        for a in (one, both)
    ]
    assert across[0] == across[1]
    assert [m.share_alive for m in one.log_trend[:4]] == [m.share_alive for m in both.log_trend[:4]]


def test_contact_inside_a_firm_without_logs_is_called_unknown(one_sided):
    audit = audit_of(one_sided, "ferry")
    assert "The logs hold no traffic inside Nordlys Shipping" in audit.assumptions[-1]
    assert audit.confidence is Confidence.LOW
    (thin,) = [found for found in audit.findings if found.code == "D-THIN"]
    assert thin.sentence == "0% of 20 people of Nordlys Shipping are covered by logs of the own firm; 60% are needed"
    assert ParticipantRole.ISOLATE not in {person.role for person in audit.people if person.firm == "nordlys"}
