"""One alliance: why it stands where it stands."""

from flask import Blueprint, Response, abort

from alliancenet.privacy import AuditView
from alliancenet.report import alliance_tables, cards, tables
from alliancenet_web.desk import views
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
    return found or abort(404)


@pages.get("/alliance/<key>/<wave>")
def alliance(key: str, wave: str) -> Response | str:
    """Levels, structure, people by role, sponsors, findings with evidence."""
    view = audit_of(key, wave)
    waves = waves_of(key)
    shown = (
        alliance_tables.levels(view),
        alliance_tables.structure(view),
        alliance_tables.counterparts(view),
        alliance_tables.role_counts(view),
        alliance_tables.spanner_counts(view),
        alliance_tables.sponsors(view),
        alliance_tables.other_measures(view),
        tables.not_looked([view]),
        tables.trends(waves),
    )
    return page(
        "alliance.html", shown, view=view, waves=waves, card=cards.level_card(view), keys=(key, wave), key_of=key_of
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
