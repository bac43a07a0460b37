"""Which files are made for which reader: one table for the viewer and for the terminal."""

from enum import StrEnum

from alliancenet.errors import NotPermitted
from alliancenet.privacy.reader import Reader, ReaderRole

EVERYBODY = frozenset(ReaderRole)
OWN_FIRM = EVERYBODY - {ReaderRole.PARTNER}
KNOWS_PEOPLE = frozenset(role for role in ReaderRole if Reader(role=role).knows_people)
ROWS_OF_PEOPLE = frozenset(role for role in ReaderRole if Reader(role=role).sees_rows_of_people)
STAFFS = frozenset({ReaderRole.HR, ReaderRole.ANALYST})
READS_TESTS = frozenset({ReaderRole.ANALYST, ReaderRole.ALLIANCE_MANAGER, ReaderRole.EXECUTIVE})
READS_EXECUTION = READS_TESTS | {ReaderRole.HR}
SEES_MONEY = frozenset(role for role in ReaderRole if Reader(role=role).sees_money)
RUNS_PORTFOLIO = KNOWS_PEOPLE | {ReaderRole.EXECUTIVE}

RUNS_SURVEYS = frozenset({ReaderRole.FACILITATOR, ReaderRole.ALLIANCE_MANAGER})


class HandedOn(StrEnum):
    """A kind of file to hand on, by what it holds."""

    REPORT = "report of an alliance"
    NETWORK = "network of an alliance"
    PORTFOLIO = "portfolio review"
    STAFFING = "staffing plan"
    EXECUTION = "review of execution"
    ECONOMICS = "review of economics"


MADE_FOR: dict[HandedOn, frozenset[ReaderRole]] = {
    HandedOn.REPORT: EVERYBODY,
    HandedOn.NETWORK: KNOWS_PEOPLE,
    HandedOn.PORTFOLIO: RUNS_PORTFOLIO,
    HandedOn.STAFFING: STAFFS,
    HandedOn.EXECUTION: READS_EXECUTION,
    HandedOn.ECONOMICS: SEES_MONEY,
}
"""Roles a kind of file is made for; what does not stand here is made for nobody."""


def check_made_for(file: HandedOn, reader: Reader) -> None:
    """Refuse a file that is not for a reader.

    Raises
    ------
    NotPermitted
        With the roles it is for.
    """
    roles = MADE_FOR.get(file, frozenset())
    if reader.role not in roles:
        known = ", ".join(role.replace("_", " ") for role in ReaderRole if role in roles) or "nobody"
        raise NotPermitted(f"the {file} is not for {reader.role.replace('_', ' ')}; it is made for: {known}")
