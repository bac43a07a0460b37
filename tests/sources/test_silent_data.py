"""What used to be wrong in silence: dates, rows that stand twice, cut files, numbers, spellings, our own exports."""

import json
from datetime import date, timedelta

import pytest
import xlsxwriter
from small_projects import a_project, an_edge_list, read_edges, read_small

from alliancenet.errors import InputError
from alliancenet.files.fields import parse_fields
from alliancenet.model.multiplex import Layer
from alliancenet.settings import default_settings
from alliancenet.sources import project as project_module
from alliancenet.sources.edges.project import read_edge_list
from alliancenet.sources.project import read_project, template

PAIRS = "alliance,role,person,partner\n"


def told(project):
    return [str(problem) for problem in project.problems]


def waves_csv(*rows):
    return "id,open,close\n" + "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize(
    "text",
    ["010", "1:30", "0x4", "0b11", "7_4", "-010", ".inf", "1_0.5", "1:30.5"],
)
def test_a_number_yaml_reads_otherwise_than_people_is_refused(text):
    with pytest.raises(InputError, match="can be read in two ways"):
        parse_fields(f"a:\n  b: {text}\n", "x.yaml")


@pytest.mark.parametrize("text", ["10", "-1.5", "0", "0.5", "1.5e-3", '"010"', "2026-03-31", "'1:30'", "a_1"])
def test_plain_numbers_dates_and_quoted_text_are_read(text):
    parse_fields(f"a: {text}\n", "x.yaml")


@pytest.mark.parametrize("share", ["1_0", "1e3", "0x1", "nan", "inf"])
def test_a_number_of_a_table_is_written_plainly(tmp_path, share):
    people = (template() / "people.csv").read_text().splitlines()[1].split(",")[0]
    with pytest.raises(InputError, match="share_of_time"):
        read_small(tmp_path, memberships_csv=f"person,alliance,share_of_time\n{people},first_alliance,{share}\n")


def test_dates_of_a_table_are_settled_by_one_another(tmp_path):
    rows = waves_csv("2026-spring,01/04/2026,21/04/2026")
    assert read_small(tmp_path, waves_csv=rows).waves[0].opens == date(2026, 4, 1)


def test_dates_nothing_settles_are_asked_once_and_can_be_declared(tmp_path):
    rows = waves_csv("2026-spring,01/04/2026,11/04/2026")
    with pytest.raises(InputError) as refused:
        read_small(tmp_path, waves_csv=rows)
    assert sum("can be read two ways" in str(problem) for problem in refused.value.problems) == 1
    file = (tmp_path / "alliancenet.yaml").read_text()
    listed = "files:\n  - {file: waves.csv, kind: waves, dates: day_first}\n"
    project = read_small(tmp_path, waves_csv=rows, alliancenet_yaml=file + listed)
    assert project.waves[0].closes == date(2026, 4, 11)


def test_two_ways_of_writing_dates_in_one_table_are_refused(tmp_path):
    with pytest.raises(InputError, match="some only month/day/year"):
        read_small(tmp_path, waves_csv=waves_csv("2026-spring,31/03/2026,04/21/2026"))


def test_a_wave_that_closes_ahead_of_today_is_said(tmp_path):
    ahead = date.today() + timedelta(days=30)
    project = read_small(tmp_path, waves_csv=waves_csv(f"2026-spring,2026-04-01,{ahead}"))
    assert any("30 days ahead of today" in line for line in told(project))


def test_a_wave_that_is_over_is_no_remark(tmp_path):
    assert not any("ahead of today" in line for line in told(read_small(tmp_path)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("role_pairs", "alliance,role,person,partner\nfirst_alliance,lead,o1,p1\nfirst_alliance,Lead ,p1,o1\n"),
        ("touchpoints", "date,alliance,type,attendees\n2026-03-01,first_alliance,review,o1;p1\n" * 1
         + "01.03.2026,first_alliance,Review,p1; o1\n"),
        ("issues", "alliance,opened,severity\nfirst_alliance,2026-03-01,high\nfirst_alliance,2026-03-01,high\n"),
        ("needs", "alliance,person,supplier\nfirst_alliance,o1,p1\nfirst_alliance,o1,p1\n"),
    ],
)  # fmt: skip
def test_a_row_that_stands_twice_counts_once_and_is_said(tmp_path, name, text):
    project = read_small(tmp_path, **{f"{name}_csv": text})
    assert len(getattr(project.register, name)) == 1
    assert any("the same as row 2: counted once" in line for line in told(project))


@pytest.mark.parametrize(("rows", "is_said"), [("", True), ("2026-03-01,first_alliance,review,o1;p1\n", False)])
def test_meetings_with_a_header_alone_count_as_none_and_that_is_said(tmp_path, rows, is_said):
    project = read_small(tmp_path, touchpoints_csv=f"date,alliance,type,attendees\n{rows}")
    assert any("touchpoints.csv: only a header row" in line for line in told(project)) is is_said


def test_two_ids_that_fold_together_are_a_question(tmp_path):
    people = (template() / "people.csv").read_text()
    again = people.splitlines()[1]
    other = again.replace(again.split(",")[0], again.split(",")[0].upper(), 1)
    with pytest.raises(InputError, match="differ only in case, spaces or unseen signs"):
        read_small(tmp_path, {"people.csv": f"{other}\n"})


def test_an_id_spelt_otherwise_is_found(tmp_path):
    project = read_small(tmp_path, role_pairs_csv=f"{PAIRS}First_Alliance,lead,O1,P1\u200b\n")
    assert [(pair.person, pair.partner) for pair in project.register.role_pairs] == [("o1", "p1")]


def test_somebody_complete_without_an_answer_counts_as_unanswered(tmp_path):
    answers = (template() / "answers.csv").read_text().splitlines(keepends=True)
    who = answers[1].split(",")[answers[0].strip().split(",").index("respondent")]
    rows = f"wave,alliance,respondent,status\n2026-spring,first_alliance,{who},complete\n"
    rows += "2026-spring,first_alliance,p2,complete\n"
    project = read_small(tmp_path, responses_csv=rows, answers_csv="".join(answers[:2]))
    wave = project.waves[0]
    assert not wave.responded[wave.people.index("p2")]
    assert any("1 of 2 people who stand there as having answered" in line for line in told(project))


def test_files_that_change_while_a_project_is_read_are_read_again(tmp_path, monkeypatch):
    folder = a_project(tmp_path)
    real, times = project_module._read_once, []

    def slow(path):
        found = real(path)
        if not times:
            (folder / "waves.csv").write_text(waves_csv("2026-spring,2026-04-01,2026-04-30"))
        times.append(1)
        return found

    monkeypatch.setattr(project_module, "_read_once", slow)
    assert read_project(folder).waves[0].closes == date(2026, 4, 30)
    assert len(times) == 2


def test_a_roster_may_be_a_workbook(tmp_path):
    folder = a_project(tmp_path)
    rows = [line.split(",") for line in (folder / "people.csv").read_text().splitlines()]
    (folder / "people.csv").unlink()
    with xlsxwriter.Workbook(folder / "people.xlsx") as book:
        for at, row in enumerate(rows):
            book.add_worksheet("HR").write_row(at, 0, row) if at == 0 else book.get_worksheet_by_name("HR").write_row(
                at, 0, row
            )
    assert len(read_project(folder).register.people) == len(rows) - 1


def test_a_placeholder_in_a_roster_is_no_address_and_is_said(tmp_path):
    people = "id,organisation,level,email\n" + "".join(
        f"{line.split(',')[0]},{line.split(',')[1]},senior,{mail}\n"
        for line, mail in zip(
            (template() / "people.csv").read_text().splitlines()[1:],
            ["n/a", "TBD", "team@x.example", "team@x.example", "", "none@none.example"],
            strict=False,
        )
    )
    project = read_small(tmp_path, people_csv=people)
    assert {address for person in project.register.people.values() for address in person.addresses} == {
        "team@x.example"
    }
    assert any("no addresses" in line for line in told(project))
    assert any("team@x.example (2×)" in line for line in told(project))


def test_layers_spelt_in_capitals_are_the_layers(tmp_path):
    project = read_edges(tmp_path, ties="source,target,Layer\na,c,Communication\na,b,FRIENDSHIP\nc,a,communication\n")
    assert set(project.waves[0].reports) == {Layer.COMMUNICATION, Layer.FRIENDSHIP}


def test_a_column_that_holds_layers_and_is_none_is_a_question(tmp_path):
    with pytest.raises(InputError, match="holds names of layers"):
        read_edges(tmp_path, ties="source,target,kind of tie\na,c,friendship\na,b,friendship\n")


def test_responded_in_capitals_is_read_and_in_several_languages(tmp_path):
    people = "ID,office,Responded\na,Boston,Oui\nb,Boston,Nein\nc,Hartford,yes\nd,Hartford,1\n"
    assert read_edges(tmp_path, people=people).waves[0].responded.tolist() == [True, False, True, True]


def test_firms_that_fold_together_are_one_with_a_remark(tmp_path):
    people = "id,office\na,Boston\nb,boston\nc,Hartford\nd,Hart\u200bford \n"
    project = read_edges(tmp_path, people=people)
    assert sorted(project.register.organisations) == ["Boston", "Hartford"]
    assert any("read as one" in line for line in told(project))


def test_undirected_and_directed_ties_of_one_layer_keep_what_they_say(tmp_path):
    ties = "source,target,Type\na,b,Directed\na,c,Undirected\nb,a,Directed\n"
    (reports,) = read_edges(tmp_path, ties=ties).waves[0].reports.values()
    assert sorted(zip(reports.respondent.tolist(), reports.alter.tolist(), strict=True)) == [
        (0, 1), (0, 2), (1, 0), (2, 0),
    ]  # fmt: skip


def test_columns_of_an_edge_list_that_are_not_read_are_named(tmp_path):
    project = read_edges(tmp_path, people="id,office,shoe\na,Boston,44\nb,Boston,44\nc,Hartford,44\nd,Hartford,40\n",
                         ties="source,target,colour\na,c,red\nc,a,red\n")  # fmt: skip
    assert any("not read here: shoe" in line for line in told(project))
    assert any("ties.csv, colour: the column is unknown and was not read" in line for line in told(project))


def test_our_own_exports_come_back_as_they_left(tmp_path):
    from alliancenet.auditing import audit_project
    from alliancenet.export.graph_files import people_csv, ties_csv
    from alliancenet.privacy import LOCAL_READER, views_for

    people, ties = an_edge_list(
        tmp_path / "first",
        "id,office,responded\n=a,Boston,yes\nb,Boston,yes\n-c,Hartford,yes\nd,Hartford,yes\n",
        "source,target,weight\n=a,b,2\nb,=a,2\n=a,-c,3\n-c,=a,3\nb,d,1\nd,b,1\n",
    )
    first = read_edge_list(people, ties, firm="office", settings=default_settings())
    (view,) = views_for(audit_project(first, resamples=0), LOCAL_READER)
    people.write_text(people_csv(view), encoding="utf-8", newline="")
    ties.write_text(ties_csv(view), encoding="utf-8", newline="")
    second = read_edge_list(people, ties, firm="firm", settings=default_settings())
    (again,) = views_for(audit_project(second, resamples=0), LOCAL_READER)

    def plain(one):
        return {(tie.source, tie.target, tie.layer, tie.value) for tie in one.ties}

    assert plain(again) == plain(view)
    assert {(person.key, again.firm_name(person.firm)) for person in again.people} == {
        (person.key, view.firm_name(person.firm)) for person in view.people
    }
    assert json.dumps(sorted(map(str, plain(again))))


def test_pooled_layers_and_weights_that_differ_are_told(tmp_path):
    from alliancenet.graph.rows import doubtful_groups

    assert [str(told) for told in doubtful_groups("P.csv", "firm", ["North", "north ltd", "n/a", "no"])] == [
        "P.csv, firm: 'North' and 'north ltd' are read as different; they look alike; nothing, if that is right; "
        "else write one name for one, and leave the cell empty where it is not known",
        "P.csv, firm: 'n/a' counts as a name of its own, and says that nothing is known; nothing, if that is right; "
        "else write one name for one, and leave the cell empty where it is not known",
    ]
