"""`alliancenet add`: any file becomes what it is in the project, or a question."""

import json
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from alliancenet.adding.project_file import with_entry
from alliancenet.cli import main
from alliancenet.errors import InputError
from alliancenet.resources import unpack_example
from alliancenet.sources.project import read_project

OURS = "Personnel No.,Last Name,First Name,Company,Level,E-mail\n" + "".join(
    f"{number},Last{number},First{number},North GmbH,{level},p{number}@north.example\n"
    for number, level in enumerate(("Director", "Team Lead", "Engineer", "Engineer"), start=1)
)
THEIRS = "PersNr;Nachname;Vorname;Stufe\n" + "".join(
    f"{number};Nach{number};Vor{number};{level}\n"
    for number, level in enumerate(("Geschäftsführer", "Projektleiter", "Ingenieur"), start=71)
)
NAMED = ("--answer", "theirs.csv:firm=South", "--answer", "own=North GmbH", "--answer", "wave=2026-04-01..2026-04-21")


@pytest.fixture
def add(tmp_path, monkeypatch, capsys):
    """Run the command in an empty folder with files written there."""
    monkeypatch.chdir(tmp_path)

    def run(*words, **files):
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["alliancenet", "add", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


def test_two_rosters_make_a_project(add, tmp_path):
    code, _, err = add("mine", "ours.csv", "theirs.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS)
    assert code == 0, err
    register = read_project(tmp_path / "mine").register
    assert ({person.level for person in register.people.values()}, len(register.people)) == (
        {"senior", "project_leader", "operating"},
        7,
    )


def test_open_questions_end_with_code_2_and_say_how_to_answer(add):
    code, out, err = add("mine", "ours.csv", "theirs.csv", ours__csv=OURS, theirs__csv=THEIRS)
    assert code == 2
    assert "--answer KEY=ANSWER" in out
    assert {"theirs.csv, firm", "project, own", "project, wave"} <= {
        line.partition(": ")[2].partition(":")[0] for line in err.splitlines()
    } | {"project, own"}


def test_answers_may_stand_in_the_map_file(add, tmp_path):
    add("mine", "ours.csv", "theirs.csv", ours__csv=OURS, theirs__csv=THEIRS)
    beside = tmp_path / "mine" / "theirs.csv.map.yaml"
    beside.write_text(beside.read_text("utf-8").replace('organisation: "?"', 'organisation: "South"'), "utf-8")
    code, _, err = add("mine", "ours.csv", "theirs.csv", *NAMED[2:])
    assert code == 0, err
    assert len(read_project(tmp_path / "mine").register.organisations) == 2


def test_files_stay_as_they_are(add, tmp_path):
    add("mine", "ours.csv", "theirs.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS)
    assert (tmp_path / "mine" / "ours.csv").read_text("utf-8") == OURS


def test_adding_again_changes_nothing(add, tmp_path):
    add("mine", "ours.csv", "theirs.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS)
    before = {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir() if path.is_file()}
    code, _, err = add("mine", "ours.csv", "theirs.csv")
    assert code == 0, err
    assert {path.name: path.read_bytes() for path in (tmp_path / "mine").iterdir() if path.is_file()} == before


def test_another_file_of_the_same_name_is_refused(add, tmp_path):
    add("mine", "ours.csv", "theirs.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS)
    code, _, err = add("mine", "ours.csv", ours__csv=OURS + "9,X,Y,North GmbH,Engineer,x@north.example\n")
    assert (code, "another file of this name" in err) == (2, True)


def test_rows_init_made_up_give_way(add, tmp_path, monkeypatch):
    from alliancenet.sources.project import template

    shutil.copytree(template(), tmp_path / "mine")
    code, out, err = add("mine", "ours.csv", "theirs.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS)
    assert (code, "made-up rows of `init` removed" in out) == (0, True), err
    assert not any(person.startswith("o1") for person in read_project(tmp_path / "mine").register.people)


def test_rows_people_wrote_stay(add, tmp_path):
    from alliancenet.sources.project import template

    shutil.copytree(template(), tmp_path / "mine")
    people = tmp_path / "mine" / "people.csv"
    people.write_text(people.read_text("utf-8").replace("o1,", "boss,", 1), "utf-8")
    add("mine", "ours.csv", "theirs.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS)
    assert people.is_file()


def test_a_matrix_of_names_becomes_a_layer(add, tmp_path):
    names = [*(f"First{n} Last{n}" for n in range(1, 5)), *(f"Vor{n} Nach{n}" for n in range(71, 74))]
    rows = [
        f"{name}," + ",".join("2" if (i + 2 * j) % 3 == 1 else "0" for j in range(7)) for i, name in enumerate(names)
    ]
    matrix = "\n".join([f",{','.join(names)}", *rows])
    code, _, err = add(
        "mine", "ours.csv", "theirs.csv", "m.csv", *NAMED, "--answer", "m.csv:layer=advice",
        ours__csv=OURS, theirs__csv=THEIRS, m__csv=matrix,
    )  # fmt: skip
    assert code == 0, err
    (wave,) = read_project(tmp_path / "mine").waves
    expected = sum((i + 2 * j) % 3 == 1 and i != j for i in range(7) for j in range(7))
    assert (list(wave.reports), len(wave.reports["advice"].value)) == (["advice"], expected)


def test_what_ties_are_about_is_never_guessed(add):
    ties = "from,to\n1,2\n2,71\n"
    code, _, err = add(
        "mine", "ours.csv", "theirs.csv", "t.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS, t__csv=ties
    )
    assert (code, "t.csv, layer: What are these ties about?" in err) == (2, True)


def test_a_name_on_no_roster_is_asked_about(add, tmp_path):
    ties = "from,to\nFirst1 Lst1,71\n2,72\n"
    files = {"ours__csv": OURS, "theirs__csv": THEIRS, "t__csv": ties}
    words = ("mine", "ours.csv", "theirs.csv", "t.csv", *NAMED, "--answer", "layer=communication")
    code, _, err = add(*words, **files)
    assert (code, "Who is 'First1 Lst1'?" in err) == (2, True)
    code, _, err = add(*words, "--answer", "people.First1 Lst1=1")
    assert code == 0, err
    assert len(read_project(tmp_path / "mine").waves[0].reports["communication"].value) == 2


def test_a_second_file_of_one_layer_is_a_fault(add):
    ties = "from,to\n1,71\n"
    words = ("mine", "ours.csv", "theirs.csv", "t.csv", "u.csv", *NAMED, "--answer", "layer=communication")
    add(*words, ours__csv=OURS, theirs__csv=THEIRS, t__csv=ties, u__csv=ties.replace("1,", "2,"))
    with pytest.raises(InputError) as error:
        read_project(Path("mine"))
    assert "has answers to communication already" in str(error.value.problems)


CRM = (
    "Subject,Start,Assigned To,Contacts,Account Name,Type\n"
    '"QBR","2026-03-12 14:00","First1 Last1","Vor71 Nach71; Somebody Else","South","Steering"\n'
    '"Call","2026-03-14 09:00","First2 Last2","Vor72 Nach72","Elsewhere","Steering"\n'
    '"Lunch","2026-03-15 12:00","First2 Last2","Stranger","South","Steering"\n'
)


def test_meetings_of_a_crm_become_touchpoints(add, tmp_path):
    words = ("mine", "ours.csv", "theirs.csv", "crm.csv", *NAMED)
    code, _, err = add(*words, ours__csv=OURS, theirs__csv=THEIRS, crm__csv=CRM)
    assert (code, "accounts" in err) == (2, True)
    code, out, err = add(*words, "--accept")
    assert code == 0, err
    (point,) = read_project(tmp_path / "mine").register.touchpoints
    assert (point.type, sorted(point.attendees), str(point.date)) == ("steering", ["1", "71"], "2026-03-12")
    assert "subjects and notes among them: Subject" in out


def test_attendees_on_no_roster_are_counted(add, tmp_path):
    add(
        "mine",
        "ours.csv",
        "theirs.csv",
        "crm.csv",
        *NAMED,
        "--accept",
        ours__csv=OURS,
        theirs__csv=THEIRS,
        crm__csv=CRM,
    )
    told = [str(problem) for problem in read_project(tmp_path / "mine").problems]
    assert any("Somebody Else (1×)" in line for line in told)
    assert any("1 meeting with fewer than two people of the roster" in line for line in told)


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:1@x
DTSTART:20260312T130000Z
DTEND:20260312T140000Z
SUMMARY:Secret subject
ORGANIZER:mailto:p1@north.example
ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@south.example
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_may_be_the_sponsors_meetings(add, tmp_path):
    theirs = "PersNr,Nachname,Vorname,Stufe,E-Mail-Adresse\n71,N,V,Geschäftsführer,a@south.example\n"
    words = ("mine", "ours.csv", "theirs.csv", "cal.ics", *NAMED)
    code, _, err = add(*words, ours__csv=OURS, theirs__csv=theirs, cal__ics=ICS)
    assert (code, "cal.ics, use" in err) == (2, True)
    code, _, err = add(*words, "--answer", "use=touchpoints", "--answer", "type=sponsor")
    assert code == 0, err
    (point,) = read_project(tmp_path / "mine").register.touchpoints
    assert (point.type, sorted(point.attendees)) == ("sponsor", ["1", "71"])
    assert not any("Secret" in path.read_text("utf-8") for path in (tmp_path / "mine").iterdir() if path.is_file())


def test_a_log_is_named_in_the_project(add, tmp_path):
    trace = "Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageTraceId,MessageId\n"
    trace += "2026-03-31T08:15:00Z,p1@north.example,p2@north.example,x,Delivered,,,1,t,<1@x>\n"
    code, out, err = add(
        "mine", "ours.csv", "theirs.csv", "t.csv", *NAMED, ours__csv=OURS, theirs__csv=THEIRS, t__csv=trace
    )
    assert (code, "alliancenet comms build" in out) == (0, True), err
    told = yaml.safe_load((tmp_path / "mine" / "alliancenet.yaml").read_text("utf-8"))
    assert told["logs"]["files"] == [{"file": "logs/t.csv"}]


def test_what_nobody_knows_is_refused_with_the_way_out(add):
    code, _, err = add("mine", "x.csv", x__csv="a,b\n1,2\n3,4\n")
    assert (code, "alliancenet help formats" in err) == (2, True)


def test_an_unneeded_answer_is_named(add):
    code, out, _ = add(
        "mine", "ours.csv", "theirs.csv", *NAMED, "--answer", "color=red", ours__csv=OURS, theirs__csv=THEIRS
    )
    assert (code, "'color' was not asked about" in out) == (0, True)


def test_an_answer_that_is_no_choice_is_refused(add):
    code, _, err = add(
        "mine", "ours.csv", "theirs.csv", *NAMED, "--answer", "own=East", ours__csv=OURS, theirs__csv=THEIRS
    )
    assert (code, "'East'" in err) == (2, True)


def test_survey_exports_are_settled_by_answers_and_remembered(add, tmp_path, monkeypatch):
    unpack_example("two_firms", tmp_path / "mine")
    export = tmp_path / "mine" / "survey" / "kiln_2026-04_qualtrics.csv"
    for path in (tmp_path / "mine" / "survey").iterdir():
        if not path.name.startswith("kiln_2026-04_qualtrics.csv"):
            path.unlink()
    own = tmp_path / "mine" / "alliancenet.yaml"
    own.write_text(
        "\n".join(line for line in own.read_text("utf-8").splitlines() if "survey/" not in line) + "\n", "utf-8"
    )
    text = (export.parent / f"{export.name}.map.yaml").read_text("utf-8")
    (export.parent / f"{export.name}.map.yaml").unlink()
    code, _, err = add("mine", str(export), "--accept")
    assert code == 0, err
    settled = yaml.safe_load((export.parent / f"{export.name}.map.yaml").read_text("utf-8"))
    assert {line["item"] for line in settled["questions"]} == {
        line["item"] for line in yaml.safe_load(text)["questions"]
    }
    again = tmp_path / "october.csv"
    shutil.copyfile(export, again)
    code, _, err = add("mine", str(again))
    assert code == 0, err


@pytest.mark.parametrize(
    "text",
    [
        "format: x\n",
        "format: x\nfiles:\n  - {file: a, kind: people}\n\nsettings:\n  core.min_ties: 3\n",
        "format: x\nfiles:\n- file: a\n  kind: people\n# note\nsettings:\n  core.min_ties: 3\n",
        "format: x\n# files:\n#   - {file: a, kind: people}\n",
        "files:\n    # nothing yet\n    - {file: a, kind: b}",
    ],
)
def test_a_line_more_leaves_the_rest_of_the_project_file(text):
    before = yaml.safe_load(text)
    after = yaml.safe_load(with_entry(text, ("files",), {"file": "ä b.csv", "kind": "people"}))
    assert after == {**before, "files": [*(before.get("files") or []), {"file": "ä b.csv", "kind": "people"}]}
    assert all(line in with_entry(text, ("files",), {"file": "x", "kind": "y"}) for line in text.splitlines())


def test_a_nested_list_is_made_where_it_is_missing():
    after = yaml.safe_load(with_entry("logs:\n  since: 2026-01-01\n", ("logs", "files"), {"file": "x"}))
    assert json.dumps(after["logs"]["files"]) == '[{"file": "x"}]'


def test_a_list_in_one_line_is_refused_with_the_line_to_add():
    with pytest.raises(InputError) as error:
        with_entry("files: [{file: a, kind: b}]\n", ("files",), {"file": "x", "kind": "people"})
    assert "yourself" in str(error.value.problems)


def too_many_cells(path):
    path.write_text("a,b,c\n" + "x,y,z\n" * 3_000_000, "utf-8")


def open_quote(path):
    path.write_text('id,organisation\n"' + "a" * 4_000_000, "utf-8")


def entities(path):
    path.write_text('<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaa">]><graphml>&a;</graphml>', "utf-8")


@pytest.mark.parametrize(("write", "name"), [(too_many_cells, "x.csv"), (open_quote, "x.csv"), (entities, "x.graphml")])
def test_a_hostile_file_is_refused_in_words_and_leaves_no_project(add, tmp_path, write, name):
    write(tmp_path / name)
    code, _, err = add("mine", name)
    assert (code, name in err, (tmp_path / "mine").exists()) == (2, True, False)


def test_who_sits_at_a_terminal_is_asked_one_by_one(add, tmp_path, monkeypatch):
    from alliancenet.cli import add as command

    typed = iter(["South", "2026-04-01..2026-04-21", "north gmbh"])
    monkeypatch.setattr(command.sys, "stdin", _Terminal())
    monkeypatch.setattr(command.sys, "stdout", _Terminal(command.sys.stdout))

    def prompt(text, default=None, value_proc=None):
        return value_proc(next(typed))

    monkeypatch.setattr(command.click, "prompt", prompt)
    code, _, err = add("mine", "ours.csv", "theirs.csv", ours__csv=OURS, theirs__csv=THEIRS)
    assert code == 0, err
    firms = read_project(tmp_path / "mine").register.organisations.values()
    assert [firm.name for firm in firms if firm.own] == ["North GmbH"]


class _Terminal:
    """A stream that says somebody sits there."""

    def __init__(self, inside=None):
        self.inside = inside

    def isatty(self):
        return True

    def __getattr__(self, name):
        return getattr(self.inside, name)
