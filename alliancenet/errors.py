"""Errors a caller can meet, and the problems found in a user's files.

::

    AllianceNetError
    ├── InputError          faults in the user's files, all of them at once
    ├── SettingsError       a limit that does not exist or cannot be read
    ├── AuditFormatError    an audit file that is damaged or from a newer version
    ├── PurposeRefused      data used for a purpose it was not collected for
    ├── NotPermitted        a reader asked for what the privacy gate withholds
    ├── OutsideResource     a page to hand on would load something from elsewhere
    ├── MissingExtra        an optional part of the installation that is not there
    └── PlaceTaken          another command works in the same place, and did not end

Too little data is never an exception: it is a ``Score`` with a state.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alliancenet.visible import visible

_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], "\N{MIDDLE DOT}")


class AllianceNetError(Exception):
    """Root of every error this package raises on purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault in a user's file, in words a user can act on.

    Parameters
    ----------
    file : name of the file as the user knows it.
    found : what stands there.
    needed : what is needed instead.
    action : what to do about it.
    row : row of a table, counted as a spreadsheet does (the header is row 1), or None.
    line : line of a text file, from 1, or None.
    key : column or key concerned, or empty.
    fatal : False for a counted warning that does not stop the work.
    """

    file: str
    found: str
    needed: str
    action: str = ""
    row: int | None = None
    line: int | None = None
    key: str = ""
    fatal: bool = True

    @property
    def where(self) -> str:
        """File with row or line and key: ``people.csv, row 14, level``."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.key:
            parts.append(self.key)
        return ", ".join(parts)

    def __str__(self) -> str:
        """Where: what was found; what is needed; what to do."""
        text = f"{self.where}: " + "; ".join(part for part in (self.found, self.needed, self.action) if part)
        return visible(text.translate(_CONTROLS), "\N{MIDDLE DOT}")  # what stands in a file must not steer a terminal


class InputError(AllianceNetError):
    """Faults in the user's files.

    Parameters
    ----------
    problems : every problem found, fatal or not; at least one is fatal.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(AllianceNetError):
    """A settings key that does not exist, or a value of the wrong kind."""


class AuditFormatError(AllianceNetError):
    """An audit file that is damaged, tampered with, or from a newer version."""


class PurposeRefused(AllianceNetError):
    """A layer was asked for a purpose it was not collected for."""


class NotPermitted(AllianceNetError):
    """A reader asked for what the privacy gate withholds."""


class OutsideResource(AllianceNetError):
    """A page to hand on would load something from elsewhere."""


class MissingExtra(AllianceNetError):
    """An optional part of the installation that is not there; the message says how to get it."""


class PlaceTaken(AllianceNetError):
    """Another command works in the same place, and did not end while this one waited."""
