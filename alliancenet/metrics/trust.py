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
    value = float(_rank_correlations(one[None], other[None])[0])
    yield Score(
        metric="trust_transfer",
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=n,
        interval=around(value, _rank_correlations(one[drawn], other[drawn]).tolist()),
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


def _rank_correlations(one: FloatArray, other: FloatArray) -> FloatArray:
    """Spearman's correlation of each row of one with the same row of the other, (rows,)."""
    first, second = (_ranks(values) - (values.shape[1] + 1) / 2 for values in (one, other))
    together, alone, opposite = (np.sum(a * b, axis=1) for a, b in ((first, second), (first, first), (second, second)))
    share = 1 / (one.shape[1] - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rho = together * share / np.sqrt(alone * share) / np.sqrt(opposite * share)
    return np.asarray(np.clip(rho, -1.0, 1.0))


def _ranks(values: FloatArray) -> FloatArray:
    """Ranks within each row from 1, equal values sharing their mean rank."""
    distinct, place = np.unique(values, return_inverse=True)
    place = place.reshape(values.shape)
    row = np.arange(len(values))[:, None]
    counts = np.bincount((row * len(distinct) + place).ravel(), minlength=len(values) * len(distinct))
    counts = counts.reshape(len(values), len(distinct))
    middle = np.cumsum(counts, axis=1) - (counts - 1) / 2
    return np.asarray(middle[row, place])
