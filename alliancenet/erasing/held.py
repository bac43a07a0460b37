"""What a project holds of people, what they were promised, when it is to be deleted, and who was erased."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from alliancenet.model.days import months_later
from alliancenet.model.settings import Settings
from alliancenet.sources.loaded import Project
from alliancenet.sources.project import read_project
from alliancenet.store.erasures import read_record
from alliancenet.store.purges import read_purges


def held_lines(folder: Path, today: date) -> Iterator[str]:
    """Sentences on what is held, promised, to be deleted and erased.

    Raises
    ------
    InputError
        When the project cannot be read.
    """
    project = read_project(folder)
    yield from _held(project)
    yield ""
    yield from _promised(project)
    yield ""
    yield from _retention(project, today)
    yield ""
    yield from _erased(folder)
    yield ""
    yield from _purged(folder)


def _held(project: Project) -> Iterator[str]:
    people = project.register.people.values()
    yield "What is held"
    counts = {
        "people on the roster": len(people),
        "with a name": sum(bool(person.name) for person in people),
        "with an address": sum(bool(person.addresses) for person in people),
        "agreed to be named": sum(person.may_be_named for person in people),
        "hold a public role": sum(person.public_role for person in people),
        "opted out of logs": sum(person.opted_out for person in people),
    }
    yield from (f"  {count:>6,} {what}" for what, count in counts.items())
    yield f"  {len(project.inputs):>6,} files are read"


def _promised(project: Project) -> Iterator[str]:
    settings: Settings = project.settings
    named = [role.replace("_", " ") for role in settings.words("privacy.named_for")]
    yield "What people were promised before they answered"
    yield f"  names of those who agreed: {', '.join(named) if named else 'shown to nobody'}"
    yield f"  groups of fewer than {settings.whole('suppression.min_n')} people are not told of"
    yield f"  single answers are deleted after {settings.whole('retention.months')} months; aggregates stay"


def _retention(project: Project, today: date) -> Iterator[str]:
    months = project.settings.whole("retention.months")
    yield "When single answers are to be deleted"
    for wave in project.waves:
        if not wave.responded.any():
            continue
        name = f"{wave.alliance}, wave {wave.id}"
        if wave.closes is None:
            yield f"  {name}: unknown, for the wave has no closing day in waves.csv"
            continue
        until = months_later(wave.closes, months)
        late = f"; overdue for {(today - until).days} days" if until < today else ""
        yield f"  {name}: {until} ({int(wave.responded.sum())} people answered){late}"


def _purged(folder: Path) -> Iterator[str]:
    entries = read_purges(folder)
    yield "What was removed because its time was over"
    if not entries:
        yield "  nothing: `alliancenet privacy purge` lists what is overdue"
    for entry in entries:
        state = "" if entry.has_ended else " (not ended: call it again)"
        for part in entry.parts:
            yield f"  {entry.day}: {part.count:,} {part.unit}, {part.what}, in {part.where}{state}"


def _erased(folder: Path) -> Iterator[str]:
    entries = read_record(folder)
    yield "Who was erased"
    if not entries:
        yield "  nobody"
    for entry in entries:
        state = "not ended: call it again" if entry.unfinished else f"{entry.rows} rows, {entry.files} files"
        left = f"; left in: {', '.join(entry.left)}" if entry.left else ""
        yield f"  {entry.day}: one person, now {entry.token} ({state}{left})"
