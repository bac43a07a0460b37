"""Gap rules: one function per rule, a file per family."""

from alliancenet.rules import evidence, integration, network, sponsors

FAMILIES = (evidence, network, integration, sponsors)
"""Every family of rules; a test compares this list with the folder."""
