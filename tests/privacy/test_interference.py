"""What must stay hidden does not move a byte of anything that leaves."""

import numpy as np
import pytest

from alliancenet.auditing import audit_case
from alliancenet.export.alliance_report import to_pdf, to_xlsx
from alliancenet.export.graph_files import people_csv, to_graphml
from alliancenet.privacy import view_for
from tests.privacy.told import FEW_SHUFFLES, MEASURED, READERS, a_told_case, published, some_answers, some_goals

OFF = {**FEW_SHUFFLES, "suppression.min_n": 2, "suppression.drift": 0, "contract.min_n": 1, "trust.transfer_people": 2}


def people_of(**sizes):
    return [f"{firm}{number}" for firm, size in sizes.items() for number in range(size)]


def trust_in_others(people, seed=0):
    rng = np.random.default_rng(seed)
    return {(person, other): int(rng.integers(1, 6)) for person in people for other in people if person[0] != other[0]}


def with_four_of_b(seed, extra, limits=FEW_SHUFFLES):
    """Firm b has four answers, drawn by the seed; what the others say is always the same."""
    people = people_of(a=7, b=4, **extra)
    mine = [person for person in people if person[0] == "b"]
    answers = {**some_answers(people), **some_answers(mine, seed, MEASURED)}
    goals = {**some_goals(people), **some_goals(mine, seed)}
    trust = trust_in_others(people)
    trust |= {pair: value for pair, value in trust_in_others(people, seed).items() if pair[0][0] == "b"}
    return published(a_told_case(answers, roster=people_of(a=7, b=5, **extra), goals=goals, trust=trust, limits=limits))


@pytest.mark.parametrize("extra", [{}, {"c": 6}], ids=["two firms", "three firms"])
def test_answers_of_four_people_change_nothing_that_leaves(extra):
    first, *others = (with_four_of_b(seed, extra) for seed in range(1, 5))
    assert all(other == first for other in others)


def test_answers_of_four_people_show_where_two_are_enough():
    assert with_four_of_b(1, {}, OFF) != with_four_of_b(2, {}, OFF)


def dealt_anew(table, firm, seed):
    """The same answers within a firm, from other people."""
    mine = [person for person in table if person[0] == firm]
    dealt = np.random.default_rng(seed).permutation(mine)
    return {**table, **{one: table[other] for one, other in zip(mine, map(str, dealt), strict=True)}}


@pytest.mark.parametrize("firm", ["a", "b"])
def test_nothing_that_leaves_tells_which_of_a_firm_s_people_said_what(firm):
    people = people_of(a=6, b=7)
    answers, goals = some_answers(people), some_goals(people)
    usual = published(a_told_case(answers, roster=people_of(a=7, b=7), goals=goals))
    for seed in range(3):
        dealt = a_told_case(
            dealt_anew(answers, firm, seed), roster=people_of(a=7, b=7), goals=dealt_anew(goals, firm, seed + 9)
        )
        assert published(dealt) == usual


def test_nothing_that_leaves_tells_whose_trust_in_people_goes_with_whose_trust_in_the_firm():
    people = people_of(a=6, b=7)
    answers, trust = some_answers(people), trust_in_others(people)
    swapped = {"a1": "a2", "a2": "a1"}
    moved = {(swapped.get(one, one), other): value for (one, other), value in trust.items()}
    usual = published(a_told_case(answers, trust=trust))
    exchanged = {swapped.get(one, one): told for one, told in answers.items()}
    assert published(a_told_case(exchanged, trust=moved)) == usual


def second_wave(seed, before, after, limits=FEW_SHUFFLES):
    """Some of firm a joined or left; in both waves it says what the seed draws, and b what it always says."""
    everybody = people_of(a=9, b=6)
    answers = {**some_answers(everybody), **some_answers(people_of(a=9), seed)}
    goals = {**some_goals(everybody), **some_goals(people_of(a=9), seed)}
    trust = trust_in_others(everybody)
    case = None
    for absent in (before, after):
        here = [person for person in everybody if person not in absent]
        case = a_told_case(
            {person: answers[person] for person in here},
            goals={person: goals[person] for person in here},
            trust={pair: value for pair, value in trust.items() if set(pair) <= set(here)},
            earlier=case,
            limits=limits,
        )
    return published(case)


MOVES = {"one joined": (["a8"], []), "three left": ([], ["a2", "a4", "a7"]), "one for one": (["a0"], ["a1"])}


@pytest.mark.parametrize(("before", "after"), MOVES.values(), ids=MOVES)
def test_a_later_wave_tells_nothing_of_a_firm_of_which_few_joined_or_left(before, after):
    first, *others = (second_wave(seed, before, after) for seed in range(1, 4))
    assert all(other == first for other in others)


def test_a_later_wave_tells_where_nobody_asks_who_moved():
    assert second_wave(1, ["a8"], [], OFF) != second_wave(2, ["a8"], [], OFF)


def files_of(seed):
    people = people_of(a=7, b=4)
    answers = {**some_answers(people), **some_answers(people_of(b=4), seed, MEASURED)}
    audit = audit_case(a_told_case(answers, roster=people_of(a=7, b=5)))
    views = [view_for(audit, reader) for reader in READERS]
    texts = [write(view) for view in views for write in (people_csv, to_graphml) if view.people]
    return [*texts, *map(to_xlsx, views), to_pdf(views[-1])]


def test_files_for_download_tell_nothing_of_four_people_either():
    assert files_of(1) == files_of(2)
