"""How much of an audit hangs on its cuts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What changes when one cut is moved by one step.

    Parameters
    ----------
    setting, was, moved_to : the key, its value, and the value tried.
    roles, spanners : people whose place in the network, or whose spanner flag, changes.
    bands : scores that change colour.
    gone, new : codes of findings that vanish and appear, one for each finding.
    """

    setting: str
    was: str
    moved_to: str
    roles: int
    spanners: int
    bands: int
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def findings(self) -> int:
        """Findings that vanish or appear."""
        return len(self.gone) + len(self.new)

    @property
    def changes(self) -> int:
        """Labels and findings that change."""
        return self.roles + self.spanners + self.bands + self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Shifts of one audit.

    Parameters
    ----------
    people, findings : how many there are, to read the counts against.
    unread : cuts this audit does not use.
    """

    alliance: str
    wave: str
    people: int
    findings: int
    shifts: tuple[Shift, ...]
    unread: tuple[str, ...]
