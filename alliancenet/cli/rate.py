"""How fast a stream is read, on the error stream, only on a terminal or after most of a second."""

import sys
import time
from types import TracebackType

import click

from alliancenet.language import in_percent

_TELLING = 0.5
"""Seconds between two lines, and before a step has a rate worth telling (own limit)."""
_QUIET = 0.7
"""Seconds in which nothing is told where no one watches a terminal; the first line comes within one (own limit)."""


class Rate:
    """A line with what is done, how fast, and how long it will take; used as a context."""

    def __init__(self) -> None:
        self._began = self._told = self._since = time.monotonic()
        self._first = 0
        self._doing = ""
        self._open = False

    def __enter__(self) -> "Rate":
        """Start the clock."""
        return self

    def tell(self, doing: str, done: int, share: float) -> None:
        """Say what is done, how many events are read and which share is behind, twice a second."""
        now = time.monotonic()
        if doing != self._doing:
            self._doing, self._since, self._first = doing, now, done
        elif now - self._told < _TELLING:
            return
        if now - self._began < _QUIET and not sys.stderr.isatty():
            return
        self._told = now
        self._show(self._line(done, share, now - self._since))

    def continue_at(self, share: float) -> None:
        """Say which share of the present step is behind."""
        self.tell(self._doing, 0, share)

    def _line(self, done: int, share: float, seconds: float) -> str:
        """What is done; the rate is of the time since the step was first told of, once that is long enough."""
        parts = [self._doing]
        if done:
            parts.append(f"{done:,} events")
        if seconds < _TELLING:
            return ", ".join(parts)
        if done > self._first:
            parts.append(f"{(done - self._first) / seconds:,.0f} a second")
        if 0 < share < 1:
            parts.append(f"{in_percent(share)}, about {seconds / share * (1 - share):,.0f} s left")
        return ", ".join(parts)

    def _show(self, line: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{line}", err=True, nl=False)
            self._open = True
        else:
            click.echo(line, err=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave a clean line behind."""
        if self._open:
            click.echo("\r\033[K", err=True, nl=False)
