"""The first page: where must I act."""

from flask import Blueprint, Response

from alliancenet.privacy import ReviewView
from alliancenet.report import review_brief
from alliancenet.report.figures import cards
from alliancenet.report.figures import review as review_figures
from alliancenet.report.gathered import grouped
from alliancenet.report.table import Table
from alliancenet.report.tables import overview as tables
from alliancenet_web.desk import desk, reader, views
from alliancenet_web.guard import may_open
from alliancenet_web.links import page

pages = Blueprint("portfolio", __name__)
FIRST_FINDINGS = 5


@pages.get("/")
def portfolio() -> Response | str:
    """Alliances in a table, levels as a heat map, the findings to look at first."""
    newest = tables.most_urgent_first(tables.newest(views()))
    review = desk().store.review(reader()) if may_open("review.tiers", reader()) else None
    of_review = _of(review) if review else ()
    return page(
        "portfolio.html",
        (tables.portfolio(newest), cards.level_heat(newest), *of_review),
        headline=tables.headline(newest) if newest else "No audit yet.",
        review=review,
        figures=review_figures,
        names={one.id: one.name for one in review.review.alliances} if review else {},
        first=grouped(newest)[:FIRST_FINDINGS],
        n_findings=sum(len(view.findings) for view in newest),
        problems=desk().store.problems(),
        left_behind=desk().store.left_behind() if review else (),
    )


def _of(review: ReviewView) -> tuple[Table, ...]:
    return (
        review_figures.matrix(review),
        review_brief.alliances(review),
        review_brief.movers(review),
        review_brief.sponsor_gaps(review),
    )
