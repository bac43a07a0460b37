"""Networks answered again, and two waves completed together."""

from dataclasses import replace

import numpy as np

from alliancenet.model.multiplex import Layer
from alliancenet.multiplex.reanswering import answered_again
from alliancenet.multiplex.two_waves import completed_together
from alliancenet.settings import default_settings
from tests.network.test_resampling import LOGGED, multiplex, tables


def again(network, count=20, seed=0):
    return answered_again(network, default_settings(), count=count, seed=seed)


def contacts(network):
    return dict(zip(map(tuple, network.pairs.tolist()), network.reports[Layer.COMMUNICATION].tolist(), strict=True))


def test_two_reports_that_agree_everywhere_are_repeated_word_for_word():
    told = {layer: np.maximum(table, table.T) for layer, table in tables().items()}
    network = multiplex(told)
    assert all(contacts(draw) == contacts(network) for draw in again(network))


def test_the_more_two_reports_disagree_the_more_is_moved():
    def moved(noise):
        told = tables()
        rng = np.random.default_rng(1)
        calm = {layer: np.maximum(table, table.T) for layer, table in told.items()}
        shaken = {
            layer: np.clip(table + rng.integers(-noise, noise + 1, table.shape), 1, 5) for layer, table in calm.items()
        }
        kept = {layer: np.where(calm[Layer.COMMUNICATION] > 0, table, 0.0) for layer, table in shaken.items()}
        network = multiplex(kept)
        drawn = again(network)
        first = network.reports[Layer.CLOSENESS]
        return np.mean([np.abs(draw.reports[Layer.CLOSENESS] - first).mean() for draw in drawn])

    assert 0 < moved(1) < moved(2)


def test_silence_stays_silence():
    for draw in again(multiplex(tables(), silent=(1, 2, 20))):
        quiet = np.isin(draw.pairs, (1, 2, 20))
        assert np.isnan(draw.reports[Layer.COMMUNICATION][quiet]).all()


def test_what_was_measured_once_is_exact():
    told = {Layer.COMMUNICATION: np.maximum(tables()[Layer.COMMUNICATION], 0)}
    assert again(multiplex(told, sources={Layer.COMMUNICATION: LOGGED})) == ()


def test_about_as_many_people_are_named_again():
    network = multiplex(tables())
    named = (network.reports[Layer.COMMUNICATION] > 0).sum()
    drawn = [(draw.reports[Layer.COMMUNICATION] > 0).sum() for draw in again(network)]
    assert 0.85 < np.mean(drawn) / named < 1.15


def test_pairs_of_networks_answered_again_are_in_order_and_listed_once():
    for draw in again(multiplex(tables())):
        assert (np.diff(draw.pairs @ [len(draw.people), 1]) > 0).all()


def test_who_said_the_same_in_the_other_wave_is_completed_as_having_said_it():
    told = tables()
    before, now = multiplex(told, silent=(1, 2, 20)), multiplex(told, silent=(5, 21))
    full = contacts(multiplex(told))
    for first, second in completed_together(before, now, default_settings(), count=5):
        close = [
            (contacts(wave).get(pair, [0.0, 0.0]), reports)
            for wave in (first, second)
            for pair, reports in full.items()
            if {1, 2, 20, 5, 21} & set(pair)
        ]
        assert np.mean([(np.array(drawn) > 0) == (np.array(real) > 0) for drawn, real in close]) > 0.9


def test_only_people_of_both_waves_are_completed_together():
    told = tables()
    before, now = multiplex(told, silent=(1,)), multiplex(told, silent=(2,))
    now = replace(now, people=tuple(f"q{at:02d}" if at > 25 else person for at, person in enumerate(now.people)))
    first, second = next(iter(completed_together(before, now, default_settings(), count=1)))
    assert first.people == second.people == before.people[:26]


def test_two_complete_waves_need_no_completing():
    whole = multiplex(tables())
    assert list(completed_together(whole, whole, default_settings(), count=3)) == []
