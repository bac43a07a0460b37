"""Our numbers against those of others, each with source and date (S66)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType

from alliancenet.errors import Problem
from alliancenet.execution.records import DRIVERS, OthersNumber, Outcomes
from alliancenet.execution.weighing import AS_ENTERED, QualityNumber, Weighed
from alliancenet.files.entry import shown
from alliancenet.files.folding import column_key
from alliancenet.model.catalogue import Better, Section, Unit, card_of
from alliancenet.model.execution import BenchmarkGap, RewardedRole, Satisfaction
from alliancenet.model.numbers import title_of
from alliancenet.model.score import Score
from alliancenet.model.settings import Settings

FILE = "execution/benchmarks.csv"
_MONTH = 30.4375  # days
_WAYS = ("relative weights", "rank correlation", "as stated", AS_ENTERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """A number of ours on a dimension; `subject` is an alliance, a role or a partner, "" for all together.

    Parameters
    ----------
    rests_on : how many it was made of, in words; "" for measures of audits, whose pages say it.
    """

    dimension: str
    title: str
    subject: str
    unit: str
    value: float | None
    interval: tuple[float, float] | None
    better: Better | None
    reason: str = ""
    rests_on: str = ""


def own_numbers(
    scores: Mapping[str, Sequence[Score]],
    satisfaction: Satisfaction | None,
    rewards: Sequence[RewardedRole],
    outcomes: Outcomes,
    directions: Mapping[str, bool],
    qualities: Sequence[QualityNumber] = (),
) -> list[OwnNumber]:
    """Every number of ours that can be compared.

    Parameters
    ----------
    scores : of each alliance itself, from its newest audit, as every reader of the own firm may see them.
    directions : of metrics of `outcomes.csv`, by the hypotheses of tests: True where up is better.
    qualities : how each quality of economics/qualities.csv is met.
    """
    found = [_of_score(score, alliance) for alliance, some in scores.items() for score in some]
    found += [_of_score(score, "") for score in satisfaction.overall] if satisfaction else []
    found += [_of_score(role.alignment, role.role) for role in rewards]
    found += list(_of_outcomes(outcomes, directions))
    found += [_of_quality(quality) for quality in qualities]
    return [number for number in found if number is not None]


def _of_score(score: Score, subject: str) -> OwnNumber | None:
    card = card_of(score.metric)
    if card is None:
        return None
    return OwnNumber(
        dimension=score.metric,
        title=_title(score.metric),
        subject=subject,
        unit=card.unit.value,
        value=score.value,
        interval=score.interval,
        better=card.better,
        reason=score.reason,
        rests_on=f"mean of {score.n} partners" if score.metric.startswith("satisfaction") else "",
    )


def _of_quality(quality: QualityNumber) -> OwnNumber:
    return OwnNumber(
        dimension=quality.dimension,
        title=_title(quality.dimension),
        subject="",
        unit=Unit.POINTS.value,
        value=quality.value,
        interval=quality.interval,
        better=Better.HIGHER,
        rests_on=f"{quality.people} people",
    )


def _title(dimension: str) -> str:
    """Title of a measure with its part; of what nobody knows its name as words."""
    card = card_of(dimension)
    if card is None:
        return title_of(dimension)
    part = dimension[len(card.id) :].strip(".").replace(".", ", ").replace("_", " ")
    return f"{card.title}, {part}" if part else card.title


def _of_outcomes(outcomes: Outcomes, directions: Mapping[str, bool]) -> Iterator[OwnNumber]:
    """Mean over units of the newest period, of metrics people measure themselves."""
    for metric in outcomes.periods:
        of_metric = outcomes.of_metric(metric)
        newest = max(number for values in of_metric.values() for number in values)
        values = [values[newest] for values in of_metric.values() if newest in values]
        better = {True: Better.HIGHER, False: Better.LOWER}.get(directions[metric]) if metric in directions else None
        yield OwnNumber(
            dimension=metric,
            title=title_of(metric),
            subject="",
            unit="",
            value=sum(values) / len(values),
            interval=None,
            better=better,
            rests_on=f"mean of {len(values)} partners or alliances",
        )


def known_dimensions(outcomes: Outcomes) -> dict[str, str]:
    """Dimensions a benchmark may name whatever was measured, with their unit; "" where the file says it."""
    from alliancenet.model.catalogue import CARDS

    found = {card.id: card.unit.value for card in CARDS.values()}
    parts = ("overall", *(name.replace(" ", "_") for name in DRIVERS.values()))
    found |= {f"satisfaction.{part}": CARDS["satisfaction"].unit.value for part in parts}
    return found | dict.fromkeys(outcomes.periods, "")


def check_dimensions(benchmarks: Sequence[OthersNumber], own: Sequence[OwnNumber], outcomes: Outcomes) -> list[Problem]:
    """Refuse dimensions nobody measures, and units that differ: such numbers cannot be compared."""
    known = known_dimensions(outcomes) | {number.dimension: number.unit for number in own}
    problems, first = list[Problem](), dict[str, str]()
    for benchmark in benchmarks:
        card = card_of(benchmark.dimension)
        unit = known.get(benchmark.dimension, "" if card is None else card.unit.value)
        if benchmark.dimension not in known and card is None:
            near = get_close_matches(benchmark.dimension, list(known), n=1)
            hint = f"did you mean '{near[0]}'?" if near else "`alliancenet execution PROJECT --dimensions` lists them"
            found = f"{shown(benchmark.dimension)} is measured nowhere"
            needed = "a measure, or a metric of outcomes.csv"
            problems.append(
                Problem(file=FILE, row=benchmark.row, key="dimension", found=found, needed=needed, action=hint)
            )
            continue
        unit = unit or first.setdefault(benchmark.dimension, benchmark.unit)
        if column_key(unit) != column_key(benchmark.unit):
            problems.append(
                Problem(
                    file=FILE,
                    row=benchmark.row,
                    key="unit",
                    found=f"{shown(benchmark.unit)} for {benchmark.dimension}",
                    needed=f"{unit}, as ours is counted",
                    action="convert the number, or leave the row out",
                )
            )
    return problems


def gaps_of(
    benchmarks: Sequence[OthersNumber],
    own: Sequence[OwnNumber],
    settings: Settings,
    as_of: date,
    impacts: Mapping[str, Weighed] = MappingProxyType({}),
) -> tuple[BenchmarkGap, ...]:
    """Gaps of every dimension, by impact where it is known; best in class and a rival stand apart.

    Parameters
    ----------
    impacts : by dimension, as worked out from answers; what is worked out comes before what was entered.

    Notes
    -----
    Impacts told in different ways are not compared: each way has its own stretch of the list.
    """
    found = []
    for benchmark in benchmarks:
        ours = [number for number in own if number.dimension == benchmark.dimension]
        if not ours:
            nothing = OwnNumber(
                dimension=benchmark.dimension,
                title=_title(benchmark.dimension),
                subject="",
                unit=benchmark.unit,
                value=None,
                interval=None,
                better=None,
                reason="we have no number of our own on it",
            )
            ours = [nothing]
        found += [_gap(benchmark, number, _impact_of(benchmark, impacts), settings, as_of) for number in ours]
    return tuple(sorted(found, key=_by_impact))


def _impact_of(benchmark: OthersNumber, impacts: Mapping[str, Weighed]) -> Weighed | None:
    if benchmark.dimension in impacts:
        return impacts[benchmark.dimension]
    return None if benchmark.impact is None else Weighed(impact=benchmark.impact, by=AS_ENTERED)


def _by_impact(gap: BenchmarkGap) -> tuple[int, float]:
    """Ways of telling impact one after the other, in each the largest first; what has none comes last."""
    return (_WAYS.index(gap.impact_by) if gap.impact_by in _WAYS else len(_WAYS), -abs(gap.impact or 0.0))


def _gap(
    benchmark: OthersNumber, ours: OwnNumber, impact: Weighed | None, settings: Settings, as_of: date
) -> BenchmarkGap:
    gap = None if ours.value is None else ours.value - benchmark.value
    low = high = None
    has_range = ours.interval is not None or benchmark.low is not None or benchmark.high is not None
    if gap is not None and ours.value is not None and has_range:
        least, most = ours.interval or (ours.value, ours.value)
        low = least - (benchmark.value if benchmark.high is None else benchmark.high)
        high = most - (benchmark.value if benchmark.low is None else benchmark.low)
    return BenchmarkGap(
        dimension=benchmark.dimension,
        title=ours.title,
        who=benchmark.who,
        subject=ours.subject,
        ours=ours.value,
        theirs=benchmark.value,
        unit=benchmark.unit,
        gap=gap,
        low=low,
        high=high,
        is_behind=_is_behind(gap, low, high, ours.better),
        source=benchmark.source,
        day=benchmark.day,
        n=benchmark.n,
        is_old=(as_of - benchmark.day).days > settings.number("benchmarks.months") * _MONTH,
        reason=ours.reason,
        impact=None if impact is None else impact.impact,
        impact_by="" if impact is None else impact.by,
        rests_on=ours.rests_on,
    )


def _is_behind(gap: float | None, low: float | None, high: float | None, better: Better | None) -> bool | None:
    if gap is None or better is None:
        return None
    least, most = (gap if low is None else low), (gap if high is None else high)
    return most < 0 if better is Better.HIGHER else least > 0


_OF_DATA = frozenset({Section.QUALITY, Section.LOGS, Section.SILENCE})


def without_benchmark(benchmarks: Sequence[OthersNumber], own: Sequence[OwnNumber]) -> tuple[str, ...]:
    """Dimensions with a number of ours, of which more is better or worse, that nobody compared.

    Notes
    -----
    Whole measures only, not their parts, and none of how good the data are.
    """
    compared = {part for benchmark in benchmarks for part in (benchmark.dimension, _whole(benchmark.dimension))}
    return tuple(sorted({number.title for number in own if _could_be_compared(number, compared)}))


def _whole(dimension: str) -> str:
    card = card_of(dimension)
    return dimension if card is None else card.id


def _could_be_compared(number: OwnNumber, compared: Collection[str]) -> bool:
    card = card_of(number.dimension)
    is_whole = card is None or (card.id == number.dimension and card.section not in _OF_DATA)
    return is_whole and number.better is not None and number.value is not None and number.dimension not in compared
