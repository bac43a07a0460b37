"""One alliance: why it stands where it stands."""

from flask import Blueprint, Response, abort

from alliancenet.privacy import AuditView
from alliancenet.report.figures import cards
from alliancenet.report.figures import logs as log_trend
from alliancenet.report.figures import trends as trend_figures
from alliancenet.report.gathered import grouped
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables import units, unseen, voices
from alliancenet.report.trends import trends
from alliancenet_web.desk import desk, views
from alliancenet_web.links import page
from alliancenet_web.store import key_of

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
def alliance(key: str, wave: str) -> Response | str:
    """Levels, structure, people by role, sponsors, findings with evidence."""
    view = audit_of(key, wave)
    waves = waves_of(key)
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
        card=cards.level_card(view),
        perception=perception,
        keys=(key, wave),
    )


@pages.get("/alliance/<key>/<wave>/people")
def people(key: str, wave: str) -> Response | str:
    """People by their place in the network; the opening is logged."""
    view = audit_of(key, wave)
    shown = (
        alliance_tables.people(view),
        alliance_tables.role_counts(view),
        alliance_tables.spanner_counts(view),
    )
    return page("people.html", shown, view=view, keys=(key, wave))


GAP_FAMILIES = ("G-", "N-COUNTERPART", "N-ROLEPAIR", "N-SKIP")


@pages.get("/alliance/<key>/<wave>/gaps")
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
    return page("gaps.html", shown, view=view, keys=(key, wave), found=found, card=card, matrices=names)


@pages.get("/alliance/<key>/<wave>/trends")
def over_waves(key: str, wave: str) -> Response | str:
    """Better or worse over the audits, and what of it is a change."""
    view = audit_of(key, wave)
    waves = waves_of(key)
    until = waves[: [one.wave.id for one in waves].index(view.wave.id) + 1]
    return page(
        "trends.html",
        (trends(until), log_trend.months(view)),
        view=view,
        keys=(key, wave),
        waves=until,
        multiples=trend_figures.multiples(until),
        figures=trend_figures,
    )
