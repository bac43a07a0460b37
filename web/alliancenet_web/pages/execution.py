"""How relationships are run, and what was learned from tests."""

from flask import Blueprint, Response

from alliancenet.report import execution as told
from alliancenet.report.figures import execution as figures
from alliancenet.report.figures import tests as test_figures
from alliancenet.report.tables import execution as tables
from alliancenet.report.tables.satisfaction import links_untold, satisfaction_notes
from alliancenet.store.execution_file import EXECUTION_FILE
from alliancenet_web.desk import desk, reader
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("execution", __name__)


@pages.get("/how-we-work")
@spoken
def execution() -> Response | str:
    """Satisfaction, rewards, negotiations, benchmarks, the loop, telling and form, as far as open to the reader."""
    view = desk().store.execution(reader())
    if view is None:
        return _nothing("How we work")
    levels, reached = figures.reached(view)
    return page(
        "execution.html",
        tables.all_tables(view),
        view=view,
        headline=told.headline(view),
        tiles=told.tiles(view),
        drivers=figures.drivers(view),
        notes=satisfaction_notes(view),
        untold=links_untold(view),
        negotiated=told.negotiated(view),
        known=told.known(view),
        loop_bars=figures.loop(view),
        gaps=figures.gaps(view),
        paid=figures.paid(view),
        levels=levels,
        reached=reached,
        forms=figures.forms(view),
        width=figures.WIDTH,
    )


def _nothing(title: str) -> Response | str:
    """A page for a folder without a review, or with one that cannot be read, which is said."""
    problems = [problem for problem in desk().store.problems(reader()) if problem.file == EXECUTION_FILE]
    return page("no_execution.html", (), title=title, problems=problems)


@pages.get("/tests")
@spoken
def tests() -> Response | str:
    """Every test with its interval against no effect and the effect wanted, and the verdict."""
    view = desk().store.execution(reader())
    if view is None:
        return _nothing("Tests")
    return page(
        "tests.html",
        (tables.tests(view),),
        view=view,
        headline=told.headline_of_tests(view),
        undecided=told.undecided(view),
        bars=test_figures.bars(view),
        width=test_figures.WIDTH,
        height=test_figures.HEIGHT,
    )
