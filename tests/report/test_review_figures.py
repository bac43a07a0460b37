"""Figures of the portfolio review."""

from dataclasses import replace
from itertools import pairwise

import pytest
from built_audits import a_score
from built_portfolios import a_holding, a_register, an_alliance, audited, kpis

from alliancenet.portfolio.review import review
from alliancenet.privacy import LOCAL_READER, review_for
from alliancenet.report.figures import review as review_figures


def a_view(*names):
    register = a_register(*(an_alliance(name, objectives=kpis(80, 70, 90, 60)) for name in names))
    return review_for(review(a_holding(register, audits=[audited(name) for name in names]), "0.1.0"), LOCAL_READER)


def test_every_alliance_stands_once_in_the_matrix():
    names = [alliance.name for alliance in a_view("north", "south").review.alliances]
    cells = [cell.text for row in review_figures.matrix(a_view("north", "south")).rows for cell in row[1:]]
    assert sorted(",\n".join(filter(None, cells)).split(",\n")) == sorted(names)


def test_a_bubble_needs_health_and_performance():
    view = a_view("north")
    known = [alliance for alliance in view.review.alliances if alliance.health.is_ok and alliance.performance.is_ok]
    assert len(review_figures.bubbles(view).bubbles) == len(known)


def test_names_beside_the_plot_never_stand_over_each_other():
    drawn = [review_figures.Bubble(label=f"a{i}", x=200, y=100 + i % 3, radius=5, tone="green") for i in range(20)]
    heights = sorted(bubble.label_y for bubble in review_figures._with_labels(drawn))
    gaps = [after - before for before, after in pairwise(heights)]
    assert min(gaps) >= review_figures.LABEL_HEIGHT - 0.1
    assert heights[0] >= review_figures.MARGIN - 0.1


def held(health, band):
    """The picture of one alliance with this health and colour."""
    view = a_view("Kestrel")
    (alliance,) = view.review.alliances
    scores = {"health": a_score("health", health), "performance": a_score("performance", 60.0)}
    painted = replace(alliance, **scores, health_band=band)
    return review_figures.bubbles(replace(view, review=replace(view.review, alliances=(painted,))))


def test_the_lines_stand_where_a_number_is_on_track():
    assert held(57.0, "red").on_track == 75


@pytest.mark.parametrize("health", [20.0, 57.0, 74.9])
def test_an_alliance_below_the_line_is_not_beside_those_on_track(health):
    drawn = held(health, "red")
    assert drawn.limits[1] is None or drawn.bubbles[0].y > drawn.limits[1]


def test_a_red_alliance_above_the_line_says_that_a_finding_holds_it_back():
    assert "held back by a finding" in held(90.0, "red").bubbles[0].text


def test_a_green_alliance_is_held_back_by_nothing():
    assert "held back" not in held(90.0, "green").bubbles[0].text
