"""Alliance capability of a firm (C12): index, level, target; and its alliance function (S26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from alliancenet.settings import Settings

PARTS = tuple(f"CAP{number}" for number in range(1, 11))
PRESENCE = ("FUN1", "FUN2", "FUN3")
FUNCTION = (*PRESENCE, "FUN4", "FUN5", "FUN6", "FUN7")
HIGHEST = 4


class Maturity(IntEnum):
    """Level of alliance capability."""

    NONE = 0
    INDIVIDUAL = 1
    DEFINED = 2
    MANAGED = 3
    LEARNING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Capability of one firm.

    Parameters
    ----------
    index : points 0-100 over the parts rated; None when none is.
    level : None unless all ten parts are rated: an unrated part could hold the level down.
    rated : how many of the ten parts are rated.
    """

    index: float | None
    level: Maturity | None
    rated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceFunction:
    """What a firm's alliance function has (Dyer, Kale & Singh 2001).

    Parameters
    ----------
    points : share of the elements answered that are there, 0-100; None when none is answered.
    is_dedicated : head, staff and budget of its own; None when that is not known.
    missing, unknown : item ids.
    """

    points: float | None
    is_dedicated: bool | None
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two raters of one firm far apart on a part; both are asked for evidence."""

    item: str
    first: float
    second: float


def capability(values: Mapping[str, float], settings: Settings) -> Capability:
    """Capability index, 25 · mean(CAP1..CAP10), and level (Schilke & Goerzen 2010; own limits).

    Parameters
    ----------
    values : steps 0-4 by item id.

    Notes
    -----
    Level: the highest L that 8 of 10 parts reach while none is below L - 1.
    """
    steps = [values[part] for part in PARTS if part in values]
    index = 25 * sum(steps) / len(steps) if steps else None
    share = settings.number("capability.level_share")
    level = _level(steps, share) if len(steps) == len(PARTS) else None
    return Capability(index=index, level=level, rated=len(steps))


def _level(steps: list[float], share: float) -> Maturity:
    reached = [
        level
        for level in range(1, HIGHEST + 1)
        if sum(step >= level for step in steps) >= share * len(steps) and min(steps) >= level - 1
    ]
    return Maturity(max(reached, default=0))


def capability_target(alliances: int, in_first_tier: int, settings: Settings) -> Maturity:
    """Level a portfolio of this size asks for (own limit).

    Parameters
    ----------
    alliances : alliances of the firm.
    in_first_tier : how many of them are in tier 1.
    """
    limits = settings.table("capability.target")
    if alliances < limits["few_below"] or in_first_tier == 0:
        return Maturity(int(limits["few"]))
    return Maturity(int(limits["some"] if alliances <= limits["some_up_to"] else limits["many"]))


def disputes(first: Mapping[str, float], second: Mapping[str, float], settings: Settings) -> tuple[Dispute, ...]:
    """Parts on which two raters differ by two steps or more (own limit)."""
    apart = settings.number("capability.rater_steps")
    return tuple(
        Dispute(item=part, first=first[part], second=second[part])
        for part in PARTS
        if part in first and part in second and abs(first[part] - second[part]) >= apart
    )


def alliance_function(values: Mapping[str, float]) -> AllianceFunction:
    """Elements of a dedicated alliance function that are there (S26).

    Parameters
    ----------
    values : 1 for yes, 0 for no, by item id FUN1-FUN7.
    """
    known = [element for element in FUNCTION if element in values]
    missing = tuple(element for element in known if not values[element])
    presence = [values[element] for element in PRESENCE if element in values]
    settled = len(presence) == len(PRESENCE) or 0 in presence
    return AllianceFunction(
        points=100 * (len(known) - len(missing)) / len(known) if known else None,
        is_dedicated=all(presence) if settled else None,
        missing=missing,
        unknown=tuple(element for element in FUNCTION if element not in values),
    )
