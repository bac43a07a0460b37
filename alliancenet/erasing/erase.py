"""Erase one person from a project, the audits made of it, and whatever else lies with them."""

import os
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from alliancenet.collect.places import note_of, places_in
from alliancenet.collect.store import NoWave, WaveStore, opened
from alliancenet.erasing.own_answers import own_answers
from alliancenet.erasing.own_lists import as_listed, left_out, map_of_people
from alliancenet.erasing.rewriting import NotRewritten, rewritten, texts_of
from alliancenet.erasing.stores import BESIDE, forget_in, is_named_in, is_store
from alliancenet.erasing.traces import Traces, traces_of
from alliancenet.errors import InputError, Problem, SettingsError
from alliancenet.files.digest import file_digest
from alliancenet.files.locking import LOCK_FILE
from alliancenet.files.regular import read_regular
from alliancenet.files.writing import write_whole
from alliancenet.model.register import PersonId, Register
from alliancenet.sources.project import read_project
from alliancenet.store.changes import OLDER_VERSIONS
from alliancenet.store.erasures import RECORD, ErasureEntry, new_token, put_on_record, read_record
from alliancenet.store.staffing_file import STAFFING_FILE

MADE_AGAIN = ("report.html", "portfolio-index.json", "portfolio.html")
"""Files that are copies of what the audits hold; deleted, for a command makes them again."""
_BUILDS = ("comms",)
_UNREADABLE = (NotRewritten, BadZipFile, OSError, EOFError, ValueError, KeyError, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What was done.

    Parameters
    ----------
    entry : as it stands on record.
    changed : files that were changed.
    deleted : copies that were deleted, to be made again by their command.
    left : files that may still name the person, and why they could not be changed.
    alike : how many others are called the same, or are written the same, whose name was left where it stands.
    """

    entry: ErasureEntry
    changed: tuple[Path, ...]
    deleted: tuple[Path, ...]
    left: Mapping[Path, str]
    alike: int = 0


def erase(
    folder: Path,
    person_id: str,
    places: Sequence[Path] = (),
    *,
    day: date,
    say: Callable[[str], None] = lambda _: None,
) -> Erasure:
    """Erase a person from every file of a project and of other places.

    Parameters
    ----------
    folder : the project.
    person_id : id on the roster.
    places : folders of audits and of exports, and single files, such as the viewer's log.
    day : the day of the erasure, for the record.
    say : told of each file as it is changed.

    Returns
    -------
    What was changed, what was deleted to be made again, and what is left.

    Raises
    ------
    InputError
        When nobody of that id is on the roster, or the project or an export cannot be read: nothing is
        changed then.
    AllianceNetError
        When a database cannot be reached, before anything is changed; or when a survey's store cannot be
        cleared now: calling again goes on.

    Notes
    -----
    The person's own answers are deleted. What others reported of the person stays, under an id made of
    chance that is kept nowhere beside the person's: network and counts keep their meaning, and the
    alliance has one more person who did not answer. An erasure that was interrupted goes on when it is
    called again. A name that is also somebody else's is left where it stands without this person's
    id, for it may be theirs; a part of a name that others share, or an everyday word, is only found in the
    whole name. Waves of our own collector are rewritten in their stores, also in backups that lie in the
    project, so that what they write later holds the new id.
    """
    with _databases(folder) as databases:  # one that cannot be reached stops everything before anything is changed
        entry = _interrupted(folder, person_id) or _begun(folder, person_id, day)
        traces, rows = _plan(entry)
        changed = [note for note, store in databases.items() if forget_in(store, traces)]
    deleted, left = _delete_copies(folder, places), dict[Path, str]()
    for path in _files((folder, *places)):
        try:
            if _rewrite(path, traces, rows.get(str(path))):
                changed.append(path)
                say(f"changed {path}")
        except _UNREADABLE as error:
            left[path] = str(error)
    left |= {path: "it is still named there" for path in still_named((folder, *places), traces) if path not in left}
    named = tuple(sorted(path.name for path in left))
    entry = replace(entry, files=entry.files + len(changed), left=named, unfinished=None)
    # the viewer sees the audits alone; the project last: until its record has ended the erasure goes on
    for place in (*filter(Path.is_dir, places), folder):
        put_on_record(place, entry)
    return Erasure(entry=entry, changed=tuple(changed), deleted=deleted, left=left, alike=len(traces.alike))


def still_named(places: Iterable[Path], traces: Traces) -> list[Path]:
    """Files in which the person is named, by name or address, in any encoding and inside archives."""
    found = []
    for path in _files(places):
        if is_store(path):
            if is_named_in(path, traces):
                found.append(path)
            continue
        try:
            texts = texts_of(path.name, read_regular(path))
        except _UNREADABLE:
            continue
        if any(map(traces.is_named_in, texts)):
            found.append(path)
    return found


def _interrupted(folder: Path, person_id: str) -> ErasureEntry | None:
    """An erasure of the person that began and did not end."""
    for entry in read_record(folder):
        if entry.unfinished and entry.unfinished["traces"]["id"] == person_id:
            return entry
    return None


def _begun(folder: Path, person_id: str, day: date) -> ErasureEntry:
    """Read who the person is and where the own answers stand, and keep it until the erasure has ended."""
    register, problems = read_project(folder).register, list[Problem]()
    everybody = list(register.people.values())
    person = register.people.get(PersonId(person_id))
    if person is None:
        person = left_out(folder, person_id, problems)
        if person is None:
            raise InputError([_unknown(folder, person_id)])
        everybody.append(person)
    rows = own_answers(folder, person, everybody)
    token = as_listed(folder, person_id, new_token(), problems)
    traces = traces_of(person, everybody, _names_of_others(register), token)
    plan = {
        "traces": asdict(traces) | {"shared": sorted(traces.shared)},
        "rows": {str(path): [file_digest(path), sorted(own)] for path, own in rows.items() if own},
    }
    entry = ErasureEntry(day=day, token=traces.token, rows=sum(map(len, rows.values())), unfinished=plan)
    put_on_record(folder, entry)
    return entry


def _plan(entry: ErasureEntry) -> tuple[Traces, Mapping[str, tuple[str, Sequence[int]]]]:
    plan = entry.unfinished or {}
    said = plan["traces"]
    texts: dict[str, Any] = {key: tuple(said.get(key, ())) for key in ("names", "addresses", "alike")}
    texts["shared"] = frozenset(said["shared"])
    return Traces(**said | texts), {path: (digest, rows) for path, (digest, rows) in plan["rows"].items()}


def _rewrite(path: Path, traces: Traces, own: tuple[str, Sequence[int]] | None) -> bool:
    """Rewrite a file if it names the person; rows are counted in the file as it was, and in no other."""
    if is_store(path):
        return _rewrite_store(path, traces)
    raw = read_regular(path)
    rows = own[1] if own and own[0] == file_digest(path) else ()
    changed = rewritten(path.name, raw, traces, rows, mapped=map_of_people(path))
    if changed == raw:
        return False
    write_whole(path, changed)
    return True


def _rewrite_store(path: Path, traces: Traces) -> bool:
    try:
        store = opened(path)
    except (NoWave, SettingsError) as error:
        raise NotRewritten(f"is a database that cannot be changed here: {error}") from error
    try:
        return forget_in(store, traces)
    finally:
        store.close()


@contextmanager
def _databases(folder: Path) -> Iterator[Mapping[Path, WaveStore]]:
    """Waves of a project that are kept in a database, by the note that says so."""
    found = dict[Path, WaveStore]()
    try:
        for kept in places_in(folder):
            if isinstance(kept.place, str):
                found[note_of(folder, kept)] = opened(kept.place, name=kept.name)
        yield found
    finally:
        for store in found.values():
            store.close()


def _unknown(folder: Path, person_id: str) -> Problem:
    return Problem(
        file=str(folder),
        found=f"nobody on the roster has the id '{person_id}'",
        needed="an id of people.csv; of who was erased nothing is left to find",
        action="look the id up in the roster",
    )


def _names_of_others(register: Register) -> Iterator[str]:
    """Names of firms, alliances and places: their words name nobody."""
    yield from (text for firm in register.organisations.values() for text in (firm.id, firm.name, firm.country))
    yield from (text for alliance in register.alliances.values() for text in (alliance.id, alliance.name))
    yield from (text for person in register.people.values() for text in (person.site, person.function))


def _files(places: Iterable[Path]) -> Iterator[Path]:
    """Every file of the places; links are not followed, what only guards a folder is passed over."""
    for place in places:
        if place.is_file():
            yield place
        for base, folders, names in os.walk(place):
            folders.sort()
            yield from (
                Path(base, name)
                for name in sorted(names)
                if name not in {LOCK_FILE, RECORD} and not Path(base, name).is_symlink() and not _is_beside(base, name)
            )


def _is_beside(base: str, name: str) -> bool:
    """What a store keeps beside its file: written by its database alone, and looked at with it."""
    main, sign, _ = name.rpartition("-")
    return name.endswith(BESIDE) and bool(sign) and is_store(Path(base, main))


def _delete_copies(folder: Path, places: Sequence[Path]) -> tuple[Path, ...]:
    """Delete what a command makes again of the rest: builds of logs, pages, the index of a portfolio, plans."""
    builds = [folder / name for name in (*_BUILDS, *OLDER_VERSIONS) if (folder / name).is_dir()]
    for build in builds:
        shutil.rmtree(build)
    copies = [place / name for place in places if place.is_dir() for name in MADE_AGAIN if (place / name).is_file()]
    copies += [path for place in (folder, *places) for path in place.rglob(STAFFING_FILE)]
    for copy in copies:
        copy.unlink()
    return (*builds, *copies)
