"""What a reader is offered; the guard decides what opens."""

from alliancenet.privacy import Reader
from alliancenet_web.guard import RIGHTS

_MENU = (
    ("portfolio.portfolio", "Portfolio"),
    ("finding.findings", "Findings"),
    ("sponsors.sponsors", "Sponsors"),
    ("quality.quality", "Data quality"),
    ("quality.audits", "Audits"),
)
_ALLIANCE_MENU = (
    ("alliance.alliance", "Overview"),
    ("alliance.gaps", "Integration gaps"),
    ("alliance.over_waves", "Trends"),
    ("alliance.people", "People"),
    ("network.network", "Network"),
)


def menu(reader: Reader) -> list[tuple[str, str]]:
    """Pages of the portfolio this reader may open."""
    return [entry for entry in _MENU if _is_open(entry[0], reader)]


def alliance_menu(reader: Reader) -> list[tuple[str, str]]:
    """Pages of one alliance this reader may open."""
    return [entry for entry in _ALLIANCE_MENU if _is_open(entry[0], reader)]


def _is_open(endpoint: str, reader: Reader) -> bool:
    rights = RIGHTS[endpoint]
    return rights is None or reader.role in rights
