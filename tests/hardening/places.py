"""Every writing command in places that refuse it, and into streams that take nothing."""

import os
import subprocess
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from commands import RUN, is_one_sentence, run, snapshot, without_rights, writers


@contextmanager
def mounted(folder: Path, *, size="64k", read_only=False):
    """A small file system of its own, full but for a few bytes or read-only; None where one may not mount."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False)
    if made.returncode != 0:
        yield None
        return
    try:
        (folder / "old.txt").write_text("old")
        if read_only:
            subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        else:
            with (folder / "filler").open("wb", buffering=0) as filler:
                try:
                    while True:
                        filler.write(b"x" * 512)
                except OSError:
                    pass
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def refused(made, place: Path, only=None, prefix=()):
    """How many commands were refused in one sentence, of how many, what else they said, and whether old stands."""
    before, good, bad = snapshot(place if place.is_dir() else place.parent), 0, []
    chosen = {name: told for name, told in writers(*made, place).items() if only is None or name in only}
    for name, arguments in chosen.items():
        command = [*prefix, *RUN, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if is_one_sentence(done):
            good += 1
        else:
            bad.append(f"{name}: {done.returncode} {done.stderr[-200:]!r}")
    after = snapshot(place if place.is_dir() else place.parent)
    return good, len(chosen), bad, all(after.get(name) == raw for name, raw in before.items())


def in_every_place(made, folder: Path, only=None):
    """Place by place, what `refused` says; None where the place cannot be made here."""
    found: dict[str, object] = {}
    (folder / "file").write_text("x")
    found["below a file"] = refused(made, folder / "file" / "sub", only)
    closed = folder / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    found["no permission"] = refused(made, closed, only, without_rights())
    closed.chmod(0o700)
    for title, about in (("read-only", {"read_only": True}), ("full", {"size": "64k"})):
        with mounted(folder / title, **about) as place:
            found[title] = None if place is None else refused(made, place, only)
    return found


READERS: dict[str, Callable] = {
    "explain": lambda project, audits: ("explain", "N-ONEBRIDGE"),
    "help": lambda project, audits: ("help", "privacy"),
    "check": lambda project, audits: ("check", project),
    "audit": lambda project, audits: ("audit", project, "--resamples", 0),
    "audit --json": lambda project, audits: ("audit", project, "--resamples", 0, "--json"),
    "portfolio": lambda project, audits: ("portfolio", project, "--audits", audits),
    "tiers": lambda project, audits: ("tiers", project, "--audits", audits),
    "survey list": lambda project, audits: ("survey", "list"),
}


def streams(made):
    """Streams that take nothing: refused in one sentence of how many; a code page: no fault of how many."""
    project, audits, _ = made
    found = {}
    for title, before in (("stdout full", "exec >/dev/full;"), ("stdout closed", "exec >&-;")):
        done = [run(*make(project, audits), before=before) for make in READERS.values()]
        found[title] = (sum(map(is_one_sentence, done)), len(done))
    done = [run(*make(project, audits), before="exec 2>/dev/full;") for make in READERS.values()]
    found["stderr full, no traceback"] = (
        sum("Traceback" not in run.stdout and run.returncode in {0, 2} for run in done),
        len(done),
    )
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = [run(*make(project, audits), env=env, text=False) for make in READERS.values()]
    found["cp1252"] = (sum(run.returncode == 0 for run in done), len(done))
    return found
