"""How far long work is, on the error stream, and only when it takes more than a second."""

import sys
import time
from types import TracebackType

import click


class Progress:
    """A line that tells what is being done; used as a context.

    Parameters
    ----------
    doing : what is being done, as a participle.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._began = self._told = time.monotonic()
        self._open = False

    def __enter__(self) -> "Progress":
        """Start the clock."""
        return self

    def tell(self, done: int, total: int, name: str) -> None:
        """Say that `done` of `total` are done and `name` is next, at most twice a second."""
        now = time.monotonic()
        if now - self._began < 1 or now - self._told < 0.5 or done == total:
            return
        self._told = now
        remaining = (now - self._began) / done * (total - done) if done else 0.0
        line = f"{self._doing} {done + 1} of {total}: {name}" + (f", about {remaining:.0f} s left" if done else "")
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
