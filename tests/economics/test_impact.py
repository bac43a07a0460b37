"""Impact and performance: worked-out weights, planted cells, the edge, groups too small (E18)."""

from datetime import date

import numpy as np
import pytest
from economics.firms import ledger_of
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.economics.impact.review import benjamini_hochberg
from alliancenet.economics.impact.told import impact_lines
from alliancenet.economics.impact.weights import relative_weights, weights_of_rows
from alliancenet.errors import InputError
from alliancenet.settings import changed, default_settings

DAY = date(2026, 3, 31)
HEAD = "respondent,partner,quality,performance,importance\n"
BETWEEN = np.array([[1, 0.5, 0.3], [0.5, 1, 0.2], [0.3, 0.2, 1]])


def test_relative_weights_are_the_worked_out_ones():
    found = relative_weights(BETWEEN, np.array([0.6, 0.5, 0.4]))
    assert found == pytest.approx([0.22552, 0.13923, 0.09569], abs=5e-6)
    assert found.sum() == pytest.approx(0.46044, abs=5e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_weights_add_up_to_r_squared_of_a_regression(seed):
    random = np.random.default_rng(seed)
    rows = random.normal(size=(60, 4)) @ random.normal(size=(4, 4))
    outcome = rows @ random.normal(size=4) + random.normal(size=60)
    weights, total = weights_of_rows(rows, outcome)
    fitted = (
        np.column_stack([rows, np.ones(60)])
        @ np.linalg.lstsq(np.column_stack([rows, np.ones(60)]), outcome, rcond=None)[0]
    )
    assert (weights >= 0).all()
    assert total == pytest.approx(1 - ((outcome - fitted) ** 2).sum() / ((outcome - outcome.mean()) ** 2).sum())


def test_qualities_without_correlation_weigh_their_squared_correlation():
    assert relative_weights(np.eye(2), np.array([0.6, 0.3])) == pytest.approx([0.36, 0.09])


LEVELS = {"fast": (1.0, 4.2), "clear": (1.0, 2.2), "pretty": (0.05, 4.2), "gifts": (0.05, 2.2)}
"""Effect on the outcome, and mean performance."""


def answers(partners=14, people=8, seed=1, shift=0.0, effects=LEVELS):
    """Answers 1-5 in which each quality has its effect and level; people of one partner are alike."""
    random, rows = np.random.default_rng(seed), []
    for number in range(partners):
        own = random.normal(0, 0.25)
        for person in range(people):
            values = {
                name: float(np.clip(np.rint(level + own + shift * (number % 2) + random.normal(0, 0.8)), 1, 5))
                for name, (_, level) in effects.items()
            }
            overall = 3 + sum(effects[name][0] * (values[name] - effects[name][1]) for name in effects)
            values["overall"] = float(np.clip(np.rint(overall + random.normal(0, 0.4)), 1, 5))
            rows += [f"r{person},p{number},{name},{value:g},\n" for name, value in values.items()]
    return HEAD + "".join(rows), [f"p{number}" for number in range(partners)]


FEW = changed(default_settings(), {"impact.draws": 200})


def impact(path, text, names, limits=FEW, **files):
    more = {f"{name}.csv": content for name, content in files.items()}
    return ledger_of(path, {"qualities.csv": text} | more, *names, as_of=DAY, settings=limits).impact


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    return impact(tmp_path_factory.mktemp("impact"), *answers(), limits=default_settings())


def test_the_four_planted_cells_are_found_and_told(planted):
    cells = {cell.quality: (cell.cell, cell.is_told) for cell in planted.segments[0].cells}
    assert cells == {
        "fast": ("keep and improve", True),
        "clear": ("fix now", True),
        "pretty": ("keep or spend less", True),
        "gifts": ("let go", True),
    }
    assert planted.segments[0].kind == "relative weights"


def test_shares_of_impact_add_up_to_one(planted):
    assert sum(cell.impact.value for cell in planted.segments[0].cells) == pytest.approx(1)


def test_a_quality_at_the_cut_is_kept_hollow(tmp_path):
    effects = LEVELS | {"middle": (0.5, 3.2)}
    cells = {cell.quality: cell for cell in impact(tmp_path, *answers(effects=effects)).segments[0].cells}
    assert not cells["middle"].is_told
    assert cells["fast"].is_told


def test_an_outcome_that_has_nothing_to_do_with_the_qualities_has_no_cells(tmp_path):
    effects = {name: (0.0, level) for name, (_, level) in LEVELS.items()}
    segment = impact(tmp_path, *answers(effects=effects)).segments[0]
    assert "do not explain" in segment.reason
    assert all(cell.cell == "" for cell in segment.cells)
    assert all(cell.performance is not None for cell in segment.cells)


def test_fewer_partners_leave_rank_correlations(tmp_path):
    assert impact(tmp_path, *answers(partners=6)).segments[0].kind == "rank correlation"


def test_few_people_leave_what_they_state(tmp_path):
    rows = "".join(f"r{n},p{n % 4},fast,4,5\nr{n},p{n % 4},gifts,2,1\n" for n in range(8))
    segment = impact(tmp_path, HEAD + rows, [f"p{n}" for n in range(4)]).segments[0]
    assert segment.kind == "as stated"
    assert {cell.quality: cell.impact.value for cell in segment.cells} == {"fast": 100, "gifts": 0}


def test_a_partner_counts_as_one_however_many_of_its_people_answered(tmp_path):
    rows = "".join(f"r{n},p0,fast,1,\n" for n in range(30)) + "".join(f"r{n},p{n},fast,5,\n" for n in (1, 2, 3))
    segment = impact(tmp_path, HEAD + rows, [f"p{n}" for n in range(4)]).segments[0]
    assert segment.cells[0].performance.value == pytest.approx(75)


def test_fewer_than_five_people_of_three_partners_are_told_nothing(tmp_path):
    rows = "".join(f"r{n},p{n % 2},fast,4,5\n" for n in range(20))
    segment = impact(tmp_path, HEAD + rows, ["p0", "p1"]).segments[0]
    assert segment.cells == ()
    assert "withheld" in segment.reason


def cut(names, large=7):
    rows = [
        f"{name},size,{'large' if place < large else 'middle' if place < 12 else 'small'}\n"
        for place, name in enumerate(names)
    ]
    return "partner,scheme,category\n" + "".join(rows)


def test_a_small_group_takes_the_next_smallest_with_it(tmp_path):
    text, names = answers(partners=14)
    found = impact(tmp_path, text, names, categories=cut(names))
    told = {segment.segment: bool(segment.cells) for segment in found.segments}
    # small has two partners: without middle it would follow from all less large
    assert told == {"all": True, "large": True, "middle": False, "small": False}
    assert any("size small: withheld" in line for line in impact_lines(found, "EUR"))


def test_segments_that_differ_are_told_and_those_alike_are_not(tmp_path):
    text, names = answers(partners=16, shift=-1.2)
    scheme = "partner,scheme,category\n" + "".join(
        f"{name},kind,{'odd' if n % 2 else 'even'}\n" for n, name in enumerate(names)
    )
    apart = impact(tmp_path, text, names, categories=scheme)
    assert sum(difference.is_told for difference in apart.differences) == 4
    text, names = answers(partners=16)
    alike = impact(tmp_path, text, names, categories=scheme)
    assert sum(difference.is_told for difference in alike.differences) <= 1


def test_ceilings_and_twins_are_flagged(tmp_path):
    rows = "".join(
        f"r{n},p{n % 5},top,5,\nr{n},p{n % 5},one,{1 + n % 5},\nr{n},p{n % 5},two,{1 + n % 5},\n" for n in range(20)
    )
    cells = {
        cell.quality: cell for cell in impact(tmp_path, HEAD + rows, [f"p{n}" for n in range(5)]).segments[0].cells
    }
    assert any("at the top" in flag for flag in cells["top"].flags)
    assert cells["one"].flags == ("cannot be told apart from two",)


def test_false_discoveries_are_held_down_together():
    assert benjamini_hochberg([0.01, 0.5, 0.04, 0.9], 0.1) == [True, False, True, False]
    assert benjamini_hochberg([0.06, 0.5, 0.9, 0.9], 0.1) == [False] * 4
    assert benjamini_hochberg([], 0.1) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("r,p,fast,11,", "performance: '11'"),
        ("r,p,fast,,", "performance: the cell is empty"),
        ("r,z,fast,3,", "partner: 'z' is unknown"),
        (",p,fast,3,", "respondent: the cell is empty"),
        ("r,p,fast,3,\nr,p,fast,4,", "the same respondent and partner and quality stands"),
    ],
)
def test_answers_that_cannot_be_are_refused(tmp_path, row, told):
    with pytest.raises(InputError) as error:
        impact(tmp_path, HEAD + row + "\n", ["p"])
    assert told in str(error.value)
