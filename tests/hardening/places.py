"""Every writing command in places that refuse it, and commands that print into streams that take nothing."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import warm
from commands import BESIDE, is_one_sentence, run, snapshot
from scenarios import nothing


@contextmanager
def mounted(folder: Path, *, size="64k", read_only=False):
    """A small file system of its own, full but for a few bytes or read-only; None where one may not mount."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False)
    if made.returncode != 0:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def filled(folder: Path):
    """Take all room of a file system."""
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 512)
        except OSError:
            pass


def read_only(folder: Path):
    """Make a file system one to read."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)


def refused(writer, place: Path, *, nobody=False):
    """Whether a command is refused in one sentence and what stood there before stands; what it said else."""
    before = kept(place)
    ended = warm.run(*writer.command.split(), *writer.arguments(place), nobody=nobody, typed=writer.typed)
    after = kept(place)
    if not is_one_sentence(ended):
        return f"code {ended.code}, {ended.err[-200:]!r}"
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return f"changed: {changed[:3]}" if changed else ""


def kept(place):
    """What stands in a place, without what a database keeps beside itself while it is open."""
    found = snapshot(place) if place.is_dir() else {}
    return {name: raw for name, raw in found.items() if not name.endswith(BESIDE)}


def in_every_place(writers, folder: Path):
    """Place by place: refused in one sentence with old output whole, of how many, and what was said else."""
    found = {}
    for title, lay_out in PLACES.items():
        good, bad = 0, []
        for name, writer in writers.items():
            place = folder / "place"
            with lay_out(writer, place) as made:
                if made is None:
                    continue
                said = refused(writer, made, nobody=title == "no permission")
            good += not said
            bad += [f"{title}, {name}: {said}"] if said else []
        found[title] = (good, good + len(bad), bad)
    return found


@contextmanager
def _below_a_file(writer, place):
    place.write_text("x")
    try:
        yield place / "sub" if writer.start is nothing else None  # a project cannot lie below a file
    finally:
        place.unlink()


@contextmanager
def _closed(writer, place):
    place.mkdir()
    writer.start(place)
    paths = [path for path in (place, *place.rglob("*")) if not path.is_symlink()]  # never what lies elsewhere
    for path in paths:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield place
    finally:
        for path in paths:
            path.chmod(0o700)
        shutil.rmtree(place)


@contextmanager
def _read_only(writer, place):
    with mounted(place, size="64m") as there:
        if there is not None:
            writer.start(there)
            read_only(there)
        yield there
    place.rmdir()


@contextmanager
def _full(writer, place):
    with mounted(place, size="8m") as there:
        if there is not None:
            writer.start(there)
            filled(there)
        yield there
    place.rmdir()


PLACES = {"below a file": _below_a_file, "no permission": _closed, "read-only": _read_only, "full": _full}

READERS = {
    "explain": ("explain", "N-ONEBRIDGE"),
    "help": ("help", "privacy"),
    "check": ("check", "{project}"),
    "audit": ("audit", "{project}", "--resamples", "0"),
    "audit --json": ("audit", "{project}", "--resamples", "0", "--json"),
    "portfolio": ("portfolio", "{project}", "--audits", "{audits}"),
    "tiers": ("tiers", "{project}", "--audits", "{audits}"),
    "survey list": ("survey", "list"),
}


def streams(project, audits):
    """Streams that take nothing: refused in one sentence of how many; a code page: no fault of how many."""
    calls = [[part.format(project=project, audits=audits) for part in call] for call in READERS.values()]
    found = {}
    for title, before in (("stdout full", "exec >/dev/full;"), ("stdout closed", "exec >&-;")):
        found[title] = (sum(is_one_sentence(run(*call, before=before)) for call in calls), len(calls))
    done = [run(*call, before="exec 2>/dev/full;") for call in calls]
    fine = sum("Traceback" not in ended.stdout and ended.returncode in {0, 2} for ended in done)
    found["stderr full, no traceback"] = (fine, len(calls))
    env = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    found["cp1252"] = (sum(run(*call, env=env, text=False).returncode == 0 for call in calls), len(calls))
    return found
