"""Cards of the measures in `metrics/integration.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="integration_seen",
        title="Integration seen",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.LEVELS,
        exposure=Exposure.STRUCTURE,
        smallest_n="one part of the level",
        low=0,
        high=100,
        source="Hutt & Speh, ch. 4 (after Kanter 1994); parts and limits: own limit",
        text="The seen half of each integration level, and each of its parts.",
    ),
)
