"""What a reader is offered; the guard decides what opens."""

from dataclasses import dataclass

from alliancenet.model.score import Score
from alliancenet.privacy import Reader
from alliancenet.report import words
from alliancenet.report.standing import Standing, standing_of
from alliancenet.report.tables.overview import newest
from alliancenet_web.desk import views
from alliancenet_web.guard import may_open
from alliancenet_web.store import key_of

_MENU = (
    ("portfolio.portfolio", "Portfolio"),
    ("review.tiers", "Tiers and proposals"),
    ("finding.findings", "Findings"),
    ("sponsors.sponsors", "Sponsors"),
    ("quality.quality", "Data quality"),
    ("quality.audits", "Audits"),
    ("manual.contents", "Manual"),
)
_ALLIANCE_MENU = (
    ("alliance.alliance", "Overview"),
    ("alliance.gaps", "Integration gaps"),
    ("alliance.over_waves", "Trends"),
    ("alliance.people", "People"),
    ("network.network", "Network"),
    ("what_if.what_if", "What if"),
)


def menu(reader: Reader) -> list[tuple[str, str]]:
    """Pages of the portfolio this reader may open."""
    return [entry for entry in _MENU if may_open(entry[0], reader)]


def alliance_menu(reader: Reader) -> list[tuple[str, str]]:
    """Pages of one alliance this reader may open."""
    return [entry for entry in _ALLIANCE_MENU if may_open(entry[0], reader)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RailEntry:
    """An alliance in the rail: its newest audit, how it stands, and its health as text."""

    key: str
    name: str
    target: tuple[str, str, str]
    standing: Standing
    health: str


_ORDER = tuple(Standing)


def rail() -> list[RailEntry]:
    """Alliances of this reader, those that need somebody first, then by health."""
    entries = [(standing_of(view), view.score("health"), view) for view in newest(views())]
    entries.sort(key=lambda entry: (_ORDER.index(entry[0]), _points(entry[1]), entry[2].alliance.name))
    return [
        RailEntry(
            key=key_of(view.alliance.id),
            name=view.alliance.name,
            target=("alliance", view.alliance.id, view.wave.id),
            standing=standing,
            health=words.NONE if health is None or health.value is None else words.value_of(health),
        )
        for standing, health, view in entries
    ]


def _points(health: Score | None) -> float:
    """Points to sort by; those nobody knows come last."""
    return 101.0 if health is None or health.value is None else health.value
