"""What somebody decided to do about a finding or a proposal, kept from audit to audit."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ActionState(StrEnum):
    """Where an action stands; `LATER` is a proposal put off, with the day it comes back."""

    OPEN = "open"
    UNDER_WAY = "under way"
    DONE = "done"
    DROPPED = "dropped"
    LATER = "later"

    @property
    def is_closed(self) -> bool:
        """Nobody has to do anything any more."""
        return self in {ActionState.DONE, ActionState.DROPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action as it stands after its last entry in the journal.

    Parameters
    ----------
    id : number in the order of opening, from 1.
    key : the proposal it came from; one proposal has one action that is not closed.
    alliance : id, "" for the portfolio as a whole.
    code, subject : the finding it answers; empty where it answers a proposal of the review.
    title, why : what to do and what was found, as proposed.
    wave : audit it was proposed by.
    due : day it is to be done, or, put off, the day it comes back.
    reason : why it was dropped; empty otherwise.
    opened, by, changed : day and account that opened it, and day of the last entry.
    """

    id: int
    key: str
    alliance: str
    code: str
    subject: str
    title: str
    why: str
    wave: str
    owner: str
    due: date
    state: ActionState
    reason: str
    opened: date
    by: str
    changed: date

    def is_overdue(self, today: date) -> bool:
        """It is to be done, and its day has passed."""
        return not self.state.is_closed and self.state is not ActionState.LATER and self.due < today
