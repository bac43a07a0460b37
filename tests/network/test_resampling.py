from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from alliancenet.model.multiplex import Layer, LayerSource, Measure, Multiplex, Origin
from alliancenet.multiplex import ties
from alliancenet.multiplex.resampling import completed, silent_prominence
from alliancenet.settings import default_settings
from tests.conftest import a_case, strong

STEPS = LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY)
LOGGED = LayerSource(measure=Measure.STEPS, origin=Origin.LOGS, measured_once=True)
LAYERS = (Layer.COMMUNICATION, Layer.IMPORTANCE, Layer.CLOSENESS)


def tables(seed=0, n=30):
    """Two firms' reports, (n, n) by layer."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(0, 1, (n, n))
    said = (shared + shared.T) / 1.4 + rng.normal(0, 0.5, (n, n)) - 0.5
    contact = np.clip(np.ceil(said * 2), 0, 5)
    answers = {layer: np.clip(np.round(2.5 + said + rng.normal(0, 0.5, (n, n))), 1, 5) for layer in LAYERS[1:]}
    return {Layer.COMMUNICATION: contact, **{k: np.where(contact > 0, v, 0.0) for k, v in answers.items()}}


def multiplex(told, silent=(), sources=None):
    n = len(told[Layer.COMMUNICATION])
    sources = sources or dict.fromkeys(told, STEPS)
    quiet = np.isin(np.arange(n), silent)
    told = {
        layer: table if sources[layer].measured_once else np.where(quiet[:, None], np.nan, table)
        for layer, table in told.items()
    }
    positive = np.nan_to_num(told[Layer.COMMUNICATION]) > 0
    pairs = np.argwhere(np.triu(positive | positive.T, 1))
    first, second = pairs.T
    return Multiplex(
        people=tuple(f"p{at:02d}" for at in range(n)),
        firms=("a", "b"),
        firm=(np.arange(n) >= n // 2).astype(np.int64),
        level=("",) * n,
        answered=~quiet,
        complete=~quiet | sources[Layer.COMMUNICATION].measured_once,
        pairs=pairs,
        reports={layer: np.column_stack([t[first, second], t[second, first]]) for layer, t in told.items()},
        source=sources,
    )


def draws(network, count=30, seed=0):
    return completed(network, default_settings(), count=count, seed=seed)


def test_nothing_is_drawn_when_everybody_answered():
    assert draws(multiplex(tables())) == ()


def test_every_draw_is_complete():
    for draw in draws(multiplex(tables(), silent=(1, 2, 20))):
        assert draw.answered.all()
        assert not any(np.isnan(both).any() for both in draw.reports.values())


def test_an_unfinished_response_is_completed_too():
    seen = multiplex(tables(), silent=(1, 2, 20))
    for layer in LAYERS:  # person 0 stopped halfway, person 29 never got to closeness
        first, second = seen.pairs.T
        seen.reports[layer][(first == 0) & (second > 10), 0] = np.nan
    seen.reports[Layer.CLOSENESS][second == 29, 1] = np.nan
    for draw in draws(seen):
        assert not any(np.isnan(both).any() for both in draw.reports.values())


def test_every_known_report_stays_as_it_is():
    seen = multiplex(tables(), silent=(1, 2, 20))
    n = len(seen.people)
    for draw in draws(seen):
        row = np.searchsorted(draw.pairs @ [n, 1], seen.pairs @ [n, 1])
        assert (draw.pairs[row] == seen.pairs).all()
        for layer, both in seen.reports.items():
            known = ~np.isnan(both)
            assert (draw.reports[layer][row][known] == both[known]).all()


def test_pairs_stay_sorted_inside_and_are_listed_once():
    for draw in draws(multiplex(tables(), silent=(1, 2, 20))):
        assert (draw.pairs[:, 0] < draw.pairs[:, 1]).all()
        assert (np.diff(draw.pairs @ [len(draw.people), 1]) > 0).all()


def test_two_silent_people_may_turn_out_to_be_in_contact():
    found = draws(multiplex(tables(), silent=(1, 2, 20, 21)))
    assert any((draw.pairs == [1, 2]).all(axis=1).any() for draw in found)
    assert not all((draw.pairs == [1, 2]).all(axis=1).any() for draw in found)


def test_the_same_seed_gives_the_same_networks_and_another_does_not():
    seen = multiplex(tables(), silent=(1, 2, 20))
    once, again, other = (draws(seen, count=5, seed=seed)[4] for seed in (1, 1, 2))
    assert np.array_equal(once.pairs, again.pairs)
    assert all((once.reports[layer] == again.reports[layer]).all() for layer in LAYERS)
    assert len(once.pairs) != len(other.pairs) or any(
        (once.reports[layer] != other.reports[layer]).any() for layer in LAYERS
    )


def test_the_parts_of_a_filled_report_belong_together():
    table = tables()
    real = {tuple(table[layer][i, j] for layer in LAYERS) for i in range(30) for j in range(30) if i != j}
    for draw in draws(multiplex(table, silent=(1, 2, 20))):
        values = np.stack([draw.reports[layer] for layer in LAYERS], axis=-1).reshape(-1, len(LAYERS))
        assert {tuple(row) for row in values} <= real


def test_a_logged_contact_stays_and_only_the_answers_about_it_are_drawn():
    told = tables()
    told[Layer.COMMUNICATION] = np.maximum(told[Layer.COMMUNICATION], told[Layer.COMMUNICATION].T)
    sources = {Layer.COMMUNICATION: LOGGED, Layer.IMPORTANCE: STEPS, Layer.CLOSENESS: STEPS}
    seen = multiplex(told, silent=(1, 2, 20), sources=sources)
    for draw in draws(seen):
        assert (draw.pairs == seen.pairs).all()
        assert (draw.reports[Layer.COMMUNICATION] == seen.reports[Layer.COMMUNICATION]).all()
        assert not np.isnan(draw.reports[Layer.CLOSENESS]).any()


def test_a_single_answer_withheld_is_drawn_given_the_contact_reported():
    seen = multiplex(tables())
    busy = int(np.argmax(seen.reports[Layer.COMMUNICATION][:, 0]))
    seen.reports[Layer.CLOSENESS][busy, 0] = np.nan
    drawn = [draw.reports[Layer.CLOSENESS][busy, 0] for draw in draws(seen)]
    assert min(drawn) >= 1
    assert len(seen.pairs) == len(draws(seen)[0].pairs)


def test_core_ties_of_the_draws_are_as_many_as_everybodys_answers_give():
    settings, gaps, widths = default_settings(), [], []
    for seed in range(8):
        silent = np.random.default_rng(seed).choice(40, 10, replace=False)
        truth = ties.core_ties(multiplex(tables(seed, 40)), settings).holds.sum()
        found = [
            ties.core_ties(draw, settings).holds.sum() for draw in draws(multiplex(tables(seed, 40), silent), seed=seed)
        ]
        gaps.append(np.mean(found) - truth)
        widths.append(np.std(found))
    assert abs(np.mean(gaps)) < 2 * np.mean(widths) / np.sqrt(8)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_handful_of_people_is_no_reason_to_fail(n):
    table = {layer: np.ones((n, n)) - np.eye(n) for layer in LAYERS}
    found = draws(multiplex(table, silent=(0,)), count=3)
    assert len(found) == (3 if n > 2 else 0)


def test_silent_people_everybody_names_are_prominent_and_those_nobody_names_are_not():
    table = {layer: np.ones((10, 10)) - np.eye(10) for layer in LAYERS}
    for layer in LAYERS:
        table[layer][:, 5:] = 0  # nobody names the last five
    assert silent_prominence(multiplex(table, silent=(0,))) > 1.5
    assert silent_prominence(multiplex(table, silent=(9,))) == 0


def test_prominence_needs_somebody_silent_and_contact_reported_by_people():
    assert silent_prominence(multiplex(tables())) is None
    told = tables()
    told[Layer.COMMUNICATION] = np.maximum(told[Layer.COMMUNICATION], told[Layer.COMMUNICATION].T)
    sources = {Layer.COMMUNICATION: LOGGED, Layer.IMPORTANCE: STEPS, Layer.CLOSENESS: STEPS}
    assert silent_prominence(multiplex(told, silent=(1,), sources=sources)) is None


def test_nothing_is_drawn_where_nobody_was_asked_about_contact():
    seen = multiplex(tables(), silent=(1, 2))
    without = {layer: both for layer, both in seen.reports.items() if layer != Layer.COMMUNICATION}
    assert draws(replace(seen, reports=without, source=dict.fromkeys(without, STEPS))) == ()


def test_less_frequent_contact_of_seniors_stands_for_no_tie_of_others():
    # every second person is senior and meets each close contact monthly, all others weekly; both ends agree
    told = {layer: np.maximum(table, table.T) for layer, table in tables().items()}
    senior = np.arange(30) % 2 == 0
    either = senior[:, None] | senior[None, :]
    close = told[Layer.CLOSENESS] >= 4
    told = {layer: np.where(close, 5.0, 0.0) for layer in LAYERS}
    told[Layer.COMMUNICATION] = np.where(close & either, 2.0, told[Layer.COMMUNICATION])
    level = tuple("senior" if is_senior else "operating" for is_senior in senior)
    whole = replace(multiplex(told), level=level)
    seen = replace(multiplex(told, silent=(1, 3, 20, 27)), level=level)
    full = set(map(tuple, whole.pairs[ties.core_ties(whole, default_settings()).holds].tolist()))
    quiet = {pair for pair in full if len({1, 3, 20, 27} & set(pair)) == 1}
    found = [
        set(map(tuple, draw.pairs[ties.core_ties(draw, default_settings()).holds].tolist())) for draw in draws(seen)
    ]
    assert np.mean([len(quiet & pairs) / len(quiet) for pairs in found]) > 0.8


def test_nothing_is_drawn_where_who_did_not_finish_told_of_everybody():
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(4)}
    case = a_case(people, strong(combinations(people, 2)), silent=("a3", "b2"))
    assert completed(case.picture.multiplex, case.settings, count=2) == ()
