"""Cards of the measures in `metrics/sponsors.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="sponsor_score",
        title="Sponsor coverage",
        unit=Unit.POINTS,
        says="points 0-100",
        better=Better.HIGHER,
        section=Section.SPONSORS,
        exposure=Exposure.STRUCTURE,
        smallest_n="register data",
        low=0,
        high=100,
        source="Hutt & Speh, ch. 4 and table 4.4; weights: own limit",
        text="Sponsor named (40), active (40), with a current action plan (20), per firm and mean.",
    ),
    Card(
        id="sponsor_load",
        title="Sponsorships of one executive",
        unit=Unit.ALLIANCES,
        says="alliances",
        better=Better.LOWER,
        section=Section.SPONSORS,
        exposure=Exposure.TIER,
        smallest_n="register data",
        low=0,
        high=None,
        source="own limit (Cisco reported 2.0, then 1.55)",
        text="Alliances of tier 1 and 2 an executive sponsors at the time, for this alliance's sponsors.",
    ),
)
