"""What is measured: a card per measure, one file per family, and who resolves an id to its card."""

from alliancenet.model.catalogue import (
    capability,
    change,
    checklists,
    climate,
    cohesion,
    confidence,
    contract,
    counterparts,
    economics,
    execution,
    governance,
    health,
    integration,
    levels,
    logs,
    participants,
    perception,
    performance,
    portfolio,
    quality,
    redundancy,
    roles,
    said,
    scale_shift,
    spectrum,
    sponsors,
    telling,
    treatments,
    trust,
    workload,
)
from alliancenet.model.catalogue.card import COUNTS, Better, Card, Exposure, Section, Unit

FAMILIES = (
    capability,
    change,
    checklists,
    climate,
    cohesion,
    confidence,
    contract,
    counterparts,
    economics,
    execution,
    governance,
    health,
    integration,
    levels,
    logs,
    participants,
    perception,
    performance,
    portfolio,
    quality,
    redundancy,
    roles,
    said,
    scale_shift,
    spectrum,
    sponsors,
    telling,
    treatments,
    trust,
    workload,
)
"""Every family of cards; a test compares this list with the folder."""

CARDS: dict[str, Card] = {card.id: card for family in FAMILIES for card in family.CARDS}
"""Card of each measure, by id."""


def card_of(metric: str) -> Card | None:
    """Card of a metric id, or None: of the id itself, else of the nearest family before a dot.

    Examples
    --------
    >>> card_of("climate.trust").id
    'climate'
    >>> card_of("quality.answered.senior").id
    'quality.answered'
    >>> card_of("loyalty") is None
    True
    """
    family = metric
    while family:
        if family in CARDS:
            return CARDS[family]
        family = family.rpartition(".")[0]
    return None


def is_in(metric: str, *sections: Section) -> bool:
    """Does a metric belong to one of these tables."""
    card = card_of(metric)
    return card is not None and card.section in sections


__all__ = [
    "CARDS",
    "COUNTS",
    "FAMILIES",
    "Better",
    "Card",
    "Exposure",
    "Section",
    "Unit",
    "card_of",
    "is_in",
]
