"""Erasing from a firm's own list, which a map reads: the row keeps a new id and the firm, and nothing else."""

import re
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from small_projects import a_project

from alliancenet.erasing import erase
from alliancenet.errors import InputError
from alliancenet.sources.project import read_project
from alliancenet.store.erasures import read_record

DAY = date(2026, 5, 1)
HEAD = ("Personnel No.", "Last Name", "First Name", "Company", "Grade", "Mail", "Status", "Salary", "Boss")
ROWS = (
    ("4711", "Qwörtherby", "Zyxwilda", "north", "E7", "zyx.q@north.example", "Active", "99000", "4712"),
    ("4712", "Qwarn", "Berit", "north", "E5", "b.qwarn@north.example", "Active", "88000", ""),
    ("4713", "Leavewell", "Lara", "north", "E5", "lara.l@north.example", "Terminated", "77000", "4711"),
    ("4714", "Ostby", "Carl", "south", "E7", "c.ostby@south.example", "Active", "66000", ""),
)
MAP = """format: alliancenet-table/1
kind: people
columns: {id: "Personnel No.", name: ["First Name", "Last Name"], organisation: Company, level: Grade, email: Mail}
words: {level: {"E7": senior, "E5": operating}}
leave_out: {Status: [Terminated]}
ignore: [Salary, Boss]
"""


def as_csv(separator=",", above=()):
    lines = [*above, *(separator.join(row) for row in (HEAD, *ROWS))]
    return "\n".join(lines) + "\n"


def project_with(folder, mapping=MAP, **files):
    filled = {
        "people_csv": as_csv(),
        "organisations_csv": "id,name,own\nnorth,North Ltd,yes\nsouth,South Ltd,no\n",
        "memberships_csv": "person,alliance,share_of_time\n4711,first_alliance,1\n4714,first_alliance,1\n",
        "touchpoints_csv": "date,alliance,type,attendees\n2026-03-01,first_alliance,steering,4711;4714\n",
        "answers_csv": "wave,alliance,respondent,item,alter,value\n2026-spring,first_alliance,4714,NET1,4711,4\n",
        "alliances_yaml": "alliances:\n  - id: first_alliance\n    name: First\n    organisations: [north, south]\n",
    }
    project = a_project(folder, **filled | files)
    (project / "people.csv.map.yaml").write_text(mapping, encoding="utf-8")
    return project


def rows_of(project, separator=","):
    return [line.split(separator) for line in (project / "people.csv").read_text(encoding="utf-8").splitlines()]


def token_of(project):
    return read_record(project)[-1].token


@pytest.mark.parametrize(
    ("separator", "above", "header"), [(",", (), 0), (";", (), 0), (",", ("Staff of North Ltd", ""), 3)]
)
def test_a_row_keeps_a_new_id_and_the_firm(tmp_path, separator, above, header):
    mapping = MAP + (f"header: {header}\n" if header else "")
    project = project_with(tmp_path / "p", mapping, people_csv=as_csv(separator, above))
    before = rows_of(project, separator)
    done = erase(project, "4711", day=DAY)
    after, at = rows_of(project, separator), len(above) + 1
    token = done.entry.token
    assert after[at] == [token, "", "", "north", "", "", "", "", ""]
    assert after[at + 1] == [*before[at + 1][:8], token if before[at + 1][8] == "4711" else before[at + 1][8]]
    assert after[at + 3] == before[at + 3]
    assert not done.left
    people = read_project(project).register.people
    assert set(people) == {token, "4712", "4714"}
    assert (people[token].name, people[token].addresses, people[token].level) == ("", (), "")


def test_a_workbook_with_a_map_loses_the_row(tmp_path):
    project = project_with(tmp_path / "p", people_csv="id,organisation\n")
    book = Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Staff")
    for row in (("Staff of North Ltd",), HEAD, *ROWS):
        sheet.append(row)
    (project / "people.csv.map.yaml").unlink()
    (project / "people.csv").unlink()
    path = project / "people.xlsx"
    book.save(path)
    (project / "people.xlsx.map.yaml").write_text(f"{MAP}sheet: Staff\nheader: 2\n", encoding="utf-8")
    settings = project / "alliancenet.yaml"
    settings.write_text(settings.read_text() + "files:\n  - {file: people.xlsx, kind: people}\n")
    erase(project, "4711", day=DAY)
    rows = list(load_workbook(path)["Staff"].iter_rows(values_only=True))
    assert rows[2][0] == token_of(project)
    assert rows[2][1:] == (None, None, "north", None, None, None, None, None)
    assert rows[3] == (*ROWS[1][:8], None)


def test_somebody_a_map_leaves_out_is_erased_by_id_and_stays_left_out(tmp_path):
    project = project_with(tmp_path / "p")
    assert "4713" not in read_project(project).register.people
    (project / "notes.txt").write_text("Ask Lara Leavewell, or lara.l@north.example.", encoding="utf-8")
    done = erase(project, "4713", day=DAY)
    text = "".join(path.read_text(encoding="utf-8") for path in project.rglob("*") if path.is_file())
    assert [word for word in ("Leavewell", "lara.l@", "4713", "77000") if word in text] == []
    assert rows_of(project)[3] == [done.entry.token, "", "", "north", "", "", "Terminated", "", ""]
    assert done.entry.token not in read_project(project).register.people


def test_nobody_of_that_id_is_still_refused(tmp_path):
    project = project_with(tmp_path / "p")
    with pytest.raises(InputError, match="nobody on the roster"):
        erase(project, "4799", day=DAY)


def with_ids(folder, headings, spelt, mapping=MAP, **files):
    """A project whose ids are made of the firm and a number."""
    project = project_with(folder, mapping.replace('id: "Personnel No."', f"id: {headings}"), **files)
    for name in ("memberships.csv", "touchpoints.csv", "answers.csv"):
        text = (project / name).read_text()
        for firm, number in (("north", "4711"), ("south", "4714")):
            text = text.replace(number, spelt.format(firm=firm, number=number))
        (project / name).write_text(text)
    return project


@pytest.mark.parametrize(("headings", "spelt"), [
    ('[Company, "Personnel No."]', "{firm} {number}"), ('["Personnel No.", Company]', "{number} {firm}"),
    ('[Company, "Personnel No.", Company]', "{firm} {number} {firm}"),
])  # fmt: skip
def test_an_id_made_of_firm_and_number_keeps_the_firm_and_loses_the_number(tmp_path, headings, spelt):
    project = with_ids(tmp_path / "p", headings, spelt)
    person, before = spelt.format(firm="north", number="4711"), rows_of(project)
    done = erase(project, person, day=DAY)
    bare = re.search("erased-[0-9a-f]{8}", done.entry.token)[0]
    assert done.entry.token == spelt.format(firm="north", number=bare)
    after = rows_of(project)
    assert after[1] == [bare, "", "", "north", "", "", "", "", ""]
    assert [row[:8] for row in after[2:]] == [row[:8] for row in before[2:]]
    text = "".join(path.read_text(encoding="utf-8") for path in project.rglob("*") if path.is_file())
    assert [word for word in ("Qwörtherby", "zyx.q@", person) if word in text] == []
    people = read_project(project).register.people
    assert done.entry.token in people
    assert (people[done.entry.token].organisation, people[done.entry.token].name) == ("north", "")
    assert done.entry.token in (project / "touchpoints.csv").read_text()
    assert not done.left


def test_a_firm_whose_cell_is_written_otherwise_is_found_in_the_id_as_it_is_written(tmp_path):
    mapping = MAP.replace("words: {", 'words: {organisation: {"North Ltd (DE)": north}, ')
    project = with_ids(
        tmp_path / "p", '[Company, "Personnel No."]', "{firm} {number}", mapping,
        people_csv=as_csv().replace(",north,", ",North Ltd (DE),"),
    )  # fmt: skip
    for name in ("memberships.csv", "touchpoints.csv", "answers.csv"):
        (project / name).write_text((project / name).read_text().replace("north 4711", "North Ltd (DE) 4711"))
    done = erase(project, "North Ltd (DE) 4711", day=DAY)
    assert done.entry.token.startswith("North Ltd (DE) erased-")
    assert read_project(project).register.people[done.entry.token].organisation == "north"


def test_a_list_whose_id_is_the_firm_alone_is_refused_before_anything_is_changed(tmp_path):
    project = with_ids(tmp_path / "p", "Company", "{firm}", people_csv="\n".join(
        ",".join(row) for row in (HEAD, ROWS[0], ROWS[3])) + "\n")  # fmt: skip
    before = (project / "people.csv").read_bytes()
    with pytest.raises(InputError, match="told apart by an id of one's own"):
        erase(project, "north", day=DAY)
    assert (project / "people.csv").read_bytes() == before


NAMESAKES = """id,organisation,level,name,email,aliases
a-1,north,senior,Ann Berg,ann.berg@north.example,
a-2,south,senior,Ann Berg,a.berg@south.example,
b-1,north,senior,Clara Falk,c.falk@north.example,
b-2,south,senior,Carl Falk,carl.falk@south.example,
c-1,north,senior,Anna Maria Voss,anna@north.example,shared@north.example
c-2,south,senior,Anna Voss,anna@south.example,shared@north.example
"""


@pytest.mark.parametrize(
    ("person", "gone", "stays"),
    [
        ("a-1", ["ann.berg@north.example"], ["Ann Berg", "a.berg@south.example", "Berg, Ann"]),
        ("b-1", ["Clara Falk", "Falk, Clara", "Clara"], ["Carl Falk", "C. Falk", "Falk, Carl"]),
        ("c-1", ["Anna Maria Voss"], ["Anna Voss", "Voss, Anna", "shared@north.example"]),
    ],
)
def test_a_namesake_is_left_where_they_stand(tmp_path, person, gone, stays):
    everybody = "".join(f"{letter}-{number},first_alliance,1\n" for letter in "abc" for number in (1, 2))
    project = project_with(
        tmp_path / "p",
        people_csv=NAMESAKES,
        memberships_csv=f"person,alliance,share_of_time\n{everybody}",
        touchpoints_csv="date,alliance,type,attendees\n2026-03-01,first_alliance,steering,a-1;a-2\n",
        answers_csv="wave,alliance,respondent,item,alter,value\n2026-spring,first_alliance,a-1,NET1,a-2,4\n",
    )
    (project / "people.csv.map.yaml").unlink()
    notes = project / "notes.txt"
    notes.write_text("\n".join([*gone, *stays]), encoding="utf-8")
    before = (project / "people.csv").read_text(encoding="utf-8").splitlines()
    done = erase(project, person, day=DAY)
    text = notes.read_text(encoding="utf-8")
    assert [word for word in gone if word in text] == []
    assert [word for word in stays if word not in text] == []
    after = (project / "people.csv").read_text(encoding="utf-8").splitlines()
    assert [line for line, old in zip(after, before, strict=True) if line != old] == [f"{done.entry.token},north,,,,"]
    assert done.alike == 1
    assert not done.left
