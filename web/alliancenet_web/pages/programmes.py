"""What matters to whom, and what is done about it."""

from flask import Blueprint, Response, url_for

from alliancenet.report.figures import four_cells, levers
from alliancenet.report.money.impact import impact_headline, impact_tiles
from alliancenet.report.money.levers import levers_headline, levers_tiles
from alliancenet.report.tables import impact as impact_tables
from alliancenet.report.tables import levers as lever_tables
from alliancenet_web.desk import desk, reader
from alliancenet_web.guard import may_open
from alliancenet_web.links import page

pages = Blueprint("programmes", __name__)


@pages.get("/impact")
def impact() -> Response | str:
    """Impact and performance of every quality, by segment."""
    found = desk().store.earnings(reader())
    if found is None:
        return page("no_economics.html", ())
    segments = found.review.impact.segments if found.review.impact else ()
    return page(
        "impact.html",
        (
            impact_tables.qualities(found),
            impact_tables.segment_qualities(found),
            impact_tables.differences(found),
            impact_tables.segments(found),
        ),
        headline=impact_headline(found),
        tiles=impact_tiles(found),
        cells=[drawn for segment in segments if (drawn := four_cells.four_cells(segment)) is not None],
        reason=segments[0].reason or "no impact is told" if segments else "nobody was asked (economics/qualities.csv)",
        figures={"cells": four_cells},
    )


@pages.get("/levers")
def board() -> Response | str:
    """Programmes by goal and lever, with the verdicts of their tests."""
    found = desk().store.earnings(reader())
    if found is None:
        return page("no_economics.html", ())
    has_tests = may_open("execution.tests", reader())
    return page(
        "levers.html",
        (lever_tables.programmes(found, _verdicts() if has_tests else {}), lever_tables.empty_cells(found)),
        headline=levers_headline(found),
        tiles=levers_tiles(found),
        board=levers.board(found.review.levers),
        tests=url_for("execution.tests") if has_tests else "",
        figures={"board": levers},
    )


def _verdicts() -> dict[str, str]:
    """Verdicts of tests by their ids, on the first metric of each."""
    view = desk().store.execution(reader())
    found: dict[str, str] = {}
    for test in view.review.tests if view else ():
        found.setdefault(test.id, test.verdict.value)
    return found
