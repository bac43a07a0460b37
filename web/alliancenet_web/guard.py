"""The door: who may open which page, what every form must carry, what every answer says."""

import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden, HTTPException, RequestURITooLarge, SecurityError
from werkzeug.wrappers import Response

from alliancenet.collect.sealing import MOST_SEALED
from alliancenet.errors import AllianceNetError, AuditFormatError
from alliancenet.language import language, marked, say, speaking
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.rights import (
    EVERYBODY,
    KNOWS_PEOPLE,
    MADE_FOR,
    OWN_FIRM,
    READS_EXECUTION,
    READS_TESTS,
    ROWS_OF_PEOPLE,
    RUNS_PORTFOLIO,
    RUNS_SURVEYS,
    SEES_MONEY,
    HandedOn,
)
from alliancenet.store.actions import journal_mark
from alliancenet_web.access_log import NotLogged
from alliancenet_web.desk import desk
from alliancenet_web.links import Links
from alliancenet_web.making import NotMade
from alliancenet_web.origin import SCRIPTS, headers, is_from_here
from alliancenet_web.proxy import SIGN_ON
from alliancenet_web.sessions import Session
from alliancenet_web.tongue import remember, spoken, wanted
from alliancenet_web.tries import MustWait
from alliancenet_web.workroom import NotDone

_DESK = frozenset({ReaderRole.FACILITATOR})
# None: open before signing in. A page that is not listed is open to nobody.
RIGHTS: dict[str, frozenset[ReaderRole] | None] = {
    "static": None,
    "entry.style": None,
    "entry.start": None,
    "entry.sign_in": None,
    "entry.sign_out": EVERYBODY,
    "entry.password": EVERYBODY,
    "portfolio.portfolio": EVERYBODY,
    "portfolio.calendar": RUNS_PORTFOLIO,
    "actions.actions": RUNS_PORTFOLIO,
    "actions.decide": RUNS_PORTFOLIO,
    "actions.change": RUNS_PORTFOLIO,
    "review.tiers": RUNS_PORTFOLIO,
    "alliance.alliance": EVERYBODY,
    "alliance.gaps": EVERYBODY,
    "alliance.over_waves": EVERYBODY,
    "alliance.people": ROWS_OF_PEOPLE,
    "network.network": KNOWS_PEOPLE,
    "what_if.what_if": KNOWS_PEOPLE,
    "execution.tests": READS_TESTS,
    "execution.execution": READS_EXECUTION,
    "files.execution": MADE_FOR[HandedOn.EXECUTION],
    "files.report": MADE_FOR[HandedOn.REPORT],
    "files.network": MADE_FOR[HandedOn.NETWORK],
    "files.portfolio": MADE_FOR[HandedOn.PORTFOLIO],
    "files.staffing": MADE_FOR[HandedOn.STAFFING],
    "files.economics": MADE_FOR[HandedOn.ECONOMICS],
    "economics.economics": SEES_MONEY,
    "economics.partner": SEES_MONEY,
    "economics.customers": SEES_MONEY,
    "programmes.impact": SEES_MONEY,
    "programmes.board": SEES_MONEY,
    "finding.finding": EVERYBODY,
    "finding.findings": EVERYBODY,
    "sponsors.sponsors": EVERYBODY,
    "staffing.staffing": ROWS_OF_PEOPLE,
    "manual.contents": EVERYBODY,
    "manual.read": EVERYBODY,
    "quality.quality": EVERYBODY,
    "surveys.surveys": RUNS_SURVEYS,
    "surveys.survey": RUNS_SURVEYS,
    "surveys.change": RUNS_SURVEYS,
    "handover.handover": _DESK,
    "handover.join": _DESK,
    "handover.match": _DESK,
    "handover.keep": _DESK,
    "handover.leave": _DESK,
    "handover.make_key": _DESK,
    "handover.seal": _DESK,
    "quality.audits": OWN_FIRM,
    "privacy.privacy": _DESK,
    "project.project": _DESK,
    "project.upload": _DESK,
    "project.proposal": _DESK,
    "project.answer": _DESK,
    "project.forget": _DESK,
    "project.take_in": _DESK,
    "project.discard": _DESK,
    "work.start": _DESK,
    "work.work": _DESK,
    "work.state": _DESK,
    "sheets.forms": _DESK,
    "sheets.sheet": _DESK,
    "sheets.save": _DESK,
    "sheets.changes": _DESK,
    "sheets.undo": _DESK,
}
LOGGED = frozenset(
    {
        "staffing.staffing",
        "alliance.people",
        "network.network",
        "what_if.what_if",
        "files.report",
        "files.network",
        "files.staffing",
        "project.proposal",
        "sheets.sheet",
        "handover.handover",
        "handover.seal",
    }
)
# these name the people a finding concerns, or who could be introduced, to readers who know people
LOGGED_WITH_PEOPLE = frozenset(
    {"alliance.alliance", "alliance.gaps", "execution.execution", "files.execution", "surveys.survey"}
)

# made of the audits, the reader and the address alone
KEPT = frozenset(
    name
    for name in RIGHTS
    if name.partition(".")[0]
    not in {"static", "entry", "files", "privacy", "surveys", "handover", "project", "sheets", "work"}
    and name != "network.drawing_script"
)
_LONGEST_KEPT = 300
_LONGEST_ADDRESS = 8_000  # characters; every page repeats its address in links (own limit)
_FORM_AROUND_FILES = 100_000  # bytes of an upload that are not of its files (own limit)
_LARGEST_SHEET = 2_000_000  # bytes of a form with many rows (own limit)


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
    app.register_error_handler(RequestURITooLarge, _strange_host)
    app.register_error_handler(AuditFormatError, _damaged)
    app.register_error_handler(NotLogged, lambda error: _not_now("This page stays closed for now", error))
    app.register_error_handler(NotMade, lambda error: _not_now("The file was not made", error))
    app.register_error_handler(NotDone, lambda error: _not_now("This was not done", error))
    app.register_error_handler(MustWait, _must_wait)
    app.register_error_handler(Exception, _fault)


def _check() -> Response | None:
    if not _is_our_host():
        raise SecurityError
    if len(request.full_path) > _LONGEST_ADDRESS:
        raise RequestURITooLarge
    g.session, g.welcome = _session_of_request()
    if request.endpoint is None:
        return None
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        _allow_size()
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
    return _kept()


def _allow_size() -> None:
    """Let those who may upload send more than the size of a usual form, and nobody else."""
    room, session = desk().workroom, g.session
    if session is None or not may_open(request.endpoint or "", session.reader):
        return
    if request.endpoint == "handover.join" and desk().surveys is not None:
        request.max_content_length = MOST_SEALED + _FORM_AROUND_FILES
    elif request.endpoint == "handover.match" and desk().surveys is not None:
        request.max_content_length = request.max_form_memory_size = _LARGEST_SHEET
    elif room is None:
        return
    elif request.endpoint == "project.upload":
        request.max_content_length = int(room.limits().mb * 1_000_000) + _FORM_AROUND_FILES
    elif request.endpoint == "sheets.save":
        request.max_content_length = request.max_form_memory_size = _LARGEST_SHEET


def most_bytes(app: Flask) -> Callable[[Mapping[str, str]], int]:
    """How large a body the viewer takes in at all, by the headers it comes with.

    A body is on the disk before a page sees it, so strangers may not send one larger than the form to sign in.

    Parameters
    ----------
    app : the viewer.
    """
    desk, usual = app.extensions["desk"], int(app.config["MAX_CONTENT_LENGTH"])

    def most(headers: Mapping[str, str]) -> int:
        cookies = dict(part.strip().partition("=")[::2] for part in headers.get("COOKIE", "").split(";"))
        key = cookies.get(desk.sessions.cookie, "")
        if not key or desk.sessions.find(key) is None:
            return usual
        of_survey = MOST_SEALED if desk.surveys is not None else 0
        of_project = int(desk.workroom.limits().mb * 1_000_000) if desk.workroom is not None else 0
        larger = max(of_survey, of_project)
        return max(usual, larger + _FORM_AROUND_FILES if larger else 0)

    return most


def _is_our_host() -> bool:
    """Exactly one of the hosts served here, port and all; an empty one is nobody's."""
    asked, hosts = request.environ.get("HTTP_HOST", "").lower(), desk().hosts
    return bool(asked) and (hosts is None or asked in hosts)


def _session_of_request() -> tuple[Session | None, bool]:
    """Session of this request, and whether it is new, so that its cookie must be set.

    Notes
    -----
    A session of an account ends at once when the account was removed or its role, firm or password
    changed; one the firm's proxy vouches for when the proxy vouches for somebody else or for nobody.
    """
    sessions, accounts = desk().sessions, desk().accounts
    key = request.cookies.get(sessions.cookie, "")
    session = sessions.find(key) if key else None
    signed_on = request.environ.get(SIGN_ON)
    if session is not None and (
        (session.stamp and not accounts.holds(session.name, session.stamp))
        or (session.by_proxy and session.name != signed_on)
        or (signed_on is not None and not session.by_proxy)
    ):
        sessions.close(session.key)
        session = None
    if session is not None or not signed_on:
        return session, False
    account = accounts.find(signed_on)
    if account is None:
        raise UnknownReaderError
    return sessions.open(account.name, account.reader, account.stamp, by_proxy=True), True


def _kept() -> Response | None:
    """Page as it was made before, for this reader, address and day, with the audits and actions as they are."""
    if request.method != "GET" or request.endpoint not in KEPT or len(request.full_path) > _LONGEST_KEPT:
        return None
    state = (desk().store.generation(), journal_mark(desk().store.folder), date.today())
    g.keep_as = (state, g.session.reader, g.session.has_password, wanted(), request.full_path)
    page = desk().kept.find(g.keep_as)
    if page is None:
        return None
    g.is_kept = True
    return Response(desk().kept.filled(page, g.session), mimetype="text/html")


def _keep(response: Response) -> None:
    """Keep a page that was made, and fill in whose it is."""
    if g.get("keep_as") is None or g.get("is_kept") or response.mimetype != "text/html":
        return
    page = response.get_data(as_text=True)
    if response.status_code == 200 and g.session.form_token not in page:  # else it is of one session only
        desk().kept.put(g.keep_as, page)
    response.set_data(desk().kept.filled(page, g.session))


def set_cookie(response: Response, session: Session) -> None:
    """Hand a reader the key of a session."""
    response.set_cookie(
        desk().sessions.cookie,
        session.key,
        httponly=True,
        samesite="Lax",
        secure=desk().sessions.https,
        path="/",
    )


def _check_form() -> None:
    """A form must come from this site, and inside a session carry its token."""
    if not is_from_here(request):
        raise FormRefusedError
    if g.session is not None:
        token = request.form.get("form_token", "")
        if not hmac.compare_digest(token.encode(), g.session.form_token.encode()):
            raise FormRefusedError


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
    log.write(line)


def _headers(response: Response) -> Response:
    _keep(response)
    remember(response)
    if g.get("welcome") and g.session is not None:
        set_cookie(response, g.session)
    response.headers.update(headers(SCRIPTS))
    if desk().sessions.https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


_WORDS = {
    400: (
        marked("This address is not served here"),
        marked("Open the viewer under the address it printed when it started."),
    ),
    403: (marked("Not for this reader"), marked("The privacy gate keeps this page from your role.")),
    404: (
        marked("There is no such page"),
        marked("The audit may have been moved. The portfolio lists what there is."),
    ),
    405: (marked("Not this way"), marked("This page cannot be called like that.")),
    413: (marked("Too much"), marked("The form is larger than the viewer accepts.")),
    414: (marked("This address is too long"), marked("No page of the viewer has one as long.")),
    429: (marked("Too many tries"), marked("Wait a few seconds, then try again.")),
    500: (
        marked("Something failed on our side"),
        marked("Nothing was changed. The terminal shows what happened."),
    ),
}
_FORM_REFUSED = (
    marked("This form was not accepted"),
    marked(
        "It was not sent by a page of this viewer, or the page was older than your session. "
        "Nothing was changed: open the page again and send it from there."
    ),
)

_UNKNOWN_READER = (
    marked("You have no account here"),
    marked("You are signed on at your firm, under a name the viewer does not know. Ask whoever runs it to add it."),
)


class UnknownReaderError(Forbidden):
    """The proxy vouches for somebody who has no account here."""


class FormRefusedError(Forbidden):
    """A form that was not sent by a page of this session."""


def _error(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    words: dict[type[HTTPException], tuple[str, str]] = {
        FormRefusedError: _FORM_REFUSED,
        UnknownReaderError: _UNKNOWN_READER,
    }
    title, advice = words.get(type(error)) or _WORDS.get(code, (error.name, ""))
    return _message(title, advice), code


@spoken
def _message(title: str, advice: str, *, is_signed: bool = True) -> str:
    """Page with a title and what to do, both in the catalogues."""
    session = g.get("session") if is_signed else None
    return render_template(
        "message.html", title=say(title), advice=say(advice) if advice else "", see=Links(), session=session
    )


def _strange_host(error: HTTPException) -> tuple[str, int]:
    """The address itself is refused, so no link can be built on it."""
    code = error.code or 400
    with speaking(wanted()):
        title, advice = map(say, _WORDS[code])
        return f"<!doctype html><html lang={language()}><title>{title}</title><p>{advice}</p></html>", code


def _damaged(error: AuditFormatError) -> tuple[str, int]:
    """A file that was whole when it was listed and is not now."""
    return _not_now("This audit cannot be read", error, 500)


def _not_now(title: str, error: AllianceNetError, code: int = 503) -> tuple[str, int]:
    """A page that can be shown again once something outside was put right."""
    return render_template("message.html", title=title, advice=str(error), see=Links(), session=g.get("session")), code


def _must_wait(error: MustWait) -> Response:
    wait = {"Retry-After": str(max(1, round(error.seconds)))}
    return Response(_message(*_WORDS[429]), 429, wait, mimetype="text/html")


def _fault(error: Exception) -> tuple[str, int]:
    current_app.logger.error("page failed: %s", request.path, exc_info=error)
    return _message(*_WORDS[500], is_signed=False), 500
