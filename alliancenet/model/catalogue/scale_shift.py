"""Cards of the measures in `metrics/scale_shift.py`."""

from alliancenet.model.catalogue.card import Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="scale_shift",
        title="Shift common to all answers",
        unit=Unit.STEPS,
        says="scale points, first firm minus second",
        better=None,
        section=Section.OTHER,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm on 5 dimensions",
        low=-4,
        high=4,
        source="median of the gaps, permutation of the firms; limits: own limit",
        text="Shift between two firms that is common to nearly all dimensions; the label says how sure it is.",
    ),
)
