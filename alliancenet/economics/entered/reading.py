"""Every file that people enter, read in one pass: each fault of each is noted."""

from collections.abc import Mapping
from typing import Any

from alliancenet.economics.book_folder import BookFolder
from alliancenet.economics.entered import customers, offers, plans, relations
from alliancenet.economics.entered.customers import StateEntry, Strength
from alliancenet.economics.entered.records import Entered
from alliancenet.economics.entered.table import EnteredFile, read_entered
from alliancenet.errors import Problem

ENTERED: Mapping[str, EnteredFile[Any]] = {
    "states": customers.STATES,
    "entrants": customers.ENTRANTS,
    "state_values": customers.STATE_VALUES,
    "state_goals": customers.STATE_GOALS,
    "wallet": customers.WALLET,
    "acquisition": customers.ACQUISITION,
    "categories": customers.CATEGORIES,
    "defections": customers.DEFECTIONS,
    "chances": customers.CHANCES,
    "offers": offers.OFFERS,
    "value_elements": offers.VALUE_ELEMENTS,
    "prospects": offers.PROSPECTS,
    "ladder": offers.LADDER,
    "joint_goals": offers.JOINT_GOALS,
    "programmes": plans.PROGRAMMES,
    "rivals": plans.RIVALS,
    "coverage": plans.COVERAGE,
    "served": plans.SERVED,
    "teams": plans.TEAMS,
    "insights": plans.INSIGHTS,
    "candidates": relations.CANDIDATES,
    "joint_value": relations.JOINT_VALUE,
    "demands": relations.DEMANDS,
    "qualities": relations.QUALITIES,
}
"""Files by the field of `Entered` they fill."""
ENTERED_NAMES = tuple(file.name for file in ENTERED.values())


def read_all_entered(folder: BookFolder) -> Entered:
    """Read what is there; faults are added to the folder's."""
    found = Entered(**{field: read_entered(folder, file) for field, file in ENTERED.items()})
    _refuse_states_after_loss(found.states or (), folder)
    return found


def _refuse_states_after_loss(states: tuple[StateEntry, ...], folder: BookFolder) -> None:
    """Who is lost has no other state later, unless it was won back."""
    lost_in: dict[str, int] = {}
    for entry in sorted(states, key=lambda entry: (entry.partner, entry.period)):
        if entry.state == Strength.LOST:
            lost_in[entry.partner] = entry.period
        elif entry.won_back:
            lost_in.pop(entry.partner, None)
        elif entry.partner in lost_in:
            name = folder.plan.periods.name
            folder.problems.append(
                Problem(
                    file="economics/states.csv",
                    key="state",
                    found=f"{entry.partner} is lost in {name(lost_in[entry.partner])}, "
                    f"and {entry.state} in {name(entry.period)}",
                    needed="no state after a loss, or `yes` in a column won_back",
                    action="correct one of the two rows",
                )
            )
            lost_in.pop(entry.partner)
