"""Cards of the measures in `metrics/change.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="core_ties_kept",
        title="Core ties kept",
        unit=Unit.SHARE,
        says="share of the core ties of either wave 0-1",
        better=Better.HIGHER,
        section=Section.STRUCTURE,
        exposure=Exposure.ROLES,
        smallest_n="medium confidence in both waves",
        low=0,
        high=1,
        source="Jaccard 1912; own limit",
        text="Jaccard of the core ties of two waves, among people present in both.",
    ),
    Card(
        id="redundancy_change",
        title="Redundancy change",
        unit=Unit.PEOPLE,
        says="people, now minus the wave before",
        better=Better.HIGHER,
        section=Section.STRUCTURE,
        exposure=Exposure.STRUCTURE,
        smallest_n="medium confidence in both waves",
        low=None,
        high=None,
        source="own limit",
        text="Change of redundancy between every two firms since the wave before.",
    ),
    Card(
        id="integration_change",
        title="Integration change",
        unit=Unit.POINTS_APART,
        says="points, now minus the wave before",
        better=Better.HIGHER,
        section=Section.LEVELS,
        exposure=Exposure.STRUCTURE,
        smallest_n="the level told in both waves",
        low=-100,
        high=100,
        source="own limit",
        text="Change of each integration level; its interval spans from worst to best case of both.",
    ),
)
