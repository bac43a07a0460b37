"""Cards of the measures in `metrics/climate.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="climate",
        title="Climate",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.CLIMATE,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=0,
        high=100,
        source="items: own; dimensions after the factors named in Segil; own limit",
        text="Nine scored climate dimensions and their mean, by firm and firm-balanced.",
    ),
    Card(
        id="task_debate",
        title="Task debate",
        unit=Unit.POINTS,
        says="0 never to 100 always, neither good nor bad",
        better=None,
        section=Section.CLIMATE,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=0,
        high=100,
        source="items: own; shown, never scored",
        text="How openly people argue about the work; neither good nor bad by itself.",
    ),
    Card(
        id="outcome",
        title="Outcome people report",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.CLIMATE,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=0,
        high=100,
        source="items: own; beside P, never inside it",
        text="What people say of the alliance's results (OUT1-3).",
    ),
)
