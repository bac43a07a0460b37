import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.graph.donors import Donors, Reported
from alliancenet.graph.nonresponse import interval, middle, treatments


def reports(seed=0, n=12, share=0.3, silent=(2, 5)):
    ties = (np.random.default_rng(seed).random((n, n)) < share).astype(float)
    ties[list(silent)] = np.nan
    np.fill_diagonal(ties, 0)
    return ties


def reported(table):
    code = np.where(np.isnan(table), -1, np.nan_to_num(table)).astype(np.int64)
    np.fill_diagonal(code, 0)
    nobody = np.zeros(len(table), dtype=np.int64)
    return Reported(
        code=code,
        seen=code,
        hint=(code >= 0).astype(np.int64),
        kind=np.zeros_like(code),
        bar=np.zeros_like(code),
        group=nobody,
        label=nobody,
        answered=~np.isnan(table).any(axis=1),
    )


def donors_of(table):
    rows, columns = np.nonzero(np.isnan(table) & ~np.eye(len(table), dtype=bool))
    return Donors(reported(table), rows, columns), rows, columns


def test_every_unknown_report_is_taken_from_a_known_one_of_somebody_who_answered():
    table = reports()
    donors, _, _ = donors_of(table)
    taken = donors.draw(50, np.random.default_rng(0))
    assert not np.isnan(table.ravel()[taken]).any()
    assert (taken // 12 != taken % 12).all()


@pytest.mark.parametrize(("people", "least", "most"), [(8, 1e-6, 0.1), (40, 0, 0.002)])
def test_a_report_on_a_respondent_is_drawn_from_reports_with_the_same_answer_back(people, least, most):
    rng = np.random.default_rng(3)
    upper = np.triu(rng.random((people, people)) < 0.4, 1)
    table = (upper | upper.T).astype(float)  # everybody is always confirmed
    table[[1, 7, 20][: people // 8]] = np.nan
    donors, rows, columns = donors_of(table)
    taken = table.ravel()[donors.draw(300, rng)]
    known = ~np.isnan(table[columns, rows])
    # but for a doubt of one and a half reports, which weighs where few say the same
    assert least <= (taken[:, known] != table[columns, rows][known]).mean() < most


def test_two_silent_people_take_over_both_reports_of_one_pair():
    rng = np.random.default_rng(4)
    upper = np.triu(rng.random((30, 30)) < 0.3, 1)
    table = (upper | upper.T).astype(float)
    table[[3, 9]] = np.nan
    donors, rows, columns = donors_of(table)
    taken = table.ravel()[donors.draw(60, rng)]
    there = taken[:, (rows == 3) & (columns == 9)]
    back = taken[:, (rows == 9) & (columns == 3)]
    assert (there == back).all()


def test_habits_of_active_and_quiet_people_are_not_averaged_away():
    table = np.zeros((60, 60))
    table[::2] = 1  # every second respondent names everybody, the others nobody
    np.fill_diagonal(table, 0)
    table[50:] = np.nan
    donors, rows, _ = donors_of(table)
    taken = table.ravel()[donors.draw(200, np.random.default_rng(0))]
    named = taken[:, rows == 50].mean(axis=1)
    assert named.std() > 0.35  # drawn one by one it would be near .07


@given(values=st.lists(st.integers(0, 6), min_size=1, max_size=80))
@settings(max_examples=60, deadline=None)
def test_an_interval_holds_at_least_eighty_percent_and_its_ends_were_drawn(values):
    drawn = np.array(values, dtype=float)
    low, high = interval(drawn)
    assert {low, high} <= set(values)
    assert ((drawn >= low) & (drawn <= high)).mean() >= 0.8


@given(values=st.lists(st.integers(0, 30), min_size=1, max_size=80), parts=st.sampled_from([1, 7]))
@settings(max_examples=60, deadline=None)
def test_the_middle_was_drawn_and_lies_inside_the_interval(values, parts):
    drawn = np.array(values) / parts
    low, high = interval(drawn)
    assert middle(drawn) in drawn
    assert low <= middle(drawn) <= high


@pytest.mark.parametrize("count", [30, 100])
def test_the_interval_of_a_few_draws_holds_one_more_nine_times_in_ten(count):
    drawn = np.random.default_rng(1).normal(size=(4000, count + 1))
    ends = [interval(row[:-1]) for row in drawn]
    held = np.mean([low <= one <= high for (low, high), one in zip(ends, drawn[:, -1], strict=True)])
    assert 0.885 < held < 0.925  # plain quantiles of 30 draws hold .87


def test_ties_between_silent_people_are_as_many_as_between_others():
    rng, told, drawn = np.random.default_rng(8), [], []
    for _ in range(20):
        liking = rng.normal(0, 1.5, 40)
        upper = np.triu(liking[:, None] + liking[None, :] + rng.normal(0, 1, (40, 40)) > 2.5, 1)
        table = (upper | upper.T).astype(float)
        silent = rng.choice(40, 12, replace=False)
        hidden = table.copy()
        hidden[silent] = np.nan
        donors, rows, columns = donors_of(hidden)
        both = np.isin(columns, silent)
        told.append(table[rows, columns][both].mean())
        drawn.append(table.ravel()[donors.draw(20, rng)][:, both].mean())
    gap = np.array(drawn) - np.array(told)
    assert abs(gap.mean()) < 2.5 * gap.std() / np.sqrt(20)


def test_one_respondent_stands_in_for_all_reports_of_a_kind():
    table = np.zeros((60, 60))
    table[::2] = 1  # every second respondent names everybody, the others nobody
    np.fill_diagonal(table, 0)
    table[51] = np.nan
    rows, columns = np.nonzero(np.isnan(table) & ~np.eye(60, dtype=bool))
    donors = Donors(reported(table), rows, columns, shrink=1e9)  # always a stand-in
    named = table.ravel()[donors.draw(200, np.random.default_rng(0))][:, columns % 2 == 0]
    assert named.mean(axis=1).std() > 0.35  # drawn one by one it would be near .09


def test_the_interval_of_a_smooth_number_is_its_quantiles():
    drawn = np.random.default_rng(0).normal(size=20_000)
    assert interval(drawn) == pytest.approx(tuple(np.quantile(drawn, [0.05, 0.95])), abs=0.01)


def test_a_rare_value_does_not_widen_the_interval():
    assert interval(np.array([0.0] * 97 + [1.0] * 3)) == (0.0, 0.0)


def test_observed_leaves_unknown_unknown():
    table = reports()
    kept = treatments(table, symmetric=True)["observed"][0]
    assert np.array_equal(kept, table, equal_nan=True)


def test_one_sided_keeps_what_the_other_end_reports_and_nothing_else():
    table = reports()
    kept = treatments(table, symmetric=True)["one_sided"][0]
    assert kept[2, 0] == table[0, 2]
    assert np.isnan(kept[2, 5])


def test_the_other_ends_report_is_no_substitute_for_advice_sought():
    table = reports()
    assert np.array_equal(treatments(table, symmetric=False)["one_sided"][0], table, equal_nan=True)


@pytest.mark.parametrize("treatment", ["reconstruction", "imputation"])
def test_filling_treatments_leave_known_reports_as_they_are_and_nothing_open(treatment):
    table = reports(n=20)
    for filled in treatments(table, symmetric=True)[treatment]:
        known = ~np.isnan(table)
        assert (filled[known] == table[known]).all()
        assert not np.isnan(filled).any()


def test_reconstruction_makes_a_symmetric_tie_between_two_silent_people():
    filled = treatments(reports(n=20, share=0.5), symmetric=True, seed=3)["reconstruction"][0]
    assert filled[2, 5] == filled[5, 2]


def test_imputation_is_right_about_density_where_reading_silence_as_no_is_not():
    rng = np.random.default_rng(8)
    full = (rng.random((60, 60)) < 0.3).astype(float)
    np.fill_diagonal(full, 0)
    table = full.copy()
    table[rng.choice(60, 18, replace=False)] = np.nan
    off = ~np.eye(60, dtype=bool)
    filled = treatments(table, symmetric=False)["imputation"]
    truth = full[off].mean()
    assert np.mean([completed[off].mean() for completed in filled]) == pytest.approx(truth, abs=0.02)
    assert np.nan_to_num(table)[off].mean() < truth - 0.05


def test_without_silence_all_treatments_agree():
    table = reports(silent=())
    made = [array for arrays in treatments(table, symmetric=True).values() for array in arrays]
    assert all(np.array_equal(array, table) for array in made)
