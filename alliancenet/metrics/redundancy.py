"""How many departures the alliance survives, and how much hangs on the busiest person."""

import math
from collections.abc import Iterator

import numpy as np

from alliancenet.graph.redundancy import minimum_vertex_cover
from alliancenet.metrics.case import Case
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import Reading, structural
from alliancenet.model.audit import Confidence
from alliancenet.model.multiplex import CORE_LAYERS
from alliancenet.model.register import PersonId


@structural("redundancy", needs=Confidence.MEDIUM, withheld_above="silent.central", reads=CORE_LAYERS)
def redundancy(case: Case, picture: Picture) -> Iterator[Reading]:
    """Smallest number of departures that would cut every cross-firm core tie.

    Notes
    -----
    The size of a maximum matching between two firms' people over the core ties that join them,
    which by König's theorem is that of a minimum vertex cover. For more than two firms: per
    pair, the mean, and the worst pair. Higher is safer. Cost: O(ties · √people).

    References
    ----------
    König 1931; checked against exhaustive search.
    """
    values = []
    for a, b in picture.firm_pairs:
        ties = picture.between(picture.cross_core_pairs, a, b)
        values.append(float(picture.redundancy(a, b)))
        yield Reading(subject=case.pair(a, b), value=values[-1], n=len(ties), inputs=("cross-firm core ties",))
    n_ties = len(picture.cross_core_pairs)
    yield Reading(subject=case.subject, value=float(np.mean(values)), n=n_ties, inputs=("cross-firm core ties",))
    yield Reading(
        subject=case.subject, value=min(values), n=n_ties, part="worst_pair", inputs=("cross-firm core ties",)
    )


@structural("redundancy_target", needs=Confidence.MEDIUM, reads=CORE_LAYERS)
def redundancy_target(case: Case, picture: Picture) -> Iterator[Reading]:
    """What the alliance's tier asks of redundancy between two firms.

    Notes
    -----
    max(floor, share · smaller firm's core participants, rounded up), never above the smaller
    roster; floors 4/3/2 and shares .5/.35/.2 for tiers 1/2/3.
    """
    settings = case.settings
    for a, b in picture.firm_pairs:
        sizes = [int((picture.multiplex.firm == firm).sum()) for firm in (a, b)]
        core = min(int(picture.is_core[picture.multiplex.firm == firm].sum()) for firm in (a, b))
        wanted = math.ceil(settings.table("redundancy.share")[case.tier] * core)
        target = min(max(settings.table("redundancy.floor")[case.tier], wanted), *sizes)
        yield Reading(subject=case.pair(a, b), value=float(target), n=sum(sizes), inputs=("tier", "core participants"))


@structural("concentration", needs=Confidence.MEDIUM, reads=CORE_LAYERS)
def concentration(case: Case, picture: Picture) -> Iterator[Reading]:
    """Busiest person's share of the core ties between two firms."""
    least = case.settings.whole("concentration.min_ties")
    for a, b in picture.firm_pairs:
        ties = picture.between(picture.cross_core_pairs, a, b)
        enough = len(ties) >= least
        yield Reading(
            subject=case.pair(a, b),
            value=float(picture.count(ties).max() / len(ties)) if enough else None,
            n=len(ties),
            inputs=("cross-firm core ties",),
            reason=f"{len(ties)} cross-firm core ties; {least} are needed",
        )


def carriers(case: Case, a: int, b: int) -> tuple[PersonId, ...]:
    """People whose departure together would cut every core tie between two firms.

    Notes
    -----
    A minimum vertex cover; when several exist, the one that König's construction gives from the
    sorted roster, so that the same input names the same people.
    """
    ties = case.picture.between(case.picture.cross_core_pairs, a, b)
    return tuple(case.wave.people[person] for person in sorted(minimum_vertex_cover(ties)))
