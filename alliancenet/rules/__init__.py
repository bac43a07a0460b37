"""Gap rules: one function per rule, a file per family."""

from alliancenet.rules import evidence, governance, health, integration, network, perception, sponsors

FAMILIES = (evidence, network, integration, perception, sponsors, governance, health)
"""Every family of rules; a test compares this list with the folder."""
