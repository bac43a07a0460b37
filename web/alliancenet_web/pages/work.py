"""The facilitator's desk, work: a check or an audit with its progress, and what came of it."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.privacy import AuditView
from alliancenet.report.moves import MoveTold, moved
from alliancenet.report.tables.overview import newest
from alliancenet.store.jobs import is_working, progress_of, read_job
from alliancenet_web.desk import room, views
from alliancenet_web.links import page
from alliancenet_web.pages.alliance import before_of
from alliancenet_web.pages.project import who
from alliancenet_web.tongue import spoken

pages = Blueprint("work", __name__)
_KINDS = ("check", "audit", "logs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """An alliance's newest audit, the one before it, and what moved between them."""

    view: AuditView
    before: AuditView | None
    moves: tuple[MoveTold, ...]


def _since() -> tuple[Since, ...]:
    every = views()
    found = []
    for view in newest(every):
        before = before_of(view, [other for other in every if other.alliance.id == view.alliance.id])
        found.append(Since(view=view, before=before, moves=moved(before, view)))
    return tuple(found)


@pages.post("/project/work")
def start() -> BaseResponse:
    """Start a check, an audit, or the reading of logs; a second one waits for nobody, it is told."""
    kind, once = request.form.get("kind", ""), request.form.get("once", "")
    if kind not in _KINDS or not once.isalnum():
        abort(400)
    is_ours = room().start(kind, who(), once)
    return redirect(url_for("work.work") if is_ours else url_for("work.work", other="yes"), 303)


@pages.get("/project/work")
@spoken
def work() -> Response | str:
    """How far the work is, or what came of it."""
    job, is_busy = read_job(room().project), is_working(room().project)
    return page(
        "work.html",
        (),
        job=job,
        is_working=is_busy,
        has_crashed=job is not None and not job.ended and not is_busy,
        progress=progress_of(room().project),
        is_others=request.args.get("other") == "yes" and is_busy,
        told=_since() if job and job.kind == "audit" and job.ended and not job.code else (),
    )


@pages.get("/project/work.json")
def state() -> BaseResponse:
    """How far the work is, for the page's script."""
    here = room().project
    return jsonify(is_working=is_working(here), progress=progress_of(here))
