"""Networks answered again, and two waves completed together."""

from dataclasses import replace

import numpy as np

from alliancenet.model.multiplex import Layer
from alliancenet.multiplex.reanswering import answered_again
from alliancenet.multiplex.ties import core_ties
from alliancenet.multiplex.two_waves import core_ties_of_both
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


def core_pairs(network):
    return set(map(tuple, network.pairs[core_ties(network, default_settings()).holds].tolist()))


def together(before, now, count=20):
    drawn = core_ties_of_both(before, now, default_settings(), count=count)
    return [tuple({(int(one), int(other)) for one, other in ties} for ties in waves) for waves in drawn]


def test_who_said_the_same_in_the_other_wave_is_completed_as_having_said_it():
    told = {layer: np.maximum(table, table.T) for layer, table in tables().items()}
    silent = ((1, 2, 20), (5, 21))
    before, now = (multiplex(told, silent=people) for people in silent)
    full = core_pairs(multiplex(told))
    for waves in together(before, now):
        for people, ties in zip(silent, waves, strict=True):
            once = {pair for pair in full if set(pair) & set(people)}
            assert len(once - ties) <= 0.1 * len(once)
            assert {pair for pair in full if not set(pair) & set(people)} == {
                pair for pair in ties if not set(pair) & set(people)
            }


def test_two_silent_people_keep_a_tie_as_often_as_others_do():
    # half of the ties of the first wave are gone in the second, for both people at once
    told = {layer: np.maximum(table, table.T) for layer, table in tables().items()}
    gone = np.triu(np.random.default_rng(5).random(told[Layer.CLOSENESS].shape) < 0.5, 1)
    later = {
        **told,
        Layer.CLOSENESS: np.where(gone | gone.T, np.minimum(told[Layer.CLOSENESS], 2), told[Layer.CLOSENESS]),
    }
    quiet, full = set(range(1, 9)) | set(range(20, 26)), core_pairs(multiplex(told))
    asked = {pair for pair in full if set(pair) <= quiet}
    rest = full - asked
    kept = len(core_pairs(multiplex(later)) & rest) / len(rest)
    drawn = together(multiplex(told), multiplex(later, silent=tuple(quiet)), count=200)
    assert abs(np.mean([len(now & asked) / len(asked) for _, now in drawn]) - kept) < 0.1


def test_only_people_of_both_waves_are_completed_together():
    told = tables()
    before, now = multiplex(told, silent=(1,)), multiplex(told, silent=(2,))
    now = replace(now, people=tuple(f"q{at:02d}" if at > 25 else person for at, person in enumerate(now.people)))
    for waves in together(before, now, count=3):
        assert max(max(pair) for ties in waves for pair in ties) <= 25


def test_people_at_other_places_of_the_later_roster_are_found():
    told = {layer: np.maximum(table, table.T) for layer, table in tables().items()}
    before, now = multiplex(told, silent=(1,)), multiplex(told, silent=(2,))
    renamed = replace(before, people=tuple(f"p{(at + 7) % len(before.people):02d}" for at in range(len(before.people))))
    order = {person: at for at, person in enumerate(now.people)}
    for first, _ in together(renamed, now, count=3):
        moved = {
            tuple(sorted(order[renamed.people[end]] for end in pair)) for pair in core_pairs(before) if 1 not in pair
        }
        quiet = order[renamed.people[1]]
        assert {pair for pair in first if quiet not in pair} == moved


def test_two_complete_waves_need_no_completing():
    whole = multiplex(tables())
    assert together(whole, whole) == []
