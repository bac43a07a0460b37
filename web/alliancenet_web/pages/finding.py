"""Findings, and what one means."""

from flask import Blueprint, Response, abort

from alliancenet.report import manual
from alliancenet.report.tables import overview as tables
from alliancenet.report.tables import unseen
from alliancenet_web.desk import views
from alliancenet_web.links import page

pages = Blueprint("finding", __name__)


@pages.get("/findings")
def findings() -> Response | str:
    """Every finding of the newest audits, and what could not be looked at."""
    newest = tables.newest(views())
    return page("findings.html", (tables.findings(newest), unseen.not_looked(newest)))


@pages.get("/finding/<code>")
def finding(code: str) -> Response | str:
    """The text of `alliancenet explain`, and where the finding was made."""
    text = manual.finding_html(code)
    seen = tables.findings(tables.newest(views()))
    here = tuple(row for row in seen.rows if row[2].text == code)
    if not text and not here:
        abort(404)
    return page("finding.html", (tables.only(seen, here, "Where it was found"),), code=code, text=text)
