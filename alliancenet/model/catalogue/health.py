"""Cards of the measures in `metrics/health.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="health_part",
        title="Health part",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.OTHER,
        exposure=Exposure.STRUCTURE,
        smallest_n="one input of the part",
        low=0,
        high=100,
        source="C10; own limit",
        text="The four parts of H: integration, climate, network, sponsor and governance.",
    ),
    Card(
        id="health_part.network",
        title="Health part, network",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.OTHER,
        exposure=Exposure.TIER,
        smallest_n="one input of the part",
        low=0,
        high=100,
        source="C10; own limit",
        text="Part of health read off the network, measured against what the tier asks.",
    ),
    Card(
        id="health",
        title="Health",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.OTHER,
        exposure=Exposure.STRUCTURE,
        smallest_n="three of four parts",
        low=0,
        high=100,
        source="C10; weights: own limit",
        text="Weighted mean of the four parts; its band is held back by the gates in the label.",
    ),
)
