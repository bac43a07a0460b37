"""Does trust between people become trust between firms (S6)."""

from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.completing import around, stand_ins
from alliancenet.metrics.levels import trust_across
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.said import answers_on, why_hidden
from alliancenet.model.catalogue import CARDS
from alliancenet.model.instrument import View
from alliancenet.model.score import Score

_UNIT = CARDS["trust_transfer"].says
_IN_THE_PARTNER = answers_on("climate", "trust", view=View.PARTNER)


@metric("trust_transfer")
def trust_transfer(case: Case) -> Iterator[Score]:
    """Spearman correlation of trust in the partner's people (NET5) with trust in the partner firm.

    Notes
    -----
    Shown, not scored. Near 0, the trust people have in each other stays between them. Interval:
    over completed rosters, without those who said that they have nobody across to trust. People of
    a firm whose answers to one of the two may not be told are left out.
    """
    tie, firm = trust_across(case), _IN_THE_PARTNER(case)
    if tie is None or firm is None:
        return
    known = _told(case, ~np.isnan(tie) & ~np.isnan(firm))
    n, least = int(known.sum()), case.settings.whole("trust.transfer_people")
    varies = n >= least and np.ptp(tie[known]) > 0 and np.ptp(firm[known]) > 0
    if not varies:
        reason = f"{n} people answered both; {least} are needed" if n < least else "everybody answered alike"
        yield withheld("trust_transfer", case.subject, _UNIT, n, reason)
        return
    nobody_across = case.picture.multiplex.complete & np.isnan(tie)
    size, count = n + int((~known & ~nobody_across).sum()), case.settings.whole("resamples.rosters")
    drawn = stand_ins(n, size, count, np.random.default_rng(n))
    # in an order that is not the roster's, which would tell who said what
    both = np.stack([tie[known], firm[known]])
    one, other = both[:, np.lexsort(both)]
    value = _rank_correlation(one, other)
    yield Score(
        metric="trust_transfer",
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=n,
        interval=around(value, [_rank_correlation(one[row], other[row]) for row in drawn]),
        inputs=("trust layer", "climate: trust, partner's behaviour"),
    )


def _told(case: Case, known: BoolArray) -> BoolArray:
    """Bool array (n_people,): those who answered both, of firms with enough of them and nothing to hide."""
    least, firm, told = case.settings.whole("suppression.min_n"), case.picture.multiplex.firm, np.zeros_like(known)
    for position in range(len(case.firms)):
        hidden = any(why_hidden(case, answers, position) for answers in (trust_across, _IN_THE_PARTNER))
        if not hidden and known[firm == position].sum() >= least:
            told |= known & (firm == position)
    return told


def _rank_correlation(one: FloatArray, other: FloatArray) -> float:
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: FloatArray) -> FloatArray:
    """Ranks from 1, equal values sharing their mean rank."""
    in_order = np.sort(values)
    return (np.searchsorted(in_order, values, "left") + np.searchsorted(in_order, values, "right") + 1) / 2
