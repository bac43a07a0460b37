"""What a reader is offered; the guard decides what opens."""

from alliancenet.privacy import Reader
from alliancenet_web.guard import may_open

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
