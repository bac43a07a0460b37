"""Where the waves of a project are kept: files of its folder, or a database the folder has a note of."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from alliancenet.collect import DATABASE
from alliancenet.errors import SettingsError
from alliancenet.files.regular import read_regular
from alliancenet.files.writing import make_folder, write_whole

FOLDER = "collect"
SUFFIX = ".sqlite"
NOTE = ".database.json"
"""End of the name of a note that says in which database a wave is kept; a password never stands in it."""
_FORMAT = "alliancenet-wave-place/1"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WavePlace:
    """Where one wave is kept.

    Parameters
    ----------
    title : how the wave's files are called.
    place : a file, or the address of a database.
    name : of the schema in a database.
    """

    title: str
    place: Path | str
    name: str = ""


def stem_of(wave: str) -> str:
    """How the files of a wave are called."""
    return wave if _PLAIN.fullmatch(wave) else "x" + hashlib.sha256(wave.encode()).hexdigest()[:16]


def place_of(project: Path, wave: str) -> Path:
    """File of a wave inside its project."""
    return project / FOLDER / f"{stem_of(wave)}{SUFFIX}"


def schema_of(project: Path, wave: str) -> str:
    """Name of a wave's schema in a database: of one folder's wave, and of no other's."""
    return "alliancenet_" + hashlib.sha256(f"{project.resolve()}\0{wave}".encode()).hexdigest()[:24]


def places_in(project: Path) -> tuple[WavePlace, ...]:
    """Every wave a project collects, by the name of its files.

    Raises
    ------
    SettingsError
        For a note that cannot be read.
    """
    files = {
        path.name.removesuffix(SUFFIX): WavePlace(title=path.stem, place=path)
        for path in (project / FOLDER).glob(f"*{SUFFIX}")
    }
    return tuple(place for _, place in sorted((files | dict(_noted(project))).items()))


def where(project: Path, wave: str, database: str = "") -> WavePlace:
    """Where a wave is kept, or is to be kept: in the database named, in the one on record, else in a file.

    Parameters
    ----------
    database : address of a PostgreSQL database; "" for what is on record.

    Raises
    ------
    SettingsError
        When the wave is on record in another database.
    """
    title = stem_of(wave)
    noted = dict(_noted(project)).get(title)
    if noted is not None and database:
        if _without_password(database) != _without_password(str(noted.place)):
            raise SettingsError(
                f"wave {wave} of this project is kept in {_shown(str(noted.place))}, not in {_shown(database)};"
                f" leave --database out, or correct {FOLDER}/{title}{NOTE} if the database moved"
            )
        return WavePlace(title=title, place=database, name=noted.name)
    if noted is not None:
        return noted
    if database:
        return WavePlace(title=title, place=database, name=schema_of(project, wave))
    return WavePlace(title=title, place=place_of(project, wave))


def note_down(project: Path, wave: str, kept: WavePlace) -> None:
    """Leave a note in the project of the database a wave is kept in; nothing for a file."""
    if isinstance(kept.place, Path):
        return
    path = project / FOLDER / f"{kept.title}{NOTE}"
    make_folder(path.parent)
    note = {"format": _FORMAT, "wave": wave, "address": _shown(kept.place), "schema": kept.name}
    write_whole(path, json.dumps(note, indent=1) + "\n")


def _noted(project: Path) -> Iterator[tuple[str, WavePlace]]:
    for path in sorted((project / FOLDER).glob(f"*{NOTE}")):
        title = path.name.removesuffix(NOTE)
        try:
            note = json.loads(read_regular(path, _MOST_BYTES))
            if note["format"] != _FORMAT or not re.fullmatch(r"[a-z_0-9]{1,63}", note["schema"]):
                raise ValueError
            address = str(note["address"])
            _without_password(address)
        except (OSError, ValueError, KeyError, TypeError, SettingsError) as error:
            raise SettingsError(f"{path}: no note of where a wave is kept ({type(error).__name__})") from None
        yield title, WavePlace(title=title, place=_with_password(address), name=note["schema"])


def _with_password(address: str) -> str:
    """The address in the environment, which may hold the password, where it is the same database."""
    given = os.environ.get(DATABASE, "")
    try:
        return given if given and _without_password(given) == _without_password(address) else address
    except SettingsError:
        return address


def _without_password(address: str) -> URL:
    try:
        return make_url(address).set(drivername="postgresql")._replace(password=None)
    except ArgumentError:
        raise SettingsError("that is no address of a database; postgresql://USER@HOST/DATABASE is needed") from None


def _shown(address: str) -> str:
    return _without_password(address).render_as_string()
