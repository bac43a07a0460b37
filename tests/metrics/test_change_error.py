"""The error of a change: people paired with themselves, groups apart, records exact."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from alliancenet.graph.significance import two_sided_p
from alliancenet.instruments.reading import read_shipped
from alliancenet.metrics.change_error import change_error
from alliancenet.metrics.climate import climate
from alliancenet.metrics.cohesion import density
from alliancenet.metrics.noise import EXACT, Noise, mean, together
from alliancenet.metrics.sponsors import sponsor_score
from alliancenet.model.wave import Opinions
from tests.conftest import a_case, strong

NAMES = [f"{firm}{number:02d}" for firm in "ab" for number in range(12)]


def people(names):
    return {name: name[0] for name in names}


def case_of(said, names=NAMES, earlier=None):
    """Case in which each person says one thing to both commitment items."""
    climate_items = next(instrument for instrument in read_shipped() if instrument.id == "climate").items
    items = tuple(item.id for item in climate_items if item.dimension == "commitment" and not item.reversed)
    rows = [(sorted(names).index(name), column, value) for column in range(len(items)) for name, value in said.items()]
    respondent, item, value = (np.array(part) for part in zip(*rows, strict=True))
    opinions = Opinions(items=items, respondent=respondent, item=item, value=value.astype(float))
    case = a_case(people(names), strong([(names[0], names[12])]), wave={"opinions": opinions})
    return replace(case, earlier=earlier)


def answers(seed, names=NAMES):
    return dict(zip(names, np.random.default_rng(seed).integers(1, 6, len(names)), strict=True))


def commitment(case, firm):
    return next(score for score in climate(case) if score.metric == "climate.commitment" and score.subject.id == firm)


def p_of(case, firm):
    now, before = commitment(case, firm), commitment(case.earlier, firm)
    found = change_error(case, now, before)
    return two_sided_p(now.value - before.value, found.error, found.freedom), found.method


def test_people_who_stayed_are_paired_as_in_a_paired_t_test():
    before, now = answers(1), answers(2)
    case = case_of(now, earlier=case_of(before))
    mine = [name for name in NAMES if name[0] == "a"]
    expected = stats.ttest_rel([now[name] for name in mine], [before[name] for name in mine]).pvalue
    assert p_of(case, "a") == (pytest.approx(expected), "the same people answering again")


def test_other_people_are_two_groups_as_in_the_test_of_welch():
    names = [f"{name}x" for name in NAMES]
    before, now = answers(1), answers(3, names)
    case = case_of(now, names, earlier=case_of(before))
    one, other = [now[f"a{at:02d}x"] for at in range(12)], [before[f"a{at:02d}"] for at in range(12)]
    # both groups are as large: Welch's test differs in its degrees of freedom alone
    error = change_error(case, commitment(case, "a"), commitment(case.earlier, "a"))
    assert error.method == "two groups of people"
    assert error.error == pytest.approx(25 * np.sqrt(np.var(one, ddof=1) / 12 + np.var(other, ddof=1) / 12))


def test_the_error_does_not_tell_by_how_much_a_few_answered_otherwise():
    before = answers(1)
    now = {**before, "a00": 5 if before["a00"] < 4 else 1, "b00": 5 if before["b00"] < 4 else 1}
    case = case_of(now, earlier=case_of(before))
    assert p_of(case, "a")[1] == "two groups of people"


def test_what_is_on_record_has_no_error():
    case = case_of(answers(1), earlier=case_of(answers(2)))
    score = next(score for score in sponsor_score(case))
    assert case.noise_of(score) is EXACT


def test_networks_nobody_answered_again_tell_no_error():
    case = case_of(answers(1), earlier=case_of(answers(2)))
    now, before = density(case)[0], density(case.earlier)[0]
    assert change_error(case, now, before) is None


def test_what_two_scores_share_is_counted_once():
    shared = Noise(people=np.array([3.0, 4.0]))
    assert together(mean, [50, 50], [shared, shared]).error == pytest.approx(5)


def test_what_two_scores_do_not_share_is_averaged_out():
    one, other = Noise(people=np.array([5.0, 0.0])), Noise(people=np.array([0.0, 5.0]))
    assert together(mean, [50, 50], [one, other]).error == pytest.approx(5 / np.sqrt(2))


def test_who_is_missing_and_answered_again_are_kept_apart():
    noise = Noise(people=np.array([3.0, 4.0]), unknown=np.linspace(-2, 2, 100))
    low, high = noise.around(50)
    assert (noise.error, 47.9 < low < 48.5, 51.5 < high < 52.1) == (5, True, True)
