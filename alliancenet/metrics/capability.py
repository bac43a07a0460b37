"""How well each firm manages alliances, and whether it has a function for it (C12, S26, S54)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from alliancenet.instruments.ratings import Rating, as_one
from alliancenet.instruments.used import items, reads
from alliancenet.metrics.case import Case
from alliancenet.metrics.completing import mean_error, rater_error
from alliancenet.metrics.noise import Z90
from alliancenet.metrics.registry import metric
from alliancenet.metrics.said import told
from alliancenet.model.catalogue import CARDS
from alliancenet.model.register import Organisation
from alliancenet.model.score import Score, Subject, SubjectKind
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


def capability_of(values: Mapping[str, float], settings: Settings) -> Capability:
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


_POINTS = CARDS["capability"].says
_LEVELS = "level 0-4"


@metric("capability")
def capability(case: Case) -> Iterator[Score]:
    """Index of alliance capability of each firm that rated itself; the alliance's is the own firm's.

    Notes
    -----
    25 · mean of ten parts; several raters are averaged. Under `capability.level` the level 0-4,
    which needs all ten parts; under `capability.gap` how many levels the own firm is above (or
    below: negative) the one its portfolio asks for; under `capability.benchmark` how many points
    it is above an entered benchmark, whose source and date the label says; under
    `capability.change` how many it is above its own index in the wave before; under
    `capability.function` the share of elements of a dedicated alliance function; under
    `capability.disputes` on how many parts two raters lie two steps or more apart. Intervals:
    raters as a sample, a rating never surer than its rounding, and parts or elements not rated
    all at the low end or all at the high one.
    """
    for firm in case.firms:
        raters = [rating for rating in case.ratings("capability") if rating.organisation == firm.id]
        rating = as_one(raters)
        if rating is None:
            continue
        for score in _of_firm(case, firm, raters, rating):
            yield score
            if firm.own and score.metric == "capability":
                yield replace(score, subject=case.subject)
        yield from _disputes(case, firm, raters)


def _of_firm(case: Case, firm: Organisation, raters: Sequence[Rating], rating: Rating) -> Iterator[Score]:
    ends = tuple(capability_of(values, case.settings) for values in _ends(case, raters, rating))
    low, found, high = ends
    if low.index is not None and found.index is not None and high.index is not None:
        interval = (low.index, high.index)
        index = _score(firm, "capability", found.index, interval, _POINTS, found.rated, ("CAP1-CAP10",))
        yield index
        yield from _compared(case, firm, index)
    if low.level is not None and found.level is not None and high.level is not None:
        interval, word = (low.level, high.level), found.level.name.lower()
        yield _score(firm, "capability.level", found.level, interval, _LEVELS, found.rated, (), word)
        if firm.own:
            yield _gap(case, firm, (low.level, found.level, high.level))
    yield from _function(firm, rating)


def _ends(case: Case, raters: Sequence[Rating], rating: Rating) -> tuple[dict[str, float], ...]:
    """Ratings of the ten parts at the low end, as they are, and at the high end.

    A level is told only where all parts are rated, so that parts filled in here make no level.
    """
    known = {part: rating.values[part] for part in PARTS if part in rating.values}
    if not known:
        return {}, {}, {}
    errors = {part: rater_error(raters, part, case.settings) for part in known}
    margin = Z90 * mean_error(errors, tuple(known))
    low, high = dict.fromkeys(PARTS, 0.0), dict.fromkeys(PARTS, float(HIGHEST))
    low |= {part: max(step - margin, 0.0) for part, step in known.items()}
    high |= {part: min(step + margin, float(HIGHEST)) for part, step in known.items()}
    return low, known, high


def _gap(case: Case, firm: Organisation, levels: tuple[Maturity, ...]) -> Score:
    alliances = case.register.alliances.values()
    target = capability_target(len(alliances), sum(alliance.tier == 1 for alliance in alliances), case.settings)
    low, gap, high = (level - target for level in levels)
    words = f"{levels[1].name.lower()}, {target.name.lower()} is asked for"
    unit, inputs = "levels above what the portfolio asks for", ("capability.level",)
    return _score(firm, "capability.gap", gap, (low, high), unit, len(alliances), inputs, words)


def _compared(case: Case, firm: Organisation, index: Score) -> Iterator[Score]:
    """Points above the entered benchmark, and above the firm's own index in the wave before."""
    low, high = index.interval or (0.0, 100.0)
    entered, value = case.register.capability_benchmark, index.value or 0.0
    if firm.own and entered is not None:
        unit, words = "points above the benchmark", f"benchmark {entered.points:g}: {entered.source}, {entered.day}"
        ends = (low - entered.points, high - entered.points)
        name, inputs = "capability.benchmark", ("capability", words)
        yield _score(firm, name, value - entered.points, ends, unit, index.n, inputs, words)
    before = None if case.earlier is None else told(capability(case.earlier), "capability", index.subject)
    if before is not None and before.value is not None:
        least, most = before.interval or (0.0, 100.0)
        unit, both = "points above the wave before", ("capability of both waves",)
        yield _score(firm, "capability.change", value - before.value, (low - most, high - least), unit, index.n, both)


def _function(firm: Organisation, rating: Rating) -> Iterator[Score]:
    found = alliance_function(rating.values)
    if found.points is None:
        return
    label = {True: "dedicated", False: "not dedicated", None: ""}[found.is_dedicated]
    elements, unknown = len(FUNCTION), len(found.unknown)
    there, missing = elements - unknown - len(found.missing), tuple(f"missing: {element}" for element in found.missing)
    interval = (100 * there / elements, 100 * (there + unknown) / elements)
    yield _score(firm, "capability.function", found.points, interval, _POINTS, elements - unknown, missing, label)


def _disputes(case: Case, firm: Organisation, raters: list[Rating]) -> Iterator[Score]:
    if len(raters) < 2:
        return
    apart = disputes(raters[0].values, raters[1].values, case.settings)
    parts = tuple(f"{dispute.item}: {dispute.first:g} and {dispute.second:g}" for dispute in apart)
    interval = (len(apart), len(apart))
    yield _score(firm, "capability.disputes", len(apart), interval, "parts of ten", len(PARTS), parts)


def _score(
    firm: Organisation,
    metric_id: str,
    value: float,
    interval: tuple[float, float],
    unit: str,
    n: int,
    inputs: tuple[str, ...],
    label: str = "",
) -> Score:
    return Score(
        metric=metric_id,
        subject=Subject(kind=SubjectKind.FIRM, id=firm.id),
        value=float(value),
        unit=unit,
        n=n,
        interval=(float(interval[0]), float(interval[1])),
        inputs=inputs,
        label=label,
    )


reads("alliance capability", items(*PARTS, *FUNCTION))
