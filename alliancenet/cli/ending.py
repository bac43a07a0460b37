"""How a command ends: in words and with a code, whatever happened.

====  ========================================================================
code  meaning
====  ========================================================================
0     done
1     a finding reached ``--fail-on``, or an instrument has faults
2     the input has faults, or something could not be read, written or printed
3     a fault of the program itself
130   interrupted with Ctrl-C
141   whoever read the output went away (``| head``)
====  ========================================================================
"""

import codecs
import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from alliancenet.errors import AllianceNetError, InputError, Problem
from alliancenet.visible import visible

FAULTS, OWN_FAULT, INTERRUPTED, READER_GONE = 2, 3, 130, 141
WHOLE_STORY = "ALLIANCENET_TRACEBACK"
_AGAIN = 3.0  # seconds after which an interrupt that somebody swallowed is raised again
# what the program itself prints beyond the letters of western code pages
_NEAREST = {"→": "->", "↔": "<->", "−": "-", "─": "-", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "Σ": "sum"} | {
    "▲": "^",
    "▼": "v",
    "↑": "^",
    "↓": "v",
    "●": "*",
    "◆": "*",
    "○": "o",
    "√": "sqrt",
    "├": "|",
    "└": "|",
}
_FOUND = {
    errno.ENOSPC: "there is no space left",
    errno.EDQUOT: "the quota is used up",
    errno.EFBIG: "a file would become larger than is allowed here",
    errno.EROFS: "the place can only be read",
    errno.EACCES: "you may not read or write there",
    errno.EPERM: "you may not read or write there",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EEXIST: "a file of that name is in the way",
    errno.EISDIR: "a folder of that name is in the way",
    errno.ENOENT: "there is no such file or folder",
    errno.ENAMETOOLONG: "the name is longer than a name may be",
    errno.EMFILE: "too many files are open",
}
_NEEDED = {
    errno.ENOSPC: "make room or choose another place",
    errno.EDQUOT: "make room or choose another place",
    errno.EROFS: "choose another place",
    errno.EACCES: "ask for permission or choose another place",
    errno.EPERM: "ask for permission or choose another place",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def run(command: Callable[[], Any]) -> int:
    """Run a command and return the code it ends with.

    Notes
    -----
    What is printed is kept whole as far as the stream's encoding goes: letters it does not know are
    written as their nearest, or as their code.
    """
    fault = _prepare()
    if fault:
        return _say_fault(fault)
    try:
        code = command()
        sys.stdout.flush()
        return INTERRUPTED if _was_interrupted() else code if isinstance(code, int) else 0
    except BaseException as error:
        return _ended_by(error)
    finally:
        _stop_reminding()


def _ended_by(error: BaseException) -> int:
    if isinstance(error, KeyboardInterrupt) or (isinstance(error, click.Abort) and _was_interrupted()):
        return _say_fault("interrupted", INTERRUPTED)
    if isinstance(error, click.Abort):
        return _say_fault("error: there was no answer to what was asked; nothing was changed")
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if isinstance(error, InputError):
        lines = [f"{'problem' if problem.fatal else 'warning'}: {problem}" for problem in error.problems]
        return _say_fault("\n".join(lines))
    if isinstance(error, AllianceNetError):
        return _say_fault(f"error: {error}")
    if isinstance(error, click.ClickException):
        return _say_fault_of_click(error)
    if isinstance(error, OSError):
        return _say_fault(f"error: {sentence_of(error)}")
    if isinstance(error, MemoryError):
        return _say_fault("error: this needs more memory than there is; close other programs, or take less at once")
    if os.environ.get(WHOLE_STORY):
        traceback.print_exception(error)
    return _say_fault(f"error: {_own_fault(error)}", OWN_FAULT)


def _own_fault(error: BaseException) -> str:
    """Where in our own code something failed that nobody had thought of."""
    steps = [step for step in traceback.extract_tb(error.__traceback__) if "alliancenet" in step.filename]
    at = f", {Path(steps[-1].filename).name} line {steps[-1].lineno}" if steps else ""
    words = str(error).splitlines()[0][:200] if str(error) else ""
    told = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return f"a fault of alliancenet itself ({told}{at}); {WHOLE_STORY}=1 before the command tells all of it"


def sentence_of(error: OSError) -> str:
    """What could not be read or written, why, and what to do."""
    place, number = _place_of(error), error.errno or 0
    found = _FOUND.get(number) or error.strerror or str(error)
    return str(
        Problem(
            file=place,
            found=found,
            needed=_NEEDED.get(number, ""),
            action="what stood there before is unchanged",
        )
    )


def _place_of(error: OSError) -> str:
    if error.filename is not None:
        return os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else str(error.filename)
    try:
        Path.cwd()
    except OSError:
        return "the folder this was started in"
    return "a file"


class _Stream(io.TextIOWrapper):
    """Standard output or error, by its name where it cannot be written to."""

    place = ""

    def write(self, text: str) -> int:
        """Write text."""
        with _named(self):
            return super().write(visible(text, but="\x1b\r") if self.isatty() else text)

    def flush(self) -> None:
        """Hand on what was written."""
        with _named(self):
            super().flush()


@contextmanager
def _named(stream: _Stream) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:  # not raised as it is: click would end it with the code of a finding
            _let_go(stream)
            raise SystemExit(READER_GONE) from None
        raise OSError(error.errno, error.strerror, stream.place) from None


def _stream(stream: TextIO, place: str) -> TextIO:
    """Return a stream that says its name, and writes letters its code page lacks as their nearest."""
    if not isinstance(stream, io.TextIOWrapper) or stream not in (sys.__stdout__, sys.__stderr__):
        return stream  # a caller of its own takes what is printed
    lines, encoding = stream.line_buffering, stream.encoding
    named = _Stream(stream.detach(), encoding=encoding, errors="alliancenet", line_buffering=lines)
    named.place = place
    return named


def _let_go(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _say_fault(text: str, code: int = FAULTS) -> int:
    """Print to the error stream; where that takes nothing, to the other one."""
    for stream in (sys.stderr, sys.stdout):
        try:
            stream.write(text + "\n")
            stream.flush()
            break
        except (OSError, ValueError):
            _let_go(stream)
    return code


def _say_fault_of_click(error: click.ClickException) -> int:
    try:
        error.show()
    except OSError:
        return _say_fault(f"Error: {error.format_message()}")
    return error.exit_code


def _prepare() -> str:
    """Make streams and signals ready; returns why there is nothing to write to, or nothing.

    Notes
    -----
    A stream that is closed is opened on nothing first: else the next file that is opened takes its place,
    and what is meant for the stream is written into it.
    """
    os.umask(0o077)  # whatever is made, by whichever library, is for its owner only
    is_closed = sys.stdout is None
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            _open_on_nothing(name, number)
    codecs.register_error("alliancenet", _nearest)
    sys.stdout = _stream(sys.stdout, "standard output")
    sys.stderr = _stream(sys.stderr, "standard error")
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # started so that Ctrl-C is for others
        signal.signal(signal.SIGINT, _interrupt)
    return "error: standard output is closed; send it to a file or a terminal" if is_closed else ""


def _open_on_nothing(name: str, number: int) -> None:
    handle = os.open(os.devnull, os.O_RDONLY if name == "stdin" else os.O_WRONLY)
    if handle != number:
        os.dup2(handle, number)
        os.close(handle)
    setattr(sys, name, open(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wanted = error.object[error.start : error.end]
    return "".join(_NEAREST.get(letter) or letter.encode("ascii", "backslashreplace").decode() for letter in wanted), (
        error.end
    )


def _interrupt(*_: Any) -> None:
    """Ctrl-C: libraries that call back from other languages may swallow it, so it comes again."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    raise KeyboardInterrupt


def _was_interrupted() -> bool:
    return hasattr(signal, "SIGALRM") and signal.getsignal(signal.SIGALRM) is _interrupt


def _stop_reminding() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
