"""Findings by facets and by what to do, and what one of them means."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request, url_for

from alliancenet.language import say
from alliancenet.privacy import FindingView
from alliancenet.report import facets, manual
from alliancenet.report.tables import overview as tables
from alliancenet.report.tables import unseen
from alliancenet_web.desk import reader, views
from alliancenet_web.guard import may_open
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("finding", __name__)
FACETS = ("severity", "alliance", "kind", "since")
MOST_GROUPS = 30
FIRST_GROUPS = 10


@pages.get("/findings")
@spoken
def findings() -> Response | str:
    """Every finding of the newest audits by what to do, and what could not be looked at by what would cure it."""
    every = views()
    newest = tables.newest(every)
    asked = {name: request.args.get(name, "")[:200] for name in FACETS}
    known = facets.items(every)
    shown = facets.chosen(known, asked)
    to_do = facets.to_do(shown)
    return page(
        "findings.html",
        (tables.findings_of((item.view, item.found) for item in shown), unseen.not_looked(newest)),
        facets=facets.facets(known, asked),
        asked={name: value for name, value in asked.items() if value},
        address=_address,
        to_do=to_do[:MOST_GROUPS],
        n_to_do=len(to_do),
        n_shown=len(to_do) if any(asked.values()) else FIRST_GROUPS,
        items=shown,
        asks_first=may_open("actions.actions", reader()),
        n_high=sum(item.found.severity == "high" for item in shown),
        cures=facets.cures(newest),
    )


def _address(asked: dict[str, str], name: str, value: str) -> str:
    """Address of the findings with one facet chosen, or given up when it already is."""
    wanted = {**asked, name: value}
    if asked.get(name) == value:
        del wanted[name]
    return url_for("finding.findings") + (f"?{urlencode(wanted)}" if wanted else "")


@pages.get("/finding/<code>")
@spoken
def finding(code: str) -> Response | str:
    """The text of `alliancenet explain`, and where the finding was made."""
    text = manual.finding_html(code)
    seen = tables.findings(tables.newest(views()))
    here = tuple(row for row in seen.rows if row[2].target[1:] == (code,))
    if not text and not here:
        abort(404)
    return page(
        "finding.html",
        (tables.only(seen, here, say("Where it was found")),),
        code=code,
        text=text,
        title=manual.finding_title(code),
        found=_found(code),
    )


def _found(code: str) -> FindingView | None:
    """A finding of this code, for its title and its advice."""
    return next((found for view in tables.newest(views()) for found in view.findings if found.code == code), None)
