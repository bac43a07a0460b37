"""The first page: what asks for the reader, what to decide, where the alliances stand, what is due."""

from datetime import date

from flask import Blueprint, Response, current_app, url_for

from alliancenet.language import say
from alliancenet.privacy import AuditView, ReaderRole, ReviewView
from alliancenet.report import advice, due, headlines, home, words
from alliancenet.report.figures import review as review_figures
from alliancenet.report.figures import staffing as staffing_figures
from alliancenet.report.figures.timeline import timeline
from alliancenet.report.money.decisions import in_place
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.tables import overview as tables
from alliancenet_web.desk import desk, reader, views
from alliancenet_web.guard import may_open
from alliancenet_web.links import page
from alliancenet_web.pages.actions import about_money, kept, still_to_decide
from alliancenet_web.tongue import spoken

pages = Blueprint("portfolio", __name__)
DECISIONS = 3


@pages.get("/")
@spoken
def portfolio() -> Response | str:
    """The answer, four numbers, three decisions, bubbles, levels worst first, what moved, what is due."""
    every = views()
    newest = tables.newest(every)
    review = desk().store.review(reader()) if may_open("review.tiers", reader()) else None
    rows, coming = home.worst_first(newest), what_is_due(every, review)
    decides = may_open("actions.actions", reader())
    open_advice = (
        still_to_decide(in_place(advice.for_portfolio(newest, review), about_money(review))) if decides else ()
    )
    of_review = (review_figures.matrix(review),) if review else ()
    return page(
        "portfolio.html",
        (home.standings(rows), due_table(coming), *of_review),
        headline=_headline(every, newest, review),
        tiles=home.tiles(every, _asked()) if newest else (),
        asks=say("To decide") if reader().role is ReaderRole.EXECUTIVE else say("This week"),
        open_advice=open_advice[:DECISIONS],
        n_advice=len(open_advice),
        late=[due_thing for due_thing in coming if due_thing.is_late(date.today())],
        decides=decides,
        staffing=url_for("staffing.staffing") if "staffing.staffing" in current_app.view_functions else "",
        rows=rows[: home.MOST_ROWS],
        n_rows=len(rows),
        review=review,
        figures=review_figures,
        bubbles=review_figures.bubbles(review) if review else None,
        movers=home.movers(review) if review else (),
        line=timeline(coming, date.today()) if coming else None,
        overdue=[action for action in kept().actions if action.is_overdue(date.today())] if decides else (),
        problems=desk().store.problems(reader()),
        left_behind=desk().store.left_behind() if review else (),
    )


def _headline(
    every: tuple[AuditView, ...], newest: tuple[AuditView, ...], review: ReviewView | None
) -> headlines.Headline:
    """The answer to this reader's question."""
    if reader().role is ReaderRole.HR and newest:
        whole = [desk().store.whole(view) for view in newest]
        sentence = staffing_figures.heading(desk().store.staffing(reader()), staffing_figures.gaps(whole), newest)
        return headlines.Headline(sentence=sentence, below=headlines.home(newest).below)
    if len(newest) == 1:
        older = [view for view in every if view.wave.id != newest[0].wave.id]
        return headlines.alliance(newest[0], older[-1] if older else None)
    return headlines.home(newest, review, date.today())


def _asked() -> set[str] | None:
    """Alliances that are asked to have sponsors: no secret inside the own firm."""
    review = desk().store.review(reader()) if reader().is_own_firm else None
    return {alliance.id for alliance in review.review.alliances if alliance.sponsors.required} if review else None


@pages.get("/due.ics")
def calendar() -> Response:
    """What is due, for a calendar."""
    content = due.to_calendar(what_is_due(views(), desk().store.review(reader())), date.today())
    return Response(
        content, mimetype="text/calendar", headers={"Content-Disposition": 'attachment; filename="alliances.ics"'}
    )


def what_is_due(every: tuple[AuditView, ...], review: ReviewView | None) -> tuple[due.Due, ...]:
    """Everything due within half a year that this reader may know of."""
    actions = kept().actions if may_open("actions.actions", reader()) else ()
    return due.due(every, review, actions, date.today())


def due_table(coming: tuple[due.Due, ...]) -> Table:
    """The table twin of the time line."""
    today = date.today()
    return Table(
        name="due",
        caption=say("What is late or due in the next six months"),
        columns=(
            Column(key="day", title=say("Day"), width="nowrap"),
            Column(key="alliance", title=say("Alliance")),
            Column(key="what", title=say("What"), width="wide"),
            Column(key="owner", title=say("Owner")),
        ),
        rows=tuple(
            (
                Cell(
                    text=words.table_day(due.day),
                    order=due.day.isoformat(),
                    detail=say("late") if due.is_late(today) else "",
                ),
                Cell(text=due.name or say("several"), target=due.target),
                Cell(text=due.what),
                Cell(text=due.owner) if due.owner else Cell(text=say("nobody on record"), tone="withheld"),
            )
            for due in coming
        ),
        empty=say("Nothing is due in the next six months."),
    )
