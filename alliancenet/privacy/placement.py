"""Plans of staffing, for HR and the analyst alone: nobody else reads that somebody was considered, or how they fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from alliancenet.model.staffing import (
    Blocked,
    NetworkEffect,
    OpenPosition,
    PlanCondition,
    StaffingPlan,
    StaffingProposal,
)
from alliancenet.privacy.reader import Reader
from alliancenet.privacy.rights import HandedOn, check_made_for


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingProposalView:
    """A proposal as HR or the analyst may read it; made only by `proposal_for`."""

    reader: Reader
    proposal: StaffingProposal


def proposal_for(proposal: StaffingProposal, reader: Reader, today: date) -> StaffingProposalView | None:
    """A proposal for a reader; None once it is too old to be shown, since somebody may have withdrawn.

    Parameters
    ----------
    today : counted from the day of the proposal; block of the future is not shown either.

    Raises
    ------
    NotPermitted
        For everybody but HR and the analyst.

    Notes
    -----
    People agreed to be told to HR for this purpose, so they are called as on file. A reader who does
    not know people does not read that somebody is part of a bridge, nor coverage of small groups.
    """
    check_made_for(HandedOn.STAFFING, reader)
    if not proposal.as_of <= today <= proposal.as_of + timedelta(days=proposal.keep_days):
        return None
    told = proposal if reader.knows_people else _without_places(proposal)
    return StaffingProposalView(reader=reader, proposal=told)


def _without_places(proposal: StaffingProposal) -> StaffingProposal:
    second = None if proposal.second is None else _plan(proposal.second)
    return replace(proposal, best=_plan(proposal.best), second=second)


def _plan(plan: StaffingPlan) -> StaffingPlan:
    return replace(plan, open=tuple(map(_open, plan.open)), effects=_told(plan.effects))


def _open(position: OpenPosition) -> OpenPosition:
    blocked = (
        Blocked(condition=PlanCondition.ELSEWHERE, people=block.people)
        if block.condition == PlanCondition.BRIDGE
        else block
        for block in position.blocked
    )
    return replace(position, blocked=tuple(blocked))


def _told(effects: Sequence[NetworkEffect]) -> tuple[NetworkEffect, ...]:
    return tuple(effect for effect in effects if effect.is_of_enough)
