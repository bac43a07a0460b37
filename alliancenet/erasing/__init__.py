"""Erasing one person: the name and what the person said are gone from every file of a project and its audits.

What others reported about the person stays under an id that leads to nobody, so that their answers keep
their meaning; the person's own answers are deleted. See `erase`.
"""

from alliancenet.erasing.erase import Erasure, erase

__all__ = ["Erasure", "erase"]
