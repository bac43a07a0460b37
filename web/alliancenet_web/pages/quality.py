"""May I believe this, and what was it made from."""

from flask import Blueprint, Response

from alliancenet.report import answers
from alliancenet.report.tables import overview as tables
from alliancenet.report.tables import unseen
from alliancenet.store.audit_folder import without_seal
from alliancenet_web.desk import desk, reader, views
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("quality", __name__)


@pages.get("/data-quality")
@spoken
def quality() -> Response | str:
    """Answers by firm and wave, and what could not be looked at."""
    newest = tables.newest(views())
    shown = (tables.quality(views()), unseen.not_looked(newest))
    return page("quality.html", shown, answer=answers.quality(newest), newest=newest)


@pages.get("/audits")
@spoken
def audits() -> Response | str:
    """Audits with their inputs and limits, and files that could not be read."""
    return page(
        "audits.html",
        (tables.audits(views()), tables.inputs(views())),
        answer=answers.audits(views(), tables.newest(views())),
        problems=desk().store.problems(reader()),
        unsealed=without_seal(desk().store.unsealed()),
    )
