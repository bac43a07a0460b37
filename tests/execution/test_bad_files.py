"""Bad input of `execution/`: every fault of every file at once, with row and what to do."""

import os
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.errors import InputError
from alliancenet.execution.reading import read_execution
from alliancenet.model.register import Benchmark

from .records import OUTCOMES, PLAN, UNITS, folder_of, plan, register_of, review_of

SAT = "partner,respondent,date,SATO,complaint,staff,JOB\n"
PAY = "role,measure,share_of_variable_pay,kind\n"
TALK = "negotiation,date,person,firm,function,lead,met,signed_on\n"
MARK = "dimension,value,unit,who,source,date,low,high,n\n"
TOLD = "date,alliance,firm,level,reached\n"
FORM = "alliance,since,form\n"
ONE = {"interventions.csv": PLAN + plan()}


def faults(path, files):
    with pytest.raises(InputError) as caught:
        read_execution(folder_of(path, files), register_of())
    return [str(problem) for problem in caught.value.problems if problem.fatal]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("interventions.csv", PLAN + plan(direction="sideways"), "row 2, direction: 'sideways' is unknown"),
        ("interventions.csv", PLAN + plan(direction=""), "row 2, direction: the cell is empty"),
        ("interventions.csv", PLAN + plan(end="2024-12-31"), "row 2, end: 2024-12-31 lies before start"),
        ("interventions.csv", PLAN + plan(least="0"), "row 2, minimum_effect: '0'"),
        ("interventions.csv", PLAN + plan(least="-3"), "`direction` says which way"),
        ("interventions.csv", PLAN + plan(least="much"), "row 2, minimum_effect: 'much'"),
        ("interventions.csv", PLAN + plan(design="guess"), "row 2, design: 'guess' is unknown"),
        ("interventions.csv", PLAN + plan(decided="some day"), "row 2, decided_on: 'some day'"),
        ("interventions.csv", PLAN + plan() + plan(), "row 3, metric: 't' has 'sales' further up"),
        ("interventions.csv", PLAN + plan() + plan(metric="x", start="2025-02-01"), "row 3, start: another one"),
        ("interventions.csv", "id,hypothesis\nt,x\n", "decided_on: the column is missing"),
        ("intervention_units.csv", UNITS + "t,nobody,treated\n", "row 2, unit: 'nobody' is unknown"),
        ("intervention_units.csv", UNITS + "t,own-1,treated\n", "row 2, unit: 'own-1' is a person"),
        ("intervention_units.csv", UNITS + "t,own,treated\n", "row 2, unit: 'own' is unknown"),
        ("intervention_units.csv", UNITS + "u,p1,treated\n", "row 2, intervention: 'u' is unknown"),
        ("intervention_units.csv", UNITS + "t,p1,both\n", "row 2, arm: 'both' is unknown"),
        ("intervention_units.csv", UNITS + "t,p1,treated\nt,p1,comparison\n", "row 3, arm: 'p1' stands in the other"),
        ("outcomes.csv", OUTCOMES + "p1,sales,2025,1\np1,sales,2025-Q1,1\n", "row 3, period: '2025-Q1'"),
        ("outcomes.csv", OUTCOMES + "p1,sales,soon,1\n", "row 2, period: 'soon'"),
        ("outcomes.csv", OUTCOMES + "p1,sales,9999-Q4,1\n", "row 2, period: '9999-Q4'"),
        ("outcomes.csv", OUTCOMES + "p1,sales,2025-Q1,high\n", "row 2, value: 'high'"),
        ("outcomes.csv", OUTCOMES + "p1,sales,2025-Q1,\n", "row 2, value: the cell is empty"),
        ("outcomes.csv", OUTCOMES + "p1,sales,2025-Q1,1\np1,sales,2025-Q1,2\n", "row 3, value: 1 stands further up"),
        ("satisfaction.csv", SAT + "p1,a,2026-01-01,6,none,no,\n", "row 2, SATO: '6'"),
        ("satisfaction.csv", SAT + "p1,a,2026-01-01,4,angry,no,\n", "row 2, complaint: 'angry' is unknown"),
        ("satisfaction.csv", SAT + "p1,a,2026-01-01,4,none,no,5\n", "row 2, JOB: 5, and staff is not yes"),
        ("satisfaction.csv", SAT + "p1,a,2026-01-01,4,none,yes,5\n", "row 2, staff: yes beside answers"),
        ("satisfaction.csv", SAT + "p1,,2026-01-01,4,none,no,\n", "row 2, respondent: the cell is empty"),
        ("satisfaction.csv", SAT + "p1,a,2026-01-01,4,,,\np1,a,2026-01-01,3,,,\n", "row 3, respondent"),
        ("partner_ratings.csv", "partner,novelty\np1,7\n", "row 2, novelty: '7'"),
        ("partner_ratings.csv", "partner,novelty\np1,3\np1,4\n", "row 3, partner: 'p1' is rated otherwise"),
        ("partner_ratings.csv", "partner,novelty\nnobody,3\n", "row 2, partner: 'nobody' is unknown"),
        ("schemes.csv", PAY + "sales,units,0.7,volume\n", "the shares of 'sales' add to 0.7"),
        ("schemes.csv", PAY + "sales,units,70,volume\n", "row 2, share_of_variable_pay: '70'"),
        ("schemes.csv", PAY + "sales,units,1,luck\n", "row 2, kind: 'luck' is unknown"),
        ("schemes.csv", PAY + "sales,units,.5,volume\nSales,Units,.5,volume\n", "row 3, measure: 'Units' of 'Sales'"),
        ("negotiations.csv", TALK + "n,2025-01-01,own-1,,boss,,,\n", "row 2, function: 'boss' is unknown"),
        ("negotiations.csv", TALK + "n,2025-01-01,zz,,manager,,,\n", "row 2, person: 'zz' is unknown"),
        ("negotiations.csv", TALK + "n,2025-01-01,own-1,p1,manager,,,\n", "row 2, firm: 'p1', and people.csv says own"),
        ("negotiations.csv", TALK + "n,2025-01-01,own-1,,manager,,p1-1,\n", "row 2, met: 'p1-1' has no row"),
        ("negotiations.csv", TALK + "n,2025-01-01,own-1,,manager,,own-1,\n", "row 2, met: 'own-1' is the person"),
        ("negotiations.csv", TALK + "n,2025-03-01,own-1,,manager,,,2025-02-01\n", "lies after signed_on"),
        ("benchmarks.csv", MARK + "health,70,points,peers,,2025-01-01,,,\n", "row 2, source: the cell is empty"),
        ("benchmarks.csv", MARK + "health,70,points,peers,x,,,,\n", "row 2, date: the cell is empty"),
        ("benchmarks.csv", MARK + "health,70,points,peers,x,2025-01-01,80,,\n", "row 2, low: 80 is above value 70"),
        ("strategy_acts.csv", TOLD + "2026-01-01,north,p5,senior,3\n", "row 2, firm: 'p5' is no firm of north"),
        ("strategy_acts.csv", TOLD + "2026-01-01,north,own,boss,3\n", "row 2, level: 'boss' is unknown"),
        ("strategy_acts.csv", TOLD + "2026-01-01,north,own,senior,2.5\n", "row 2, reached: '2.5'"),
        ("forms.csv", FORM + "north,2025-01-01,marriage\n", "row 2, form: 'marriage' is unknown"),
        ("forms.csv", FORM + "south,2025-01-01,contract\n", "row 2, alliance: 'south' is unknown"),
        ("forms.csv", FORM + "north,2025-01-01,ended\nnorth,2025-02-01,contract\n", "after it ended"),
        ("forms.csv", FORM + "north,2025-01-01,contract\nnorth,2025-01-01,licence\n", "row 3, since"),
    ],
)
def test_a_fault_says_where_and_what(tmp_path, name, text, told):
    assert any(told in fault for fault in faults(tmp_path, {**ONE, name: text}))


def test_what_is_no_file_is_said_and_not_passed_over(tmp_path):
    folder = folder_of(tmp_path, ONE)
    os.mkfifo(folder / "execution" / "schemes.csv")
    (folder / "execution" / "forms.csv").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError) as caught:
        read_execution(folder, register_of())
    assert [problem.file for problem in caught.value.problems] == ["execution/schemes.csv", "execution/forms.csv"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_no_record_is_of_is_refused(tmp_path, day):
    told = CliRunner().invoke(alliancenet, ["execution", str(tmp_path), "--as-of", day])
    assert (told.exit_code, "is of no year from 1950 to 2100" in told.output) == (2, True)


def with_capability():
    stated = Benchmark(points=61.0, source="round of eleven firms", day=date(2026, 1, 1))
    return replace(register_of(), capability_benchmark=stated)


def test_the_benchmark_of_the_project_file_is_not_stated_twice(tmp_path):
    files = {"benchmarks.csv": MARK + "capability,60,points,peers,x,2025-01-01,,,\n"}
    with pytest.raises(InputError, match=r"row 2, dimension: capability_benchmark of alliancenet\.yaml states it too"):
        read_execution(folder_of(tmp_path, files), with_capability())


def test_the_benchmark_of_the_project_file_is_compared_with_the_others(tmp_path):
    files = {"benchmarks.csv": MARK + "health,60,points,peers,x,2025-01-01,,,\n"}
    _, stated = read_execution(folder_of(tmp_path, files), with_capability()).benchmarks
    assert (stated.dimension, stated.value, stated.source) == ("capability", 61.0, "round of eleven firms")


def test_faults_of_all_files_come_at_once(tmp_path):
    bad = {
        "interventions.csv": PLAN + plan(direction="sideways"),
        "schemes.csv": PAY + "sales,units,2,luck\n",
        "forms.csv": FORM + "south,soon,marriage\n",
    }
    told = " ".join(faults(tmp_path, bad))
    assert all(part in told for part in ("direction", "share_of_variable_pay", "kind", "alliance", "since", "form"))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "interventions.csv",
            PLAN.replace("minimum_effect", "minimal_effect") + plan(),
            "did you mean 'minimum_effect'",
        ),
        ("outcomes.csv", OUTCOMES + "p1,Sales ,2025-Q1,1\n", "did you mean 'Sales'"),
        ("intervention.csv", PLAN, "did you mean interventions.csv"),
        ("outcomes.csv", OUTCOMES + "p1,sales,2025-Q1,1\np1,sales,2025-Q1,1\n", "the same as row 2: counted once"),
    ],
)
def test_what_is_nearly_right_is_asked_about(tmp_path, name, text, told):
    files = {"interventions.csv": PLAN + plan(), name: text}
    if name == "intervention.csv":
        files = {name: text, "forms.csv": FORM + "north,2025-01-01,contract\n"}
    records = read_execution(folder_of(tmp_path, files), register_of())
    assert any(told in str(remark) for remark in records.remarks)


def test_a_partner_may_go_by_its_name(tmp_path):
    files = {"satisfaction.csv": SAT + "firm P1,a,2026-01-01,4,none,no,\n"}
    (answer,) = read_execution(folder_of(tmp_path, files), register_of()).satisfaction
    assert answer.partner == "p1"


def test_a_header_alone_is_kept_and_nothing_took_place(tmp_path):
    records = read_execution(folder_of(tmp_path, {"schemes.csv": PAY, "forms.csv": FORM}), register_of())
    assert (records.schemes, records.forms, records.plans) == ((), (), None)


def test_an_empty_folder_says_what_belongs_there(tmp_path):
    assert "interventions.csv" in faults(tmp_path, {})[0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("healht,70,points,peers,x,2025-01-01,,,\n", "did you mean 'health'"),
        ("health,70,per cent,peers,x,2025-01-01,,,\n", "needed: points"),
        ("profit,70,points,peers,x,2025-01-01,,,\n", "is measured nowhere"),
    ],
)
def test_a_benchmark_of_nothing_or_in_another_unit_is_refused(tmp_path, row, told):
    with pytest.raises(InputError) as caught:
        review_of(tmp_path, {"benchmarks.csv": MARK + row})
    assert told.removeprefix("needed: ") in str(caught.value)


def test_two_units_for_one_own_metric_are_refused(tmp_path):
    rows = "sales,1,EUR,peers,x,2025-01-01,,,\nsales,1,USD,rival,x,2025-01-01,,,\n"
    with pytest.raises(InputError, match="USD"):
        review_of(tmp_path, {"benchmarks.csv": MARK + rows, "outcomes.csv": OUTCOMES + "p1,sales,2025-Q1,1\n"})
