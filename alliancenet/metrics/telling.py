"""How well people know the strategy of the alliance."""

from collections.abc import Iterator

from alliancenet.instruments.used import measured, reads
from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric
from alliancenet.metrics.said import answers_on, firm_means, scores_of
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Score


@metric("strategy_known")
def strategy_known(case: Case) -> Iterator[Score]:
    """What people say they know of the strategy (TEL1-4), by firm; nothing where nobody was asked.

    Notes
    -----
    Shown, never scored: it enters neither health nor a level.
    """
    answers = answers_on("telling", "strategy_known")
    if answers(case) is not None:
        unit = CARDS["strategy_known"].says
        yield from scores_of(case, "strategy_known", firm_means(case, answers), unit, ("TEL1-4",))


reads("how well people know the strategy", measured("telling"))
