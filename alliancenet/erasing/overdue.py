"""What a project and the folders beside it keep of single people beyond the time that was promised."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alliancenet.collect.places import WavePlace, note_of, places_in, stem_of
from alliancenet.erasing.old_logs import old_logs
from alliancenet.erasing.part import OverduePart, Removal
from alliancenet.erasing.stores import BESIDE, answers_in, is_store, wave_in_file
from alliancenet.errors import AllianceNetError, InputError, Problem
from alliancenet.files.collected import FOLDER as HANDED_IN
from alliancenet.files.collected import NOT_NAMED
from alliancenet.files.folding import folded
from alliancenet.files.regular import read_regular
from alliancenet.files.table import read_table
from alliancenet.files.table_map import is_table_map
from alliancenet.instruments.reading import project_instruments
from alliancenet.model.days import months_later
from alliancenet.sources.loaded import Project
from alliancenet.store.audit_file import SUFFIX, read_file
from alliancenet.store.audit_folder import UNREADABLE
from alliancenet.store.purges import emptied_files
from alliancenet.survey.mapping import read_mapping
from alliancenet.survey.readers.detect import read_export

VIEWER_LOG = "viewer-access.log"
_MAP = ".map.yaml"
_OF_PERSON = ("wave", "respondent")
_MOST_COLUMNS = 20_000
WaveKey = tuple[str, str]
"""A wave and an alliance, both folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """All of it, and what has to be looked at by hand, with the reason."""

    parts: tuple[OverduePart, ...]
    by_hand: Mapping[Path, str] = field(hash=False)


def overdue(folder: Path, project: Project, places: Sequence[Path], today: date) -> Overdue:
    """Look for everything of single people that was to be deleted before today.

    Parameters
    ----------
    places : folders of audits beside those inside the project.

    Notes
    -----
    The promise is `retention.months` after a wave closed; of a wave without a closing day nothing is
    overdue, which is said. Communication logs are kept as long after their last day, and logs of what was
    looked at as long as that.
    """
    months = project.settings.whole("retention.months")
    ends = {_key(wave.id, wave.alliance): months_later(wave.closes, months) for wave in project.waves if wave.closes}
    late = {key: until for key, until in ends.items() if until < today}
    by_hand: dict[Path, str] = {}
    parts = [
        *_answers(folder, late),
        *_exports(folder, late, by_hand),
        *_collected(folder, ends, late, by_hand),
        *old_logs(folder, project, today, by_hand),
    ]
    for place in dict.fromkeys([folder, *_audit_folders(folder), *places]):
        parts += _audits(place, months, today, by_hand)
        parts += _lines(place, months_later(today, -months))
    return Overdue(parts=tuple(parts), by_hand=by_hand)


def _key(wave: str, alliance: str) -> WaveKey:
    return folded(wave), folded(alliance)


def _audit_folders(folder: Path) -> list[Path]:
    return sorted({path.parent for path in folder.rglob(f"*{SUFFIX}")} - {folder})


def _answers(folder: Path, late: Mapping[WaveKey, date]) -> Iterator[OverduePart]:
    """Rows of tables of answers and of who answered, wave by wave."""
    for path in sorted([*folder.rglob("*.csv"), *folder.rglob("*.csv.gz"), *folder.rglob("*.xlsx")]):
        if path.with_name(path.name + _MAP).is_file():
            continue
        problems: list[Problem] = []
        columns = (*_OF_PERSON, "alliance", "item")
        table = read_table(path, problems, known=columns, may_be_empty=True, most_columns=_MOST_COLUMNS)
        if table is None or not all(column in table.frame.columns for column in _OF_PERSON):
            continue
        of_wave: dict[WaveKey, set[int]] = {}
        for row, cells in table.rows():
            if (key := _late_key(cells.get("wave", ""), cells.get("alliance", ""), late)) is not None:
                of_wave.setdefault(key, set()).add(row)
        what = "answers" if "item" in table.frame.columns else "who answered"
        for key, rows in of_wave.items():
            name = f"{what} of wave {key[0]}{f', {key[1]}' if key[1] else ''}"
            yield OverduePart(
                path=path,
                what=name,
                count=len(rows),
                unit="rows",
                until=late[key],
                how=Removal.ROWS,
                rows=frozenset(rows),
            )


def _late_key(wave: str, alliance: str, late: Mapping[WaveKey, date]) -> WaveKey | None:
    """The overdue wave a row belongs to; a row without an alliance is of the only one that has the wave."""
    if alliance:
        key = _key(wave, alliance)
        return key if key in late else None
    found = [key for key in late if key[0] == folded(wave)]
    return found[0] if len(found) == 1 else None


def _exports(folder: Path, late: Mapping[WaveKey, date], by_hand: dict[Path, str]) -> Iterator[OverduePart]:
    """Responses in exports of survey platforms whose map names an overdue wave; the project reads the file on."""
    problems: list[Problem] = []
    instruments, emptied = project_instruments(folder, problems), emptied_files(folder)
    for mapping_file in sorted(folder.rglob(f"*{_MAP}")):
        path = mapping_file.with_name(mapping_file.name.removesuffix(_MAP))
        if not path.is_file() or is_table_map(mapping_file):
            continue
        try:
            name = path.relative_to(folder).as_posix()
            mapping = read_mapping(mapping_file, instruments, f"{name}{_MAP}")
            rows = frozenset(respondent.row for respondent in read_export(path, name=name).respondents)
        except InputError as error:
            if path.relative_to(folder).as_posix() not in emptied:
                by_hand[path] = f"cannot be read ({error.problems[0]})"
            continue
        if not mapping.wave:
            if late:
                by_hand[path] = "its map names no wave, so that the days of its rows would have to tell"
            continue
        key = _late_key(mapping.wave, mapping.alliance, late)
        if key is not None and rows:
            yield OverduePart(
                path=path,
                what=f"export of wave {mapping.wave}{f', {mapping.alliance}' if mapping.alliance else ''}",
                count=len(rows),
                unit="responses",
                until=late[key],
                how=Removal.ROWS,
                rows=rows,
            )


def _collected(
    folder: Path, ends: Mapping[WaveKey, date], late: Mapping[WaveKey, date], by_hand: dict[Path, str]
) -> Iterator[OverduePart]:
    """Stores of the collector and their backups, of waves that are overdue in every alliance."""
    waves = {key[0] for key in late if all(other in late for other in ends if other[0] == key[0])}
    until = {wave: max(until for key, until in late.items() if key[0] == wave) for wave in waves}
    of_title, places = {stem_of(wave): wave for wave in waves}, places_in(folder)
    for place in places:
        if place.title in of_title and isinstance(place.place, str):
            yield from _database(folder, place, of_title[place.title], until, by_hand)
    named = {place.place: of_title[place.title] for place in places if place.title in of_title}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and is_store(path)):
        wave = named.get(path) or wave_in_file(path)
        if wave in waves:
            what = "answers collected" if path in named else "backup of what was collected"
            beside = (path.with_name(f"{path.name}{end}") for end in BESIDE)
            yield OverduePart(
                path=path,
                what=f"{what} in wave {wave}",
                count=1,
                unit="store",
                until=until[wave],
                how=Removal.FILES,
                more=tuple(other for other in beside if other.is_file()),
            )
    for wave in sorted(waves):
        path = folder / HANDED_IN / f"{stem_of(wave)}{NOT_NAMED}"
        if path.is_file():
            count = max(0, len(read_regular(path).splitlines()) - 1)
            what = f"who did not want to appear by name in wave {wave}"
            yield OverduePart(path=path, what=what, count=count, unit="rows", until=until[wave], how=Removal.FILES)


def _database(
    folder: Path, kept: WavePlace, wave: str, until: Mapping[str, date], by_hand: dict[Path, str]
) -> Iterator[OverduePart]:
    """A wave in a database, with its answers counted; where only the note is left of it, the note."""
    note = note_of(folder, kept)
    try:
        count = answers_in(kept)
    except (AllianceNetError, ImportError) as error:
        by_hand[note] = f"the database of the wave cannot be reached now ({error}): call the command again"
        return
    what = f"answers collected in wave {wave}, in a database"
    yield OverduePart(path=note, what=what, count=count, unit="answers", until=until[wave], how=Removal.SCHEMA)


def _audits(place: Path, months: int, today: date, by_hand: dict[Path, str]) -> Iterator[OverduePart]:
    """Audits that still hold people, by the limits each was made with."""
    for path in sorted(place.glob(f"*{SUFFIX}")):
        try:
            audits = read_file(path).audits
        except UNREADABLE as error:
            by_hand[path] = f"cannot be read ({error})"
            continue
        for audit in audits:
            if audit.wave.closes is None or not (audit.people or audit.ties or audit.open_answers):
                continue
            until = months_later(audit.wave.closes, audit.limits.retention_months or months)
            if until < today:
                yield OverduePart(
                    path=path,
                    what=f"people and what is between them in wave {audit.wave.id}, {audit.alliance.id}",
                    count=len(audit.people),
                    unit="people",
                    until=until,
                    how=Removal.PEOPLE,
                )


def _lines(place: Path, first: date) -> Iterator[OverduePart]:
    """Lines of the viewer's log that are older than anything may be kept."""
    path = place / VIEWER_LOG
    if not path.is_file():
        return
    old = sum(is_older(line, first) for line in read_regular(path).splitlines())
    if old:
        yield OverduePart(
            path=path,
            what="who opened pages about single people",
            count=old,
            unit="lines",
            until=first,
            how=Removal.LINES,
        )


def is_older(line: bytes, first: date) -> bool:
    """Whether a line of the viewer's log tells of a day before another; what cannot be understood stays."""
    try:
        return date.fromisoformat(json.loads(line)["time"][:10]) < first
    except (ValueError, KeyError, TypeError):
        return False
