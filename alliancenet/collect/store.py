"""Where a wave is kept: one SQLite file, or a schema of its own in PostgreSQL; what is acknowledged stays."""

import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from alliancenet.collect import schema
from alliancenet.errors import AllianceNetError, SettingsError
from alliancenet.extras import told
from alliancenet.files.writing import OWNER_FILE, make_folder

_THREADS = 16  # connections kept; the collector answers with fewer threads (own limit)
_BUSY_SECONDS = 20.0  # a writer waits so long for another program that writes (own limit)
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "ceph", "glusterfs"})
_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]*@")


class NoWave(AllianceNetError):
    """There is no such wave in the store."""


class NotKept(AllianceNetError):
    """Nothing could be written or read now; what was acknowledged before is there still."""


class WaveStore:
    """One wave's answers.

    Parameters
    ----------
    engine : see `opened`.

    Notes
    -----
    In SQLite one thread writes at a time: waiting for a lock of our own is fair, SQLite's own waiting is not
    (measured: a hundredth of the answers took two seconds).
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = threading.Lock()

    @property
    def is_file(self) -> bool:
        """Kept in a file, not in a database server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Connection that sees the wave as it is at one moment.

        Raises
        ------
        NotKept
            When the store cannot be read.
        """
        with _told():
            # in SQLite's WAL a transaction that reads sees one moment anyway
            options = {} if self.is_file else {"isolation_level": "REPEATABLE READ"}
            with self.engine.connect().execution_options(**options) as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Connection whose changes are kept together at the end, or not at all.

        Raises
        ------
        NotKept
            When nothing was kept: the disk is full, the database is away.
        """
        with _told():
            if not self.is_file:
                with self.engine.begin() as connection:
                    yield connection
                return
            writes = {"writes": True}
            with self._writing, self.engine.connect().execution_options(**writes) as connection, connection.begin():
                yield connection

    def make(self) -> None:
        """Make the tables, where they are missing."""
        with self.writing() as connection:
            schema.METADATA.create_all(connection)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def opened(place: Path | str, *, name: str = "", make: bool = False) -> WaveStore:
    """Store of a wave.

    Parameters
    ----------
    place : a file, or the address of a PostgreSQL database, which then holds a schema per wave.
    name : of the schema; needed with an address, see `places.schema_of`.
    make : make it where it is missing.

    Raises
    ------
    NoWave
        When it is not there and is not to be made.
    SettingsError
        For an address that is none, or a file on a network, where SQLite loses what it acknowledged.
    """
    is_new = isinstance(place, Path) and not place.exists()
    engine = _file_engine(place, make=make) if isinstance(place, Path) else _server_engine(place, name, make=make)
    store = WaveStore(engine)
    if make:
        try:
            store.make()
        except NotKept:
            store.close()
            if isinstance(place, Path) and is_new:
                _take_away(place)
            raise
    with store.reading() as connection:
        if not inspect(connection).has_table("wave"):
            raise NoWave("this wave was not opened yet; `alliancenet collect open PROJECT --wave W` does")
        version = connection.execute(select(schema.WAVE.c.version)).scalar()
        is_whole = inspect(connection).has_table(schema.PAIRING.name)
    if version not in {None, schema.VERSION}:
        raise SettingsError(f"the store was made by another version of alliancenet (its number is {version})")
    if not is_whole:  # a wave that was opened before there were hand-overs
        store.make()
    return store


def _take_away(path: Path) -> None:
    """Remove a file no table could be made in, with what SQLite keeps beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _file_engine(path: Path, *, make: bool) -> Engine:
    if make:
        make_folder(path.parent)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_FILE))
    elif not path.is_file():
        raise NoWave(f"there is no {path}; `alliancenet collect open PROJECT --wave W` makes it")
    if (kind := _network_of(path)) is not None:
        raise SettingsError(
            f"{path} lies on a network ({kind}): SQLite loses answers there; use a local disk, or --database postgresql://…"
        )
    engine = create_engine(
        f"sqlite:///{path}",
        pool_size=_THREADS,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        # FULL: every commit is on the disk before it is acknowledged; secure_delete: what is erased is gone
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _server_engine(address: str, name: str, *, make: bool) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:
        raise SettingsError("that is no address of a database; postgresql://USER@HOST/DATABASE is needed") from None
    if url.get_backend_name() != "postgresql":
        raise SettingsError(f"{url.get_backend_name()} is not served; a file, or postgresql://USER@HOST/DATABASE")
    with told(), _told():
        try:
            engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                pool_size=_THREADS,
                pool_pre_ping=True,
                connect_args={"options": f"-csearch_path={name}", "connect_timeout": 10},
            )
            if make:
                with engine.begin() as connection:
                    connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{name}"'))
        except NoSuchModuleError:
            raise SettingsError("that is no address of a PostgreSQL database") from None
    return engine


def _network_of(path: Path) -> str | None:
    """Kind of network file system a path lies on; None on a disk of this machine, or where nothing tells."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    place, best, kind = str(path.resolve()), "", ""
    for line in mounts:
        parts = line.split(" ")
        holds = len(parts) > 2 and (place == parts[1] or place.startswith(parts[1].rstrip("/") + "/"))
        if holds and len(parts[1]) >= len(best):
            best, kind = parts[1], parts[2]
    return kind if kind in _NETWORK else None


@contextmanager
def _told() -> Iterator[None]:
    """Say in one sentence why a database did not do what it was asked to."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig is not None else "it did not answer"
        hidden = _PASSWORD.sub(r"\1***@", reason)
        raise NotKept(f"the store of the survey cannot be used now: {hidden}") from error
    except SQLAlchemyError as error:
        raise NotKept(f"the store of the survey cannot be used now: {type(error).__name__}") from error


def copied(source: WaveStore, target: WaveStore) -> None:
    """Copy a wave as it is at one moment into an empty store, of either kind.

    Raises
    ------
    SettingsError
        When the target holds a wave already.
    """
    target.make()
    with source.reading() as origin, target.writing() as goal:
        if goal.execute(select(schema.WAVE.c.id)).first() is not None:
            raise SettingsError("there is a wave in that place already; nothing was written over it")
        for table in schema.METADATA.sorted_tables:
            rows = [row._asdict() for row in origin.execute(select(table))]
            if rows:
                goal.execute(insert(table), rows)
