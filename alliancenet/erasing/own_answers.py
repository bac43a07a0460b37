"""Rows in which one person answered: of survey exports as the audit finds them, of tables by their respondent."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.table import read_table
from alliancenet.instruments.reading import project_instruments
from alliancenet.model.register import Person
from alliancenet.survey.directory import PeopleDirectory
from alliancenet.survey.gathering import given_by
from alliancenet.survey.mapping import read_mapping
from alliancenet.survey.readers.detect import read_export

MAP = ".map.yaml"
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
        if path not in found and (rows := _of_table(path, person, problems)):
            found[path] = rows
    if any(problem.fatal for problem in problems):
        raise InputError([problem for problem in problems if problem.fatal])
    return found


def _of_table(path: Path, person: Person, problems: list[Problem]) -> frozenset[int]:
    """Rows of a table with a column `respondent`; of another table none."""
    if path.suffix == ".csv" and b"respondent" not in _head(path).replace(b"\x00", b"").lower():
        return frozenset()
    found: list[Problem] = []
    table = read_table(path, found, known=("respondent",), may_be_empty=True, most_columns=_MOST_COLUMNS)
    if table is None:
        problems.extend(found)
        return frozenset()
    rows = zip(table.frame.index, table.column("respondent"), strict=True)
    return frozenset(int(row) for row, respondent in rows if respondent == person.id)


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
