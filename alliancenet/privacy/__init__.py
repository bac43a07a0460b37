"""The only door out: an audit becomes a view for one reader, and only views are printed.

What is offered here is loaded when it is asked for: whoever needs to know what a reader is, needs no views.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alliancenet.privacy.earnings_view import EarningsView, earnings_for
    from alliancenet.privacy.gate import view_for, views_for
    from alliancenet.privacy.reader import LOCAL_READER, Reader, ReaderRole
    from alliancenet.privacy.review_view import ReviewView, review_for
    from alliancenet.privacy.view import AuditView, FindingView, GroupCount, PersonView

_HOME = {
    "EarningsView": "earnings_view",
    "earnings_for": "earnings_view",
    "view_for": "gate",
    "views_for": "gate",
    "LOCAL_READER": "reader",
    "Reader": "reader",
    "ReaderRole": "reader",
    "ReviewView": "review_view",
    "review_for": "review_view",
    "AuditView": "view",
    "FindingView": "view",
    "GroupCount": "view",
    "PersonView": "view",
}

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


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found
