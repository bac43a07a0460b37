"""Remove what is kept beyond the promised time, part by part; interrupted, it goes on when it is called again."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from alliancenet.collect.places import note_of, places_in
from alliancenet.erasing.old_logs import GOING
from alliancenet.erasing.overdue import Overdue, is_older, overdue
from alliancenet.erasing.part import OverduePart, Removal
from alliancenet.erasing.rewriting import without_rows
from alliancenet.erasing.stores import drop_wave
from alliancenet.files.regular import read_regular
from alliancenet.files.writing import write_whole
from alliancenet.model.audit import Audit
from alliancenet.model.finding import Finding
from alliancenet.model.score import Score, SubjectKind
from alliancenet.sources.project import read_project
from alliancenet.store.audit_file import read_file, to_json
from alliancenet.store.purges import PurgedPart, PurgeEntry, put_purge_on_record, read_purges

_COPIES = ("report.html", "portfolio-index.json", "portfolio.html")
"""Files that are copies of what the audits hold; deleted with them, for a command makes them again."""


def purge(
    folder: Path,
    places: Sequence[Path] = (),
    *,
    today: date,
    say: Callable[[str], None] = lambda _: None,
) -> tuple[PurgeEntry, Mapping[Path, str]]:
    """Remove everything that is overdue, and put on record what it was.

    Parameters
    ----------
    folder : the project.
    places : folders of audits elsewhere.
    say : told of each part as it is removed.

    Returns
    -------
    The purge as it stands on record, and what has to be looked at by hand, with the reason.

    Raises
    ------
    InputError
        When the project cannot be read: nothing is changed then.

    Notes
    -----
    What is to be removed is on record before the first part is; each part goes whole or not at all.
    After a kill the next call removes the rest, and the record keeps what the first one had planned.
    """
    project = read_project(folder)
    found = overdue(folder, project, places, today)
    planned = tuple(_on_record(part, (folder, *places)) for part in found.parts)
    begun = next((entry.parts for entry in read_purges(folder) if not entry.has_ended), ())
    entry = PurgeEntry(
        day=today,
        months=project.settings.whole("retention.months"),
        parts=(*begun, *_beyond(planned, begun)),
        has_ended=False,
    )
    if entry.parts:
        put_purge_on_record(folder, entry)
        _remove(found, folder, say)
        entry = replace(entry, has_ended=True)
        put_purge_on_record(folder, entry)
    return entry, found.by_hand


def _beyond(planned: Sequence[PurgedPart], begun: Sequence[PurgedPart]) -> Iterator[PurgedPart]:
    """What is planned now and was not before an interruption: what was then stays as it was counted."""
    known = {(part.where, part.what) for part in begun}
    return (part for part in planned if (part.where, part.what) not in known)


def _on_record(part: OverduePart, places: Sequence[Path]) -> PurgedPart:
    base = next((place for place in places if part.path.is_relative_to(place)), part.path.parent)
    where = part.path.relative_to(base).as_posix()
    return PurgedPart(where=where, what=part.what, count=part.count, unit=part.unit, until=part.until)


def _remove(found: Overdue, folder: Path, say: Callable[[str], None]) -> None:
    rows: dict[Path, set[int]] = {}
    for part in found.parts:
        rows.setdefault(part.path, set()).update(part.rows)
    done = set[Path]()
    for part in found.parts:
        if part.path not in done:  # all rows of a table, and all audits of a file, go at once
            done.add(part.path)
            _remove_part(part, frozenset(rows[part.path]), folder)
        say(f"{part.path}: {part.count:,} {part.unit}, {part.what}")


def _remove_part(part: OverduePart, rows: frozenset[int], folder: Path) -> None:
    if part.how is Removal.ROWS:
        write_whole(part.path, without_rows(part.path.name, read_regular(part.path), rows))
    elif part.how is Removal.FILES:
        for path in (*part.more, part.path):  # the file last: until it is gone the part is found again
            path.unlink(missing_ok=True)
    elif part.how is Removal.FOLDER:
        _delete_folder(part.path)
    elif part.how is Removal.SCHEMA:
        drop_wave(next(kept for kept in places_in(folder) if note_of(folder, kept) == part.path))
        part.path.unlink()  # the note last: until it is gone the part is found again
    elif part.how is Removal.PEOPLE:
        for name in _COPIES:
            (part.path.parent / name).unlink(missing_ok=True)
        write_whole(part.path, to_json(map(without_people, read_file(part.path).audits)))
    else:
        _drop_lines(part.path, part.until)


def _delete_folder(path: Path) -> None:
    """Delete a folder: under another name first, so that no half of it is ever taken for the whole."""
    if not path.name.endswith(GOING):
        path = path.rename(path.with_name(f".{path.name}{GOING}"))
    shutil.rmtree(path)


def _drop_lines(path: Path, first: date) -> None:
    """Leave old lines out of a log that somebody may be adding to: what is added meanwhile is kept."""
    raw = read_regular(path)
    kept = b"".join(line for line in raw.splitlines(keepends=True) if not is_older(line, first))
    write_whole(path, kept + read_regular(path)[len(raw) :])


def without_people(audit: Audit) -> Audit:
    """An audit in which numbers of groups stay and nobody is told apart any more.

    Notes
    -----
    Units of contact stay where both sides are at least the smallest group. A finding about somebody goes,
    one about a group keeps its sentence unless somebody's id stands in it.
    """
    ids = {person.id for person in audit.people}
    least = audit.limits.min_n
    return replace(
        audit,
        people=(),
        ties=(),
        core_ties=(),
        unmet_needs=(),
        introductions=(),
        open_answers=(),
        unit_contacts=tuple(contact for contact in audit.unit_contacts if min(contact.people) >= least),
        scores=_of_groups(audit.scores, ids),
        changes=tuple(change for change in audit.changes if not _is_about(change.subject.id, ids)),
        findings=tuple(_without_ids(found, ids) for found in audit.findings if not _is_about(found.subject.id, ids)),
        people_removed=True,
    )


def _of_groups(scores: Sequence[Score], ids: set[str]) -> tuple[Score, ...]:
    return tuple(
        score
        for score in scores
        if score.subject.kind is not SubjectKind.PERSON and not _is_about(score.subject.id, ids)
    )


def _is_about(subject: str, ids: set[str]) -> bool:
    return not ids.isdisjoint(subject.split("|"))


def _without_ids(found: Finding, ids: set[str]) -> Finding:
    told = {word.strip(".,;:()'\u2019\u201c\u201d\"") for word in f"{found.sentence} {found.recommendation}".split()}
    evidence = _of_groups(found.evidence, ids)
    if ids.isdisjoint(told):
        return replace(found, people=(), evidence=evidence)
    return replace(found, people=(), evidence=evidence, sentence=found.title, recommendation="")
