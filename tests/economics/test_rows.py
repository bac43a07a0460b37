"""Every row of economics and the customer portfolio has its planted test: which one, and that it is there."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROWS = {
    "S4 switching costs, from the survey to the portfolio": (
        "economics/test_relations.py::test_switching_costs_are_the_mean_of_seven_and_say_who_is_more_bound",
        "economics/test_relations.py::test_the_partners_answers_stand_where_no_switching_cost_was_entered",
    ),
    "S5 value drivers": ("economics/test_relations.py::test_answers_on_value_drivers_give_gate_and_scores",),
    "S8 ladder down and up": (
        "economics/test_relations.py::test_goals_that_were_not_met_propose_one_step_down",
        "economics/test_relations.py::test_a_transaction_account_with_room_trust_and_growth_goes_up",
    ),
    "S9 time-driven costs and reconciliation": (
        "economics/test_statement.py::test_time_driven_costs_are_those_of_kaplan_and_anderson",
        "economics/test_brute_force.py::test_every_resource_is_reconciled_to_the_minor_unit",
    ),
    "S10 whale curve": ("economics/test_golden.py::test_the_peak_is_at_g",),
    "S11 behaviours in money": (
        "economics/test_behaviours.py::test_cost_above_the_median_partner_is_that_of_the_further_events",
        "economics/test_behaviours.py::test_how_many_are_known_is_counted_beside_how_many_are_high",
    ),
    "S12 matrix": ("economics/test_golden.py::test_the_matrix_is_cut_at_the_medians",),
    "S13 repair arithmetic, and no growth of what loses": (
        "economics/test_golden.py::test_l_needs_a_fifth_more_price_or_half_its_cost_to_serve",
        "economics/test_golden.py::test_the_minimum_order_is_kanthals",
        "economics/test_command.py::test_a_working_alliance_that_loses_money_is_not_told_to_grow",
    ),
    "S14 screen with a forecast loss": (
        "economics/test_growth.py::test_a_prospect_of_a_segment_that_loses_is_screened_out",
    ),
    "S16 three kinds of elements": (
        "economics/test_relations.py::test_three_kinds_of_elements_and_contention_are_told_apart",
    ),
    "S17 menu prices pass and fail": (
        "economics/test_growth.py::test_prices_of_elements_that_exceed_the_premium_pass_and_by_how_much",
        "economics/test_growth.py::test_prices_of_elements_below_the_premium_fail_and_by_how_much",
    ),
    "S20 survival": (
        "economics/lifetime/test_survival.py::test_survival_and_its_band_are_those_of_lifelines_on_waltons",
        "economics/lifetime/test_customers.py::test_survival_of_contracts_is_the_share_still_there",
        "economics/lifetime/test_customers.py::test_survival_takes_contracts_that_are_still_running_as_cut_off",
        "economics/lifetime/test_staying.py::test_kept_rates_are_told_by_category_and_tenure",
        "economics/lifetime/test_staying.py::test_the_loyal_are_counted_beside_the_satisfied",
    ),
    "S21 gain of a larger share": ("economics/test_growth.py::test_the_worked_out_gain_of_a_larger_share",),
    "S22 several ways of cutting": (
        "economics/test_growth.py::test_three_categories_are_never_called_concentrated_and_five_may_be",
    ),
    "S57 to S59 map, moves and value": (
        "economics/test_strength.py::test_values_of_states_are_the_worked_out_ones",
        "economics/test_strength.py::test_the_chain_of_pfeifer_and_carraway_has_their_values",
        "economics/lifetime/test_intervals.py::test_intervals_of_the_base_hold_on_simulated_chains",
    ),
    "S60 impact and performance": (
        "economics/test_impact.py::test_the_four_planted_cells_are_found_and_told",
        "economics/test_impact.py::test_a_quality_at_the_cut_is_kept_hollow",
    ),
    "S61 four views on a page": ("report/test_four_views.py::test_two_views_that_disagree_are_told_in_one_sentence",),
    "S62 lifetime value": (
        "economics/lifetime/test_models.py::test_bg_nbd_estimates_of_cdnow_are_the_published_ones",
        "economics/lifetime/test_intervals.py::test_intervals_of_renewals_to_come_hold",
        "economics/lifetime/test_intervals.py::test_intervals_of_purchases_to_come_hold",
    ),
    "S63 who, what, when": (
        "economics/test_plans.py::test_the_best_fifth_by_potential_comes_first_with_its_share",
        "economics/test_plans.py::test_falling_sales_and_an_ending_contract_say_when",
    ),
    "S64 depth": ("economics/test_growth.py::test_what_most_peers_buy_and_a_partner_does_not_is_open",),
    "S65 levers": (
        "economics/test_plans.py::test_twelve_cells_of_which_the_empty_ones_are_named",
        "report/test_sheets.py::test_the_board_draws_twelve_cells_and_the_odd_programme_red",
    ),
    "S66 benchmarks": ("execution/test_relations.py::test_a_gap_whose_interval_holds_zero_is_not_behind",),
    "S69 coverage": (
        "economics/test_relations.py::test_a_partner_served_otherwise_than_its_class_is_a_mismatch",
        "economics/test_relations.py::test_a_shift_shows_cost_to_serve_before_and_after",
    ),
    "S70 candidates": ("economics/test_relations.py::test_one_cause_of_failure_is_not_outweighed_by_a_good_mean",),
    "S71 acquisition": (
        "economics/lifetime/test_more_models.py::test_a_channel_that_costs_more_than_it_brings_is_told_not_yet",
    ),
    "S72 account teams": ("economics/test_relations.py::test_an_account_plan_counts_functions_topics_and_planning",),
    "S73 joint value": ("economics/test_relations.py::test_joint_value_is_balanced_where_both_sides_are_known",),
    "S76 what one person carries": (
        "economics/test_relations.py::test_what_hangs_on_one_person_is_the_contribution_by_its_share_of_the_core_ties",
    ),
    "S77 kinds of demand": ("economics/test_relations.py::test_kinds_of_demand_with_count_and_contribution",),
}


@pytest.mark.parametrize("row", ROWS)
def test_the_planted_test_of_a_row_is_there(row):
    for place in ROWS[row]:
        file, _, name = place.partition("::")
        tree = ast.parse((TESTS / file).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, place
