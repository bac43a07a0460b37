"""Cards of the measures in `metrics/governance.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="reviews_held",
        title="Reviews held",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.OTHER,
        exposure=Exposure.STRUCTURE,
        smallest_n="register data",
        low=0,
        high=100,
        source="Hutt & Speh, table 4.4; own limit",
        text="Reviews held over reviews due in the twelve months before the wave closed.",
    ),
    Card(
        id="issues_settled",
        title="Issues settled",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.OTHER,
        exposure=Exposure.STRUCTURE,
        smallest_n="1 issue",
        low=0,
        high=100,
        source="Hutt & Speh, table 4.4; own limit",
        text="Share of the last year's issues closed in seven days or within their action plan.",
    ),
)
