"""Communication logs a project names, and what was built of them, beyond the promised time."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.erasing.part import OverduePart, Removal
from alliancenet.errors import InputError
from alliancenet.files.fields import read_fields
from alliancenet.model.days import months_later
from alliancenet.sources.loaded import Project
from alliancenet.sources.logs import BUILD
from alliancenet.sources.place import PROJECT_FILE
from alliancenet.store.purges import emptied_files, read_purges

if TYPE_CHECKING:  # what reads logs is an optional part
    from alliancenet.comms.declared import Declared
    from alliancenet.comms.sources import LogFile

GOING = ".going"
"""End of the name of a folder that is being deleted; a purge that was killed leaves it, the next one goes on."""
_WITHOUT = "its last day cannot be told without the optional part `logs`"


def old_logs(folder: Path, project: Project, today: date, by_hand: dict[Path, str]) -> Iterator[OverduePart]:
    """Logs whose last day is older than what is promised for answers, and the build they are in.

    Parameters
    ----------
    by_hand : told of logs whose days cannot be told.

    Notes
    -----
    A log goes whole once the last thing in it is too old; one that goes on stays until then. To tell the last
    day it is read, as `alliancenet comms scan` does. The build goes with the first of its logs, for it holds
    its months; `alliancenet comms build` makes it again of what is left.
    """
    months = project.settings.whole("retention.months")
    found = [
        part
        for log, declared in _declared(folder, project, emptied_files(folder), by_hand)
        if (part := _part(folder, log, declared, months, today, by_hand))
    ]
    yield from found
    # a purge that was killed may have removed the logs already
    planned = {part.where for entry in read_purges(folder) if not entry.has_ended for part in entry.parts}
    yield from _build(folder, months, today, by_hand, is_due=bool(found) or BUILD in planned)
    for path in sorted(folder.rglob(f".*{GOING}")):
        count = sum(1 for file in path.rglob("*") if file.is_file())
        what = "what an interrupted purge had begun to delete"
        yield OverduePart(path=path, what=what, count=count, unit="files", until=today, how=Removal.FOLDER)


def _declared(
    folder: Path, project: Project, gone: Collection[str], by_hand: dict[Path, str]
) -> Iterator[tuple["LogFile", "Declared"]]:
    fields = read_fields(folder / PROJECT_FILE)
    if not isinstance(fields.value, dict) or not fields.value.get("logs"):
        return
    try:
        from alliancenet.comms.declared import declared_in

        declared = declared_in(fields, folder, project.register.organisations, gone)
    except ImportError:
        by_hand[folder / PROJECT_FILE] = _WITHOUT.replace("its last day", "the last day of its logs")
        return
    except InputError as error:
        by_hand[folder / PROJECT_FILE] = f"its logs cannot be looked at ({error.problems[0]})"
        return
    yield from ((log, declared) for log in declared.files)


def _part(
    folder: Path, log: "LogFile", declared: "Declared", months: int, today: date, by_hand: dict[Path, str]
) -> OverduePart | None:
    from alliancenet.comms.readers.opening import LogReading
    from alliancenet.comms.readers.times import zone_named
    from alliancenet.comms.scan import scan

    ends = min(declared.until or today, today)  # a meeting that repeats for good took place until today
    try:
        seen = scan(log, LogReading(zone=zone_named(log.zone) if log.zone else None, until=ends), lambda *_: None)
    except (InputError, OSError) as error:
        by_hand[log.path] = f"its last day cannot be told ({error})"
        return None
    except ImportError:
        by_hand[log.path] = _WITHOUT
        return None
    last = seen.last.date() if seen.last else None
    if last is None or last > today + timedelta(days=1):  # a time zone ahead of ours
        by_hand[log.path] = "its last day cannot be told" if last is None else f"something in it is dated {last}"
        return None
    until = months_later(last, months)
    if until >= today:
        return None
    if log.path.is_symlink() or not log.path.resolve().is_relative_to(folder.resolve()):
        by_hand[log.path] = f"was promised until {until}, and lies outside the project"
        return None
    count = seen.events if seen.events is not None else seen.rows or 0
    how = Removal.FOLDER if log.path.is_dir() else Removal.FILES
    return OverduePart(path=log.path, what=f"log until {last}", count=count, unit="events", until=until, how=how)


def _build(folder: Path, months: int, today: date, by_hand: dict[Path, str], *, is_due: bool) -> Iterator[OverduePart]:
    place = folder / BUILD
    if not place.is_dir():
        return
    until = today
    if not is_due:
        try:
            from alliancenet.comms.built import open_build

            until = months_later(open_build(place).until, months)
        except ImportError:
            by_hand[place] = _WITHOUT
            return
        except (InputError, OverflowError, ValueError):  # damaged, or without any contact
            return
        if until >= today:
            return
    count = sum(1 for _ in (place / "builds").glob("*"))
    what = "who was in contact with whom by month, to be built again of newer logs"
    yield OverduePart(path=place, what=what, count=count, unit="builds", until=until, how=Removal.FOLDER)
