"""Cards of the measures in `metrics/redundancy.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="redundancy",
        title="Redundancy: departures that cut every cross-firm core tie",
        unit=Unit.PEOPLE,
        says="people",
        better=Better.HIGHER,
        section=Section.STRUCTURE,
        exposure=Exposure.STRUCTURE,
        smallest_n="60 % answers a side",
        low=0,
        high=None,
        source="König 1931; Hutt et al. 2000; own limit",
        text="Smallest number of departures that would cut every cross-firm core tie.",
    ),
    Card(
        id="redundancy_target",
        title="Redundancy the tier asks for",
        unit=Unit.PEOPLE,
        says="people",
        better=None,
        section=Section.STRUCTURE,
        exposure=Exposure.TIER,
        smallest_n="1 person a side",
        low=0,
        high=None,
        source="own limit",
        text="What the alliance's tier asks of redundancy between two firms.",
    ),
    Card(
        id="concentration",
        title="Share of cross-firm core ties on the busiest person",
        unit=Unit.SHARE,
        says="share of cross-firm core ties 0-1, lower is safer",
        better=Better.LOWER,
        section=Section.STRUCTURE,
        exposure=Exposure.STRUCTURE,
        smallest_n="3 cross-firm core ties",
        low=0,
        high=1,
        source="own limit",
        text="Busiest person's share of the core ties between two firms.",
    ),
)
