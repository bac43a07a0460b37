"""Four views side by side: what was computed stands in place of what was typed in; views that disagree are told."""

from dataclasses import replace

import pytest
from built_audits import a_score
from built_earnings import some_earnings
from built_portfolios import a_holding, a_register, an_alliance

from alliancenet.model.portfolio import Economics
from alliancenet.model.review import CardPart
from alliancenet.portfolio.review import review
from alliancenet.report.four_views import disagreement, four_views


def an_alliance_of(partner, *, trust="green", contribution=None):
    """Review of an alliance with a partner of the example, trust in a band, and a contribution typed in."""
    earned = some_earnings()
    mine = [replace(found, alliances=("north",) if found.id == partner else ()) for found in earned.partners]
    records = (Economics(alliance="north", day=earned.as_of, contribution=contribution),) if contribution else ()
    (alliance,) = review(a_holding(a_register(an_alliance("north")), economics=records), "0.1.0").alliances
    felt = CardPart(view="psychology", scores=(a_score("climate.trust", 70.0, "north", band=trust),))
    card = tuple(felt if part.view == "psychology" else part for part in alliance.card)
    return replace(alliance, card=card), replace(earned, partners=tuple(mine))


def rows_of(title, views):
    return {row[0]: row[1] for view in views if view.title == title for row in view.rows}


def test_the_computed_contribution_stands_in_place_of_the_typed_one():
    alliance, earned = an_alliance_of("calder", contribution=777.0)
    told = rows_of("Economics", four_views(alliance, earned=earned))
    assert told["Contribution"].replace("\u00a0", " ") == "−62.9 k EUR"
    assert told["Cost to serve"] == "37\u00a0%"


def test_without_economics_what_was_typed_in_is_told():
    alliance, _ = an_alliance_of("calder", contribution=777.0)
    assert rows_of("Economics", four_views(alliance)) == {"Contribution": "777"}


@pytest.mark.parametrize(
    ("partner", "trust", "said"),
    [
        ("calder", "green", "People get on well, and yet it loses money."),
        ("pinwheel", "red", "It earns money, and yet people do not get on."),
        ("pinwheel", "green", ""),
        ("calder", "red", ""),
        ("nobody", "green", ""),
    ],
)
def test_two_views_that_disagree_are_told_in_one_sentence(partner, trust, said):
    assert disagreement(*an_alliance_of(partner, trust=trust)) == said
