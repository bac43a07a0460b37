"""Cards of the measures in `metrics/telling.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="strategy_known",
        title="Strategy known",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.CLIMATE,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm, or per group of levels",
        low=0,
        high=100,
        source="Jagersma; Hutt & Speh, ch. 4; items: own; shown, never scored",
        text="How far people know what the alliance is for, what their part is and how it decides; by firm and level.",
    ),
)
