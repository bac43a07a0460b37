"""Of whom the logs can tell: who was seen, and which firms handed in logs of their own."""

from collections.abc import Iterable, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import IntArray
from alliancenet.comms.built import Built, PairMonths
from alliancenet.comms.events import Channel
from alliancenet.model.wave import LogCoverage
from alliancenet.settings import Settings


def coverage_of(
    built: Built,
    number: IntArray,
    contact: PairMonths,
    firms: Sequence[str],
    settings: Settings,
    months: Iterable[int] | None = None,
) -> LogCoverage:
    """Of whom the logs can tell in some months; in all by default.

    Parameters
    ----------
    number : int array (n_people,), see `Built.numbers`.
    contact : rows of the pair table of these people in these months.
    firms : the firm of each.
    """
    seen = built.have_written(number, months)
    share = settings.number("logs.collected_share")
    dark = sorted(dark_firms(contact, seen, firms, share))
    place = np.array([dark.index(firm) if firm in dark else -1 for firm in firms], dtype=np.int64)
    return LogCoverage(seen=seen, listed=number >= 0, dark=place)


def dark_firms(contact: PairMonths, seen: NDArray[np.bool_], firms: Sequence[str], share: float) -> frozenset[str]:
    """Firms whose inner traffic the logs do not hold.

    Parameters
    ----------
    seen : bool array (n_people,), people the logs saw write.
    share : of these, the share 0-1 that must have written to a colleague.

    Notes
    -----
    A partner's log shows who wrote to the partner, not who wrote to a colleague; a copy to a
    colleague now and then does. Meetings tell nothing here where there are messages: the calendar
    of one firm holds colleagues of the other side by side. A firm of whom nobody was seen is dark.
    """
    firm = np.array(firms, dtype=np.str_)
    is_meeting = contact.channel == Channel.MEETING.value
    told = contact if is_meeting.all() else contact.only(~is_meeting)
    inside = firm[told.source] == firm[told.target]
    writes_inside = np.isin(np.arange(len(firm)), told.source[inside])
    return frozenset(
        name
        for name in set(firms)
        if writes_inside[seen & (firm == name)].sum() < share * (seen & (firm == name)).sum()
        or not (seen & (firm == name)).any()
    )


def pairs_told_of(coverage: LogCoverage, firm: IntArray) -> int:
    """How many pairs of people of two firms the logs can tell of; see `LogCoverage.tells_of`.

    Parameters
    ----------
    firm : int array (n_people,), place of each person's firm.
    """
    owners = coverage.seen & (coverage.dark < 0)
    unseen_in_the_dark = coverage.listed & ~coverage.seen & (coverage.dark >= 0)
    seen, owning, unseen = (
        np.bincount(firm[chosen], minlength=int(firm.max(initial=0)) + 1)
        for chosen in (coverage.seen, owners, unseen_in_the_dark)
    )
    across = list(permutations(range(len(seen)), 2))
    return sum(int(seen[a]) * int(seen[b]) for a, b in across if a < b) + sum(
        int(owning[a]) * int(unseen[b]) for a, b in across
    )
