"""kill -9 of every writing command at moments of its whole duration: nothing lost, nothing half, nothing left over.

A command starts on what stood there before, or on its own whole output. It is killed with all it started; one of many
seconds runs once and is looked at as kills before each of its steps on files leave it (`steps.py`). Then every
file must be what stood there or what a whole run gives, and after the next run the place must be as after a whole
run: the same files with the same content, no other, and no temporary file anywhere.
"""

import hashlib
import json
import random
import re
import shutil
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import warm
from commands import BESIDE, leftovers, snapshot

from alliancenet.collect.sealing import NotOpened, opened_seal

_NEXT_RUN_OF_SLOW = 5  # of commands of many seconds every so many kills are followed by a whole run
_AT_WORK = ("staging/", ".partial/")  # what a build works with in the open, and its next run takes away or up


@dataclass
class Toll:
    """What kills did to a command.

    Parameters
    ----------
    hits : kills that hit it at work.
    reruns : whole runs after a kill.
    damaged, lost, left, failed : files half written, missing or other than whole after the next run, left over, and
        next runs that did not end well.
    """

    hits: int = 0
    reruns: int = 0
    damaged: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    left: list = field(default_factory=list)
    failed: list = field(default_factory=list)

    @property
    def faults(self):
        """All that went wrong, with the moment it was killed at."""
        return [*self.damaged, *self.lost, *self.left, *self.failed]

    def __str__(self):
        return (
            f"{self.hits} hit, {len(self.damaged)} damaged, {self.reruns} next runs: {len(self.lost)} lost,"
            f" {len(self.left)} left over, {len(self.failed)} failed"
        )


class Place:
    """The folder a writer works in, and what it may look like."""

    def __init__(self, writer, folder):
        self.writer, self.folder = writer, folder
        self.place, self.tmp = folder / "place", folder / "tmp"
        self.tmp.mkdir(parents=True)
        self.starts = [folder / "start"]
        self.starts[0].mkdir()
        writer.start(self.starts[0])
        self.versions = [by_usual_name(self.starts[0])]
        self.took = max(self.whole() for _ in range(2))
        if writer.over:
            shutil.copytree(self.place, folder / "again")
            self.starts.append(folder / "again")
            self.run()
            self.versions.append(by_usual_name(self.place))
        self.results = self.versions[1:]

    def run(self, **about):
        """Run the command here."""
        arguments = (*self.writer.command.split(), *self.writer.arguments(self.place))
        return warm.run(*arguments, place=self.folder, tmp=self.tmp, typed=self.writer.typed, **about)

    def whole(self):
        """Seconds of a whole run from the start."""
        self.begin(0)
        ended = self.run()
        assert ended.code == 0, (self.writer.command, ended.err)
        self.versions.append(by_usual_name(self.place))
        return ended.took

    def begin(self, at):
        """Lay out what stands there before."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.starts[at % len(self.starts)], self.place)

    def steps(self):
        """States that differ before steps of a run on files, by where they were kept; from each start."""
        found = {}
        for number in range(len(self.starts)):
            kept = self.folder / f"states-{number}"
            self.begin(number)
            self.clear(self.tmp)
            self.run(steps=((self.place, self.tmp), kept))
            for state in sorted(kept.iterdir()) if kept.is_dir() else ():
                print_of = hashlib.sha256(repr(sorted(snapshot(state).items())).encode()).hexdigest()
                found.setdefault(print_of, state)
        self.clear(self.tmp)
        return {f"{state.parent.name}/{state.name}": state for state in found.values()}

    def stand(self, state):
        """Lay out what a kill left."""
        for place in (self.place, self.tmp):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(state / place.name, place, symlinks=True)

    @staticmethod
    def clear(folder):
        """Take away what stands in a folder."""
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def damaged(self):
        """Files that are neither as before nor as after, and cannot be read."""
        found = snapshot(self.place)
        usual = {usual_name(name) for name in found}
        kept = {name for name in self.versions[0] if name not in usual and any(name in told for told in self.results)}
        return [
            name for name, raw in found.items() if not _is_at_work(name) and not self._is_sound(name, raw)
        ] + sorted(kept)

    def _is_sound(self, name, raw):
        usual = usual_name(name)
        versions = [told[usual] for told in self.versions if usual in told]
        may_be_other = name.endswith(".sqlite") or self._varies(usual) or self.writer.in_steps
        return raw in versions or (may_be_other and is_whole(self.place / name, raw, self.writer.key))

    def _varies(self, name):
        """Two whole runs differ: it holds a moment, a salt or a name of chance."""
        return self.results[0].get(name) != self.results[1].get(name)

    def missing(self):
        """Files of a whole run that are not there, or other than it makes them."""
        found = by_usual_name(self.place)
        first = {name: raw for name, raw in self.results[0].items() if not name.endswith(BESIDE)}
        if first.keys() <= self.results[1].keys():
            lost = [name for name in first if name not in found]
        else:
            lost = [] if len(found) >= len(first) else ["a file with a name of chance"]
        for name in first.keys() & found.keys():
            versions = [told[name] for told in self.results if name in told]
            if found[name] not in versions and not (self._varies(name) and self._is_like(name, found[name])):
                lost.append(name)
        return lost

    def _is_like(self, name, raw):
        now = shape(self.place / name, raw, self.writer.key)
        shapes = [shape(None, told[name], self.writer.key) for told in self.results if name in told]
        if self.writer.grows and isinstance(now, dict):
            return any(all(now.get(part, 0) >= count for part, count in told.items()) for told in shapes)
        return now in shapes

    def superfluous(self):
        """Files no whole run leaves."""
        names = {name for told in self.versions for name in told}
        found = by_usual_name(self.place)
        chance = len(self.results[0].keys() & self.results[1].keys()) != len(self.results[0])
        beyond = [
            name
            for name in found
            if name not in names and not name.endswith(BESIDE) and not (chance and not _is_hidden(name))
        ]
        return [*{*beyond, *leftovers(self.place)}, *(f"tmp/{path.name}" for path in self.tmp.iterdir())]


def killed(writer, folder: Path, kills: int, seed: int = 0) -> Toll:
    """Kill a writer so many times and count what came of it; one of many seconds at its steps on files."""
    at, draw, toll = Place(writer, folder), random.Random(seed), Toll()
    if writer.slow:
        _at_steps(at, kills, draw, toll)
    else:
        _at_moments(at, kills, draw, toll)
    return toll


def _at_steps(at, kills, draw, toll):
    """Look at what kills would leave before steps on files, as many that differ; each few are followed by a run."""
    states = at.steps()
    chosen = sorted(draw.sample(sorted(states), min(kills, len(states))))
    for number, state in enumerate(chosen, start=1):
        at.stand(states[state])
        toll.hits += 1
        told = f"at {state} of {len(states)} states"
        toll.damaged += [f"{name} {told}" for name in at.damaged()]
        if number % _NEXT_RUN_OF_SLOW == 0 or number == len(chosen):
            _run_again(at, toll, told)


def _at_moments(at, kills, draw, toll):
    """Kill it at moments of chance of its duration."""
    for turn in range(4 * kills):
        if toll.hits == kills:
            break
        at.begin(turn)
        moment = draw.uniform(0.02, 1.0) * at.took
        ended = at.run(kill_after=moment)
        toll.hits += ended.hit
        if not ended.hit:
            at.took = min(at.took, ended.took)
            continue
        told = f"after {moment:.2f} of {at.took:.2f} s"
        toll.damaged += [f"{name} {told}" for name in at.damaged()]
        _run_again(at, toll, told)


def _run_again(at, toll, told):
    """Run it to its end after a kill: all of a whole run is there, and nothing else."""
    toll.reruns += 1
    again = at.run()
    if again.code != 0 and not (at.writer.refuses and again.code == 2):
        toll.failed.append(f"code {again.code} {told}: {again.err[-300:]}")
    toll.lost += [f"{name} {told}" for name in at.missing()]
    toll.left += [f"{name} {told}" for name in at.superfluous()]
    at.clear(at.tmp)


def _is_at_work(name):
    """Whether nobody but a command at work, or its next run, looks at it."""
    return _is_hidden(name) or name.endswith(BESIDE) or any(part in name for part in _AT_WORK)


def _is_hidden(name):
    return any(part.startswith(".") for part in Path(name).parts)


def usual_name(name):
    """A file's name without the number a folder gets where a build of the same input stands there already."""
    return re.sub(r"(builds/[0-9a-f]+)-\d+/", r"\1-N/", name)


def by_usual_name(folder):
    """Bytes of every file below a folder by its usual name."""
    return {usual_name(name): raw for name, raw in sorted(snapshot(folder).items())}


def is_whole(path, raw, key=None):
    """Whether a file can be read to its end."""
    try:
        return shape(path, raw, key) is not None
    except (ValueError, KeyError, sqlite3.DatabaseError, zipfile.BadZipFile, EOFError):
        return False


def shape(path, raw, key=None):
    """What a file holds but for its moments and names of chance: rows, keys, lines; None for half a file.

    `key` is the folder of the private key sealed files are opened with: no two are alike, and what is in them is.
    """
    if raw.startswith(b"SQLite format 3"):
        return _rows(path, raw)
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            return None if packed.testzip() else dict.fromkeys(packed.namelist(), 1)
    if raw[:1] in b"{[" and raw:
        return _keys([json.loads(line) for line in raw.splitlines()] if b"\n{" in raw else json.loads(raw))
    if raw.startswith(b"alliancenet-sealed/"):
        return _sealed(raw, key)
    if raw.startswith((b"%PDF", b"<!doctype")):
        return (raw[:5],) if raw.rstrip().endswith((b"EOF", b"</html>")) else None
    return (len(raw.splitlines()),) if raw.endswith(b"\n") or not raw else None


def _sealed(raw, key):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "sealed"
        path.write_bytes(raw)
        try:
            return _keys(json.loads(opened_seal(path, key)[0]))
        except NotOpened:
            return None


def _keys(told):
    if isinstance(told, dict):
        return tuple((name, _keys(value)) for name, value in sorted(told.items()))
    return tuple(map(_keys, told)) if isinstance(told, list) else type(told).__name__


def _rows(path, raw):
    """Rows of each table of a database, with what stands beside it."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "d"
        copy.write_bytes(raw)
        for beside in BESIDE if path is not None else ():
            if path.with_name(path.name + beside).exists():
                shutil.copy(path.with_name(path.name + beside), copy.with_name(f"d{beside}"))
        connection = sqlite3.connect(copy)
        try:
            if connection.execute("pragma integrity_check").fetchone() != ("ok",):
                return None
            tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
            return {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in tables}
        finally:
            connection.close()
