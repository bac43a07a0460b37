"""Coming in and going out, and the style sheet."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.language import marked, say
from alliancenet.report.page import TEMPLATES
from alliancenet_web.accounts import SHORTEST_PASSWORD, change_password
from alliancenet_web.desk import desk, session
from alliancenet_web.guard import set_cookie
from alliancenet_web.links import Links
from alliancenet_web.menu import first_page
from alliancenet_web.proxy import SIGN_ON
from alliancenet_web.sessions import Session
from alliancenet_web.tongue import spoken

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
    if request.method == "GET" or _signs_on_elsewhere():
        return _form("", 200 if accounts else 401)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    account = desk().door.sign_in(accounts, name, password, request.remote_addr or "")
    if account is None:
        return _form(marked("Name or password is not right."), 403)
    return _welcome(desk().sessions.open(account.name, account.reader, account.stamp))


@pages.route("/password", methods=["GET", "POST"])
def password() -> BaseResponse | tuple[str, int] | str:
    """Let readers change their own password; their other sessions end."""
    current, accounts = session(), desk().accounts
    if current is None or not current.has_password or accounts.path is None:
        abort(404)
    if request.method == "GET":
        return _password_form(current, ())
    told = {part: request.form.get(part, "") for part in ("password", "new", "again")}
    account = desk().door.sign_in(accounts, current.name, told["password"], request.remote_addr or "")
    faults = [
        *([marked("Your password now is not right.")] if account is None else []),
        *([marked("The two new passwords are not the same.")] if told["new"] != told["again"] else []),
        *([marked("At least {shortest} characters are needed.")] if len(told["new"]) < SHORTEST_PASSWORD else []),
    ]
    if faults:
        return _password_form(current, tuple(faults)), 403
    change_password(accounts.path, current.name, told["new"])
    changed = accounts.find(current.name) or abort(404)
    return _welcome(desk().sessions.open(changed.name, changed.reader, changed.stamp))


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


def _signs_on_elsewhere() -> bool:
    """The firm's proxy signs people on, and nobody else does."""
    return SIGN_ON in request.environ


@spoken
def _form(fault: str, code: int) -> tuple[str, int]:
    page = render_template(
        "sign_in.html",
        fault=say(fault) if fault else "",
        has_accounts=bool(desk().accounts),
        elsewhere=_signs_on_elsewhere(),
        see=Links(),
        session=None,
    )
    return page, code


@spoken
def _password_form(current: Session, faults: tuple[str, ...]) -> str:
    told = [say(fault, shortest=SHORTEST_PASSWORD) for fault in faults]
    return render_template("password.html", faults=told, shortest=SHORTEST_PASSWORD, see=Links(), session=current)


def _welcome(opened: Session) -> BaseResponse:
    before = session()
    if before is not None:
        desk().sessions.close(before.key)
    response = make_response(redirect(url_for(first_page(opened.reader)), 303))
    set_cookie(response, opened)
    return response
