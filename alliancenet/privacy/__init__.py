"""The only door out: an audit becomes a view for one reader, and only views are printed."""

from alliancenet.privacy.earnings_view import EarningsView, earnings_for
from alliancenet.privacy.gate import view_for, views_for
from alliancenet.privacy.reader import LOCAL_READER, Reader, ReaderRole
from alliancenet.privacy.review_view import ReviewView, review_for
from alliancenet.privacy.view import AuditView, FindingView, GroupCount, PersonView

__all__ = [
    "LOCAL_READER",
    "AuditView",
    "EarningsView",
    "FindingView",
    "GroupCount",
    "PersonView",
    "Reader",
    "ReaderRole",
    "ReviewView",
    "earnings_for",
    "review_for",
    "view_for",
    "views_for",
]
