"""Cards of the measures in `metrics/performance.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="performance",
        title="Performance",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.FIRMS,
        exposure=Exposure.STRUCTURE,
        smallest_n="3 KPIs in 2 groups",
        low=0,
        high=100,
        source="Bamford & Ernst 2002; form and least numbers: own limit",
        text="Weighted mean of how far the objectives are met, by the actuals of the register.",
    ),
)
