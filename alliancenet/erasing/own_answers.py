"""Rows in which one person answered: of survey exports as the audit finds them, of tables by their respondent."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from alliancenet.erasing.own_lists import MAP, map_of_people, problem_of
from alliancenet.errors import InputError, Problem
from alliancenet.files.table import read_table
from alliancenet.files.table_map import is_table_map
from alliancenet.instruments.reading import project_instruments
from alliancenet.model.register import Person
from alliancenet.staffing.reading import CANDIDATES, CONSENTS
from alliancenet.survey.directory import PeopleDirectory
from alliancenet.survey.gathering import given_by
from alliancenet.survey.mapping import read_mapping
from alliancenet.survey.readers.detect import read_export

_SAID_BY = ("respondent", "rater")
_PROFILES = frozenset({CANDIDATES, CONSENTS})  # tables of the person, not of what others say
_TABLES = ("*.csv", "*.csv.gz", "*.xlsx")
_HEAD = 4096
_MOST_COLUMNS = 20_000


def own_answers(folder: Path, person: Person, everybody: Iterable[Person]) -> Mapping[Path, frozenset[int]]:
    """Rows of the person's answers by file, as a spreadsheet counts.

    Raises
    ------
    InputError
        With the faults of the files that cannot be read: what they hold would stay.
    """
    problems: list[Problem] = []
    found = {**_of_exports(folder, person, everybody, problems)}
    for path in sorted(path for pattern in _TABLES for path in folder.rglob(pattern)):
        columns = ("person",) if path.relative_to(folder).as_posix() in _PROFILES else _SAID_BY
        if path not in found and (rows := _of_table(path, columns, person, problems)):
            found[path] = rows
    if any(problem.fatal for problem in problems):
        raise InputError([problem for problem in problems if problem.fatal])
    return found


def _of_table(path: Path, columns: Sequence[str], person: Person, problems: list[Problem]) -> frozenset[int]:
    """Rows of a table that the person said, or that are about nobody else, by one of its columns; of another none."""
    head = _head(path).replace(b"\x00", b"").lower() if path.suffix == ".csv" else b""
    if head and not any(column.encode() in head for column in columns):
        return frozenset()
    found: list[Problem] = []
    table = read_table(path, found, known=columns, may_be_empty=True, most_columns=_MOST_COLUMNS)
    if table is None:
        problems.extend(found)
        return frozenset()
    said_by = (
        (row, cell) for column in columns for row, cell in zip(table.frame.index, table.column(column), strict=True)
    )
    return frozenset(int(row) for row, cell in said_by if cell == person.id)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _of_exports(
    folder: Path, person: Person, everybody: Iterable[Person], problems: list[Problem]
) -> Mapping[Path, frozenset[int]]:
    found = dict[Path, frozenset[int]]()
    people = tuple(everybody)
    instruments = project_instruments(folder, problems)
    for mapping_file in sorted(folder.rglob(f"*{MAP}")):
        path = mapping_file.with_name(mapping_file.name.removesuffix(MAP))
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        if is_table_map(mapping_file):
            mapped = map_of_people(path)
            fault = problem_of(mapped, name) if mapped else None
            problems.extend([fault] if fault else [])
            continue
        try:
            export = read_export(path, name=name)
            mapping = read_mapping(mapping_file, instruments, f"{name}{MAP}")
        except InputError as error:
            problems.extend(error.problems)
            continue
        directory = PeopleDirectory(people, mapping.people)
        given = given_by(export, mapping)
        found[path] = frozenset(
            respondent.row
            for respondent, texts in zip(export.respondents, given, strict=True)
            if directory.find(*texts)[0] == person.id
        )
    return found
