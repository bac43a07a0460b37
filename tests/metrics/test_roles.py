"""Role-based execution: acts counted, ratings beside them, never one number of both (S18, E23.1)."""

from dataclasses import replace

import pytest
from small_projects import read_small

from alliancenet.auditing import audit_case, build_case
from alliancenet.errors import InputError
from alliancenet.model.score import State
from alliancenet.privacy import Reader, ReaderRole, view_for
from alliancenet.report.tables import voices

HEAD = "alliance,role,kind,date,partner,project,rating,rater\n"
ISSUES = "alliance,opened,closed,due,plan_met\n"


def log(*lines):
    """Role log of the only alliance; a line is what follows the alliance."""
    return HEAD + "".join(f"first_alliance,{line}{',' * (6 - line.count(','))}\n" for line in lines)


def ratings(role, *steps, day="2026-02-01"):
    project = "one" if role == "project" else ""
    return [f"{role},rating,{day},,{project},{step},r{number}" for number, step in enumerate(steps)]


RELATIONSHIP = (
    "relationship,meeting,2025-09-02",
    "relationship,expectations,2025-10-01",
    "relationship,action_plan,2026-01-10",
)
PROJECTS = (
    *("project,conditions,2025-05-01,,one", "project,start,2025-05-01,,one"),
    *("project,closed,2025-09-30,,one", "project,feedback,2025-10-05,,one"),
    *("project,start,2025-06-01,,two", "project,conditions,2025-06-02,,two"),
    *("project,closed,2025-11-30,,two", "project,feedback,2025-12-05,,two"),
    *("project,start,2025-01-01,,old", "project,closed,2025-02-01,,old"),
)


def case_of(folder, *lines, **files):
    return build_case(read_small(folder, role_log_csv=log(*lines), **files), "first_alliance", 0)


def scores_of(case, firm="our_firm"):
    return {score.metric: score for score in audit_case(case).scores if score.subject.id == firm}


def faults_of(folder, text):
    with pytest.raises(InputError) as refused:
        read_small(folder, role_log_csv=text)
    return [str(problem) for problem in refused.value.problems]


def test_a_partner_met_twice_with_expectations_and_a_plan_is_compliance_of_one(tmp_path):
    # the second day is the steering meeting in touchpoints.csv
    score = scores_of(case_of(tmp_path, *RELATIONSHIP))["roles.relationship"]
    assert (score.value, score.n, score.interval) == (100, 1, (100, 100))
    assert score.inputs == ("source: role_log.csv",)


def test_two_meetings_of_one_day_are_one_and_what_lacks_is_named(tmp_path):
    lines = ("relationship,meeting,2026-03-12", "relationship,expectations,2025-04-21")
    score = scores_of(case_of(tmp_path, *lines))["roles.relationship"]
    assert (score.value, score.inputs[:3]) == (
        0,
        (
            "open: 1 of 2 meetings on different days",
            "open: the partner’s expectations are not written down",
            "open: no action plan is dated",
        ),
    )


def test_projects_closed_in_the_year_count_when_agreed_before_and_asked_after(tmp_path):
    score = scores_of(case_of(tmp_path, *PROJECTS))["roles.project"]
    assert (score.value, score.n) == (50, 2)
    assert score.inputs[0] == "open: two: conditions were not agreed before the start"


def test_a_problem_is_met_in_seven_days_or_by_its_plan_and_a_young_open_one_is_not_due(tmp_path):
    rows = (
        *("2026-01-01,2026-01-08,,no", "2026-01-01,2026-03-01,,yes", "2026-01-01,2026-01-09,,"),
        *("2026-01-01,,,no", "2026-04-18,,,", "2026-01-01,2026-01-20,2026-01-21,"),
    )
    issues = ISSUES + "".join(f"first_alliance,{row}\n" for row in rows)
    score = scores_of(case_of(tmp_path, *RELATIONSHIP, issues_csv=issues))["roles.problem"]
    assert (score.value, score.n) == (60, 5)


def test_nothing_due_is_unknown_and_not_zero(tmp_path):
    score = scores_of(case_of(tmp_path))["roles.project"]
    assert (score.value, score.reason) == (None, "no project was closed in the last twelve months")


def test_without_a_log_and_without_answers_nothing_is_said_of_roles(tmp_path):
    case = build_case(read_small(tmp_path), "first_alliance", 0)
    assert [
        score for score in audit_case(case).scores if score.metric.partition(".")[0] in {"roles", "role_ratings"}
    ] == []


def test_the_pair_of_a_role_is_two_numbers_with_their_counts(tmp_path):
    found = scores_of(case_of(tmp_path, *PROJECTS, *ratings("project", 2, 3, 4, 2, 3)))
    assert (found["roles.project"].value, found["roles.project"].n) == (50, 2)
    assert (found["role_ratings.project"].value, found["role_ratings.project"].n) == (2.8, 5)
    assert [name for name in found if name.startswith("checklist")] == []


def test_rather_satisfied_is_four_of_five_and_not_undone(tmp_path):
    found = scores_of(case_of(tmp_path, *ratings("relationship", 4, 4, 4, 5, 3)))
    assert found["role_ratings.relationship"].value == 4


def test_a_rater_counts_once_however_often(tmp_path):
    often = [f"project,rating,2026-0{month},,p{month},1,r0" for month in ("1-05", "2-05", "3-05")]
    found = scores_of(case_of(tmp_path, *often, *ratings("project", 5, 4, 3, 4, 5)))
    # r0 gave 1, 1, 1 and 5: a mean of 2
    assert found["role_ratings.project"].value == pytest.approx((2 + 4 + 3 + 4 + 5) / 5)


@pytest.mark.parametrize("steps", [(2, 3, 4, 5), (4, 4, 4, 4, 4), (4, 4, 4, 4, 1)])
def test_ratings_of_four_or_of_people_who_agree_are_withheld(steps, tmp_path):
    score = scores_of(case_of(tmp_path, *ratings("project", *steps)))["role_ratings.project"]
    assert (score.value, score.state) == (None, State.SUPPRESSED)


def test_a_sixth_rating_between_two_waves_is_not_told_by_subtraction(tmp_path):
    waves = "id,alliance,open,close,window_days\none,,2026-01-01,2026-01-21,90\ntwo,,2026-04-01,2026-04-21,90\n"
    before = ratings("project", 2, 3, 4, 5, 3, day="2025-12-01")
    project = read_small(
        tmp_path,
        role_log_csv=log(*before, "project,rating,2026-03-01,,one,1,r9"),
        waves_csv=waves,
        answers_csv="wave,alliance,respondent,item,alter,value\ntwo,first_alliance,o2,NET1,p2,4\n",
    )
    first, second = (build_case(project, "first_alliance", position) for position in (0, 1))
    assert scores_of(first)["role_ratings.project"].value == 3.4
    assert scores_of(second)["role_ratings.project"].state is State.SUPPRESSED


def test_roles_without_an_owner_are_listed(tmp_path):
    score = scores_of(case_of(tmp_path, *RELATIONSHIP))["roles.owned"]
    assert (score.value, score.inputs) == (1, ("no owner: project", "no owner: problem"))


def test_acts_and_rating_apart_are_a_finding(tmp_path):
    done = [line for line in PROJECTS if ",two" not in line]
    findings = audit_case(case_of(tmp_path, *done, *ratings("project", 2, 3, 4, 2, 3))).findings
    assert [finding.sentence for finding in findings if finding.code == "M-ROLE"] == [
        "the role for projects is done by the book, not felt: 100 % of 1 met, rated 2.8 of 5 by 5 people of the partner"
    ]


def survey(*rows):
    head = "wave,alliance,respondent,item,alter,value\n"
    return head + "".join(f"2026-spring,first_alliance,{row}\n" for row in rows)


def test_what_owners_answer_counts_meetings_and_seven_days(tmp_path):
    rows = ("o2,ROL-REL1,,2", "o2,ROL-REL2,,yes", "o2,ROL-REL3,,2025-11-01", "o2,ROL-PRB1,,8", "o2,ROL-PRB2,,6")
    case = build_case(read_small(tmp_path, answers_csv=survey(*rows)), "first_alliance", 0)
    found = scores_of(case)
    assert {name: (found[name].value, found[name].n) for name in ("roles.relationship", "roles.problem")} == {
        "roles.relationship": (100, 1),
        "roles.problem": (75, 8),
    }


@pytest.mark.parametrize(("row", "needed"), [("ROL-REL1,,2", "0 of"), ("ROL-REL3,,2024-01-01", "no action plan")])
def test_too_few_meetings_and_an_old_plan_are_not_done(row, needed, tmp_path):
    base = {"ROL-REL1": "5", "ROL-REL2": "yes", "ROL-REL3": "2026-01-01"}
    item, _, value = row.split(",")
    base[item] = "0" if item == "ROL-REL1" else value
    rows = [f"o2,{item},,{value}" for item, value in base.items()]
    case = build_case(read_small(tmp_path, answers_csv=survey(*rows)), "first_alliance", 0)
    score = scores_of(case)["roles.relationship"]
    assert (score.value, needed in score.inputs[0]) == (0, True)


def test_more_solved_than_opened_is_asked_about_and_not_used(tmp_path):
    project = read_small(tmp_path, answers_csv=survey("o2,ROL-PRB1,,2", "o2,ROL-PRB2,,3"))
    assert [problem.needed for problem in project.problems if problem.key == "ROL-PRB2"] == [
        "at most the 2 problems that were opened (ROL-PRB1)"
    ]
    assert "roles.problem" not in scores_of(build_case(project, "first_alliance", 0))


def test_faults_of_the_log_are_told_all_at_once(tmp_path):
    rows = (
        "first_alliance,relationship,meeting,2025-13-01,,,,",
        "first_alliance,boss,meeting,2025-09-01,,,,",
        "first_alliance,problem,closed,2025-09-01,,,,",
        "first_alliance,project,start,2025-09-01,,,,",
        "first_alliance,relationship,rating,2025-09-01,,,7,r1",
        "first_alliance,relationship,rating,2025-09-01,,,4,",
        "first_alliance,relationship,rating,2025-09-01,,,4,o1",
        "first_alliance,relationship,meeting,2025-09-01,our_firm,,,",
        "first_alliance,relationship,meeting,2025-09-01,,,4,",
        "first_alliance,project,closed,2025-09-01,,p9,,",
        "first_alliance,project,start,2025-09-09,,p8,,",
        "first_alliance,project,closed,2025-09-01,,p8,,",
        "first_alliance,project,start,2025-09-10,,p8,,",
        "nowhere,relationship,meeting,2025-09-01,,,,",
    )
    told = "\n".join(faults_of(tmp_path, HEAD + "".join(f"{row}\n" for row in rows)))
    needed = (
        "2025-13-01",
        "'boss' is unknown",
        "the role problem has no closed",
        "the id of the project",
        "a number from 1 to 5",
        "who of the partner gave the rating",
        "'o1' belongs to the own firm",
        "'our_firm' is the own firm",
        "a rating in a row of kind rating",
        "is closed and has no start",
        "before its start 2025-09-09",
        "start of project 'p8' stands already in row 12",
        "'nowhere' is unknown",
    )
    assert [word for word in needed if word not in told] == []


def test_the_partner_reads_what_its_people_say_and_not_what_we_did(tmp_path):
    audit = audit_case(case_of(tmp_path, *PROJECTS, *ratings("project", 2, 3, 4, 2, 3)))
    view = view_for(audit, Reader(role=ReaderRole.PARTNER, firm="partner_firm"))
    assert (view.score("roles.project", "our_firm"), view.score("role_ratings.project", "our_firm").value) == (
        None,
        2.8,
    )
    assert [finding for finding in view.findings if finding.code.startswith("M-")] == []


def test_the_page_shows_both_numbers_in_one_row(tmp_path):
    audit = audit_case(case_of(tmp_path, *PROJECTS, *ratings("project", 2, 3, 4, 2, 3)))
    view = view_for(replace(audit), Reader(role=ReaderRole.ALLIANCE_MANAGER))
    rows = [tuple(cell.text for cell in row) for row in voices.roles(view).rows]
    assert rows[1][2:] == ("50", "2.80", "Nobody owns it; two: conditions were not agreed before the start")
