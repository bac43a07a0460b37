"""Cards of the measures in `metrics/counterparts.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="counterpart_coverage",
        title="Counterparts in touch",
        unit=Unit.SHARE,
        says="share of the level's people with a counterpart 0-1",
        better=Better.HIGHER,
        section=Section.COUNTERPARTS,
        exposure=Exposure.STRUCTURE,
        smallest_n="3 people of the level on each side",
        low=0,
        high=1,
        source="Hutt & Speh, ch. 4; contact steps: own limit",
        text="Share of each firm's people of a level in touch with the partner's people of that level.",
    ),
    Card(
        id="counterpart_covered",
        title="Counterpart at the level",
        unit=Unit.YES_OR_NO,
        says="1 covered, 0 not covered",
        better=Better.HIGHER,
        section=Section.COUNTERPARTS,
        exposure=Exposure.STRUCTURE,
        smallest_n="1 person of the level on each side",
        low=0,
        high=1,
        source="Hutt & Speh, ch. 4; contact steps: own limit",
        text="Whether at least one tie joins two firms at a level.",
    ),
    Card(
        id="role_pairs_in_contact",
        title="Role pairs in contact",
        unit=Unit.SHARE,
        says="share of registered role pairs 0-1",
        better=Better.HIGHER,
        section=Section.COUNTERPARTS,
        exposure=Exposure.STRUCTURE,
        smallest_n="1 registered pair of known contact",
        low=0,
        high=1,
        source="Hutt & Speh, ch. 4",
        text="Registered role pairs that report contact, over registered pairs whose contact is known.",
    ),
)
