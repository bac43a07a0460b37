from datetime import date

import numpy as np
import pytest
from small_projects import a_project, read_small

from alliancenet.errors import InputError
from alliancenet.model.multiplex import Layer, Measure
from alliancenet.model.register import Benchmark, Record
from alliancenet.sources.project import read_project

HEAD = "wave,alliance,respondent,item,alter,value\n"
HERE = "2026-spring,first_alliance"


def answers(*rows):
    return HEAD + "".join(f"{HERE},{row}\n" for row in rows)


def told(wave, layer=Layer.COMMUNICATION):
    part = wave.reports[layer]
    pairs = zip(part.respondent, part.alter, part.value, strict=True)
    return {(wave.people[one], wave.people[other]): value for one, other, value in pairs}


def warnings_of(project):
    return [str(problem) for problem in project.problems]


def test_the_template_is_a_valid_project(tmp_path):
    project = read_small(tmp_path)
    assert project.problems == ()
    assert [wave.people for wave in project.waves] == [("o1", "o2", "o3", "p1", "p2", "p3")]


def test_everything_on_record_is_read(tmp_path):
    register = read_small(tmp_path).register
    (alliance,) = register.alliances.values()
    assert alliance.organisations == ("our_firm", "partner_firm")
    assert [objective.kind for objective in alliance.objectives] == ["financial", "strategic", "operational"]
    assert register.people["o1"].roles == {"executive_sponsor"}
    assert register.people["o1"].onboarded
    assert register.people["p1"].onboarded is None
    assert register.touchpoints[0].attendees == ("o1", "o2", "p1", "p2")
    assert register.memberships[0].share_of_time == 0.05


def test_only_records_with_a_file_are_kept(tmp_path):
    assert read_small(tmp_path).register.kept == {Record.ROLES, Record.ONBOARDING, Record.TOUCHPOINTS}


def test_a_register_with_a_header_alone_is_kept(tmp_path):
    project = read_small(tmp_path, needs_csv="alliance,person,supplier\n")
    assert Record.NEEDS in project.register.kept
    assert project.register.needs == ()


def test_needs_role_pairs_and_issues_are_read(tmp_path):
    register = read_small(
        tmp_path,
        needs_csv="alliance,person,supplier\nfirst_alliance,o3,p3\n",
        role_pairs_csv="alliance,role,person,partner\nfirst_alliance,lead,o2,\n",
        issues_csv="alliance,opened,closed,plan_met\nfirst_alliance,2026-01-01,2026-01-05,yes\n",
    ).register
    assert (register.needs[0].person, register.needs[0].supplier) == ("o3", "p3")
    assert register.role_pairs[0].partner is None
    assert register.issues[0].closed == date(2026, 1, 5)


def test_settings_of_the_project_lie_over_the_shipped_ones(tmp_path):
    text = "format: alliancenet-project/1\nsettings: {core.min_ties: 5}\n"
    assert read_small(tmp_path, alliancenet_yaml=text).settings.whole("core.min_ties") == 5


def test_files_may_have_other_names(tmp_path):
    folder = a_project(tmp_path)
    (folder / "people.csv").rename(folder / "hr.csv")
    with (folder / "alliancenet.yaml").open("a") as file:
        file.write("files:\n  - {file: hr.csv, kind: people}\n")
    project = read_project(folder)
    assert len(project.register.people) == 6
    assert "hr.csv" in [file.file for file in project.inputs]


def test_a_kind_may_be_spread_over_several_files(tmp_path):
    folder = a_project(tmp_path, autumn_csv=answers("o3,NET1,p3,2"))
    with (folder / "alliancenet.yaml").open("a") as file:
        file.write("files:\n- {file: answers.csv, kind: answers}\n- {file: autumn.csv, kind: answers}\n")
    assert told(read_project(folder).waves[0])["o3", "p3"] == 2


def test_a_file_nobody_reads_is_named(tmp_path):
    project = read_small(tmp_path, notes_csv="a,b\n1,2\n")
    assert [problem.file for problem in project.problems] == ["notes.csv"]


def test_inputs_carry_the_digest_of_their_bytes(tmp_path):
    first = {file.file: file.sha256 for file in read_small(tmp_path).inputs}
    second = {file.file: file.sha256 for file in read_small(tmp_path, {"people.csv": "o4,our_firm,,,,,,\n"}).inputs}
    assert {file for file in first if first[file] != second[file]} == {"people.csv"}


def test_every_roster_question_becomes_its_layer(tmp_path):
    layers = [
        Layer.COMMUNICATION,
        Layer.IMPORTANCE,
        Layer.CLOSENESS,
        Layer.FRIENDSHIP,
        Layer.TRUST,
        Layer.ADVICE,
        Layer.WORK_FLOW,
        Layer.INFORMATION_QUALITY,
        Layer.WANTED_CHANGE,
    ]
    rows = [f"o2,NET{number},p2,1" for number in range(1, 10)]
    wave = read_small(tmp_path, answers_csv=answers(*rows)).waves[0]
    assert {layer: told(wave, layer) for layer in layers} == {layer: {("o2", "p2"): 1} for layer in layers}


def test_a_closed_gate_says_no_contact(tmp_path):
    wave = read_small(tmp_path, answers_csv=answers("o2,NET0,p2,no", "o2,NET0,p3,yes", "o2,NET1,p3,4")).waves[0]
    assert told(wave) == {("o2", "p2"): 0, ("o2", "p3"): 4}


def test_an_open_gate_without_frequency_is_contact_of_unknown_frequency(tmp_path):
    wave = read_small(tmp_path, answers_csv=answers("o2,NET0,p2,yes", "o2,NET1,p3,4")).waves[0]
    assert np.isnan(told(wave)["o2", "p2"])


def test_a_closed_gate_settles_a_frequency_left_open(tmp_path):
    wave = read_small(tmp_path, answers_csv=answers("o2,NET0,p2,no", "o2,NET1,p2,", "o2,NET1,p3,4")).waves[0]
    assert told(wave) == {("o2", "p2"): 0, ("o2", "p3"): 4}


def test_where_only_the_gate_was_asked_contact_is_yes_or_no(tmp_path):
    wave = read_small(tmp_path, answers_csv=answers("o2,NET0,p2,yes", "o2,NET0,p3,no")).waves[0]
    assert told(wave) == {("o2", "p2"): 1, ("o2", "p3"): 0}
    assert wave.reports[Layer.COMMUNICATION].source.measure is Measure.TIES


@pytest.mark.parametrize("value", ["prefer_not_to_say", ""])
def test_what_was_declined_or_left_open_is_unknown(tmp_path, value):
    wave = read_small(tmp_path, answers_csv=answers(f"o2,NET2,p2,{value}")).waves[0]
    assert np.isnan(told(wave, Layer.IMPORTANCE)["o2", "p2"])


def test_opinions_keep_cannot_say_as_unknown(tmp_path):
    wave = read_small(tmp_path, answers_csv=answers("o2,INT-TA1,,cannot_say", "p2,INT-TA1,,4")).waves[0]
    assert wave.opinions.items == ("INT-TA1",)
    assert np.isnan(wave.opinions.value[0])
    assert wave.opinions.value[1] == 4


def test_picks_and_texts_are_kept_as_written(tmp_path):
    rows = ("o2,GOAL1,,Time to market; Joint revenue", 'o2,OPEN1,,"more, of the same"')
    wave = read_small(tmp_path, answers_csv=answers(*rows)).waves[0]
    assert wave.choices == {"GOAL1": {"o2": ("Time to market", "Joint revenue")}}
    assert wave.texts == {"OPEN1": (("o2", "more, of the same"),)}


def test_an_answer_for_a_firm_carries_its_evidence(tmp_path):
    text = "respondent,item,value,evidence\no2,CAP1,3,charter of 2024\n"
    (answer,) = read_small(tmp_path, answers_csv=text).waves[0].organisation_answers
    assert (answer.organisation, answer.item, answer.value, answer.evidence) == (
        "our_firm",
        "CAP1",
        "3",
        "charter of 2024",
    )


def test_answers_given_on_days_outside_the_wave_are_left_out_and_counted(tmp_path):
    text = "respondent,item,value,date\no2,INT-TA1,3,2026-04-02\np2,INT-TA1,4,2025-01-01\n"
    project = read_small(tmp_path, answers_csv=text)
    assert project.waves[0].opinions.value.tolist() == [3]
    assert "1 of 2 responses left out, outside the dates of the wave: p2" in warnings_of(project)[0]


def test_ids_that_differ_in_case_alone_are_a_question(tmp_path):
    people = "id,organisation\no1,our_firm\nO1,partner_firm\n"
    with pytest.raises(InputError, match="'O1' and 'o1' of row 2 differ only in case"):
        read_small(tmp_path, people_csv=people)


def test_an_id_of_an_answer_that_is_spelt_otherwise_is_that_of_the_record(tmp_path):
    wave = read_small(tmp_path, answers_csv=answers("O2,net1,P2,4", "p2,INT-TA1,,4")).waves[0]
    assert [person for person, said in zip(wave.people, wave.responded, strict=True) if said] == ["o2", "p2"]


def test_without_a_status_who_named_people_has_finished(tmp_path):
    wave = read_small(tmp_path, answers_csv=answers("o2,NET1,p2,4", "p2,INT-TA1,,4")).waves[0]
    assert dict(zip(wave.people, wave.complete, strict=True))["o2"]
    assert not dict(zip(wave.people, wave.complete, strict=True))["p2"]
    assert wave.responded.sum() == 2
    assert "No response status is on record" in wave.assumptions[0]


def test_the_status_on_record_decides(tmp_path):
    status = f"wave,alliance,respondent,status\n{HERE},o2,partial\n{HERE},p2,complete\n{HERE},o3,none\n"
    wave = read_small(tmp_path, responses_csv=status).waves[0]
    assert [wave.people[i] for i in np.flatnonzero(wave.responded)] == ["o2", "p2"]
    assert [wave.people[i] for i in np.flatnonzero(wave.complete)] == ["p2"]


def test_answers_of_somebody_without_a_status_are_partial(tmp_path):
    status = f"wave,alliance,respondent,status\n{HERE},o2,complete\n"
    project = read_small(tmp_path, responses_csv=status)
    assert project.waves[0].responded.sum() == 2
    assert project.waves[0].complete.sum() == 1
    assert "1 person with answers for 'first_alliance'" in warnings_of(project)[0]


def test_people_who_left_before_the_wave_are_not_on_its_roster(tmp_path):
    text = (
        "person,alliance,from,to\no1,first_alliance,,2026-03-31\no2,first_alliance,,\np2,first_alliance,2026-04-21,\n"
    )
    wave = read_small(tmp_path, memberships_csv=text).waves[0]
    assert wave.people == ("o2", "p2")


def test_answers_about_people_off_the_roster_are_counted(tmp_path):
    text = "person,alliance,to\no2,first_alliance,\np2,first_alliance,\np3,first_alliance,2026-03-01\n"
    rows = answers("o2,NET1,p3,4", "o2,NET1,p2,4")
    project = read_small(tmp_path, memberships_csv=text, answers_csv=rows)
    assert told(project.waves[0]) == {("o2", "p2"): 4}
    assert "1 answer about people not on the roster" in warnings_of(project)[0]


def test_without_memberships_everybody_belongs_to_their_firms_alliances(tmp_path):
    project = read_small(tmp_path, memberships_csv=None)
    assert len(project.waves[0].people) == 6
    assert project.problems[0].file == "memberships.csv"


def test_a_round_before_the_alliance_began_is_not_its_own(tmp_path):
    project = read_small(tmp_path, {"waves.csv": "2023-spring,,2023-04-01,2023-04-21,\n"})
    assert [wave.id for wave in project.waves] == ["2026-spring"]


def test_a_round_of_one_alliance_goes_before_the_general_one(tmp_path):
    project = read_small(tmp_path, {"waves.csv": "2026-spring,first_alliance,2026-04-01,2026-04-30,60\n"})
    (wave,) = project.waves
    assert (wave.closes, wave.window_days) == (date(2026, 4, 30), 60)


def test_waves_come_oldest_first(tmp_path):
    project = read_small(tmp_path, {"waves.csv": "a-later-name,,2025-04-01,2025-04-21,\n"})
    assert [wave.id for wave in project.waves] == ["a-later-name", "2026-spring"]


def test_the_same_answer_throughout_is_counted_and_kept(tmp_path):
    rows = [
        f"o2,CLI-{item},,4" for item in ("COM1", "COM2", "TRU1", "TRU2", "FAI1", "FAI2", "OPN1", "OPN2", "CON1", "CON2")
    ]
    project = read_small(tmp_path, answers_csv=answers(*rows))
    assert "one answer to nearly everything: climate 1" in warnings_of(project)[0]
    assert len(project.waves[0].opinions.value) == 10


def test_nine_answers_alike_are_no_straight_line(tmp_path):
    rows = [f"o2,CLI-{item},,4" for item in ("COM1", "COM2", "TRU1", "TRU2", "FAI1", "FAI2", "OPN1", "CON1", "CON2")]
    assert read_small(tmp_path, answers_csv=answers(*rows)).problems == ()


def test_a_roster_of_more_than_two_to_one_is_said(tmp_path):
    text = "person,alliance\no1,first_alliance\no2,first_alliance\no3,first_alliance\np1,first_alliance\n"
    project = read_small(tmp_path, memberships_csv=text, answers_csv=None)
    assert "one-sided (our_firm 3, partner_firm 1)" in warnings_of(project)[0]


def test_a_roster_of_two_to_one_is_quiet(tmp_path):
    text = "person,alliance\no1,first_alliance\no2,first_alliance\np1,first_alliance\n"
    assert read_small(tmp_path, memberships_csv=text, answers_csv=None).problems == ()


def test_an_instrument_of_the_project_is_understood(tmp_path):
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys/own.yaml").write_text(
        "id: own\nversion: 1\nkind: people\nlanguages: [en]\ntitle: Own\nintro: Please answer.\n"
        "answered_by: all\npurposes: [alliance_audit]\nitems:\n  - id: OWN1\n    text: Is it fun?\n"
        "    dimension: fun\n    scale: {min: 1, max: 3, labels: {1: a little, 3: very}}\n"
    )
    wave = read_small(tmp_path, answers_csv=answers("o2,OWN1,,3")).waves[0]
    assert wave.opinions.items == ("OWN1",)


def test_a_folder_without_a_project_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match=r"`alliancenet init .*` makes one"):
        read_project(tmp_path)


BENCHMARK = "capability_benchmark: {points: 58, source: Panel of 40 firms, date: 2025-11-30}\n"


def test_a_benchmark_of_capability_is_read_with_its_source_and_date(tmp_path):
    found = read_small(tmp_path, {"alliancenet.yaml": BENCHMARK}).register.capability_benchmark
    assert found == Benchmark(points=58, source="Panel of 40 firms", day=date(2025, 11, 30))


@pytest.mark.parametrize(
    ("wrong", "needed"),
    [
        (BENCHMARK.replace("58", "580"), "from 0 to 100"),
        (BENCHMARK.replace("Panel of 40 firms", '""'), "who says so"),
        (BENCHMARK.replace("2025-11-30", "last year"), "the day the number is of"),
        ("capability_benchmark: 58\n", "keys and values"),
    ],
)
def test_a_benchmark_without_number_source_and_date_is_refused(tmp_path, wrong, needed):
    with pytest.raises(InputError, match=needed):
        read_small(tmp_path, {"alliancenet.yaml": wrong})
