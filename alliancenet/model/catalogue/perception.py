"""Cards of the measures in `metrics/perception.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="perception_gap",
        title="Perception gap",
        unit=Unit.STEPS,
        says="scale points, first firm minus second",
        better=None,
        section=Section.GAPS,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=-4,
        high=4,
        source="Benjamini & Hochberg 1995; limits: own limit",
        text="Difference of two firms' means per dimension; the label says how sure it is.",
    ),
    Card(
        id="blind_spot",
        title="Blind spot",
        unit=Unit.STEPS,
        says="scale points, own view minus partner's view",
        better=None,
        section=Section.OTHER,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=-4,
        high=4,
        source="own limit",
        text="How a firm rates its own behaviour, minus how the partner rates it; two firms only.",
    ),
    Card(
        id="inside_spread",
        title="Inside spread",
        unit=Unit.INDEX,
        says="r_wg",
        better=Better.HIGHER,
        section=Section.OTHER,
        exposure=Exposure.SAID,
        smallest_n="5 answers per firm",
        low=None,
        high=1,
        source="O'Neill 2017; a prompt, not a test",
        text="r_wg = 1 - s²/2 per firm and dimension: how much people inside a firm differ.",
    ),
)
