"""Actions: what was decided, by whom and until when; kept from audit to audit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.model.action import Action, ActionState
from alliancenet.privacy import ReviewView
from alliancenet.privacy.execution_view import OF_EXECUTION
from alliancenet.privacy.money import tells_of_money
from alliancenet.privacy.rights import READS_TESTS
from alliancenet.report import actions as action_tables
from alliancenet.report.advice import Advice, for_alliance, for_portfolio
from alliancenet.report.execution import decisions as of_execution
from alliancenet.report.money.decisions import decisions, in_place
from alliancenet.report.tables.overview import newest
from alliancenet.store.actions import Kept, Proposed, change_action, open_action, read_actions
from alliancenet_web.desk import desk, reader, session, views
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("actions", __name__)
LATEST = timedelta(days=3 * 366)
_MOVES = (ActionState.OPEN, ActionState.UNDER_WAY, ActionState.DONE, ActionState.DROPPED)


def kept() -> Kept:
    """Actions of the folder that this reader may read: of money and of execution only to whoever may see them."""
    found = read_actions(desk().store.folder)
    return replace(found, actions=tuple(action for action in found.actions if _may_read(action.key)))


def _may_read(key: str) -> bool:
    if key.startswith(OF_EXECUTION):
        return reader().role in READS_TESTS
    return reader().sees_money or not tells_of_money(key)


def still_to_decide(found: Iterable[Advice]) -> tuple[Advice, ...]:
    """Advice nobody has decided on yet; what was put off comes back on its day."""
    known, today = kept().by_key(), date.today()
    return tuple(advice for advice in found if not _is_settled(known.get(advice.key), advice, today))


def _is_settled(action: Action | None, one: Advice, today: date) -> bool:
    if action is None:
        return False
    if action.state is ActionState.LATER:
        return action.due > today
    # what was done or dropped is proposed again when a later audit finds it again
    return not action.state.is_closed or action.wave == one.wave


@pages.get("/actions")
@spoken
def actions() -> Response | str:
    """What was decided and how far it is; what is still to decide."""
    known, seen = kept(), views()
    states = action_tables.checked(known.actions, seen)
    return page(
        "actions.html",
        (action_tables.table(states, date.today()),),
        states=states,
        unread=known.unread,
        moves=_MOVES,
        today=date.today(),
        first_steps=still_to_decide(_first_steps()),
        further=still_to_decide(_further_steps()),
    )


def _first_steps() -> tuple[Advice, ...]:
    """What the first page counts: the first step of each alliance, what concerns several, and what is about money."""
    review = desk().store.review(reader())
    money = about_money(review)
    both = (*in_place(for_portfolio(newest(views()), review), money), *money)
    return tuple({advice.key: advice for advice in both}.values())


def _further_steps() -> tuple[Advice, ...]:
    """What else each alliance is advised, one step for each kind of finding, and what execution says, worst first."""
    first = _first_steps()
    owners = {advice.alliance: advice.owner for advice in first if advice.alliance}
    each = [advice for view in newest(views()) for advice in for_alliance(view, owners.get(view.alliance.id, ""))]
    each += about_execution()
    known = {advice.key for advice in first}
    return tuple(
        sorted((advice for advice in each if advice.key not in known), key=lambda advice: -advice.severity.rank)
    )


def about_money(review: ReviewView | None) -> tuple[Advice, ...]:
    """What there is to decide about money, for readers who may see it."""
    found = desk().store.earnings(reader()) if reader().sees_money else None
    return decisions(found, review) if found else ()


def about_execution() -> tuple[Advice, ...]:
    """What there is to decide about how relationships are run, for readers who may read all of it."""
    found = desk().store.execution(reader()) if reader().role in READS_TESTS else None
    return of_execution(found) if found else ()


@pages.post("/actions/decide")
def decide() -> BaseResponse:
    """Keep a proposal as an action, or put it off; pressed twice it is kept once.

    Notes
    -----
    The form sends the key only: what the action says comes from the audits this reader may read.
    """
    key = request.form.get("key", "")
    one = next((advice for advice in (*_first_steps(), *_further_steps()) if advice.key == key), None) or abort(404)
    later = request.form.get("answer") == "later"
    today = date.today()
    until = today + timedelta(days=one.days_later) if later else _day(today + timedelta(days=one.days))
    open_action(
        desk().store.folder,
        Proposed(
            key=one.key,
            alliance=one.alliance,
            code=one.code,
            subject=one.subject,
            title=one.title,
            why=one.why,
            wave=one.wave,
        ),
        owner=request.form.get("owner", one.owner).strip(),
        due=until,
        by=_who(),
        today=today,
        state=ActionState.LATER if later else ActionState.OPEN,
    )
    return redirect(_back(), 303)


@pages.post("/actions/<int:number>")
def change(number: int) -> BaseResponse:
    """Write down where an action stands; dropping one needs a reason."""
    before = next((action for action in kept().actions if action.id == number), None) or abort(404)
    try:
        state = ActionState(request.form.get("state", before.state.value))
    except ValueError:
        abort(400)
    reason = request.form.get("reason", "").strip()
    if state is ActionState.DROPPED and not reason:
        return redirect(url_for("actions.actions", fault=number) + f"#action-{number}", 303)
    change_action(
        desk().store.folder,
        number,
        state=state,
        owner=request.form.get("owner", before.owner).strip(),
        due=_day(before.due),
        reason=reason if state is ActionState.DROPPED else "",
        by=_who(),
        today=date.today(),
    )
    return redirect(url_for("actions.actions") + f"#action-{number}", 303)


def _day(otherwise: date) -> date:
    """The day typed into the form, kept within reason; else another."""
    try:
        asked = date.fromisoformat(request.form.get("due", ""))
    except ValueError:
        return otherwise
    return min(max(asked, date.today() - LATEST), date.today() + LATEST)


def _who() -> str:
    current = session()
    return current.name if current else ""


def _back() -> str:
    """The page of this viewer the form was on; never another site."""
    place = request.form.get("back", "")
    return place if place.startswith("/") and not place.startswith(("//", "/\\")) else url_for("actions.actions")
