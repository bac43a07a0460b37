"""Cards of the measures in `metrics/trust.py`."""

from alliancenet.model.catalogue.card import Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="trust_transfer",
        title="Trust between people and in the firm go together",
        unit=Unit.INDEX,
        says="rank correlation -1 to 1",
        better=None,
        section=Section.FIRMS,
        exposure=Exposure.SAID,
        smallest_n="10 people who answered both",
        low=-1,
        high=1,
        source="Narayandas & Rangan 2004 for the transfer; the check: own limit",
        text="Spearman correlation of trust in the partner's people (NET5) with trust in the partner firm.",
    ),
)
