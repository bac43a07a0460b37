"""How far long work is, on the error stream, and only when it takes more than a second."""

import sys
import threading
import time
from contextlib import suppress
from types import TracebackType

import click

_FIRST = 0.8  # seconds before the first line: short work says nothing (own limit)
_TELLING = 0.5  # seconds between two looks at what is being done (own limit)
_STILL = 5.0  # seconds after which a line that is not on a terminal is said again (own limit)


class Progress:
    """A line that tells what is being done; used as a context.

    Parameters
    ----------
    doing : what is being done, as a participle.

    Notes
    -----
    A thread does the telling, so that one step that takes minutes is not silent.
    """

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._line = doing
        self._began = time.monotonic()
        self._first: float | None = None
        self._said, self._said_at = "", 0.0
        self._open = False
        self._ended = threading.Event()
        self._teller = threading.Thread(target=self._keep_telling, daemon=True)

    def __enter__(self) -> "Progress":
        """Start the clock."""
        self._teller.start()
        return self

    def tell(self, done: int, total: int, name: str) -> None:
        """Say that `done` of `total` are done and `name` is next."""
        now = time.monotonic()
        if self._first is None or done == 0:
            self._first = now
        remaining = (now - self._first) / done * (total - done) if done else 0.0
        left = f", about {remaining:.0f} s left" if remaining >= 1 else ""
        self._line = f"{self._doing} {min(done + 1, total)} of {total}: {name}{left}"

    def _keep_telling(self) -> None:
        with suppress(OSError, ValueError):  # an error stream that is full or closed: the work goes on
            if self._ended.wait(_FIRST):
                return
            self._show()
            while not self._ended.wait(_TELLING):
                self._show()

    def _show(self) -> None:
        now, line = time.monotonic(), self._line
        is_terminal = sys.stderr.isatty()
        if not is_terminal and line == self._said and now - self._said_at < _STILL:
            return
        self._said, self._said_at = line, now
        text = f"{line}, {now - self._began:.0f} s so far"
        click.echo(f"\r\033[K{text}" if is_terminal else text, err=True, nl=not is_terminal)
        self._open = is_terminal

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave a clean line behind."""
        self._ended.set()
        self._teller.join()
        if self._open:
            click.echo("\r\033[K", err=True, nl=False)
