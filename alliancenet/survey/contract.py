"""Psychological contract (S33): which unwritten obligations both firms see alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alliancenet.model.instrument import Instrument, Item, View
from alliancenet.settings import Settings

UNSURE = "unsure"
YES = "yes"


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
        return tuple(one for one in self.obligations if one.is_one_sided)


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
    points = 100 * sum(one.is_shared for one in found) / len(found) if found else None
    return Congruence(points=points, obligations=tuple(found), left_out=tuple(left_out))


def _codes(item: Item, values: NDArray[np.float64]) -> list[str]:
    code = {point.value: point.code for point in item.scale.points} if item.scale else {}
    return [code[float(value)] for value in values if not np.isnan(value)]


def _majority(answers: Sequence[str]) -> str | None:
    return next((code for code in set(answers) if 2 * answers.count(code) > len(answers)), None)
