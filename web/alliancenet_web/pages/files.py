"""Files to hand on, made for whoever is signed in."""

from flask import Blueprint, Response, abort

from alliancenet_web.desk import desk, reader, views
from alliancenet_web.making import MAKERS, Wanted, made
from alliancenet_web.pages.alliance import audit_of, before_of, reviewed, waves_of

pages = Blueprint("files", __name__)
ONE_PAGE = "one-page.pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA = {
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "html": "text/html",
    "graphml": "application/graphml+xml",
    "csv": "text/csv",
}


@pages.get("/alliance/<key>/<wave>/report.<kind>")
def report(key: str, wave: str, kind: str) -> Response:
    """Report of one alliance as PDF or XLSX, or its one page."""
    view = audit_of(key, wave)
    if kind == ONE_PAGE:
        one = reviewed(view)
        about = (view, before_of(view, waves_of(key)), one.action.owner if one and one.action else None)
        return _made(f"report.{kind}", about, f"{key}-{wave}-{kind}")
    return _made(f"report.{kind}", view, f"{key}-{wave}.{kind}")


@pages.get("/alliance/<key>/<wave>/network.<kind>")
def network(key: str, wave: str, kind: str) -> Response:
    """Network of one alliance as a page, GraphML, or people and ties as CSV; the opening is logged."""
    part, _, suffix = kind.rpartition(".")
    name = f"{key}-{wave}-{part or 'network'}.{suffix}"
    return _made(f"network.{kind}", audit_of(key, wave), name)


@pages.get("/portfolio.<kind>")
def portfolio(kind: str) -> Response:
    """Portfolio review as PDF, XLSX or PPTX, or its one page."""
    view = desk().store.review(reader()) or abort(404)
    if kind == ONE_PAGE:
        return _made(f"portfolio.{kind}", (views(), view), f"portfolio-{kind}")
    return _made(f"portfolio.{kind}", view, f"portfolio.{kind}")


@pages.get("/staffing.<kind>")
def staffing(kind: str) -> Response:
    """Plan of staffing as PDF or XLSX; the opening is logged."""
    view = desk().store.proposal(reader()) or abort(404)
    return _made(f"staffing.{kind}", view, f"staffing.{kind}")


@pages.get("/how-we-work.<kind>")
def execution(kind: str) -> Response:
    """Review of execution as PDF, PPTX or XLSX, of the parts that are open to the reader."""
    view = desk().store.execution(reader()) or abort(404)
    return _made(f"execution.{kind}", view, f"how-we-work.{kind}")


@pages.get("/economics.<kind>")
def economics(kind: str) -> Response:
    """What relationships earn, as PDF, XLSX or PPTX, for readers who may see money."""
    view = desk().store.earnings(reader()) or abort(404)
    return _made(f"economics.{kind}", (view, desk().store.review(reader())), f"economics.{kind}")


def _made(kind: str, view: Wanted, name: str) -> Response:
    return _file(made(kind, view) if kind in MAKERS else abort(404), name)


def _file(content: bytes, name: str) -> Response:
    """Answer with a file the browser saves and never opens under this address."""
    media = _MEDIA[name.rpartition(".")[2]]
    return Response(content, mimetype=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
