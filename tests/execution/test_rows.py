"""Every row of execution and staffing: its definition, source, use, refusals, planted test and example are there."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

from alliancenet import resources
from alliancenet.execution.findings import EXECUTION_RULES
from alliancenet.rules.rule import RULES

TESTS = Path(__file__).parents[1]
HELP = Path(resources.__file__).parent / "help"
PAGES = TESTS.parent / "web" / "alliancenet_web" / "templates"


@dataclass(frozen=True)
class Row:
    """Where a row is shown to be there.

    Parameters
    ----------
    manual : page of the manual and words of its definition.
    source : where it comes from, on the same page.
    shown : a finding, or a template of the viewer and what it shows of it.
    refused : test that bad input is refused with all faults.
    planted : tests of planted truths.
    example : file of an example project that holds it, and a word in it.
    """

    manual: tuple[str, str]
    source: str
    shown: str | tuple[str, str]
    refused: str
    planted: tuple[str, ...]
    example: tuple[str, str]


ONE_FAULT = "execution/test_bad_files.py::test_a_fault_says_where_and_what"
ROWS = {
    "S2 six bars with the words of both ends": Row(
        ("measures.md", "Six characteristics of the relationship, each from its low end to its high end"),
        "Cannon & Perreault 1999",
        ("alliance.html", "profile"),
        "portfolio/test_register_files.py::test_faults_of_all_files_come_at_once",
        (
            "report/test_profile.py::test_every_characteristic_carries_the_words_of_both_ends",
            "report/test_profile.py::test_the_middle_step_reaches_half_way_and_the_highest_all_the_way",
        ),
        ("two_firms/alliances.yaml", "kiln"),
    ),
    "S18 roles": Row(
        ("measures.md", "never added to it"),
        "Schiff 2001",
        "M-ROLE",
        "metrics/test_roles.py::test_faults_of_the_log_are_told_all_at_once",
        (
            "metrics/test_roles.py::test_the_pair_of_a_role_is_two_numbers_with_their_counts",
            "metrics/test_roles.py::test_rather_satisfied_is_four_of_five_and_not_undone",
            "metrics/test_roles.py::test_what_owners_answer_counts_meetings_and_seven_days",
        ),
        ("staffing/role_log.csv", "relationship"),
    ),
    "S19 satisfaction, complaints, staff": Row(
        ("execution.md", "*At risk although satisfied*"),
        "Homburg & Fürst",
        "M-COMPLAINT",
        ONE_FAULT,
        (
            "execution/test_relations.py::test_who_is_satisfied_with_a_complaint_handled_badly_is_at_risk",
            "execution/test_relations.py::test_staff_and_partners_that_move_together_are_told",
            "execution/test_relations.py::test_impact_is_johnsons_relative_weights_of_all_answers",
        ),
        ("economics/execution/satisfaction.csv", "handled_badly"),
    ),
    "S23 rewards": Row(
        ("execution.md", "Alignment of a role = 50"),
        "Hutt & Speh, table 4.3",
        "M-REWARD",
        ONE_FAULT,
        (
            "execution/test_relations.py::test_a_switch_from_volume_to_margin_and_customers_raises_alignment_from_0_to_100",
            "execution/test_relations.py::test_alignment_weighs_each_element_by_its_share",
        ),
        ("economics/execution/schemes.csv", "volume"),
    ),
    "S24 skills each side brings": Row(
        ("project.md", "`complements` holds the skills each side brings, at least one a side"),
        "Day 1990",
        ("tiers.html", '"register",'),
        "portfolio/test_outcome.py::test_a_skill_of_a_stranger_and_one_without_words_are_refused_together",
        ("portfolio/test_outcome.py::test_skills_are_told_side_by_side_and_a_side_without_any_is_said",),
        ("staffing/alliances.yaml", "complements:"),
    ),
    "S25 outcome": Row(
        ("portfolio.md", "how far the alliance improved the firm's competitive position"),
        "Kale, Dyer & Singh 2002",
        ("tiers.html", '"outcome",'),
        "portfolio/test_outcome.py::test_faults_of_outcomes_are_told_all_at_once",
        ("portfolio/test_outcome.py::test_the_newest_rating_of_each_side_and_the_market_stand_side_by_side",),
        ("staffing/portfolio/outcomes.csv", "announcement"),
    ),
    "S28 negotiation pairing, and ties carried into the first wave": Row(
        ("execution.md", "manager pairs of both firms that met in two sessions"),
        "Ring & Rands 1989; Ring & Van de Ven 1992",
        "M-PAIRING",
        ONE_FAULT,
        (
            "execution/test_relations.py::test_all_matched",
            "execution/test_relations.py::test_none_matched",
            "execution/test_command.py::test_ties_formed_by_the_signature_are_looked_up_in_the_first_wave",
        ),
        ("economics/execution/negotiations.csv", "signed_on"),
    ),
    "S53 staffing": Row(
        ("staffing.md", "A mixed integer programme (`scipy.optimize.milp`, HiGHS)"),
        "GDPR art. 22",
        ("staffing.html", "placement.proof(plan)"),
        "staffing/test_command.py::test_faults_of_all_three_files_are_told_at_once",
        (
            "staffing/test_assignment.py::test_it_is_the_best_of_all_plans",
            "staffing/test_assignment.py::test_sixty_people_for_twelve_positions_are_proved_best",
            "staffing/test_planning.py::test_the_planted_positions_are_filled_and_proved_best",
            "privacy/test_execution_worlds.py::test_nobody_but_hr_and_the_analyst_learns_anything_of_a_plan",
        ),
        ("staffing/staffing/candidates.csv", "manager_"),
    ),
    "S66 benchmarks": Row(
        ("execution.md", "Gap = ours - theirs, with bounds from our interval and their low and high"),
        "Gap, bounds, ages and order: own definitions",
        "M-BEHIND",
        "execution/test_bad_files.py::test_a_benchmark_of_nothing_or_in_another_unit_is_refused",
        (
            "execution/test_relations.py::test_a_gap_holds_both_intervals",
            "execution/test_relations.py::test_best_in_class_and_a_rival_stand_apart",
        ),
        ("economics/execution/benchmarks.csv", "source"),
    ),
    "S67 closed loop": Row(
        ("execution.md", "Of the proposals of the last review, and those decided on before"),
        "steps and days: own definitions",
        "M-LOOP",
        "test_actions_journal.py::test_lines_nobody_understands_are_counted",
        (
            "execution/test_relations.py::test_the_loop_counts_each_step_and_its_days",
            "execution/test_relations.py::test_each_quarter_tells_what_became_of_its_proposals",
        ),
        ("economics/issues.csv", "opened"),
    ),
    "S68 test and learn": Row(
        ("execution.md", "(t.95 + t.80)"),
        "Benjamini and Hochberg",
        "M-TEST",
        ONE_FAULT,
        (
            "execution/test_learning.py::test_a_planted_effect_works",
            "execution/test_learning.py::test_no_effect_is_of_no_use",
            "execution/test_learning.py::test_on_simulated_tests_the_interval_holds_and_nothing_seldom_works",
            "execution/test_journal.py::test_written_afterwards_stays_when_the_file_is_put_right_later",
        ),
        ("economics/execution/interventions.csv", "early_visit"),
    ),
    "S74 telling the strategy": Row(
        ("execution.md", "people the best attended telling of the last year reached"),
        "reach of a level: own definition",
        "M-TOLD",
        ONE_FAULT,
        ("execution/test_relations.py::test_reach_is_that_of_the_act_that_reached_most",),
        ("economics/execution/strategy_acts.csv", "reached"),
    ),
    "S75 change of form": Row(
        ("execution.md", "Days in each form, number of changes"),
        "what stands around: own definition",
        "M-FORM",
        ONE_FAULT,
        (
            "execution/test_relations.py::test_time_in_each_form_adds_up_to_the_day_of_the_report",
            "execution/test_relations.py::test_what_changed_around_a_change_is_told",
        ),
        ("economics/execution/forms.csv", "joint_project"),
    ),
}


def is_there(place):
    file, _, name = place.partition("::")
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_defined_used_refused_planted_and_held(name):
    row = ROWS[name]
    page = (HELP / row.manual[0]).read_text("utf-8")
    assert (row.manual[1] in " ".join(page.split()), row.source in " ".join(page.split())) == (True, True)
    if isinstance(row.shown, str):
        assert row.shown in {**RULES, **EXECUTION_RULES}
        assert (HELP / "findings" / f"{row.shown}.md").is_file()
    else:
        assert row.shown[1] in (PAGES / row.shown[0]).read_text("utf-8")
    assert [place for place in (row.refused, *row.planted) if not is_there(place)] == []
    assert row.example[1] in (resources.examples() / row.example[0]).read_text("utf-8")
