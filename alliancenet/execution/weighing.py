"""What moves satisfaction, and which dimension is worth comparing: impact as economics works it out (E18)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.books import Books
from alliancenet.economics.impact.answers import WHOLE, AnswerTable, table_of
from alliancenet.economics.impact.review import segment_of
from alliancenet.execution.records import DRIVERS, SatisfactionAnswer
from alliancenet.model.execution import DriverImpact, SatisfactionImpact
from alliancenet.model.impact import ImpactSegment, Interval
from alliancenet.model.settings import Settings

AS_ENTERED = "as entered"
QUALITY = "quality."
"""Starts the dimension of a benchmark about a quality of economics/qualities.csv."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Impact of a dimension, and how it was told; impacts told in different ways are not compared."""

    impact: float
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityNumber:
    """How a quality is met, in points 0-100 with its 90 % interval, by `people`."""

    dimension: str
    value: float
    interval: tuple[float, float]
    people: int


def driver_metric(driver: str) -> str:
    """Measure of a driver by its column: ``SAT1`` is ``satisfaction.responsiveness``."""
    return f"satisfaction.{DRIVERS[driver].replace(' ', '_')}"


def impact_of_drivers(answers: Sequence[SatisfactionAnswer], settings: Settings) -> SatisfactionImpact:
    """Impact of the five drivers on overall satisfaction, over everybody who answered.

    Parameters
    ----------
    answers : the newest of each of the partners' people.
    """
    names = list(dict.fromkeys(answer.partner for answer in answers))
    row_of = {name: number for number, name in enumerate(names)}
    nothing = np.full((len(answers), len(DRIVERS)), np.nan)
    table = AnswerTable(
        scheme=WHOLE,
        segment=WHOLE,
        partner=np.array([row_of[answer.partner] for answer in answers], dtype=np.int64),
        performance=_points([[answer.drivers.get(driver) for driver in DRIVERS] for answer in answers]),
        importance=nothing,
        outcome=_points([[answer.overall] for answer in answers])[:, 0],
    )
    found = segment_of(table, [driver_metric(driver) for driver in DRIVERS], settings)
    return SatisfactionImpact(
        kind=found.kind,
        r2=found.r2,
        people=found.people,
        partners=found.partners,
        drivers=tuple(
            DriverImpact(
                metric=cell.quality,
                impact=None if cell.impact is None else cell.impact.value,
                low=None if cell.impact is None else cell.impact.low,
                high=None if cell.impact is None else cell.impact.high,
                cell=cell.cell,
                is_told=cell.is_told,
                flags=cell.flags,
            )
            for cell in found.cells
        ),
        reason=found.reason,
    )


def _points(steps: Sequence[Sequence[float | None]]) -> FloatArray:
    """Steps 1-5 as points 0-100; nan where nothing was answered."""
    values = np.array([[np.nan if step is None else step for step in row] for row in steps], dtype=np.float64)
    return np.asarray(25 * (values - 1))


def qualities_of(books: Books | None, settings: Settings) -> ImpactSegment | None:
    """Impact and performance of the qualities of economics/qualities.csv over all partners; None without the file."""
    answers = None if books is None else books.entered.qualities
    if books is None or not answers:
        return None
    table, qualities = table_of(books.partners, answers)
    return segment_of(table, [f"{QUALITY}{name}" for name in qualities], settings)


def quality_numbers(found: ImpactSegment | None) -> list[QualityNumber]:
    """How each quality is met."""
    return [
        QualityNumber(
            dimension=cell.quality, value=cell.performance.value, interval=_ends(cell.performance), people=found.people
        )
        for cell in (found.cells if found else ())
        if found and cell.performance is not None
    ]


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def weighed(drivers: SatisfactionImpact | None, qualities: ImpactSegment | None) -> dict[str, Weighed]:
    """Impact of every dimension that has one, by dimension."""
    found = {}
    for driver in drivers.drivers if drivers else ():
        if driver.impact is not None and drivers is not None:
            found[driver.metric] = Weighed(impact=driver.impact, by=drivers.kind)
    for cell in qualities.cells if qualities else ():
        if cell.impact is not None and qualities is not None:
            found[cell.quality] = Weighed(impact=cell.impact.value, by=qualities.kind)
    return found
