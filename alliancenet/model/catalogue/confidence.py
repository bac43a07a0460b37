"""Cards of the measures in `metrics/confidence.py`."""

from alliancenet.model.catalogue.card import Better, Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="response_rate",
        title="Response rate",
        unit=Unit.SHARE,
        says="share of the roster 0-1",
        better=Better.HIGHER,
        section=Section.QUALITY,
        exposure=Exposure.STRUCTURE,
        smallest_n="1 person on the roster",
        low=0,
        high=1,
        source="C10; own limit",
        text="Share of a firm's roster that answered; with logs alone, the share logs of the own firm cover.",
    ),
)
