"""Forms over a project's own files: shown, checked by the project's own reader, and written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from alliancenet.adding.project_file import with_entry, without_entry
from alliancenet.desk.forms import FORMS, EntryForm
from alliancenet.desk.mirror import is_of_money, lay, mirror_of, told
from alliancenet.desk.sheet_files import ROW, Rows, bytes_with, inner_comments, place_of, rows_in
from alliancenet.errors import InputError, Problem
from alliancenet.files.fields import read_fields
from alliancenet.files.table_map import map_beside
from alliancenet.model.desk import FormField, FormSheet, Saved, ToldProblem
from alliancenet.sources.draft import Draft
from alliancenet.sources.place import PROJECT_FILE
from alliancenet.sources.project import KINDS, read_part, read_project
from alliancenet.store.changes import ChangedSince, NotChanged, bytes_of, changing, digest_of

_REGISTER = ("organisations", "people", "alliances", "memberships", "waves")
_SPONSORS = "sponsors"


def sheet_of(project: Path, name: str) -> FormSheet:
    """A form with its rows as they are.

    Raises
    ------
    KeyError
        When there is no such form.
    """
    form = FORMS[name]
    file = _file(project, form)
    raw, closed, rows = bytes_of(project, file), _closed(project, form, file), list[dict[str, str]]()
    draft = read_part(project, _REGISTER)
    if not closed:
        try:
            rows = rows_in(form, raw)
        except InputError as error:
            closed = "; ".join(str(problem) for problem in error.problems)
    comments = 0 if closed else inner_comments(raw, form)
    lost = f"{comments} lines of comment inside the file are left out when it is written; undo brings them back"
    return FormSheet(
        name=name,
        file=file,
        digest=digest_of(raw),
        fields=tuple(_with_choices(field, draft) for field in form.fields),
        rows=tuple(rows),
        closed=closed,
        names=_names(draft),
        remarks=(ToldProblem(file=file, text=lost, is_fault=False),) if comments else (),
    )


def save(project: Path, name: str, rows: Rows, *, seen: str, by: str, once: str) -> Saved:
    """Write the rows of a form, when the project's own reader finds no fault in what comes of it.

    Parameters
    ----------
    seen : digest of the file as whoever filled the form in saw it.
    by, once : see `alliancenet.store.changes.MadeChange`.
    """
    form = FORMS[name]
    try:
        with changing(project) as place:
            if (made := place.made(once)) is not None:
                return Saved(change=made.id)
            file = _file(project, form)
            if closed := _closed(project, form, file):
                return Saved(refused=closed)
            before = bytes_of(project, file)
            rows = _with_firms(project, rows) if form is FORMS[_SPONSORS] else rows
            if digest_of(before) != seen:
                return Saved(is_stale=True)
            faults = tuple(_own_faults(project, form, file, rows))
            new = {} if faults else _written(project, form, file, before, rows)
            faults = faults or _faults(project, form, file, rows, new)
            if faults:
                return Saved(faults=faults)
            made = place.make(new, by=by, what=f"form: {name}", once=once, seen={file: seen})
            return Saved(change=made.id if made else 0)
    except ChangedSince:
        return Saved(is_stale=True)
    except NotChanged as error:
        return Saved(refused=str(error))
    except InputError as error:
        return Saved(refused="; ".join(str(problem) for problem in error.problems))


def _written(project: Path, form: EntryForm, file: str, before: bytes | None, rows: Rows) -> dict[str, bytes | None]:
    """Files a form writes: its own, and the project file where that has to name it."""
    new: dict[str, bytes | None] = {file: bytes_with(form, before, rows)}
    if form is FORMS[_SPONSORS]:
        text = (project / PROJECT_FILE).read_text("utf-8")
        usual = str(KINDS["people"].usual)
        listed = [name for kind, name in _listed(project) if kind == "people"]
        if not listed and (project / usual).is_file():
            text = with_entry(text, ("files",), {"file": usual, "kind": "people"})
        entry = {"file": file, "kind": "people"}
        text = without_entry(text, entry) if new[file] is None else with_entry(text, ("files",), entry)
        new[PROJECT_FILE] = text.encode()
    return new


def _with_firms(project: Path, rows: Rows) -> Rows:
    """Rows with the firm of each person, which the roster says."""
    people = read_part(project, ("organisations", "people")).people
    firms = {str(person.id): str(person.organisation) for person in people.values()}
    return [{**row, "organisation": firms.get(row.get("id", ""), row.get("organisation", ""))} for row in rows]


def _listed(project: Path) -> list[tuple[str, str]]:
    """Kind and name of every file the project file names."""
    value = read_fields(project / PROJECT_FILE).value
    found = value.get("files") if isinstance(value, dict) else None
    return [
        (str(entry.get("kind")), str(entry.get("file")))
        for entry in (found if isinstance(found, list) else ())
        if isinstance(entry, dict)
    ]


def _file(project: Path, form: EntryForm) -> str:
    """The file a form stands in: the one the project names, else the usual one."""
    if form is FORMS[_SPONSORS] or not form.kind:
        return form.file
    of_kind = [name for kind, name in _listed(project) if kind == form.kind]
    named = [name for name in of_kind if name != FORMS[_SPONSORS].file]
    return named[0] if named and form.file not in named else form.file


def _closed(project: Path, form: EntryForm, file: str) -> str:
    """Why a form cannot be used, "" where it can."""
    if map_beside(project / file).is_file():
        return f"{file} is a list with headings of its own: have it corrected where it was made, and upload it again"
    if form.file == file and not (project / file).is_file():
        other = next((name for name in _others(project, form)), "")
        if other:
            return f"these rows come from {other}: have it corrected where it was made, and upload it again"
    if form is FORMS[_SPONSORS] and not _closed(project, FORMS["people"], _file(project, FORMS["people"])):
        return "roles stand in people.csv: fill them in under People"
    return ""


def _others(project: Path, form: EntryForm) -> Iterator[str]:
    """Files of the same kind; the form of sponsors is meant to stand beside them."""
    if form is not FORMS[_SPONSORS] and form.kind:
        yield from (name for kind, name in _listed(project) if kind == form.kind and name != FORMS[_SPONSORS].file)
        usual = form.file.replace(".csv", ".xlsx")
        if usual != form.file and (project / usual).is_file():
            yield usual


def _own_faults(project: Path, form: EntryForm, file: str, rows: Rows) -> Iterator[ToldProblem]:
    """Faults of rows that could not be put into the file at all."""
    if not form.part:
        return
    draft = read_part(project, ("organisations", "alliances"))
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=1):
        alliance, firm = row.get("alliance", ""), row.get("organisation", "")
        if alliance not in draft.alliances:
            lacking = f"'{alliance}' is no alliance" if alliance else "the cell is empty; an alliance"
            yield ToldProblem(file=file, text=lacking, row=number, key="alliance")
        if form.part == "sponsor_plans":
            for key in ("organisation", "date"):
                if not row.get(key):
                    yield ToldProblem(file=file, text="the cell is empty", row=number, key=key)
            if firm and (alliance, firm) in seen:
                yield ToldProblem(
                    file=file, text="stands already further up; each once", row=number, key="organisation"
                )
            seen.add((alliance, firm))


def _faults(
    project: Path, form: EntryForm, file: str, rows: Rows, new: Mapping[str, bytes | None]
) -> tuple[ToldProblem, ...]:
    """Faults of the file as it would be, and those other files would have through it."""
    with mirror_of(project) as copy:
        before = set(_problems(copy, of="")) if form.file == file else set()
        lay(copy, new)
        after = list(_problems(copy, of=file))
    raw = new[file] or b""
    found = []
    for problem in after:
        if problem.file == file:
            place = place_of(form, raw, rows, problem)
            line = told(problem)
            found.append(replace(line, row=place[0], key=place[1]) if place else replace(line, row=0))
        elif problem not in before and not is_of_money(problem.file):
            found.append(told(problem))
    return tuple(found)


def _problems(copy: Path, of: str) -> Iterator[Problem]:
    """Fatal problems of a project; those of one file first."""
    try:
        read_project(copy)
    except InputError as error:
        fatal = [problem for problem in error.problems if problem.fatal]
        yield from sorted(fatal, key=lambda problem: problem.file != of)


def _with_choices(field: FormField, draft: Draft) -> FormField:
    if field.choices[:1] == ("@people",):
        return replace(field, choices=tuple(sorted(draft.people, key=lambda person: _person(draft, person))))
    if field.choices[:1] == ("@firms",):
        return replace(field, choices=tuple(draft.organisations))
    return replace(field, choices=tuple(draft.alliances)) if field.choices[:1] == ("@alliances",) else field


def _person(draft: Draft, person: str) -> str:
    found = next((someone for someone in (draft.people.get(person),) if someone), None)  # type: ignore[call-overload]
    return f"{found.name or found.id} ({found.organisation})" if found else person


def _names(draft: Draft) -> Mapping[str, str]:
    """What ids stand for."""
    firms: Iterable[tuple[str, str]] = ((str(firm.id), firm.name) for firm in draft.organisations.values())
    alliances = ((str(alliance.id), alliance.name) for alliance in draft.alliances.values())
    people = ((str(person), _person(draft, person)) for person in draft.people)
    return dict((*firms, *alliances, *people))


def without_marks(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows as people read them: without the mark that says which row of the file each is."""
    return [{name: cell for name, cell in row.items() if name != ROW} for row in rows]
