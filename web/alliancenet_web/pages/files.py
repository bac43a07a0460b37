"""Files to hand on, made for whoever is signed in."""

from flask import Blueprint, Response, abort

from alliancenet.privacy import AuditView, ReviewView
from alliancenet_web.desk import desk, reader
from alliancenet_web.pages.alliance import audit_of

pages = Blueprint("files", __name__)
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
    """Report of one alliance as PDF or XLSX."""
    return _file(_report(kind, audit_of(key, wave)), f"{key}-{wave}.{kind}")


@pages.get("/alliance/<key>/<wave>/network.<kind>")
def network(key: str, wave: str, kind: str) -> Response:
    """Network of one alliance as a page, GraphML, or people and ties as CSV; the opening is logged."""
    part, _, suffix = kind.rpartition(".")
    name = f"{key}-{wave}-{part or 'network'}.{suffix}"
    return _file(_network(kind, audit_of(key, wave)), name)


@pages.get("/portfolio.<kind>")
def portfolio(kind: str) -> Response:
    """Portfolio review as PDF, XLSX or PPTX."""
    view = desk().store.review(reader()) or abort(404)
    return _file(_portfolio(kind, view), f"portfolio.{kind}")


# The libraries behind each file are large: they are loaded when a file is asked for.
def _report(kind: str, view: AuditView) -> bytes:
    from alliancenet.export import alliance_report

    if kind == "pdf":
        return alliance_report.to_pdf(view)
    return alliance_report.to_xlsx(view) if kind == "xlsx" else abort(404)


def _network(kind: str, view: AuditView) -> str:
    from alliancenet.export import graph_files, network_page

    makers = {
        "html": network_page.to_network_html,
        "graphml": graph_files.to_graphml,
        "people.csv": graph_files.people_csv,
        "ties.csv": graph_files.ties_csv,
    }
    make = makers.get(kind) or abort(404)
    return make(view)


def _portfolio(kind: str, view: ReviewView) -> bytes:
    from alliancenet.export import document, slides, workbook
    from alliancenet.export.stamp import review_stamp
    from alliancenet.report.tables.review import all_tables

    if kind == "pptx":
        return slides.to_pptx(view)
    if kind == "pdf":
        return document.to_pdf(all_tables(view), review_stamp(view), view.review.headline)
    return workbook.to_xlsx(all_tables(view), review_stamp(view)) if kind == "xlsx" else abort(404)


def _file(content: str | bytes, name: str) -> Response:
    """Answer with a file the browser saves and never opens under this address."""
    media = _MEDIA[name.rpartition(".")[2]]
    return Response(content, mimetype=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
