"""Proposals on their way through the gates (S46)."""

from collections.abc import Sequence

from alliancenet.model.governance import ProposalState
from alliancenet.model.portfolio import Choice, Gate, GatePassage, Proposal
from alliancenet.portfolio.actions.owners import id_of
from alliancenet.portfolio.holdings import Holdings

_ORDER = tuple(Gate)


def proposal_states(holdings: Holdings) -> tuple[ProposalState, ...]:
    """Every proposal with its gate, the days in it, gates it skipped, and what is missing."""
    passages: dict[str, list[GatePassage]] = {}
    for passage in sorted(holdings.records.passages, key=lambda one: (one.entered, _ORDER.index(one.gate))):
        if passage.entered <= holdings.as_of:
            passages.setdefault(passage.proposal, []).append(passage)
    return tuple(
        _state(holdings, proposal, passages.get(name, []))
        for name, proposal in sorted(holdings.records.proposals.items())
    )


def _state(holdings: Holdings, proposal: Proposal, passed: Sequence[GatePassage]) -> ProposalState:
    days = (holdings.as_of - passed[-1].entered).days if passed else None
    return ProposalState(
        id=proposal.id,
        name=proposal.name,
        partner=proposal.partner,
        goal=proposal.goal,
        choice=proposal.choice.value,
        owner=id_of(holdings, proposal.owner),
        gate=passed[-1].gate.value if passed else "",
        days_in_gate=days,
        slow=days is not None and days > holdings.settings.number("gates.slow_days"),
        skipped=skipped_gates([passage.gate for passage in passed]),
        missing=tuple(_missing(holdings, proposal, passed)),
    )


def skipped_gates(passed: Sequence[Gate]) -> tuple[str, ...]:
    """Gates before the furthest one reached that have no record."""
    if not passed:
        return ()
    furthest = max(_ORDER.index(gate) for gate in passed)
    return tuple(gate.value for gate in _ORDER[:furthest] if gate not in passed)


def _missing(holdings: Holdings, proposal: Proposal, passed: Sequence[GatePassage]) -> list[str]:
    missing = [name for name in ("partner", "goal", "owner") if not getattr(proposal, name)]
    if proposal.goal and proposal.goal not in holdings.records.goals:
        missing.append(f"goal '{proposal.goal}' is not on record")
    if proposal.choice is Choice.UNDECIDED:
        missing.append("build, buy or partner is undecided")
    undecided = [passage.gate.value for passage in passed[:-1] if not passage.decision]
    return missing + [f"decision at {gate}" for gate in undecided]
