"""Whether the firms see their unwritten obligations alike (C9, S33)."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.completing import around, stand_ins
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.said import why_few_moved
from alliancenet.model.instrument import Instrument, View
from alliancenet.model.register import PersonId
from alliancenet.model.score import Score, Subject
from alliancenet.survey.contract import YES, Congruence, Obligation, congruence

_UNIT = "points 0-100"


@metric(
    id="contract_congruence",
    unit=_UNIT,
    low=0,
    high=100,
    smallest_n="3 answers per firm",
    source="Ring & Van de Ven 1992; mutuality after Dabos & Rousseau 2004; least numbers: own limit",
)
def contract_congruence(case: Case) -> Iterator[Score]:
    """Share of obligations both firms' majorities see alike and are sure about.

    Notes
    -----
    Ten expectations × two debtors. `inputs` lists those only one firm believes in. Majorities
    are shown, never who said what; an obligation is left out where its majorities of two waves
    would tell what few people said. For more than two firms: each pair, and their mean. Interval:
    over rosters completed by drawing; that of the mean puts those of the pairs together.
    """
    asked = case.instrument("contract")
    table = None if asked is None else case.answer_table(asked)
    if asked is None or table is None or np.isnan(table).all() or not _asks_both_views(asked):
        return
    table = _tellable(case, asked, table)
    scores = [_of_pair(case, asked, table, (a, b)) for a, b in case.picture.firm_pairs]
    yield from scores
    people = sum(one.n for one in scores)
    told = [(one.interval[0], one.value, one.interval[1]) for one in scores if one.value is not None and one.interval]
    if len(told) < len(scores):
        least = case.settings.whole("contract.min_n")
        yield withheld("contract_congruence", case.subject, _UNIT, people, f"needs {least} answers per firm")
        return
    low, value, high = (float(np.mean(ends)) for ends in zip(*told, strict=True))
    yield Score(
        metric="contract_congruence",
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=people,
        interval=(low, high),
        inputs=("contract_congruence of each pair of firms",),
    )


def _tellable(case: Case, asked: Instrument, table: FloatArray) -> FloatArray:
    """Answers without those of a firm to an item whose change would tell who said what."""
    kept, least = table.copy(), case.settings.whole("contract.min_n")
    for column, position in product(range(table.shape[1]), range(len(case.firms))):
        if why_few_moved(case, partial(_answers_to, asked, column, position), least):
            kept[case.picture.multiplex.firm == position, column] = np.nan
    return kept


def _answers_to(asked: Instrument, column: int, position: int, wave: Case) -> dict[PersonId, float]:
    """One firm's answers to an item, 25 points to a step as elsewhere."""
    table = wave.answer_table(asked)
    if table is None:
        return {}
    said = np.where(wave.picture.multiplex.firm == position, table[:, column], np.nan)
    return {wave.wave.people[row]: 25 * float(said[row]) for row in np.flatnonzero(~np.isnan(said))}


def _asks_both_views(instrument: Instrument) -> bool:
    views = {(item.dimension, item.view) for item in instrument.items}
    return all((dimension, view) in views for dimension, _ in views for view in (View.OWN, View.PARTNER))


def _of_pair(case: Case, asked: Instrument, table: FloatArray, pair: tuple[int, int]) -> Score:
    firm, subject = case.picture.multiplex.firm, case.pair(*pair)
    found = congruence(asked, table, firm, pair, case.settings)
    if found.points is None:
        return _score(case, subject, found, (0.0, 0.0))
    answered = ~np.isnan(table).all(axis=1)
    # in order of what was said: drawing depends on the order, and the roster's would tell who said it
    order = np.lexsort(np.nan_to_num(table, nan=-1.0).T)
    sides = [order[((firm == side) & answered)[order]] for side in pair]
    count, rng = case.settings.whole("resamples.rosters"), np.random.default_rng(pair)
    drawn = [
        np.broadcast_to(rows := stand_ins(len(side), int((firm == position).sum()), count, rng), (count, rows.shape[1]))
        for position, side in zip(pair, sides, strict=True)
    ]
    points = []
    for one, other in zip(*drawn, strict=True):
        rows = np.concatenate([sides[0][one], sides[1][other]])
        points.append(congruence(asked, table[rows], firm[rows], pair, case.settings).points or 0.0)
    return _score(case, subject, found, around(found.points, points))


def _score(case: Case, pair: Subject, found: Congruence, interval: tuple[float, float]) -> Score:
    n = sum(max((one.answers[side] for one in found.obligations), default=0) for side in (0, 1))
    if found.points is None:
        least = case.settings.whole("contract.min_n")
        return withheld("contract_congruence", pair, _UNIT, n, f"needs {least} answers per firm that may be told")
    return Score(
        metric="contract_congruence",
        subject=pair,
        value=found.points,
        unit=_UNIT,
        n=n,
        interval=interval,
        inputs=tuple(_words(case, pair, one) for one in found.one_sided),
    )


def _words(case: Case, pair: Subject, one: Obligation) -> str:
    names = {firm.id: firm.name for firm in case.firms}
    debtor = case.firms[one.debtor]
    creditor = next(name for firm, name in names.items() if firm in pair.id.split("|") and firm != debtor.id)
    believer = debtor.name if one.majority[0] == YES else creditor
    return f"{one.expectation.replace('_', ' ')} owed by {debtor.name}: only {believer} believes it"
