"""A change of a score since the wave before, beside its own error."""

from dataclasses import dataclass

from alliancenet.model.score import Subject

COVERAGE = 0.90
"""Of every interval that is printed, two-sided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What moved since the wave before, and by how much it moves when the same people answer again.

    Parameters
    ----------
    difference : after minus before.
    low, high : 90 % interval of the change: answered again, and who was missing in either wave.
    p : chance of so large a difference with no change; 0 where both are on record.
    told : it is called a change, after Benjamini-Hochberg over all changes of the audit.
    method : what the error was taken from, in words.
    n : the smaller n of the two scores: a reader from whom either is kept is told no change.
    """

    metric: str
    subject: Subject
    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float
    told: bool
    method: str
    n: int
