"""Every fault the manual promises to name: the sentence as a whole, code 2, nothing half-written."""

import sys

import pytest
from small_projects import PEOPLE, TIES, a_project, an_edge_list, read_small

from alliancenet import cli
from alliancenet.sources.project import template

HEAD = "wave,alliance,respondent,item,alter,value\n"
HERE = "2026-spring,first_alliance"
NEXT_ROW = 9  # the template's answers end in row 8


def run(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["alliancenet", *map(str, arguments)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    printed = capsys.readouterr()
    return end.value.code, printed.out, [line for line in printed.err.splitlines() if line]


def member(person, alliance="first_alliance"):
    return f"{person},{alliance},,,\n"


FOLDER_FAULTS = {
    "a missing column": (
        {"people_csv": "id,firm\no1,our_firm\n"},
        "people.csv, row 1, organisation: the column is missing (found: id, firm; separated by ',');"
        " a column named 'organisation'; rename the column in the header row or add it",
    ),
    "a missing file": (
        {"waves_csv": None},
        "waves.csv: the file is missing; a file of kind waves; add it, or name another file under `files:` in"
        " alliancenet.yaml",
    ),
    "an empty file": (
        {"touchpoints_csv": ""},
        "touchpoints.csv: the file is empty; a header row with date, alliance, type, attendees; export it again",
    ),
    "a header without rows": (
        {"people_csv": "id,organisation\n"},
        "people.csv: only a header row; at least one row below the header; export it again",
    ),
    "a respondent nobody knows": (
        {"add": {"answers.csv": f"{HERE},zz,NET1,p2,4\n"}},
        f"answers.csv, row {NEXT_ROW}, respondent: 'zz' is unknown; an id of people.csv; add it there or correct"
        " the id",
    ),
    "an answer about somebody nobody knows": (
        {"add": {"answers.csv": f"{HERE},o2,NET1,p22,4\n"}},
        f"answers.csv, row {NEXT_ROW}, alter: 'p22' is unknown; an id of people.csv; did you mean 'p2'?"
        " Otherwise add it there",
    ),
    "an attendee nobody knows": (
        {"add": {"touchpoints.csv": "2026-03-13,first_alliance,steering,o1;zz\n"}},
        "touchpoints.csv, row 3, attendees: 'zz' is unknown; an id of people.csv; add it there or correct the id",
    ),
    "a person about the same person": (
        {"add": {"answers.csv": f"{HERE},o2,NET1,o2,4\n"}},
        f"answers.csv, row {NEXT_ROW}, alter: a person about the same person; an answer about somebody else;"
        " remove the rows",
    ),
    "a person twice": (
        {"add": {"people.csv": "o1,our_firm,,,,,,\n"}},
        "people.csv, row 8, id: 'o1' stands already further up; each id once; remove or correct one of the rows",
    ),
    "an answer twice": (
        {"add": {"answers.csv": f"{HERE},o2,NET1,p2,3\n"}},
        f"answers.csv, row {NEXT_ROW}: the same question is answered twice by the same person; each answer once;"
        " remove the row that does not hold",
    ),
    "a membership twice": (
        {"add": {"memberships.csv": member("o1")}},
        "memberships.csv, row 8, person: 'o1' is in 'first_alliance' already; each membership once; remove the row",
    ),
    "a value the scale does not have": (
        {"add": {"answers.csv": f"{HERE},o2,NET2,p3,6\n"}},
        f"answers.csv, row {NEXT_ROW}, value: '6' is not an answer of NET2; one of 1, 2, 3, 4, 5, prefer_not_to_say,"
        " or nothing; correct or empty the cell",
    ),
    "a number that is none": (
        {"add": {"answers.csv": f"{HERE},o2,ROL-PRB1,,often\n"}},
        f"answers.csv, row {NEXT_ROW}, value: 'often' is not an answer of ROL-PRB1; a number of 0 or more, or nothing;"
        " correct or empty the cell",
    ),
    "a date that is none": (
        {"add": {"answers.csv": f"{HERE},o2,SPO2,,31 March\n"}},
        f"answers.csv, row {NEXT_ROW}, value: '31 March' is not an answer of SPO2; a date such as 2026-03-31, or"
        " nothing; correct or empty the cell",
    ),
    "a column missing from the answers": (
        {"answers_csv": "wave,alliance,respondent,value\n"},
        "answers.csv, row 1, item: the column is missing (found: wave, alliance, respondent, value); a column named"
        " 'item'; rename the column in the header row or add it",
    ),
    "answers without rows": (
        {"answers_csv": "respondent,item,value\n"},
        "answers.csv: only a header row; at least one row below the header; export it again",
    ),
    "an empty file of answers": (
        {"answers_csv": ""},
        "answers.csv: the file is empty; a header row with respondent, item, value; export it again",
    ),
    "an answer of nobody": (
        {"add": {"answers.csv": f"{HERE},,NET1,p2,4\n"}},
        f"answers.csv, row {NEXT_ROW}, respondent: the cell is empty; the id of people.csv",
    ),
    "answers that do not say of which wave": (
        {
            "answers_csv": "respondent,item,value\no2,INT-TA1,4\n",
            "add": {"waves.csv": "2025,,2025-04-01,2025-04-21,\n"},
        },
        "answers.csv, row 1, wave: the column is missing and there are 2 to choose from; a column named 'wave' with ids"
        " of waves.csv",
    ),
    "a question nobody asked": (
        {"add": {"answers.csv": f"{HERE},o2,NET12,p3,3\n"}},
        f"answers.csv, row {NEXT_ROW}, item: 'NET12' is unknown; an id of the instruments (see `alliancenet survey"
        " list`); did you mean 'NET2'? Otherwise add it there",
    ),
    "an unknown level": (
        {"add": {"people.csv": "o9,our_firm,boss,,,,,\n"}},
        "people.csv, row 8, level: 'boss' is unknown; one of: operating, project_leader, senior",
    ),
    "a share of time above one": (
        {"memberships_csv": "person,alliance,share_of_time\no1,first_alliance,40\np1,first_alliance,1\n"},
        "memberships.csv, row 2, share_of_time: '40'; a number from 0 to 1, decimals with a point",
    ),
    "a wave that closes before it opens": (
        {"waves_csv": "id,open,close\n2026-spring,2026-04-21,2026-04-01\n"},
        "waves.csv, row 2, close: 2026-04-01 lies before open 2026-04-21; a day on or after open; correct one of them",
    ),
    "a date that could be read two ways": (
        {"waves_csv": "id,open,close\n2026-spring,01/04/2026,2026-04-21\n"},
        "waves.csv, row 2, open: dates such as 01/04/2026 can be read two ways, and no other date tells; dates such as"
        " 2026-03-31; or write `dates: day_first` (or `month_first`) beside it under `files:` of alliancenet.yaml",
    ),
    "an answer sent in outside the wave": (
        {"responses_csv": f"wave,alliance,respondent,status,submitted\n{HERE},o2,complete,2026-05-02\n"},
        "responses.csv, row 2, submitted: 2026-05-02 lies outside wave '2026-spring' of 'first_alliance'; days from"
        " 2026-04-01 to 2026-04-21; correct the date, or open and close in waves.csv",
    ),
    "answers of somebody who does not belong": (
        {"memberships_csv": "person,alliance\no1,first_alliance\np2,first_alliance\n"},
        "answers.csv, respondent: answers of 1 person who is not on the roster of 'first_alliance' in wave"
        " '2026-spring': o2; respondents who belong to the alliance while the wave is open; add them to"
        " memberships.csv or correct their dates",
    ),
    "one firm only": (
        {"alliances_yaml": "alliances:\n  - id: first_alliance\n    organisations: [our_firm]\n"},
        "alliances.yaml, line 3, alliances.0.organisations: one firm only (our_firm); an alliance has at least"
        " two firms",
    ),
    "a firm with nobody": (
        {"memberships_csv": "person,alliance\no1,first_alliance\no2,first_alliance\n", "answers_csv": None},
        "memberships.csv, alliance: nobody of 'partner_firm' is on the roster of 'first_alliance' in wave"
        " '2026-spring'; at least one person of every firm, better all who work for the alliance; add their"
        " memberships, or check their dates against waves.csv",
    ),
    "no own firm": (
        {"organisations_csv": "id,name\nour_firm,Ours\npartner_firm,Theirs\n"},
        "organisations.csv, own: no firm is marked as the own firm; 'yes' for the one firm that runs the audit",
    ),
    "a setting that does not exist": (
        {"alliancenet_yaml": "format: alliancenet-project/1\nsettings:\n  core.min_tie: 3\n"},
        "alliancenet.yaml, line 3, settings.core.min_tie: the settings key 'core.min_tie' does not exist; a key of the"
        " list in `alliancenet help settings`; check the spelling",
    ),
    "another format": (
        {"alliancenet_yaml": "format: alliancenet-project/9\n"},
        "alliancenet.yaml, line 1, format: 'alliancenet-project/9'; format: alliancenet-project/1; update the file or"
        " the program",
    ),
    "malformed YAML": (
        {"alliances_yaml": "alliances:\n  - id: [one\n"},
        "alliances.yaml, line 3: not valid YAML (did not find expected ',' or ']'); valid YAML is needed; check"
        " indentation, colons and quotes on this line and the one above",
    ),
    "YAML with aliases": (
        {"alliances_yaml": "a: &a [x]\nalliances: *a\n"},
        "alliances.yaml, line 2: an alias (*name); write the values out; aliases are refused",
    ),
    "a key nobody knows": (
        {"alliances_yaml": "alliances:\n  - id: x\n    organisation: [our_firm, partner_firm]\n"},
        "alliances.yaml, line 3, alliances.0.organisation: the key 'organisation' is unknown; remove or correct it;"
        " did you mean 'organisations'?",
    ),
    "a lone quote": (
        {"people_csv": 'id,organisation\no1,"our_firm\n'},
        "people.csv, row 2: cannot be read as CSV (unexpected end of data); every opening quote needs a closing one;"
        " look for a lone double quote in this row",
    ),
    "a goal that is no objective": (
        {"add": {"answers.csv": f"{HERE},o2,GOAL1,,World peace\n"}},
        "answers.csv, GOAL1: no objective of 'first_alliance', wave '2026-spring': 'World peace'; names of objectives"
        " in alliances.yaml, separated by ;; correct the answers or the objectives",
    ),
}


@pytest.mark.parametrize("name", FOLDER_FAULTS)
def test_a_fault_of_a_folder_is_named(name, tmp_path, monkeypatch, capsys):
    changes, sentence = FOLDER_FAULTS[name]
    code, _, said = run(monkeypatch, capsys, "check", a_project(tmp_path, **changes))
    assert code == 2
    assert f"problem: {sentence}" in said


def test_all_problems_of_a_folder_come_at_once(tmp_path, monkeypatch, capsys):
    folder = a_project(
        tmp_path,
        {"people.csv": "o9,our_firm,boss,,,,,\n", "touchpoints.csv": "soon,first_alliance,steering,o1\n"},
        waves_csv="id,open,close\n2026-spring,2026-04-21,2026-04-01\n",
        issues_csv="alliance,opened\nnowhere,2026-01-01\n",
    )
    code, _, said = run(monkeypatch, capsys, "check", folder)
    assert code == 2
    assert {line.split(",")[0] for line in said} == {
        "problem: people.csv",
        "problem: touchpoints.csv",
        "problem: waves.csv",
        "problem: issues.csv",
    } | {line.split(",")[0] for line in said if "answers.csv" in line}


def test_a_flood_of_faults_is_listed_and_counted(tmp_path, monkeypatch, capsys):
    rows = "".join(f"{HERE},o2,NET1,nobody{number},4\n" for number in range(300))
    _, _, said = run(monkeypatch, capsys, "check", a_project(tmp_path, {"answers.csv": rows}))
    assert len(said) == 21
    assert "and 280 more of this kind" in said[-1]


def test_warnings_alone_end_with_code_0(tmp_path, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "check", a_project(tmp_path, notes_csv="a,b\n1,2\n"))
    assert code == 0
    assert "warning: notes.csv: the file was not read" in out


@pytest.mark.parametrize("command", [("audit", "-o"), ("audit", "--json", "-o")])
def test_bad_input_leaves_no_output(command, tmp_path, monkeypatch, capsys):
    folder = a_project(tmp_path / "project", {"people.csv": "o1,our_firm,,,,,,\n"})
    name, *options = command
    code, out, _ = run(monkeypatch, capsys, name, folder, *options, tmp_path / "out")
    assert (code, out) == (2, "")
    assert not (tmp_path / "out").exists()


def test_a_column_of_the_answers_that_is_not_read_is_named(tmp_path, monkeypatch, capsys):
    folder = a_project(tmp_path, answers_csv="respondent,item,value,remark\no2,INT-TA1,4,x\n")
    code, out, _ = run(monkeypatch, capsys, "check", folder)
    assert code == 0
    assert "warning: answers.csv, remark: the column is unknown and was not read" in out


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_make_no_difference(encoding, separator, tmp_path):
    text = (
        (template() / "people.csv")
        .read_text()
        .replace("o1,our_firm,senior,executive_sponsor,,", "o1,our_firm,senior,,Ünsal Groß,")
    )
    project = read_small(tmp_path, people_csv=text.replace(",", separator).encode(encoding))
    assert project.register.people["o1"].name == "Ünsal Groß"
    assert len(project.register.people) == 6


def test_files_of_one_folder_may_differ_in_encoding(tmp_path):
    files = {name: (template() / name).read_text() for name in ("people.csv", "answers.csv", "waves.csv")}
    project = read_small(
        tmp_path,
        people_csv=files["people.csv"].encode("utf-16"),
        answers_csv=files["answers.csv"].encode("utf-8-sig"),
        waves_csv=files["waves.csv"].replace(",", ";").encode("cp1252"),
    )
    assert project.waves[0].responded.sum() == 2


EDGE_FAULTS = {
    "a missing column": (
        {"ties": "left,right\na,b\n"},
        "ties.csv, row 1, source: the column is missing (found: left, right; separated by ','); a column named"
        " 'source'; rename the column in the header row or add it",
    ),
    "an empty file": (
        {"ties": ""},
        "ties.csv: the file is empty; a header row with source, target; export it again",
    ),
    "somebody nobody knows": (
        {"ties": TIES + "a,zz\n"},
        "ties.csv, row 6, target: 'zz' is not among the people; an id of the people file; add the person to the people"
        " file or correct the id",
    ),
    "an empty cell": (
        {"ties": TIES + ",a\n"},
        "ties.csv, row 6, source: the cell is empty; an id of the people file; add the person to the people file or"
        " correct the id",
    ),
    "an id twice": (
        {"people": PEOPLE + "a,Hartford\n"},
        "people.csv, row 6, id: 'a' stands already in row 2; each person once; remove one of the rows or"
        " correct the id",
    ),
    "one firm only": (
        {"people": PEOPLE.replace("Hartford", "Boston")},
        "people.csv, office: everybody belongs to 'Boston'; an alliance has at least two firms; choose another column"
        " with --firm (columns there: none)",
    ),
    "nobody with a firm": (
        {"people": "id,office,age\na,,3\nb,,4\nc,,5\nd,,6\n"},
        "people.csv, office: nobody has a firm; the firm of each person; choose another column with --firm (columns"
        " there: age)",
    ),
    "a negative weight": (
        {"ties": "source,target,weight\na,b,-2\n"},
        "ties.csv, row 2, weight: '-2'; a number of 0 or more is needed; write decimals with a point; leave out rows"
        " that are no tie",
    ),
    "a tie without a wave": (
        {"ties": "source,target,wave\na,b,1\na,c,\n"},
        "ties.csv, row 3, wave: the cell is empty; the wave of each tie",
    ),
    "an answer that is neither yes nor no": (
        {"people": "id,office,responded\na,Boston,maybe\nb,Boston,yes\nc,Hartford,no\nd,Hartford,no\n"},
        "people.csv, row 2, responded: 'maybe'; yes or no is needed",
    ),
}


@pytest.mark.parametrize("name", EDGE_FAULTS)
@pytest.mark.parametrize("command", ["check", "audit"])
def test_a_fault_of_an_edge_list_is_named(command, name, tmp_path, monkeypatch, capsys):
    changes, sentence = EDGE_FAULTS[name]
    people, ties = an_edge_list(tmp_path, **changes)
    code, _, said = run(monkeypatch, capsys, command, "--people", people, "--ties", ties, "--firm", "office")
    assert code == 2
    assert f"problem: {sentence}" in said


def test_a_firm_with_nobody_is_named(tmp_path, monkeypatch, capsys):
    people, ties = an_edge_list(tmp_path)
    options = ("--people", people, "--ties", ties, "--firm", "office", "--own", "Providence")
    code, _, said = run(monkeypatch, capsys, "check", *options)
    assert code == 2
    assert said == [
        "problem: people.csv, office: nobody belongs to 'Providence'; one of the firms found: Boston, Hartford"
    ]


def test_self_ties_and_repeated_ties_of_an_edge_list_are_counted_not_refused(tmp_path, monkeypatch, capsys):
    people, ties = an_edge_list(tmp_path, ties=TIES + "a,a\na,b\n")
    code, out, _ = run(monkeypatch, capsys, "check", "--people", people, "--ties", ties, "--firm", "office")
    assert code == 0
    assert "warning: ties.csv: 1 row from a person to the same person: dropped" in out
    assert "warning: ties.csv: 1 row beside another of the same tie: merged" in out


def test_what_stands_in_a_cell_is_shown_short_and_cannot_steer_a_terminal(tmp_path, monkeypatch, capsys):
    row = f"{HERE},{'x' * 5_000},NET1,p2,4\n{HERE},o2,NET1,\x1b[2Jp9,4\n"
    _, _, said = run(monkeypatch, capsys, "check", a_project(tmp_path, {"answers.csv": row}))
    assert max(map(len, said)) < 400
    assert not any("\x1b" in line for line in said)


def test_an_id_that_would_break_pairs_is_refused(tmp_path, monkeypatch, capsys):
    people, ties = an_edge_list(tmp_path, people=PEOPLE + "a|b,Boston\n")
    code, _, said = run(monkeypatch, capsys, "check", "--people", people, "--ties", ties, "--firm", "office")
    assert code == 2
    assert said == ["problem: people.csv, row 6, id: 'a|b'; an id of at most 80 characters without |"]
