"""Cards of the measures in `metrics/contract.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="contract_congruence",
        title="Expectations both firms see alike",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.FIRMS,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=0,
        high=100,
        source="Ring & Van de Ven 1992; mutuality after Dabos & Rousseau 2004; least numbers: own limit",
        text="Share of obligations both firms' majorities see alike and are sure about.",
    ),
)
