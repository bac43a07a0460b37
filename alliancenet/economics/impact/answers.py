"""Answers on qualities as tables: respondents × qualities, by segment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.economics.entered.customers import LIVING
from alliancenet.economics.entered.relations import OVERALL, QualityAnswer
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.strength.states import states_of

WHOLE = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTable:
    """Answers of one segment.

    Parameters
    ----------
    partner : place of each respondent's partner.
    performance : respondents × qualities, points 0-100; nan where not answered.
    importance : the same of the stated importance.
    outcome : overall, points 0-100.
    """

    scheme: str
    segment: str
    partner: IntArray
    performance: FloatArray
    importance: FloatArray
    outcome: FloatArray

    @property
    def people(self) -> int:
        """Respondents."""
        return len(self.partner)

    @property
    def partners(self) -> int:
        """Partners they belong to."""
        return len(np.unique(self.partner))

    def of(self, partners: "set[int]", scheme: str, segment: str) -> "AnswerTable":
        """Those of some partners."""
        rows = np.isin(self.partner, list(partners))
        return AnswerTable(
            scheme=scheme,
            segment=segment,
            partner=self.partner[rows],
            performance=self.performance[rows],
            importance=self.importance[rows],
            outcome=self.outcome[rows],
        )


def scale_of(answers: Sequence[QualityAnswer]) -> tuple[float, float]:
    """Lowest and highest step: 1 to 5 where every answer fits, else 0 to 10."""
    values = [answer.performance for answer in answers]
    values += [answer.importance for answer in answers if answer.importance is not None]
    return (1.0, 5.0) if values and min(values) >= 1 and max(values) <= 5 else (0.0, 10.0)


def table_of(partners: Sequence[str], answers: Sequence[QualityAnswer]) -> tuple[AnswerTable, tuple[str, ...]]:
    """All answers, and the qualities in order.

    Parameters
    ----------
    partners : everybody answers may be about, in the order of all tables.
    """
    low, high = scale_of(answers)
    people = {key: row for row, key in enumerate(dict.fromkeys((row.respondent, row.partner) for row in answers))}
    qualities = tuple(sorted({row.quality for row in answers if row.quality != OVERALL}))
    place = {name: number for number, name in enumerate(qualities)}
    row_of = {name: number for number, name in enumerate(partners)}
    performance = np.full((len(people), len(qualities)), np.nan)
    importance, outcome = performance.copy(), np.full(len(people), np.nan)
    for answer in answers:
        row = people[answer.respondent, answer.partner]
        points = 100 * (answer.performance - low) / (high - low)
        if answer.quality == OVERALL:
            outcome[row] = points
            continue
        performance[row, place[answer.quality]] = points
        if answer.importance is not None:
            importance[row, place[answer.quality]] = 100 * (answer.importance - low) / (high - low)
    table = AnswerTable(
        scheme=WHOLE,
        segment=WHOLE,
        partner=np.array([row_of[partner] for _, partner in people], dtype=np.int64),
        performance=performance,
        importance=importance,
        outcome=outcome,
    )
    return table, qualities


def segments_of(ledger: MoneyLedger, whole: AnswerTable) -> Iterator[AnswerTable]:
    """By state now, and by each way of cutting in categories.csv; each scheme with a segment for every name."""
    table = states_of(ledger)
    if table is not None and ledger.books.entered.states is not None:
        for number, state in enumerate(LIVING):
            mine = {int(place) for place in np.flatnonzero(table.states[:, -1] == number)}
            yield whole.of(mine, "state", state.value)
    schemes: dict[tuple[str, str], set[int]] = {}
    for row in ledger.books.entered.categories or ():
        schemes.setdefault((row.scheme, row.category), set()).add(ledger.place(row.partner))
    for (scheme, category), members in sorted(schemes.items()):
        yield whole.of(members, scheme, category)
