"""A firm's own list of people: which column is which, by its map, and who was left out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table import FileSays, read_table
from alliancenet.files.table_map import TableMap, is_table_map, map_beside, settled_part
from alliancenet.model.addresses import address_in
from alliancenet.model.register import Person, PersonId

MAP = ".map.yaml"
_READ = ("id", "organisation", "name", "email", "aliases")


def map_of_people(path: Path) -> TableMap | None:
    """Map of a list of people; None for any other file."""
    beside = map_beside(path)
    if not is_table_map(beside):
        return None
    mapped = settled_part(beside)
    return mapped if mapped.kind == "people" else None


def problem_of(mapped: TableMap, name: str) -> Problem | None:
    """Why nobody can be erased from a list: an id that cannot be put in its place."""
    ids = {column_key(heading) for heading in mapped.columns.get("id", ())}
    firms = {column_key(heading) for heading in mapped.columns.get("organisation", ())}
    if ids and not ids & firms:
        return None
    return Problem(
        file=name,
        found="nobody can be told apart by an id of one's own",
        needed=f"a column of its own for `id` in {mapped.file}",
        action="add one to the list, name it there, and erase again",
    )


def left_out(folder: Path, person_id: str, problems: list[Problem]) -> Person | None:
    """Somebody whose row a map leaves out, such as a leaver: on the list, and not on the project's roster."""
    for beside in sorted(folder.rglob(f"*{MAP}")):
        path = beside.with_name(beside.name.removesuffix(MAP))
        mapped = map_of_people(path) if path.is_file() else None
        if mapped is not None and mapped.leave_out:
            for person in _everybody(path, replace(mapped, leave_out={}), problems):
                if person.id == person_id:
                    return person
    return None


def _everybody(path: Path, mapped: TableMap, problems: list[Problem]) -> Iterator[Person]:
    sheets = (mapped.sheet,) if mapped.sheet else ()
    table = read_table(path, problems, known=_READ, declared=FileSays(columns=mapped, sheets=sheets))
    if table is None:
        return
    for id_, firm, name, addresses, aliases in zip(*map(table.column, _READ), strict=True):
        yield Person(
            id=PersonId(id_),
            organisation=firm,
            name=name,
            addresses=tuple(filter(None, map(address_in, addresses.split(";")))),
            aliases=tuple(filter(None, map(str.strip, aliases.split(";")))),
        )


def our_columns(headings: Sequence[str], mapped: TableMap) -> list[str]:
    """What each column of a list is called by us; "" for those that are not read. The id goes first."""
    ours = {column_key(heading): name for name, headings in mapped.columns.items() for heading in headings}
    ours |= {column_key(heading): "id" for heading in mapped.columns.get("id", ())}
    return [ours.get(column_key(heading), "") for heading in headings]


def without_person(cells: Sequence[str], headings: Sequence[str], mapped: TableMap, token: str) -> list[str]:
    """A person's row of a list: the new id, the firm, and why the row is left out; nothing else."""
    columns, blank = our_columns(headings, mapped), [""] * len(cells)
    stands_in = columns.index("id")
    for at, cell in enumerate(cells):
        out = next(
            (words for name, words in mapped.leave_out.items() if column_key(name) == column_key(headings[at])), ()
        )
        if at == stands_in:
            blank[at] = token
        elif columns[at] == "organisation" or folded(cell) in map(folded, out):
            blank[at] = cell
    return blank


def is_row_of(cells: Sequence[str], headings: Sequence[str], mapped: TableMap, person: str) -> bool:
    """Whether a row of a list is the person's."""
    columns = our_columns(headings, mapped)
    parts = [cell.strip() for cell, column in zip(cells, columns, strict=False) if column == "id"]
    return " ".join(filter(None, parts)) == person
