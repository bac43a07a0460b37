"""Whether the firms see their unwritten obligations alike (C9, S33)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.instruments.used import reads
from alliancenet.metrics.case import Case
from alliancenet.metrics.completing import around
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import few_moved
from alliancenet.model.catalogue import CARDS
from alliancenet.model.instrument import Instrument, Item, View
from alliancenet.model.register import OrganisationId, PersonId
from alliancenet.model.score import Score, Subject
from alliancenet.settings import Settings

UNSURE = "unsure"
YES = "yes"
NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One expectation of one debtor, as both firms see it.

    Parameters
    ----------
    expectation : what is owed.
    debtor : index of the firm that owes it.
    majority : answer code more than half of each firm's people gave, debtor first; None without one.
    answers : people counted in each firm, debtor first.
    """

    expectation: str
    debtor: int
    majority: tuple[str | None, str | None]
    answers: tuple[int, int]

    @property
    def is_shared(self) -> bool:
        """Both firms have the same majority, and it is not "unsure"."""
        debtor, creditor = self.majority
        return debtor is not None and debtor == creditor and debtor != UNSURE

    @property
    def is_one_sided(self) -> bool:
        """One firm's majority believes it is owed, the other's does not."""
        return (self.majority[0] == YES) != (self.majority[1] == YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Congruence:
    """How far two firms see their obligations alike.

    Parameters
    ----------
    points : share of the assessed obligations both see alike, 0-100; None when none is assessed.
    obligations : those with enough answers in both firms.
    left_out : (expectation, debtor) with too few answers.
    """

    points: float | None
    obligations: tuple[Obligation, ...]
    left_out: tuple[tuple[str, int], ...]

    @property
    def one_sided(self) -> tuple[Obligation, ...]:
        """Obligations only one side believes in."""
        return tuple(obligation for obligation in self.obligations if obligation.is_one_sided)


def least_answers(settings: Settings) -> int:
    """People of each firm an expectation needs: never fewer than the smallest group anybody is told of."""
    return max(settings.whole("contract.min_n"), settings.whole("suppression.min_n"))


def congruence(
    instrument: Instrument,
    table: NDArray[np.float64],
    firm: NDArray[np.int64],
    pair: tuple[int, int],
    settings: Settings,
) -> Congruence:
    """Congruence of two firms (Ring & Van de Ven 1992; mutuality after Dabos & Rousseau 2004).

    Parameters
    ----------
    instrument : asks each expectation twice: owed by the own side, owed by the partner.
    table : answers (n_people, n_items) as `scoring.answer_table` gives them.
    firm : (n_people,), index of each person's firm.
    pair : the two firms.

    Notes
    -----
    An obligation counts when at least `least_answers` people of each firm answered.
    """
    least = least_answers(settings)
    column = {(item.dimension, item.view): at for at, item in enumerate(instrument.items)}
    found, left_out = [], []
    for expectation in dict.fromkeys(item.dimension for item in instrument.items):
        for debtor, creditor in (pair, pair[::-1]):
            own, seen = column[expectation, View.OWN], column[expectation, View.PARTNER]
            views = (
                _codes(instrument.items[own], table[firm == debtor, own]),
                _codes(instrument.items[seen], table[firm == creditor, seen]),
            )
            if min(map(len, views)) < least:
                left_out.append((expectation, debtor))
                continue
            found.append(
                Obligation(
                    expectation=expectation,
                    debtor=debtor,
                    majority=(_majority(views[0]), _majority(views[1])),
                    answers=(len(views[0]), len(views[1])),
                )
            )
    points = 100 * sum(obligation.is_shared for obligation in found) / len(found) if found else None
    return Congruence(points=points, obligations=tuple(found), left_out=tuple(left_out))


def _codes(item: Item, values: NDArray[np.float64]) -> list[str]:
    code = {point.value: point.code for point in item.scale.points} if item.scale else {}
    return [code[float(value)] for value in values if not np.isnan(value)]


def _majority(answers: Sequence[str]) -> str | None:
    return next((code for code in set(answers) if 2 * answers.count(code) > len(answers)), None)


_UNIT = CARDS["contract_congruence"].says


@metric("contract_congruence")
def contract_congruence(case: Case) -> Iterator[Score]:
    """Share of obligations both firms' majorities see alike and are sure about.

    Notes
    -----
    Ten expectations × two debtors. `inputs` lists those only one firm believes in. Majorities
    are shown, never who said what; an obligation is left out where its majorities of two waves
    would tell what few people said. For more than two firms: each pair, and their mean. Interval:
    over rosters completed by drawing from the majorities alone; that of the mean puts those of the pairs together.
    """
    asked = case.instrument("contract")
    table = None if asked is None else case.answer_table(asked)
    if asked is None or table is None or np.isnan(table).all() or not _asks_both_views(asked):
        return
    table = _tellable(case, asked, table)
    scores = [_of_pair(case, asked, table, (a, b)) for a, b in case.picture.firm_pairs]
    yield from scores
    people = sum(score.n for score in scores)
    told = [
        (score.interval[0], score.value, score.interval[1])
        for score in scores
        if score.value is not None and score.interval
    ]
    if len(told) < len(scores):
        least = least_answers(case.settings)
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
    kept, least = table.copy(), least_answers(case.settings)
    for column, position in product(range(table.shape[1]), range(len(case.firms))):
        if few_moved(case, partial(_answers_to, asked, column, case.firms[position].id), least):
            kept[case.picture.multiplex.firm == position, column] = np.nan
    return kept


def _answers_to(asked: Instrument, column: int, firm: OrganisationId, wave: Case) -> dict[PersonId, float]:
    """One firm's answers to an item, 25 points to a step as elsewhere."""
    table = wave.answer_table(asked)
    if table is None:
        return {}
    return {
        person.id: 25 * float(said)
        for person, said in zip(wave.roster, table[:, column], strict=True)
        if person.organisation == firm and not np.isnan(said)
    }


def _asks_both_views(instrument: Instrument) -> bool:
    views = {(item.dimension, item.view) for item in instrument.items}
    return all((dimension, view) in views for dimension, _ in views for view in (View.OWN, View.PARTNER))


def _of_pair(case: Case, asked: Instrument, table: FloatArray, pair: tuple[int, int]) -> Score:
    firm, subject = case.picture.multiplex.firm, case.pair(*pair)
    found = congruence(asked, table, firm, pair, case.settings)
    if found.points is None:
        return _score(case, subject, found, (0.0, 0.0))
    sizes = {side: int((firm == side).sum()) for side in pair}
    points = _points_drawn(found, sizes, case.settings.whole("resamples.rosters"), np.random.default_rng(pair))
    return _score(case, subject, found, around(found.points, list(points)))


def _points_drawn(found: Congruence, sizes: Mapping[int, int], count: int, rng: np.random.Generator) -> FloatArray:
    """Float array (count,): points over rosters completed by drawing, from the majorities alone.

    Notes
    -----
    How large a majority is tells where all said the same. So it is drawn too, as anything from just over half
    to all who answered, one draw for all obligations of a firm; the silent then answer like those.
    """
    share = {side: rng.random(count) for side in sizes}
    shared = np.zeros(count)
    for obligation in found.obligations:
        sides = sorted(sizes, key=lambda side: side != obligation.debtor)
        seen_alike = [
            np.logical_and(
                *(
                    _is_majority(code, majority, answers, sizes[side], share[side], rng)
                    for majority, answers, side in zip(obligation.majority, obligation.answers, sides, strict=True)
                )
            )
            for code in (YES, NO)
        ]
        shared += np.logical_or(*seen_alike)
    return np.asarray(100 * shared / len(found.obligations))


def _is_majority(
    code: str, majority: str | None, answers: int, size: int, share: FloatArray, rng: np.random.Generator
) -> BoolArray:
    """Bool array: whether more than half of the completed roster answer so."""
    half = answers // 2
    leading = np.floor(share * (half + 1)) if majority is None else half + 1 + np.floor(share * (answers - half))
    saying = leading if majority in (None, code) else answers - leading
    return np.asarray(2 * (saying + rng.binomial(size - answers, saying / answers)) > size)


def _score(case: Case, pair: Subject, found: Congruence, interval: tuple[float, float]) -> Score:
    n = sum(max((obligation.answers[side] for obligation in found.obligations), default=0) for side in (0, 1))
    if found.points is None:
        least = least_answers(case.settings)
        return withheld("contract_congruence", pair, _UNIT, n, f"needs {least} answers per firm that may be told")
    return Score(
        metric="contract_congruence",
        subject=pair,
        value=found.points,
        unit=_UNIT,
        n=n,
        interval=interval,
        inputs=tuple(_words(case, pair, obligation) for obligation in found.one_sided),
    )


def _words(case: Case, pair: Subject, one: Obligation) -> str:
    names = {firm.id: firm.name for firm in case.firms}
    debtor = case.firms[one.debtor]
    creditor = next(name for firm, name in names.items() if firm in pair.id.split("|") and firm != debtor.id)
    believer = debtor.name if one.majority[0] == YES else creditor
    return f"{one.expectation.replace('_', ' ')} owed by {debtor.name}: only {believer} believes it"


reads("congruence of obligations", lambda instrument, _: instrument.id == "contract")
