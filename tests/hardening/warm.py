"""Commands run in children of this process, which has everything imported: a tenth of a second instead of two.

A child is a process of its own, in a group of its own, that starts where `alliancenet` starts: what it does
to files, streams and signals it does for good. It can be killed at any moment, with all it has started.
"""

import contextlib
import ctypes
import gc
import importlib
import io
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "web"))

from steps import keep_steps

known: set[str] = set()


@dataclass(frozen=True)
class Ended:
    """How a command ended.

    Parameters
    ----------
    code : exit code; negative for the signal that ended it.
    out, err : what it printed.
    spent, took : seconds of CPU and of the clock.
    peak : memory at most, in MiB, with what this process holds anyway.
    hit : it was still at work when it was killed.
    """

    code: int
    out: str
    err: str
    spent: float
    took: float
    peak: float
    hit: bool = False

    @property
    def returncode(self):
        """As `subprocess` calls it."""
        return self.code

    @property
    def stderr(self):
        """As `subprocess` calls it."""
        return self.err


def run(
    *arguments, place=None, kill_after=None, with_signal=signal.SIGKILL, nobody=False, tmp=None, typed=None, steps=None,
    output="", encoding="utf-8",
):  # fmt: skip
    """Run a command to its end, or until it is killed.

    Parameters
    ----------
    place : working folder.
    kill_after : seconds until a signal to the command and all it started.
    with_signal : which; kill -9 by default.
    nobody : without the rights root has everywhere.
    tmp : its folder for temporary files.
    typed : what stands on its standard input.
    steps : folders whose states before each step on files are kept, and where.
    output : what standard output is: "full", "closed", "gone" where nobody reads it any more; else it is kept.
    encoding : code page of its streams.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as told:
        start = time.monotonic()
        pid = os.fork()
        if pid == 0:
            try:  # whatever comes, nothing of the caller's runs here too: it would clear away the caller's folders
                os.setsid()
                gc.disable()
                _streams(out, err, typed, output, encoding)
                _be_the_command([str(part) for part in arguments], told, place, nobody, tmp, steps)
            except KeyboardInterrupt:
                os.write(2, b"interrupted before it began or after its end\n")
            finally:
                os._exit(130)
        hit = kill_after is not None and _killed(pid, kill_after, with_signal)
        _, status, used = os.wait4(pid, 0)
        took = time.monotonic() - start
        with contextlib.suppress(ProcessLookupError):  # what it started and left behind
            os.killpg(pid, signal.SIGKILL)
        _learn(told)
        spent, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        code = os.waitstatus_to_exitcode(status)
        at_work = hit and (with_signal != signal.SIGKILL or code == -signal.SIGKILL)
        return Ended(code, _text(out), _text(err), spent, took, peak, at_work)


def _killed(pid, seconds, with_signal):
    """Send a process and its group a signal after some time, unless it ends before."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return False
        time.sleep(min(0.002, max(0.0, until - time.monotonic())))
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, with_signal)
    return True


def _streams(out, err, typed, output, encoding):
    """Make the three streams of this process what they are for the command."""
    with tempfile.TemporaryFile() as given:
        given.write((typed or "").encode())
        given.seek(0)
        for handle, number in ((given, 0), (out, 1), (err, 2)):
            os.dup2(handle.fileno(), number)
    if output == "full":
        os.dup2(os.open("/dev/full", os.O_WRONLY), 1)
    elif output == "gone":
        reader, writer = os.pipe()
        os.dup2(writer, 1)
        os.close(reader)
        os.close(writer)
    elif output == "closed":
        os.close(1)
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        stream = None
        if not (number == 1 and output == "closed"):
            raw = open(number, mode + "b", closefd=False)  # noqa: SIM115 - the stream of a process that ends soon
            stream = io.TextIOWrapper(raw, encoding=encoding, line_buffering=number == 2)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _be_the_command(arguments, told, place, nobody, tmp, steps):
    """Become `alliancenet`; never returns."""
    code = 3
    try:
        if place is not None:
            os.chdir(place)
        if tmp is not None:
            os.environ["TMPDIR"], tempfile.tempdir = str(tmp), None
        if nobody:
            _without_rights()
        if steps is not None:
            keep_steps(*steps)
        gc.enable()
        sys.argv = ["alliancenet", *arguments]
        from alliancenet.cli import main

        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        told.write("\n".join(sys.modules.keys() - known).encode())
        told.flush()
        os._exit(code)


def _learn(told):
    """Import here what a command imported, so that the next one finds it."""
    told.seek(0)
    for name in told.read().decode().split():
        if name not in known:
            known.add(name)
            if name.partition(".")[0] not in {"__main__", "xml"}:
                with contextlib.suppress(Exception):
                    importlib.import_module(name)


def _without_rights():
    """Take all capabilities away, so that root is told "no" as anybody is."""
    if os.geteuid() == 0:
        header, rights = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        if ctypes.CDLL(None, use_errno=True).capset(header, rights) != 0:
            raise OSError(ctypes.get_errno(), "rights could not be given up")


def _text(file):
    file.seek(0)
    return file.read().decode(errors="replace")
