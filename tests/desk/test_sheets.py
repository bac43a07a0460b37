"""Forms over a project's own files: what is written, what is refused, what stays."""

import shutil

import pytest
import yaml

from alliancenet.desk.forms import FORMS
from alliancenet.desk.sheets import save, sheet_of
from alliancenet.sources.project import read_project, template


@pytest.fixture
def project(tmp_path):
    return shutil.copytree(template(), tmp_path / "mine")


def rows_of(project, name):
    return [dict(row) for row in sheet_of(project, name).rows]


def saved(project, name, rows, once="f"):
    return save(project, name, rows, seen=sheet_of(project, name).digest, by="ada", once=once)


@pytest.mark.parametrize("name", FORMS)
def test_saving_what_is_there_changes_nothing_of_what_is_read(project, name):
    before = read_project(project)
    sheet = sheet_of(project, name)
    if sheet.closed:
        assert name == "sponsors"
        return
    assert not saved(project, name, rows_of(project, name)).faults
    after = read_project(project)
    assert (after.register, after.records) == (before.register, before.records)


def test_a_row_is_added_changed_and_removed(project):
    rows = rows_of(project, "touchpoints")
    more = {"#": "", "date": "2026-03-20", "alliance": "first_alliance", "type": "sponsor", "attendees": "o1;p1"}
    assert saved(project, "touchpoints", [*rows, more]).change == 1
    found = read_project(project).register.touchpoints
    assert [(str(point.date), point.type, point.attendees) for point in found] == [
        ("2026-03-12", "steering", ("o1", "o2", "p1", "p2")),
        ("2026-03-20", "sponsor", ("o1", "p1")),
    ]
    rows = rows_of(project, "touchpoints")
    saved(project, "touchpoints", [{**rows[1], "type": "review"}], once="g")
    assert [point.type for point in read_project(project).register.touchpoints] == ["review"]


def test_every_fault_is_told_with_its_row_and_column_and_nothing_is_written(project):
    before = (project / "touchpoints.csv").read_bytes()
    rows = rows_of(project, "touchpoints")
    rows += [
        {"#": "", "date": "soon", "alliance": "first_alliance", "type": "sponsor", "attendees": "o1"},
        {"#": "", "date": "2026-03-20", "alliance": "nowhere", "type": "party", "attendees": "o1;nobody"},
    ]
    found = saved(project, "touchpoints", rows)
    assert {(fault.row, fault.key) for fault in found.faults} == {
        (2, "date"),
        (3, "alliance"),
        (3, "type"),
        (3, "attendees"),
    }
    assert (project / "touchpoints.csv").read_bytes() == before


def test_faults_of_kpis_stand_at_their_row(project):
    rows = rows_of(project, "kpis")
    rows[1] |= {"target": "much", "kind": "odd"}
    found = saved(project, "kpis", rows)
    assert {(fault.row, fault.key) for fault in found.faults} == {(2, "target"), (2, "kind")}


def test_a_kpi_is_added_and_what_no_form_shows_stays(project):
    path = project / "alliances.yaml"
    text = path.read_text("utf-8").replace("    # form: joint venture", "    benefits: [new markets, know-how]")
    path.write_text(text, "utf-8")
    rows = rows_of(project, "kpis")
    more = {"#": "", "alliance": "first_alliance", "name": "Joint patents", "kind": "strategic", "target": "5"}
    assert saved(project, "kpis", [*rows, {**more, "floor": "0", "actual": "2"}]).change
    (alliance,) = read_project(project).register.alliances.values()
    assert ([kpi.name for kpi in alliance.objectives][-1], alliance.objectives[-1].actual) == ("Joint patents", 2.0)
    assert alliance.benefits == ("new markets", "know-how")
    assert path.read_text("utf-8").startswith("# One entry per alliance")


def test_a_number_with_a_decimal_comma_is_a_number(project):
    rows = rows_of(project, "kpis")
    rows[0]["actual"] = "61,5"
    assert saved(project, "kpis", rows).change
    written = yaml.safe_load((project / "alliances.yaml").read_text("utf-8"))
    assert written["alliances"][0]["objectives"][0]["actual"] == 61.5


def test_comments_that_would_be_lost_are_told_before(project):
    (remark,) = sheet_of(project, "alliances").remarks
    assert "comment" in remark.text


def test_a_firm_somebody_still_belongs_to_is_not_removed(project):
    rows = [row for row in rows_of(project, "firms") if row["id"] != "partner_firm"]
    found = saved(project, "firms", rows)
    assert {fault.file for fault in found.faults} >= {"people.csv", "alliances.yaml"}
    assert "partner_firm" in (project / "organisations.csv").read_text("utf-8")


def test_sponsors_plans_are_dates_by_firm(project):
    row = {"#": "", "alliance": "first_alliance", "organisation": "our_firm", "date": "2026-01-15"}
    assert saved(project, "plans", [row]).change
    (alliance,) = read_project(project).register.alliances.values()
    assert {str(firm): str(day) for firm, day in alliance.sponsor_plans.items()} == {"our_firm": "2026-01-15"}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"alliance": "", "organisation": "our_firm", "date": "2026-01-15"}, "alliance"),
        ({"alliance": "first_alliance", "organisation": "", "date": "2026-01-15"}, "organisation"),
        ({"alliance": "first_alliance", "organisation": "our_firm", "date": ""}, "date"),
        ({"alliance": "first_alliance", "organisation": "our_firm", "date": "soon"}, "date"),
        ({"alliance": "first_alliance", "organisation": "nobody", "date": "2026-01-15"}, "organisation"),
    ],
)
def test_a_plan_that_lacks_something_is_refused_beside_its_field(project, row, column):
    found = saved(project, "plans", [{"#": "", **row}])
    assert [(fault.row, fault.key) for fault in found.faults] == [(1, column)]


def test_goals_make_their_file(project):
    assert saved(project, "goals", [{"#": "", "id": "g1", "name": "Enter Asia", "owner": "CEO"}]).change
    assert read_project(project).records.goals["g1"].name == "Enter Asia"


def test_a_column_no_form_knows_stays(project):
    path = project / "organisations.csv"
    text = "id,name,own,country,note\nour_firm,Our Firm,yes,,ours\npartner_firm,Partner Firm,no,,theirs\n"
    path.write_text(text, "utf-8")
    rows = rows_of(project, "firms")
    rows[1]["country"] = "DE"
    saved(project, "firms", rows)
    assert "partner_firm,Partner Firm,no,DE,theirs" in path.read_text("utf-8")


def test_separators_and_code_pages_of_a_file_are_read(project):
    path = project / "organisations.csv"
    path.write_bytes("id;name;own\nour_firm;Münchner Werke;yes\npartner_firm;Partner;no\n".encode("cp1252"))
    rows = rows_of(project, "firms")
    assert rows[0]["name"] == "Münchner Werke"
    rows[1]["name"] = "Partner AG"
    saved(project, "firms", rows)
    assert {firm.name for firm in read_project(project).register.organisations.values()} == {
        "Münchner Werke",
        "Partner AG",
    }


def test_a_list_with_headings_of_its_own_is_changed_where_it_was_made(project):
    (project / "people.csv.map.yaml").write_text("format: alliancenet-table/1\nkind: people\ncolumns: {id: id}\n")
    assert "headings of its own" in sheet_of(project, "people").closed
    assert save(project, "people", [], seen="", by="ada", once="f").refused


def with_a_list_of_hr(project):
    """People in a list with headings of its own, as `add` leaves it."""
    people = project / "people.csv"
    text = people.read_text("utf-8").replace("alliance_manager", "").replace("executive_sponsor", "")
    (project / "staff.csv").write_text(text.replace("id,organisation", "Nr,organisation", 1), "utf-8")
    people.unlink()
    columns = "{id: Nr, organisation: organisation, level: level}"
    (project / "staff.csv.map.yaml").write_text(f"format: alliancenet-table/1\nkind: people\ncolumns: {columns}\n")
    path = project / "alliancenet.yaml"
    path.write_text(path.read_text("utf-8") + "files:\n  - {file: staff.csv, kind: people}\n", "utf-8")


def test_roles_beside_a_list_of_hr_join_by_the_person(project):
    with_a_list_of_hr(project)
    assert "headings of its own" in sheet_of(project, "people").closed
    found = saved(project, "sponsors", [{"#": "", "id": "o1", "organisation": "", "roles": "executive_sponsor"}])
    assert (found.change, found.faults) == (1, ())
    person = read_project(project).register.people["o1"]
    assert (set(person.roles), person.organisation) == ({"executive_sponsor"}, "our_firm")


def test_without_rows_the_file_of_roles_goes(project):
    with_a_list_of_hr(project)
    saved(project, "sponsors", [{"#": "", "id": "o1", "organisation": "", "roles": "executive_sponsor"}])
    found = saved(project, "sponsors", [], once="g")
    assert (found.faults, found.refused, (project / "roles.csv").exists()) == ((), "", False)
    assert not read_project(project).register.people["o1"].roles


def test_a_form_that_is_older_than_the_file_is_told(project):
    seen = sheet_of(project, "firms").digest
    rows = rows_of(project, "firms")
    rows[0]["country"] = "DE"
    assert save(project, "firms", rows, seen=seen, by="ada", once="a").change
    rows[0]["country"] = "FR"
    assert save(project, "firms", rows, seen=seen, by="bo", once="b").is_stale
    assert ",DE" in (project / "organisations.csv").read_text("utf-8")
