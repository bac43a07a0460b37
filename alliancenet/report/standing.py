"""Where an alliance stands, in one word: the word a reader acts on, decided in one place."""

from enum import StrEnum

from alliancenet.model.finding import Concern, Severity
from alliancenet.model.score import Band
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
    *Act* is health in red, or a high finding that is a fact and about this relationship itself. An
    alarm rings once, on the thing it is about: an executive who sponsors too many alliances is an
    alarm about the executive, and a sponsor who met nobody makes the alliance one to *watch*.
    One medium finding about an alliance whose health is green is something to do, not to watch.
    """
    band = band_of(view.score("health"))
    facts = [finding for finding in view.findings if is_a_fact(finding)]
    itself = [finding for finding in facts if finding.concern is Concern.RELATIONSHIP]
    if band is Band.RED or any(finding.severity is Severity.HIGH for finding in itself):
        return Standing.ACT
    if band in {None, Band.GREY}:
        return Standing.NOT_MEASURED
    medium = {finding.code for finding in itself if finding.severity is Severity.MEDIUM}
    idle = any(fact.concern is Concern.SPONSOR and fact.severity is Severity.HIGH for fact in facts)
    if band is Band.AMBER or idle or len(medium) >= view.limits.kinds_to_watch:
        return Standing.WATCH
    return Standing.ON_TRACK


def is_a_fact(finding: FindingView) -> bool:
    """The finding holds in enough of the completed networks."""
    return not finding.to_check
