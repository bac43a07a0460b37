"""Does trust between people become trust between firms (S6)."""

from collections.abc import Iterator

import numpy as np

from alliancenet.metrics.case import Case, metric, withheld
from alliancenet.metrics.levels import trust_across
from alliancenet.metrics.said import person_values
from alliancenet.model.instrument import View
from alliancenet.model.multiplex import FloatArray
from alliancenet.model.score import Score

_UNIT = "rank correlation -1 to 1"


@metric(
    id="trust_transfer",
    unit=_UNIT,
    low=-1,
    high=1,
    smallest_n="10 people who answered both",
    source="Narayandas & Rangan 2004 for the transfer; the check: own limit",
)
def trust_transfer(case: Case) -> Iterator[Score]:
    """Spearman correlation of trust in the partner's people (NET5) with trust in the partner firm.

    Notes
    -----
    Shown, not scored. Near 0, the trust people have in each other stays between them.
    """
    tie, firm = trust_across(case), person_values(case, "climate", "trust", view=View.PARTNER)
    if tie is None or firm is None:
        return
    known = ~np.isnan(tie) & ~np.isnan(firm)
    n, least = int(known.sum()), case.settings.whole("trust.transfer_people")
    varies = n >= least and np.ptp(tie[known]) > 0 and np.ptp(firm[known]) > 0
    if not varies:
        reason = f"{n} people answered both; {least} are needed" if n < least else "everybody answered alike"
        yield withheld("trust_transfer", case.subject, _UNIT, n, reason)
        return
    value = float(np.corrcoef(_ranks(tie[known]), _ranks(firm[known]))[0, 1])
    inputs = ("trust layer", "climate: trust, partner's behaviour")
    yield Score(metric="trust_transfer", subject=case.subject, value=value, unit=_UNIT, n=n, inputs=inputs)


def _ranks(values: FloatArray) -> FloatArray:
    """Ranks from 1, equal values sharing their mean rank."""
    in_order = np.sort(values)
    return (np.searchsorted(in_order, values, "left") + np.searchsorted(in_order, values, "right") + 1) / 2
