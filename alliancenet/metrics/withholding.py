"""What the answers cannot bear: confidence, and why a number is withheld."""

from alliancenet.metrics.case import Case
from alliancenet.model.audit import Confidence
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import KEY_ROLES, Person


def confidence_of(case: Case) -> Confidence:
    """High, medium or low by the share that answered on each side and missing key people (C10).

    Notes
    -----
    A layer measured once per pair (a log, an undirected list) needs nobody's answer. Where answers are
    missing of so many people that networks are not completed, confidence is medium at most.
    """
    limits = case.settings.table("confidence")
    least = min(response_shares(case), default=0.0)
    if least >= limits["high"] and not missing_key_people(case) and not too_many_to_complete(case):
        return Confidence.HIGH
    return Confidence.MEDIUM if least >= limits["medium"] else Confidence.LOW


def response_shares(case: Case) -> list[float]:
    """Share of each firm's roster that answered, 0-1, in the order of the firms."""
    multiplex = case.picture.multiplex
    return [
        float(multiplex.answered[multiplex.firm == position].mean()) if (multiplex.firm == position).any() else 0.0
        for position in range(len(multiplex.firms))
    ]


def missing_key_people(case: Case) -> list[Person]:
    """Sponsors, alliance managers and project leaders on the roster who did not answer."""
    answered = case.picture.multiplex.answered
    return [
        person
        for person, has_answered in zip(case.roster, answered, strict=True)
        if not has_answered and person.roles & KEY_ROLES
    ]


def too_few_answers(case: Case, needs: Confidence) -> str:
    """Why a number that needs this confidence is withheld, or ""."""
    if too_many := too_many_to_complete(case):
        return too_many
    order = [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH]
    if order.index(confidence_of(case)) >= order.index(needs):
        return ""
    shares = response_shares(case)
    firm = case.firms[shares.index(min(shares))]
    by_logs = case.wave.by_logs_alone
    known, unknown = ("are covered by logs of the own firm", "are not") if by_logs else ("answered", "did not")
    reason = f"needs {needs} confidence; {min(shares):.0%} of {firm.name} {known}"
    missing = len(missing_key_people(case))
    return reason + (f" and {missing} key people {unknown}" if missing else "")


def too_many_to_complete(case: Case) -> str:
    """Why nothing tells what missing answers would change among very many people, or ""."""
    people, most = len(case.picture.multiplex.people), case.settings.whole("resamples.most_people")
    if people <= most or case.nothing_is_missing:
        return ""
    return (
        f"answers are missing, and for {people:,} people networks are not completed (at most {most:,}, settings key"
        " resamples.most_people): nothing tells how far off what was reported is"
    )


def why_no_contact(case: Case) -> str:
    """Why nothing is known of contact, or ""."""
    return "" if Layer.COMMUNICATION in case.wave.reports else "nobody was asked about contact"


def silent_are_central(case: Case, limit: str) -> str:
    """Why a number is withheld when those who did not answer are the central ones, or "".

    Notes
    -----
    What is drawn for silent people is drawn from respondents; where the silent are named much
    more often, redundancy and E-I fall outside their intervals too often to be shown.
    """
    if not limit or case.silent_prominence is None:
        return ""
    most = case.settings.number(limit)
    if case.silent_prominence < most:
        return ""
    return (
        f"people who did not answer are named {case.silent_prominence:.1f} times as often as those who did; "
        f"from {most:g} times on this number cannot be trusted"
    )


def silent_are_close(case: Case) -> str:
    """Why no interval holds of what core ties make, where those who did not answer have more of them, or "".

    Notes
    -----
    What two silent people have between them nobody reports. Where silence is most usual among those
    who have many core ties, it is more than respondents like them have, and no draw can know.
    """
    found, most = case.silent_closeness, case.settings.number("silent.close")
    if found is None or found < most:
        return ""
    return (
        f"people who did not answer are named in core ties {found:.1f} times as often as those who did, and what "
        "they have among themselves nobody reports: where they are the central ones, the number is too low"
    )
