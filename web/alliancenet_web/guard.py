"""The door: who may open which page, what every form must carry, what every answer says."""

import hmac
import json
from datetime import UTC, datetime

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden, HTTPException, SecurityError
from werkzeug.wrappers import Response

from alliancenet.errors import AuditFormatError
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.rights import (
    EVERYBODY,
    KNOWS_PEOPLE,
    MADE_FOR,
    OWN_FIRM,
    ROWS_OF_PEOPLE,
    RUNS_PORTFOLIO,
    HandedOn,
)
from alliancenet_web.desk import desk
from alliancenet_web.links import Links

# None: open before signing in. A page that is not listed is open to nobody.
RIGHTS: dict[str, frozenset[ReaderRole] | None] = {
    "static": None,
    "entry.style": None,
    "entry.start": None,
    "entry.sign_in": None,
    "entry.sign_out": EVERYBODY,
    "portfolio.portfolio": EVERYBODY,
    "review.tiers": RUNS_PORTFOLIO,
    "alliance.alliance": EVERYBODY,
    "alliance.gaps": EVERYBODY,
    "alliance.over_waves": EVERYBODY,
    "alliance.people": ROWS_OF_PEOPLE,
    "network.network": KNOWS_PEOPLE,
    "what_if.what_if": KNOWS_PEOPLE,
    "network.drawing_script": EVERYBODY,
    "files.report": MADE_FOR[HandedOn.REPORT],
    "files.network": MADE_FOR[HandedOn.NETWORK],
    "files.portfolio": MADE_FOR[HandedOn.PORTFOLIO],
    "finding.finding": EVERYBODY,
    "finding.findings": EVERYBODY,
    "sponsors.sponsors": EVERYBODY,
    "manual.contents": EVERYBODY,
    "manual.read": EVERYBODY,
    "quality.quality": EVERYBODY,
    "quality.audits": OWN_FIRM,
}
LOGGED = frozenset({"alliance.people", "network.network", "what_if.what_if", "files.report", "files.network"})
# these name the people a finding concerns, or who could be introduced, to readers who know people
LOGGED_WITH_PEOPLE = frozenset({"alliance.alliance", "alliance.gaps"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # not "no-referrer": under that a browser sends the forms of our own pages with "Origin: null"
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def may_open(endpoint: str, reader: Reader) -> bool:
    """A page is open to this reader's role."""
    rights = RIGHTS.get(endpoint, frozenset())
    return rights is None or reader.role in rights


def protect(app: Flask) -> None:
    """Hang the door into an application."""
    app.before_request(_check)
    app.after_request(_headers)
    app.register_error_handler(HTTPException, _error)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(AuditFormatError, _damaged)
    app.register_error_handler(Exception, _fault)


def _check() -> Response | None:
    key = request.cookies.get(desk().sessions.cookie, "")
    g.session = desk().sessions.find(key) if key else None
    if request.endpoint is None:
        return None
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        _check_form()
    rights = RIGHTS.get(request.endpoint, frozenset())
    if rights is None:
        return None
    if g.session is None:
        return redirect(url_for("entry.sign_in"), 303)
    if g.session.reader.role not in rights:
        abort(403)
    if request.endpoint in LOGGED or (request.endpoint in LOGGED_WITH_PEOPLE and g.session.reader.knows_people):
        _log()
    return None


def _check_form() -> None:
    """A form must come from this site, and inside a session carry its token."""
    if not _is_from_here():
        raise FormRefusedError
    if g.session is not None:
        token = request.form.get("form_token", "")
        if not hmac.compare_digest(token.encode(), g.session.form_token.encode()):
            raise FormRefusedError


def _is_from_here() -> bool:
    """The form was sent by a page of this viewer, or by a program that is no browser.

    Notes
    -----
    No page can forge `Sec-Fetch-Site`, so where a browser sends it the two headers must agree. It
    alone is believed only beside "Origin: null", which browsers send when told to keep referrers back.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site not in {None, "same-origin", "none"}:
        return False
    if origin == "null":
        return site == "same-origin"
    return origin is None or origin.partition("://")[2] == request.host


def _log() -> None:
    """Write who opened which page about single people, and when; never what it held."""
    log = desk().log
    if log is None:
        return
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "reader": g.session.name,
        "role": g.session.reader.role,
        "page": request.path,
    }
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    if desk().sessions.https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


_WORDS = {
    400: ("This address is not served here", "Open the viewer under the address it printed when it started."),
    403: ("Not for this reader", "The privacy gate keeps this page from your role."),
    404: ("There is no such page", "The audit may have been moved. The portfolio lists what there is."),
    405: ("Not this way", "This page cannot be called like that."),
    413: ("Too much", "The form is larger than the viewer accepts."),
    429: ("Too many tries", "Wait a minute, then try again."),
    500: ("Something failed on our side", "Nothing was changed. The terminal shows what happened."),
}
_FORM_REFUSED = (
    "This form was not accepted",
    "It was not sent by a page of this viewer, or the page was older than your session. "
    "Nothing was changed: open the page again and send it from there.",
)


class FormRefusedError(Forbidden):
    """A form that was not sent by a page of this session."""


def _error(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    is_form = isinstance(error, FormRefusedError)
    title, advice = _FORM_REFUSED if is_form else _WORDS.get(code, (error.name, ""))
    return render_template("message.html", title=title, advice=advice, see=Links(), session=g.get("session")), code


def _strange_host(_: SecurityError) -> tuple[str, int]:
    """The address itself is refused, so no link can be built on it."""
    title, advice = _WORDS[400]
    return f"<!doctype html><html lang=en><title>{title}</title><p>{advice}</p></html>", 400


def _damaged(error: AuditFormatError) -> tuple[str, int]:
    """A file that was whole when it was listed and is not now."""
    title = "This audit cannot be read"
    return render_template("message.html", title=title, advice=str(error), see=Links(), session=g.get("session")), 500


def _fault(error: Exception) -> tuple[str, int]:
    current_app.logger.error("page failed: %s", request.path, exc_info=error)
    title, advice = _WORDS[500]
    return render_template("message.html", title=title, advice=advice, see=Links(), session=None), 500
