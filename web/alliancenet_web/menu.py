"""What a reader is offered; the guard decides what opens."""

from collections import Counter
from dataclasses import dataclass

from flask import url_for

from alliancenet.language import marked, say
from alliancenet.model.score import Score
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.report import words
from alliancenet.report.standing import Standing, standing_of
from alliancenet.report.tables.overview import newest
from alliancenet.store.economics_file import ECONOMICS_FILE
from alliancenet.store.execution_file import EXECUTION_FILE
from alliancenet_web.desk import desk, views
from alliancenet_web.guard import may_open
from alliancenet_web.store import key_of

_MENU = (
    ("portfolio.portfolio", marked("Portfolio")),
    ("actions.actions", marked("Actions")),
    ("finding.findings", marked("Findings")),
    ("review.tiers", marked("Tiers and proposals")),
    ("economics.economics", marked("Economics")),
    ("economics.customers", marked("Customers")),
    ("programmes.impact", marked("Impact")),
    ("programmes.board", marked("Levers")),
    ("sponsors.sponsors", marked("Sponsors")),
    ("staffing.staffing", marked("Staffing")),
    ("execution.execution", marked("How we work")),
    ("execution.tests", marked("Tests")),
    ("project.project", marked("Project")),
    ("surveys.surveys", marked("Surveys")),
    ("quality.quality", marked("Data quality")),
    ("quality.audits", marked("Audits")),
    ("privacy.privacy", marked("Privacy desk")),
    ("manual.contents", marked("Manual")),
)
_MADE_OF = {
    "economics.economics": ECONOMICS_FILE,
    "economics.customers": ECONOMICS_FILE,
    "execution.execution": EXECUTION_FILE,
    "execution.tests": EXECUTION_FILE,
}
"""Review a page is made of; without it in the folder the page is not offered."""
_ALLIANCE_MENU = (
    ("alliance.alliance", marked("Overview")),
    ("alliance.gaps", marked("Integration gaps")),
    ("alliance.over_waves", marked("Trends")),
    ("alliance.people", marked("People")),
    ("network.network", marked("Network")),
    ("what_if.what_if", marked("What if")),
)


def menu(reader: Reader) -> list[tuple[str, str]]:
    """Pages of the portfolio this reader may open; HR's own page first."""
    offered = [
        (endpoint, say(title)) for endpoint, title in _MENU if may_open(endpoint, reader) and _is_served(endpoint)
    ]
    return (
        sorted(offered, key=lambda entry: entry[0] != "staffing.staffing") if reader.role is ReaderRole.HR else offered
    )


def _is_served(endpoint: str) -> bool:
    """Surveys and the project itself are offered by a viewer that knows of a project, reviews where their file lies."""
    made_of = _MADE_OF.get(endpoint)
    if made_of is not None:
        return desk().store.holds(made_of)
    served = {"surveys.surveys": desk().surveys, "project.project": desk().workroom}
    return endpoint not in served or served[endpoint] is not None


def first_page(reader: Reader) -> str:
    """Endpoint of the page a reader sees after signing in."""
    if reader.role is ReaderRole.FACILITATOR and desk().workroom is not None and not desk().store.views(reader):
        return "project.project"  # nothing is audited yet: the first day begins there
    return "staffing.staffing" if reader.role is ReaderRole.HR else "portfolio.portfolio"


def alliance_menu(reader: Reader) -> list[tuple[str, str]]:
    """Pages of one alliance this reader may open."""
    return [(endpoint, say(title)) for endpoint, title in _ALLIANCE_MENU if may_open(endpoint, reader)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RailEntry:
    """An alliance in the rail: its newest audit, how it stands, and its health as text."""

    key: str
    name: str
    target: tuple[str, str, str]
    standing: Standing
    health: str


_ORDER = tuple(Standing)
MOST_IN_RAIL = 30  # the others are on the portfolio, which lists all


def rail() -> list[RailEntry]:
    """Alliances of this reader, those that need somebody first, then by health."""
    entries = [(standing_of(view), view.score("health"), view) for view in newest(views())]
    several = Counter(words.short(view.alliance.name) for _, _, view in entries)
    entries.sort(key=lambda entry: (_ORDER.index(entry[0]), _points(entry[1]), entry[2].alliance.name))
    return [
        RailEntry(
            key=key_of(view.alliance.id),
            name=_shown(view.alliance.name, several),
            target=("alliance", view.alliance.id, view.wave.id),
            standing=standing,
            health=words.NONE if health is None or health.value is None else words.value_of(health),
        )
        for standing, health, view in entries[:MOST_IN_RAIL]
    ]


def _shown(name: str, several: Counter[str]) -> str:
    """The short name where it tells the alliance from all others."""
    short = words.short(name)
    return short if several[short] == 1 else name


def _points(health: Score | None) -> float:
    """Points to sort by; those nobody knows come last."""
    return 101.0 if health is None or health.value is None else health.value


_PLACES = {
    "sponsors": "sponsors.sponsors",
    "quality": "quality.quality",
    "findings": "finding.findings",
}


def place_of(anchor: str, reader: Reader) -> str:
    """Address of the page that tells the cause of a tile: a page by name, or a place on this one."""
    name, _, query = anchor.partition("?")
    endpoint = _PLACES.get(name, "")
    if not endpoint or not may_open(endpoint, reader):
        return anchor if anchor.startswith("#") else "#levels"
    return url_for(endpoint) + (f"?{query}" if query else "")
