"""Does trust between people become trust between firms (S6)."""

from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.completing import around, stand_ins
from alliancenet.metrics.levels import trust_across
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import TOO_FEW_OR_ALIKE_TOGETHER, why_hidden_together
from alliancenet.metrics.said import views_on
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Score

_UNIT = CARDS["trust_transfer"].says
_OWN, _IN_THE_PARTNER, _WHOLE = views_on("climate", "trust")


@metric("trust_transfer")
def trust_transfer(case: Case) -> Iterator[Score]:
    """Spearman correlation of trust in the partner's people (NET5) with trust in the partner firm.

    Notes
    -----
    Shown, not scored. Near 0, the trust people have in each other stays between them. Interval:
    over completed rosters, without those who said that they have nobody across to trust. Withheld
    where own and partner's view of trust may not be told apart.
    """
    tie, firm = trust_across(case), _IN_THE_PARTNER(case)
    if tie is None or firm is None:
        return
    known = ~np.isnan(tie) & ~np.isnan(firm)
    n = int(known.sum())
    if reason := _why_hidden(case, tie, firm):
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


def _why_hidden(case: Case, tie: FloatArray, firm: FloatArray) -> str:
    """Why the correlation may not be told, or ""; it is released with both views of the firms' trust."""
    known, least = ~np.isnan(tie) & ~np.isnan(firm), case.settings.whole("trust.transfer_people")
    n = int(known.sum())
    if n < least:
        return f"{n} people answered both; {least} are needed"
    asked = [block for block in (trust_across, _OWN, _IN_THE_PARTNER, _WHOLE) if block(case) is not None]
    smallest = min(int(known[case.picture.multiplex.firm == position].sum()) for position in range(len(case.firms)))
    is_small = smallest < case.settings.whole("suppression.min_n")
    # as one sentence: which of the two it is would say that everybody answered alike
    varies = all(np.ptp(said[known]) > 0 for said in (tie, firm))
    return why_hidden_together(case, asked) or (TOO_FEW_OR_ALIKE_TOGETHER if is_small or not varies else "")


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
