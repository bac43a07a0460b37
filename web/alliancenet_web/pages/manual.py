"""The manual, as `alliancenet help` shows it."""

from flask import Blueprint, Response, abort

from alliancenet.report import manual
from alliancenet_web.links import page

pages = Blueprint("manual", __name__)
_PARTS = 2  # level of the headings below the title


@pages.get("/manual")
def contents() -> Response | str:
    """List the pages of the manual; those about findings are reached from the findings."""
    known = [(name, manual.title_of(manual.page(name) or "")) for name in manual.pages() if "/" not in name]
    return page("contents.html", (), known=known)


@pages.get("/manual/<name>")
def read(name: str) -> Response | str:
    """One page of the manual."""
    text = manual.page(name) if "/" not in name else None
    if text is None:
        abort(404)
    parts = [heading for heading in manual.headings(text) if heading.level == _PARTS]
    return page("manual.html", (), title=manual.title_of(text), text=manual.as_html(text), parts_of_page=parts)
