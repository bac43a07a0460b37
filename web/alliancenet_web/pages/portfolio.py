"""The first page: where must I act."""

from flask import Blueprint, Response

from alliancenet.report import cards, tables
from alliancenet_web.desk import desk, views
from alliancenet_web.links import page

pages = Blueprint("portfolio", __name__)
FIRST_FINDINGS = 5


@pages.get("/")
def portfolio() -> Response | str:
    """Alliances in a table, levels as a heat map, the findings to look at first."""
    newest = tables.most_urgent_first(tables.newest(views()))
    return page(
        "portfolio.html",
        (tables.portfolio(newest), cards.level_heat(newest)),
        headline=tables.headline(newest) if newest else "No audit yet.",
        first=tables.grouped(newest)[:FIRST_FINDINGS],
        n_findings=sum(len(view.findings) for view in newest),
        problems=desk().store.problems(),
    )
