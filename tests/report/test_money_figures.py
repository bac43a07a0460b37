"""Whale curve, matrix and bars as they are drawn: the golden portfolio of twelve partners, and edge cases."""

from dataclasses import replace

import pytest
from built_earnings import earnings_of, some_earnings
from hypothesis import assume, given
from hypothesis import strategies as st

from alliancenet.privacy import Reader, ReaderRole, earnings_for
from alliancenet.report.drawing import drawn
from alliancenet.report.figures import profit_matrix, statement, values, whale
from alliancenet.report.figures.labels import spread
from alliancenet.report.figures.scales import nice_ticks
from alliancenet.report.money import customers, economics, partner
from alliancenet.report.money.decisions import decisions
from alliancenet.report.tables import economics as tables
from tests.economics.firms import GOLDEN, golden_files

EXECUTIVE = Reader(role=ReaderRole.EXECUTIVE)


@pytest.fixture(scope="module")
def golden(tmp_path_factory):
    return earnings_of(tmp_path_factory.mktemp("golden"), golden_files(), *GOLDEN)


def view_of(review):
    return earnings_for(review, EXECUTIVE)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


def test_the_curve_rises_to_its_peak_and_ends_at_the_total(golden):
    picture = whale.whale(golden)
    heights = [mark.y for mark in picture.marks]
    assert min(heights) == picture.peak[1]
    assert heights[-1] == picture.full
    assert plain(picture.peak[2]) == "580 EUR, 173 % of the total"


def test_every_partner_stands_on_the_curve_and_leads_to_its_page(golden):
    targets = [mark.target for mark in whale.whale(golden).marks]
    assert sorted(targets) == sorted(("partner", name) for name in GOLDEN)


def test_those_that_lose_are_named_beside_the_curve_and_no_others(golden):
    assert {mark.label for mark in whale.whale(golden).marks if mark.label} == {"I", "J", "K", "L"}


def test_the_curve_says_what_it_shows(golden):
    said = "Seven of twelve partners earn 580 EUR, and four partners give 245 EUR of it back."
    assert plain(whale.sentence(golden)) == said


def test_few_partners_are_drawn_as_bars(tmp_path):
    review = earnings_of(tmp_path, golden_files(), *GOLDEN)
    few = replace(review, curve=replace(review.curve, points=review.curve.points[:3], is_bars=True))
    picture = whale.whale(few)
    assert picture.is_bars
    assert picture.peak is None


def test_a_total_below_zero_has_money_on_its_axis_and_no_percentages(golden):
    points = tuple(replace(point, share=None) for point in golden.curve.points)
    without = replace(golden, curve=replace(golden.curve, points=points, no_percentages="the total is below zero"))
    assert all("EUR" in text for _, text in whale.whale(without).up)


def test_a_withheld_curve_is_not_drawn_and_its_table_says_why(golden):
    withheld = replace(golden, curve=replace(golden.curve, points=(), reason="too little is known"))
    assert whale.whale(withheld) is None
    assert tables.curve(view_of(withheld)).empty == "The curve is withheld: too little is known."


def test_a_partner_whose_sign_is_not_sure_is_drawn_apart(golden):
    unsure = tuple(replace(point, is_told=point.partner != "A") for point in golden.curve.points)
    picture = whale.whale(replace(golden, curve=replace(golden.curve, points=unsure)))
    assert [mark.target[1] for mark in picture.marks if mark.tone == "unsure"] == ["A"]


def test_thousands_of_partners_are_drawn_as_a_line_with_the_best_and_the_worst(golden):
    many = tuple(replace(golden.curve.points[0], partner="A") for _ in range(5_000))
    crowd = replace(golden, curve=replace(golden.curve, points=(*many, golden.curve.points[-1])))
    picture = whale.whale(crowd)
    assert len(picture.marks) <= whale.MOST_MARKS
    assert picture.line.count(",") <= whale.WIDTH + 10


def test_below_the_line_of_the_matrix_lie_those_that_lose_and_only_they(golden):
    picture = profit_matrix.profit_matrix(golden)
    x1, y1, x2, y2 = picture.diagonal
    below = {dot.target[1] for dot in picture.dots if dot.y > y1 + (dot.x - x1) * (y2 - y1) / (x2 - x1) + 0.2}
    assert below == {"I", "J", "K", "L"}


def test_the_area_in_the_matrix_is_net_sales(golden):
    radius = {dot.target[1]: dot.radius for dot in profit_matrix.profit_matrix(golden).dots}
    # A sells 840, B 660: their areas are as their sales
    assert (radius["B"] / radius["A"]) ** 2 == pytest.approx(660 / 840, abs=0.02)


def test_the_steps_of_a_statement_end_where_its_contribution_stands(golden):
    found = statement.waterfall(golden, golden.partner("L"))
    assert [bar.name for bar in found.steps] == [
        "Gross sales",
        "Discounts",
        "Product cost",
        "Direct costs",
        "Contribution",
    ]
    assert found.steps[-2].x == found.steps[-1].x
    assert found.steps[-1].tone == "loss"


def test_ending_a_relationship_is_drawn_between_its_two_ends():
    review = some_earnings()
    stop = statement.stop_range(review, review.partner("ostrich").stop)
    assert stop.low <= stop.value <= stop.zero <= stop.high
    assert stop.tone == "loss"


def test_of_many_values_the_best_and_the_worst_are_drawn_and_the_rest_is_counted():
    found = values.values(some_earnings(), 6)
    assert len(found.rows) == 6
    assert found.left_out == 16
    assert found.rows[-1].name == "Calder & Quill Optics"


@pytest.mark.parametrize(
    ("macro", "picture", "of"),
    [
        ("whale", lambda: whale.whale(some_earnings()), whale),
        ("profit_matrix", lambda: profit_matrix.profit_matrix(some_earnings()), profit_matrix),
        ("worth", lambda: values.values(some_earnings()), values),
    ],
)
def test_a_picture_on_paper_has_colours_of_its_own_and_no_page_around(macro, picture, of):
    svg = drawn("money.html", macro, picture(), of, links=True)
    assert svg.startswith("<svg")
    assert "var(--" not in svg
    assert "href" not in svg


def test_heading_and_tiles_tell_that_nothing_is_known_where_nothing_is(tmp_path):
    review = earnings_of(tmp_path, {"costs.csv": "partner,date,amount,kind\n"}, "A")
    view = view_of(review)
    assert economics.headline(view).sentence == "What partners earn cannot be told yet: not enough data to say."
    assert next(tile.big for tile in economics.tiles(view)) == "–"
    assert customers.customers_headline(view).sentence == "Who stays cannot be told yet: not enough data to say."


def test_a_partner_of_which_a_part_is_missing_says_which(tmp_path):
    files = {"sales.csv": "partner,date,amount\nA,2026-02-01,100\n"}
    review = earnings_of(tmp_path, files, "A")
    said = partner.partner_headline(view_of(review), review.partner("A")).sentence
    assert "sales lines without product_cost" in said


def test_what_is_to_decide_about_one_partner_is_said_once():
    made = decisions(view_of(some_earnings()))
    assert [(advice.subject, advice.code) for advice in made] == [
        ("calder", "M-LOSS"),
        ("ostrich", "M-LOSS"),
        ("brightwater", "M-CONVERT"),
        ("brightwater", "M-PRICE"),
        ("brightwater", "M-SPREAD"),
        ("yarrow", "M-WALLET"),
    ]


def test_whoever_leads_the_account_team_is_named_as_owner_of_its_decision():
    owners = {advice.subject: advice.owner for advice in decisions(view_of(some_earnings()))}
    assert (owners["calder"], owners["yarrow"], owners["ostrich"]) == ("key account 1", "key account 2", "")


def test_among_equally_grave_losses_the_one_that_stopping_would_end_comes_first():
    review = some_earnings()
    grave = max((finding.severity for finding in review.findings), key=lambda severity: severity.rank)
    review = replace(review, findings=tuple(replace(finding, severity=grave) for finding in review.findings))
    swapped = {"calder": "ostrich", "ostrich": "calder"}
    stops = {partner.id: partner.stop for partner in review.partners}
    turned = [replace(partner, stop=stops[swapped.get(partner.id, partner.id)]) for partner in review.partners]
    orders = [
        [advice.subject for advice in decisions(view_of(shown)) if advice.code == "M-LOSS"]
        for shown in (review, replace(review, partners=tuple(turned)))
    ]
    assert orders == [["calder", "ostrich"], ["ostrich", "calder"]]


@given(*2 * [st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-3)])
def test_round_numbers_of_an_axis_hold_its_range_and_zero_where_it_holds_it(one, other):
    low, high = min(one, other), max(one, other)
    assume(high == low or high - low > 1e-6 * max(abs(low), abs(high)))
    ticks = nice_ticks(low, high)
    unseen = 1e-6 * max(high - low, abs(high))
    assert ticks[0] <= low + unseen
    assert ticks[-1] >= high - unseen
    assert len(ticks) <= 12
    if low <= 0 <= high and low < high:
        assert 0.0 in ticks


@given(st.lists(st.floats(0, 300), max_size=12))
def test_names_beside_a_picture_lie_a_step_apart_in_their_order(wanted):
    found = spread(wanted, 10, 300, 0)
    assert all(after - before >= 10 - 1e-6 for before, after in zip(sorted(found), sorted(found)[1:], strict=False))
