"""What is measured: one function per metric, a file per family."""

from alliancenet.metrics import (
    change,
    cohesion,
    confidence,
    counterparts,
    integration,
    participants,
    redundancy,
    sponsors,
)

FAMILIES = (confidence, participants, redundancy, cohesion, counterparts, sponsors, integration, change)
"""Every family of metrics; a test compares this list with the folder."""
