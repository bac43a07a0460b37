"""The review of execution as one reader may see it."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from alliancenet.errors import NotPermitted
from alliancenet.language import stored
from alliancenet.model.execution import (
    ExecutionReview,
    Negotiation,
    Satisfaction,
    SatisfactionOfPartner,
)
from alliancenet.privacy.reader import Reader, ReaderRole
from alliancenet.privacy.rights import READS_TESTS

_EVERYTHING = frozenset({"tests", "satisfaction", "rewards", "negotiations", "benchmarks", "loop", "telling", "forms"})
# what roles are paid for and what people were told; not what partners think or what a test was about
PARTS: dict[ReaderRole, frozenset[str]] = {
    **dict.fromkeys(READS_TESTS, _EVERYTHING),
    ReaderRole.HR: frozenset({"rewards", "telling"}),
}
"""Parts of the review a role reads; a role that does not stand here reads none."""
OF_EXECUTION = "execution|"
"""Starts the key of what is decided about the review of execution; no id holds the mark."""
TOO_FEW = stored("too few, or too alike, to tell without telling on people")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionView:
    """A review a reader may see; made only by `execution_for`.

    Parameters
    ----------
    parts : of the review that are open to this reader.
    withheld : what this reader does not see and why, in sentences.
    """

    reader: Reader
    review: ExecutionReview
    parts: frozenset[str]
    withheld: tuple[str, ...]


def execution_for(review: ExecutionReview, reader: Reader) -> ExecutionView:
    """Return the view of a reader.

    Raises
    ------
    NotPermitted
        For a partner and for whoever runs surveys for several firms: it holds what other partners think,
        what the own firm pays for and what it tries out.

    Notes
    -----
    Ids of respondents and of people who met are for readers who know people. To the others satisfaction at
    risk is a count where a partner has enough responses, and ties carried over are a count where there are
    enough and neither all nor none is in touch.
    """
    parts = PARTS.get(reader.role, frozenset())
    if not parts:
        raise NotPermitted("the review of execution is for analyst, alliance manager and executive, and in part for HR")
    review = _without_parts(review, parts)
    if reader.knows_people:
        return ExecutionView(reader=reader, review=review, parts=parts, withheld=())
    return ExecutionView(
        reader=reader,
        review=_without_people(review),
        parts=parts,
        withheld=(stored("people one by one: who to call, who met whom"),) if "satisfaction" in parts else (),
    )


def _without_parts(review: ExecutionReview, parts: frozenset[str]) -> ExecutionReview:
    closed: dict[str, Any] = {each.name: each.default for each in fields(review) if each.name in _EVERYTHING - parts}
    found = tuple(finding for finding in review.findings if finding.part in parts)
    remarks = review.remarks if parts == _EVERYTHING else ()
    missing = review.missing if "benchmarks" in parts else ()
    names = review.names if parts == _EVERYTHING else _names_told(review)
    return replace(review, **closed, findings=found, remarks=remarks, missing=missing, names=names)


def _names_told(review: ExecutionReview) -> dict[str, str]:
    """Names of the alliances and firms the telling speaks of: partners of other parts are no concern of HR."""
    telling = review.telling
    used = {name for reach in (telling.reach if telling else ()) for name in (reach.alliance, reach.firm)}
    used |= {name for act in (telling.acts if telling else ()) for name in (act.alliance, act.firm)}
    return {name: text for name, text in review.names.items() if name in used}


def _without_people(review: ExecutionReview) -> ExecutionReview:
    called = _calling(review)
    satisfaction = review.satisfaction and _satisfaction(review.satisfaction, review.min_n)
    telling = review.telling and replace(
        review.telling,
        acts=tuple(replace(act, teller=called(act.teller)) for act in review.telling.acts),
    )
    return replace(
        review,
        tests=tuple(replace(test, owner=called(test.owner)) for test in review.tests),
        satisfaction=satisfaction,
        negotiations=tuple(_negotiation(negotiation, review.min_n) for negotiation in review.negotiations),
        telling=telling,
        forms=tuple(
            replace(history, steps=tuple(replace(step, decided_by=called(step.decided_by)) for step in history.steps))
            for history in review.forms
        ),
        people={},
    )


def _calling(review: ExecutionReview) -> Callable[[str], str]:
    def called(text: str) -> str:
        firm = review.people.get(text)
        return text if firm is None else f"somebody of {review.names.get(firm, firm)}"

    return called


def _satisfaction(found: Satisfaction, least: int) -> Satisfaction:
    """Counts by partner, where neither they nor what is left of the total tell of few."""
    small = [partner for partner in found.partners if _responses(partner) < least]
    left_over = sum(map(_responses, small))
    hides_all = bool(small) and (len(small) < 2 or left_over < least)
    return replace(
        found,
        partners=tuple(
            replace(partner, to_call=(), at_risk=None, badly=None, complaints=None)
            if hides_all or partner in small
            else replace(partner, to_call=())
            for partner in found.partners
        ),
    )


def _responses(partner: SatisfactionOfPartner) -> int:
    return max(score.n for score in partner.scores)


def _negotiation(negotiation: Negotiation, least: int) -> Negotiation:
    carried = negotiation.carried
    is_told = carried is not None and negotiation.formed >= least and 0 < carried < negotiation.formed
    if carried is None or is_told:
        return replace(negotiation, pairs=())
    return replace(
        negotiation, pairs=(), carried=None, not_asked=0, labels=(*negotiation.labels, f"ties carried over: {TOO_FEW}")
    )
