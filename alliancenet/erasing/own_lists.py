"""A firm's own list of people: which column is which, by its map, and who was left out of it."""

from collections.abc import Iterator, Mapping, Sequence
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
    if _own_part(mapped):
        return None
    return Problem(
        file=name,
        found="nobody can be told apart by an id of one's own",
        needed=f"a column of its own for `id` in {mapped.file}",
        action="add one to the list, name it there, and erase again",
    )


def _own_part(mapped: TableMap) -> str:
    """The heading an id has of its own, beside that of the firm, which stays; "" where there is none."""
    firms = {column_key(heading) for heading in mapped.columns.get("organisation", ())}
    return next((key for key in map(column_key, mapped.columns.get("id", ())) if key not in firms), "")


def _around(mapped: TableMap) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Headings of the firm that an id begins and ends with."""
    ids, own = mapped.columns.get("id", ()), _own_part(mapped)
    firms = {column_key(heading) for heading in mapped.columns.get("organisation", ())}
    keys = list(map(column_key, ids))
    at = keys.index(own) if own else len(keys)
    of_firm = [key in firms for key in keys]
    return (
        tuple(heading for heading, is_firm in zip(ids[:at], of_firm[:at], strict=True) if is_firm),
        tuple(heading for heading, is_firm in zip(ids[at + 1 :], of_firm[at + 1 :], strict=True) if is_firm),
    )


def _lists(folder: Path) -> Iterator[tuple[Path, TableMap]]:
    for beside in sorted(folder.rglob(f"*{MAP}")):
        path = beside.with_name(beside.name.removesuffix(MAP))
        mapped = map_of_people(path) if path.is_file() else None
        if mapped is not None:
            yield path, mapped


def as_listed(folder: Path, person_id: str, token: str, problems: list[Problem]) -> str:
    """The new id as a list makes it that joins ids of the firm and a number: with the firm in its place."""
    for path, mapped in _lists(folder):
        in_front, behind = _around(mapped)
        kept = {"id": mapped.columns.get("id", ()), "in_front": in_front, "behind": behind}
        columns = {name: headings for name, headings in kept.items() if headings}
        if not in_front and not behind:
            continue
        bare = replace(mapped, columns=columns, fixed={}, leave_out={})
        declared = FileSays(columns=bare, sheets=(mapped.sheet,) if mapped.sheet else ())
        table = read_table(path, problems, known=tuple(columns), declared=declared)
        for _, cells in table.rows() if table is not None else ():
            if cells["id"] == person_id:
                return " ".join(filter(None, (cells.get("in_front", ""), token, cells.get("behind", ""))))
    return token


def left_out(folder: Path, person_id: str, problems: list[Problem]) -> Person | None:
    """Somebody whose row a map leaves out, such as a leaver: on the list, and not on the project's roster."""
    for path, mapped in _lists(folder):
        if mapped.leave_out:
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
    """What each column of a list is called by us; "" for those that are not read. The id goes first, but the firm."""
    ours = {column_key(heading): name for name, headings in mapped.columns.items() for heading in headings}
    ours |= {column_key(heading): "id" for heading in mapped.columns.get("id", ())}
    ours |= {column_key(heading): "organisation" for heading in mapped.columns.get("organisation", ())}
    return [ours.get(column_key(heading), "") for heading in headings]


def without_person(cells: Sequence[str], headings: Sequence[str], mapped: TableMap, token: str) -> list[str]:
    """A person's row of a list: the new id, the firm, and why the row is left out; nothing else.

    Parameters
    ----------
    token : the new id, see `as_listed`; a firm's part of it stands in the firm's own column.
    """
    columns, blank = our_columns(headings, mapped), [""] * len(cells)
    stands_in = [column_key(heading) for heading in headings].index(_own_part(mapped))
    for at, cell in enumerate(cells):
        out = next(
            (words for name, words in mapped.leave_out.items() if column_key(name) == column_key(headings[at])), ()
        )
        if at == stands_in:
            blank[at] = _bare(token, dict(zip(headings, cells, strict=False)), mapped)
        elif columns[at] == "organisation" or folded(cell) in map(folded, out):
            blank[at] = cell
    return blank


def _bare(token: str, given: Mapping[str, str], mapped: TableMap) -> str:
    """The new id without the firm's part, which the firm's own cell holds."""
    cells = {column_key(heading): cell.strip() for heading, cell in given.items()}
    front, behind = (" ".join(cells[column_key(heading)] for heading in of_firm) for of_firm in _around(mapped))
    return token.removeprefix(f"{front} ").removesuffix(f" {behind}")


def is_row_of(cells: Sequence[str], headings: Sequence[str], mapped: TableMap, person: str) -> bool:
    """Whether a row of a list is the person's."""
    given = dict(zip(map(column_key, headings), cells, strict=False))
    parts = (given.get(column_key(heading), "") for heading in mapped.columns.get("id", ()))
    return " ".join(parts).split() == person.split()
