"""Cards of the measures in `metrics/workload.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="overload",
        title="People asked too much",
        unit=Unit.PEOPLE,
        says="people",
        better=Better.LOWER,
        section=Section.OTHER,
        exposure=Exposure.ROLES,
        smallest_n="60 % answers a side",
        low=0,
        high=None,
        source="own limit",
        text="People whom many ask or wait for, while several want more of them.",
    ),
    Card(
        id="contact_wanted",
        title="Pairs who want more contact",
        unit=Unit.PAIRS,
        says="pairs",
        better=None,
        section=Section.OTHER,
        exposure=Exposure.STRUCTURE,
        smallest_n="1 answer",
        low=0,
        high=None,
        source="own limit",
        text="Pairs who should be in touch more: both say so, or one does whose work waits for the other.",
    ),
)
