"""Who reads, and how close that reader may come to single people."""

from dataclasses import dataclass
from enum import StrEnum


class ReaderRole(StrEnum):
    """Role of a reader."""

    ALLIANCE_MANAGER = "alliance_manager"
    ANALYST = "analyst"
    FACILITATOR = "facilitator"
    HR = "hr"
    EXECUTIVE = "executive"
    PARTNER = "partner"


_KNOWS_PEOPLE = frozenset({ReaderRole.ALLIANCE_MANAGER, ReaderRole.ANALYST, ReaderRole.FACILITATOR})

_SEES_MONEY = frozenset({ReaderRole.ALLIANCE_MANAGER, ReaderRole.ANALYST, ReaderRole.EXECUTIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader of audits.

    Parameters
    ----------
    role : what the gate decides by.
    firm : id of the reader's firm; a partner sees only alliances of that firm.
    """

    role: ReaderRole
    firm: str = ""

    @property
    def knows_people(self) -> bool:
        """Sees people one by one, by pseudonym, with their ties."""
        return self.role in _KNOWS_PEOPLE

    @property
    def sees_rows_of_people(self) -> bool:
        """Sees a row for each person, though perhaps only as "senior, Nordwind"."""
        return self.knows_people or self.role is ReaderRole.HR

    @property
    def sees_money(self) -> bool:
        """Sees what partners bring and cost: our margin, cost to serve, values, wallet, any order made of them."""
        return self.role in _SEES_MONEY

    @property
    def is_own_firm(self) -> bool:
        """Belongs to the firm that runs the audit."""
        return self.role is not ReaderRole.PARTNER


LOCAL_READER = Reader(role=ReaderRole.ALLIANCE_MANAGER)
"""Whoever runs the tool on the machine that holds the raw files."""
