"""Coming in and going out, and the style sheet."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.report.page import TEMPLATES
from alliancenet_web.desk import desk, session
from alliancenet_web.links import Links
from alliancenet_web.sessions import Session

pages = Blueprint("entry", __name__)


@pages.get("/start")
def start() -> BaseResponse:
    """Exchange the start link, once, for a session."""
    opened = desk().sessions.start(request.args.get("token", ""))
    return redirect(url_for("entry.sign_in"), 303) if opened is None else _welcome(opened)


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> BaseResponse | tuple[str, int]:
    """Ask for name and password, or say where the start link is found."""
    accounts = desk().accounts
    if request.method == "GET":
        return _form("", 200 if accounts.by_name else 401)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    if accounts.must_wait(name):
        abort(429)
    account = accounts.sign_in(name, password)
    if account is None:
        return _form("Name or password is not right.", 403)
    return _welcome(desk().sessions.open(account.name, account.reader))


@pages.post("/sign-out")
def sign_out() -> BaseResponse:
    """End the session on the server."""
    current = session()
    if current is not None:
        desk().sessions.close(current.key)
    response = redirect(url_for("entry.sign_in"), 303)
    response.delete_cookie(desk().sessions.cookie, path="/", secure=desk().sessions.https)
    return response


@pages.get("/style.css")
def style() -> Response:
    """Return the one style sheet, the report's."""
    text = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return Response(text, mimetype="text/css")


def _form(fault: str, code: int) -> tuple[str, int]:
    has_accounts = bool(desk().accounts.by_name)
    page = render_template("sign_in.html", fault=fault, has_accounts=has_accounts, see=Links(), session=None)
    return page, code


def _welcome(opened: Session) -> BaseResponse:
    before = session()
    if before is not None:
        desk().sessions.close(before.key)
    response = make_response(redirect(url_for("portfolio.portfolio"), 303))
    response.set_cookie(
        desk().sessions.cookie,
        opened.key,
        httponly=True,
        samesite="Lax",
        secure=desk().sessions.https,
        path="/",
    )
    return response
