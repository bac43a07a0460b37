"""Cards of the measures in `metrics/levels.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="integration_said",
        title="Integration said",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.LEVELS,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=0,
        high=100,
        source="Hutt & Speh, ch. 4 (after Kanter 1994); items, parts and limits: own limit",
        text="The said half of each integration level: by firm for the items, and its parts together.",
    ),
    Card(
        id="integration",
        title="Integration",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.LEVELS,
        exposure=Exposure.STRUCTURE,
        smallest_n="one seen and one said part of the level",
        low=0,
        high=100,
        source="Hutt & Speh, ch. 4 (after Kanter 1994); items, parts and limits: own limit",
        text="Each integration level: half what is seen, half what is said.",
    ),
    Card(
        id="integration_index",
        title="Integration index",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.LEVELS,
        exposure=Exposure.STRUCTURE,
        smallest_n="all five levels",
        low=1,
        high=100,
        source="Hutt & Speh, ch. 4 (after Kanter 1994); items, parts and limits: own limit",
        text="Geometric mean of the five levels, each floored at 1.",
    ),
)
