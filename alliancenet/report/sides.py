"""Which firm is the reader's own: it stands first and is drawn filled."""

from alliancenet.model.audit import FirmSummary
from alliancenet.privacy import AuditView


def is_ours(view: AuditView, firm: FirmSummary) -> bool:
    """The firm is the reader's: the auditing firm, or for a partner the partner."""
    return firm.own if view.reader.is_own_firm else firm.id == view.reader.firm


def ours_first(view: AuditView) -> list[FirmSummary]:
    """Firms of the alliance, the reader's own first."""
    return sorted(view.alliance.firms, key=lambda firm: not is_ours(view, firm))
