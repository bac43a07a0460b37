"""Why a weak alliance may be failing (S51)."""

from collections.abc import Iterator

from alliancenet.model.catalogue import card_of
from alliancenet.model.review import Cause
from alliancenet.model.score import Score
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.measures import CAUSES


def causes_of(holdings: Holdings, alliance: str) -> tuple[Cause, ...]:
    """At most three causes with a measure below band green, furthest below first.

    References
    ----------
    Segil (235 firms; Vantage) for the causes; the measures behind each: own limit.
    """
    green = holdings.settings.table("bands")["green_from"]
    found = [cause for name in CAUSES for cause in _cause(holdings, alliance, name, green)]
    found.sort(key=lambda cause: (-cause.below_green, cause.name))
    return tuple(found[: holdings.settings.whole("causes.shown")])


def _cause(holdings: Holdings, alliance: str, name: str, green: float) -> Iterator[Cause]:
    scores = (holdings.score(alliance, metric) for metric in CAUSES[name])
    below = sorted((green - points, score.metric, points) for score, points in _points(scores) if points < green)
    if below:
        yield Cause(
            name=name,
            below_green=below[-1][0],
            measures=tuple(f"{metric} {points:.0f}" for _, metric, points in reversed(below)),
        )


def _points(scores: Iterator[Score]) -> Iterator[tuple[Score, float]]:
    for score in scores:
        card = card_of(score.metric)
        if score.value is not None and card is not None and card.has_band:
            yield score, score.value
