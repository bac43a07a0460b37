"""Where an alliance stands, in one word: the word a reader acts on, decided in one place."""

from enum import StrEnum

from alliancenet.model.finding import Severity
from alliancenet.model.score import Band, SubjectKind
from alliancenet.privacy import AuditView, FindingView
from alliancenet.report.words import band_of


class Standing(StrEnum):
    """Does this alliance need somebody now?"""

    ACT = "act"
    WATCH = "watch"
    ON_TRACK = "on track"
    NOT_MEASURED = "not measured"


def standing_of(view: AuditView) -> Standing:
    """Standing of one alliance by its newest audit.

    Notes
    -----
    *Act* is health in red, or a high finding that is a fact and about this relationship itself: an
    executive who sponsors too many alliances is an alarm about the executive, and rings there.
    """
    band = band_of(view.score("health"))
    facts = [finding for finding in view.findings if not finding.to_check and _is_about_the_alliance(finding)]
    if band is Band.RED or any(finding.severity is Severity.HIGH for finding in facts):
        return Standing.ACT
    if band is Band.AMBER or any(finding.severity is Severity.MEDIUM for finding in facts):
        return Standing.WATCH
    return Standing.NOT_MEASURED if band in {None, Band.GREY} else Standing.ON_TRACK


def _is_about_the_alliance(finding: FindingView) -> bool:
    return finding.subject.kind is not SubjectKind.PERSON
