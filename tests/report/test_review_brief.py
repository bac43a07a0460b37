"""What of the review the first page has room for."""

from datetime import date

from built_portfolios import a_holding, a_register, an_alliance, audited

from alliancenet.portfolio.review import review
from alliancenet.privacy import LOCAL_READER, review_for
from alliancenet.report import review_brief

BEFORE = date(2025, 10, 24)


def a_view(**changes):
    """Alliances whose scores were 60 before and are what is given now."""
    audits = []
    for name, now in changes.items():
        audits.append(audited(name, "w1", BEFORE, dict.fromkeys(now, 60.0)))
        audits.append(audited(name, "w2", scores=now))
    register = a_register(*map(an_alliance, changes))
    return review_for(review(a_holding(register, audits=audits), "0.1.0"), LOCAL_READER)


def test_the_largest_move_stands_first_and_each_alliance_once():
    view = a_view(north={"health": 70.0}, south={"health": 20.0, "climate": 50.0}, west={"health": 60.0})
    rows = review_brief.movers(view).rows
    assert [(row[0].text, row[-1].text) for row in rows] == [("South", "−40"), ("North", "+10")]


def test_other_moves_of_the_same_alliance_are_counted():
    (row,) = review_brief.movers(a_view(south={"health": 20.0, "climate": 50.0})).rows
    assert row[1].detail == "and 1 more score"


def test_alliances_that_did_not_move_are_counted_in_words():
    caption = review_brief.movers(a_view(north={"health": 70.0}, west={"health": 60.0})).caption
    assert caption.endswith("1 alliance without a change that can be told")
