"""Gap rules: one function per rule, a file per family."""

from alliancenet.rules import (
    answers,
    counterparts,
    evidence,
    execution,
    governance,
    health,
    integration,
    money,
    network,
    perception,
    records,
    relationship,
    sponsors,
    workload,
)

FAMILIES = (
    evidence,
    answers,
    records,
    network,
    counterparts,
    workload,
    integration,
    perception,
    sponsors,
    governance,
    relationship,
    execution,
    health,
    money,
)
"""Every family of rules; a test compares this list with the folder."""
