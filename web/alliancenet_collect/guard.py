"""The door of the collector: who may open which page, what every form must carry, what every answer says."""

import hmac

from alliancenet_web.origin import NO_SCRIPT, headers, is_from_here
from alliancenet_web.tries import Limit, MustWait, place_of
from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import Forbidden, HTTPException, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.collect import tokens
from alliancenet.collect.answering import Foreign
from alliancenet.collect.sitting import Changed, Closed
from alliancenet.collect.store import NotKept
from alliancenet.collect.wave import journal
from alliancenet.collect.words import languages, words_in
from alliancenet_collect.room import room

# pages that are open without a session; every other page shows the bearer's own answers and nothing else
OPEN = frozenset({"collect.link", "collect.enter", "collect.style"})
_ENTERING = Limit(10, 6.0)  # wrong links from one address (own limit)
_SENDING = Limit(60, 1.0)  # pages one person sends (own limit)


class NoSession(Forbidden):
    """A page was asked for without a session, or with one that ended."""


class FormRefused(Forbidden):
    """A form that was not sent by a page of this session."""


def protect(app: Flask) -> None:
    """Hang the door into an application."""
    app.before_request(_check)
    app.after_request(_headers)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(HTTPException, _error)
    app.register_error_handler(MustWait, _must_wait)
    app.register_error_handler(NotKept, _not_kept)
    app.register_error_handler(Closed, _closed)
    app.register_error_handler(Changed, _changed)
    app.register_error_handler(Foreign, _foreign)
    app.register_error_handler(Exception, _fault)


def _check() -> None:
    asked, hosts = request.environ.get("HTTP_HOST", "").lower(), room().hosts
    if not asked or (hosts is not None and asked not in hosts):
        raise SecurityError
    g.sitting = None
    if request.endpoint is None or request.endpoint in OPEN:
        return
    key = request.cookies.get(room().cookie, "")
    g.sitting = tokens.sitting_of(room().store, key) if key else None
    if g.sitting is None:
        raise NoSession
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        take_try(_SENDING, g.sitting.respondent)
        given = request.form.get("form_token", "")
        if not is_from_here(request) or not hmac.compare_digest(given.encode(), g.sitting.form_token.encode()):
            raise FormRefused


def check_entering() -> None:
    """Refuse to look at a link from an address that tried too many wrong ones.

    Raises
    ------
    MustWait
        When it has to wait.
    """
    # the link's page keeps its address to itself, so browsers send "Origin: null"; older ones say nothing else
    is_kept_back = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    if not is_kept_back and not is_from_here(request):
        raise FormRefused
    take_try(_ENTERING, place_of(request.remote_addr or ""))


def entered() -> None:
    """A right link: the try is given back, for a whole firm may come from one address."""
    with room().lock:
        room().tries.give_back(_ENTERING, place_of(request.remote_addr or ""))


def take_try(limit: Limit, key: str) -> None:
    """Take a try."""
    with room().lock:
        room().tries.take([(limit, key)])


def language() -> str:
    """Language of a page that belongs to nobody yet: the browser's, where there is one."""
    return request.accept_languages.best_match(languages()) or languages()[0]


def message(name: str, code: int, *, leads_on: bool = True) -> Response:
    """A page that says in a few sentences what happened.

    Parameters
    ----------
    leads_on : there is something of the bearer's own to go on to.
    """
    words = words_in(g.get("language") or language())
    page = render_template(
        "message.html",
        words=words,
        language=g.get("language") or language(),
        name=name,
        sitting=g.get("sitting") if leads_on else None,
    )
    return Response(page, code, mimetype="text/html")


def _headers(response: BaseResponse) -> BaseResponse:
    response.headers.update(headers(NO_SCRIPT))
    if request.endpoint == "collect.link":  # its address is the key: no browser hands it on, not even to us
        response.headers["Referrer-Policy"] = "no-referrer"
    if room().https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


_PAGES = {404: "no_page", 405: "no_page", 413: "too_much"}


def _error(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    if isinstance(error, NoSession):
        return message("no_session", 403)
    if isinstance(error, FormRefused) or code == 400:
        _put_on_record("form refused")
        return message("foreign", code)
    return message(_PAGES.get(code, "failed"), code)


def _strange_host(_: SecurityError) -> tuple[str, int]:
    """The address itself is refused, so no link can be built on it."""
    return "<!doctype html><html lang=en><title>Not here</title><p>This address is not served here.</p></html>", 400


def _closed(_: Closed) -> Response:
    _put_on_record("refused: closed")
    return message("closed", 409)


def _changed(error: Changed) -> Response:
    _put_on_record("sending refused", str(error))
    return message("changed", 409)


def _foreign(error: Foreign) -> Response:
    _put_on_record("form refused", str(error))
    return message("foreign", 400)


def _put_on_record(act: str, detail: str = "") -> None:
    try:
        with room().store.writing() as connection:
            journal(connection, act, g.sitting.respondent if g.get("sitting") else "", detail)
    except NotKept:  # the answer to the form matters more than the line about it
        current_app.logger.warning("%s; the journal could not be written", act)


def _must_wait(error: MustWait) -> Response:
    response = message("too_fast", 429)
    response.headers["Retry-After"] = str(max(1, round(error.seconds)))
    return response


def _not_kept(error: NotKept) -> Response:
    current_app.logger.error("%s", error)
    response = message("not_kept", 503)
    response.headers["Retry-After"] = "60"
    return response


def _fault(error: Exception) -> Response:
    # the address may hold a link's key: the endpoint says enough
    current_app.logger.error("page failed: %s", request.endpoint, exc_info=error)
    return message("failed", 500)
