"""Cards of the measures in `metrics/said.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="asked",
        title="Own question",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.CLIMATE,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=0,
        high=100,
        source="the project's own instrument",
        text="Dimensions of the project's own questionnaires, by firm and firm-balanced.",
    ),
    Card(
        id="sponsor_visibility",
        title="Sponsor visibility",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.SPONSORS,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=0,
        high=100,
        source="Hutt & Speh, ch. 4; item: own",
        text="How far people see senior leaders of their own firm taking part (INT-ST3).",
    ),
)
