"""What is measured: one function per metric, a file per family."""

from alliancenet.metrics import (
    change,
    climate,
    cohesion,
    confidence,
    counterparts,
    governance,
    health,
    integration,
    levels,
    participants,
    perception,
    redundancy,
    said,
    sponsors,
)

FAMILIES = (
    confidence,
    participants,
    redundancy,
    cohesion,
    counterparts,
    sponsors,
    governance,
    integration,
    said,
    levels,
    climate,
    perception,
    health,
    change,
)
"""Every family of metrics; a test compares this list with the folder."""
