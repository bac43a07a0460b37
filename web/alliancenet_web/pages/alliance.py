"""One alliance: why it stands where it stands."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort

from alliancenet.model.action import Action, ActionState
from alliancenet.model.earnings import EarningsReview
from alliancenet.model.review import AllianceReview
from alliancenet.privacy import AuditView
from alliancenet.report import answers, headlines
from alliancenet.report.advice import for_alliance
from alliancenet.report.figures import cards
from alliancenet.report.figures import logs as log_trend
from alliancenet.report.figures import trends as trend_figures
from alliancenet.report.figures.bridge import bridge
from alliancenet.report.figures.dial import dial
from alliancenet.report.figures.dumbbells import dumbbells
from alliancenet.report.figures.ladder import ladder
from alliancenet.report.figures.profile import profile
from alliancenet.report.four_views import disagreement, four_views
from alliancenet.report.gathered import grouped
from alliancenet.report.moves import moved
from alliancenet.report.standing import standing_of
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables import units, unseen, voices
from alliancenet.report.trends import trends
from alliancenet_web.desk import desk, reader, views
from alliancenet_web.guard import may_open
from alliancenet_web.links import page
from alliancenet_web.pages.actions import kept, still_to_decide
from alliancenet_web.store import key_of
from alliancenet_web.tongue import spoken

pages = Blueprint("alliance", __name__)


def waves_of(key: str) -> tuple[AuditView, ...]:
    """Audits of an alliance by the key in the address, oldest first; 404 when there is none."""
    found = tuple(view for view in views() if key_of(view.alliance.id) == key)
    if not found:
        abort(404)
    return found


def audit_of(key: str, wave: str) -> AuditView:
    """One audit by the keys in the address; 404 when there is none."""
    found = next((view for view in waves_of(key) if key_of(view.wave.id) == wave), None)
    return desk().store.whole(found) if found else abort(404)


@pages.get("/alliance/<key>/<wave>")
@spoken
def alliance(key: str, wave: str) -> Response | str:
    """How it stands and why, what to do, the levels, both sides' views; every table folded below."""
    view = audit_of(key, wave)
    waves = waves_of(key)
    before = before_of(view, waves)
    # what an earlier audit proposed is decided on the newest one, if it still stands there
    is_newest = view.wave.id == waves[-1].wave.id
    decides = is_newest and may_open("actions.actions", reader())
    one, money = reviewed(view), _money()
    steps = for_alliance(view, one.action.owner if one and one.action else "")
    perception = cards.perception_card(view)
    shown = (
        alliance_tables.levels(view),
        alliance_tables.structure(view),
        alliance_tables.counterparts(view),
        alliance_tables.role_counts(view),
        alliance_tables.spanner_counts(view),
        alliance_tables.sponsors(view),
        alliance_tables.silence(view),
        alliance_tables.other_measures(view),
        unseen.not_looked([view]),
        perception.table,
        log_trend.months(view),
        log_trend.pace(view),
        *voices.told(view),
        voices.quality(view),
    )
    return page(
        "alliance.html",
        shown,
        view=view,
        waves=waves,
        before=before,
        headline=headlines.alliance(view, before),
        standing=standing_of(view),
        dial=dial(view),
        why=headlines.why_this_colour(view, before),
        moved=moved(before, view),
        bridge=bridge(view),
        may_draw=may_open("network.network", reader()),
        ladder=ladder(view),
        bells=dumbbells(view),
        profile=profile(view),
        four=four_views(one, _counted_in(), money) if one else (),
        disagreement=disagreement(one, money) if one else "",
        partners_in_money=[partner for partner in money.partners if view.alliance.id in partner.alliances]
        if money
        else (),
        decides=decides,
        steps=(still_to_decide(steps) if decides else steps)[:3],
        planned=[action for action in kept().actions if _is_planned(action, view)] if decides else (),
        card=cards.level_card(view),
        perception=perception,
        keys=(key, wave),
    )


def before_of(view: AuditView, waves: Sequence[AuditView]) -> AuditView | None:
    """The audit before this one."""
    place = [wave.wave.id for wave in waves].index(view.wave.id)
    return waves[place - 1] if place else None


def reviewed(view: AuditView) -> AllianceReview | None:
    """What the review says of an alliance, of its newest audit and to readers of the review only."""
    review = desk().store.review(reader()) if may_open("review.tiers", reader()) else None
    found = review.review.alliances if review else ()
    return next(
        (alliance for alliance in found if alliance.id == view.alliance.id and alliance.last_wave == view.wave.id), None
    )


def _money() -> EarningsReview | None:
    """What relationships earn, for readers who may see money."""
    found = desk().store.earnings(reader()) if reader().sees_money else None
    return found.review if found else None


def _counted_in() -> str:
    """What sums of money are counted in."""
    review = desk().store.review(reader())
    return review.review.money if review else ""


def _is_planned(action: Action, view: AuditView) -> bool:
    is_open = action.state in {ActionState.OPEN, ActionState.UNDER_WAY}
    return is_open and action.alliance == view.alliance.id


@pages.get("/alliance/<key>/<wave>/people")
@spoken
def people(key: str, wave: str) -> Response | str:
    """People by their place in the network; the opening is logged."""
    view = audit_of(key, wave)
    shown = (
        alliance_tables.people(view),
        alliance_tables.role_counts(view),
        alliance_tables.spanner_counts(view),
    )
    return page("people.html", shown, view=view, keys=(key, wave), answer=answers.people(view))


GAP_FAMILIES = ("G-", "N-COUNTERPART", "N-ROLEPAIR", "N-SKIP")


@pages.get("/alliance/<key>/<wave>/gaps")
@spoken
def gaps(key: str, wave: str) -> Response | str:
    """Which levels and roles that should talk do not, and who could be introduced."""
    view = audit_of(key, wave)
    card = cards.level_card(view)
    matrices = units.matrices(view)
    shown = (
        *matrices,
        units.missing(view),
        units.introductions(view),
        card.table,
        alliance_tables.counterparts(view),
        alliance_tables.seen_parts(view),
        alliance_tables.said_parts(view),
    )
    found = [group for group in grouped([view]) if group.worst.code.startswith(GAP_FAMILIES)]
    names = [table.name for table in matrices]
    return page(
        "gaps.html",
        shown,
        view=view,
        keys=(key, wave),
        answer=answers.gaps(view),
        found=found,
        card=card,
        matrices=names,
        by_level=[name for name in names if name.startswith("units_level")],
    )


@pages.get("/alliance/<key>/<wave>/trends")
@spoken
def over_waves(key: str, wave: str) -> Response | str:
    """Better or worse over the audits, and what of it is a change."""
    view = audit_of(key, wave)
    waves = waves_of(key)
    until = waves[: [earlier.wave.id for earlier in waves].index(view.wave.id) + 1]
    return page(
        "trends.html",
        (trends(until), log_trend.months(view)),
        view=view,
        keys=(key, wave),
        answer=answers.trends(until),
        waves=until,
        multiples=trend_figures.multiples(until),
        figures=trend_figures,
    )
