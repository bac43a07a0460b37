"""What a measure is: one card says all that others need to know of it."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a number counts; decides how it is written."""

    POINTS = "points"  # 0-100
    POINTS_APART = "points apart"  # difference of two such numbers
    STEPS = "steps"  # of a scale
    SHARE = "share"  # 0-1, read in percent
    PEOPLE = "people"
    PAIRS = "pairs"
    TIES = "ties"
    GROUPS = "groups"
    ALLIANCES = "alliances"
    HOURS = "hours"
    LEVELS = "levels"
    LINKS = "links"  # on the shortest way between two people
    PARTS = "parts"
    PERIODS = "periods"
    RATIO = "ratio"
    INDEX = "index"  # without a unit, such as a correlation
    YES_OR_NO = "yes or no"  # 1 or 0
    MONEY = "money"


COUNTS = frozenset({Unit.PEOPLE, Unit.PAIRS, Unit.TIES})
"""Units of numbers that count people or what is between them."""


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class Exposure(StrEnum):
    """Who may read a measure, and from how many people; the privacy gate knows what each means."""

    STRUCTURE = "structure"  # of all answers or of records: every reader
    SAID = "said"  # made of opinions: from the smallest group on
    LOGS = "logs"  # sums over logs: not for groups of which a handful opted out, joined or left
    ROLES = "roles"  # counts people by their place: by firm or level only for readers who know people
    OWN_FIRM = "own_firm"  # what a firm says of itself alone: not for its partners
    TIER = "tier"  # what the own firm demands or does elsewhere: not for partners
    RESTRICTED = "restricted"  # made of friendships: only as counts from the smallest group on
    MONEY = "money"  # what partners bring and cost: for the three roles that run the business with them


class Section(StrEnum):
    """Table a measure stands in."""

    STRUCTURE = "structure"
    COUNTERPARTS = "counterparts"
    SPONSORS = "sponsors"
    LEVELS = "levels"
    GAPS = "gaps"
    CLIMATE = "climate"
    FIRMS = "firms"
    QUALITY = "quality"
    LOGS = "logs"
    SILENCE = "silence"
    PROFILE = "profile"
    ROLES = "roles"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A measure, for the gate, the tables, the words and the manual.

    Parameters
    ----------
    id : of the measure; a part of one may have a card of its own, ``capability.level``.
    unit : what is counted; decides how the number is written and whether it has a band.
    says : unit in words, as it stands in the audit file and beside the number.
    better : which way is better, None where neither is.
    low, high : range of the value; None where there is no bound.
    smallest_n : what it takes to show the number, in words.
    text : what it is, in a sentence.
    """

    id: str
    title: str
    unit: Unit
    says: str
    better: Better | None
    section: Section
    exposure: Exposure
    smallest_n: str
    low: float | None
    high: float | None
    source: str
    text: str

    @property
    def has_band(self) -> bool:
        """Points of which more is better have a colour."""
        return self.unit is Unit.POINTS and self.better is Better.HIGHER
