"""Columns of an edge list, by the names they have here and in other programs; nothing is left out unsaid."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table import NOTHING, CsvTable, FileSays, read_table, unread_columns
from alliancenet.model.multiplex import Layer
from alliancenet.sources.network_files.matrix import Blank
from alliancenet.sources.network_files.reading import TiesTable, people_table, read_network_file, ties_table

TIES = ("source", "target", "layer", "wave", "weight", "type")
UNKNOWN = "unknown"
"""Column that marks pairs of whom a file of a network program says that nobody knows."""
# Gephi, Kumu, visNetwork, tidygraph, igraph, NodeXL
_OTHER_NAMES = {
    "source": ("from", "from id", "source id", "vertex 1", "vertex1", "ego", "sender"),
    "target": ("to", "to id", "target id", "vertex 2", "vertex2", "alter", "receiver"),
    "weight": ("strength", "value", "edge weight"),
    "layer": ("relation", "relationship", "network layer"),
    "type": ("edge type", "directedness"),
}
_OURS = {"source", "target", "layer", "status", "value", "type"}
_OUR_PEOPLE = {"id", "label", "firm", "role", "spanner"}
_MOST_NAMED = 12
_SIDES = ("source", "target")


def read_ties(
    path: Path,
    problems: list[Problem],
    declared: FileSays = NOTHING,
    *,
    may_be_empty: bool,
    blank: Blank = Blank.ASK,
) -> CsvTable | None:
    """Table of ties with columns by their names here, or None with problems added.

    Parameters
    ----------
    path : an edge list, or a file of a network program (`alliancenet help formats`).
    blank : what a blank cell of a matrix means.

    Notes
    -----
    Columns nobody reads are counted warnings. A column that holds names of layers and is none is a
    question: friendship would else be told as communication.
    """
    before = len(problems)
    network = read_network_file(path, problems, declared, blank)
    if network is not None:
        return ties_table(network, path.name, declared)
    if any(problem.fatal for problem in problems[before:]):
        return None
    table = read_table(
        path,
        problems,
        required=("source", "target"),
        known=TIES[2:],
        aliases=_OTHER_NAMES,
        may_be_empty=may_be_empty,
        declared=declared,
    )
    if table is None:
        return None
    if {column_key(str(name)) for name in (*table.frame.columns, *table.as_written.values())} >= _OURS:
        problems[:] = [problem for problem in problems if not (problem.file == table.file and problem.key == "value")]
        _take_marks_off(table)
    table = _told_by_direction(table)
    hidden = [_layer_question(table, column) for column in _of_layers(table)]
    problems.extend(hidden or unread_columns(table, _read_of(table)))
    return None if hidden else table


def read_people(
    path: Path, problems: list[Problem], declared: FileSays, required: tuple[str, ...], known: tuple[str, ...]
) -> CsvTable | None:
    """Table of people; attributes nobody reads are one counted warning."""
    before = len(problems)
    network = read_network_file(path, problems, declared, Blank.NO_TIE)
    if network is not None and network.people:
        table = _with_columns(people_table(network, path.name, declared), required, problems)
    elif any(problem.fatal for problem in problems[before:]):
        return None
    else:
        table = read_table(path, problems, required=required, known=known, declared=declared)
    if table is None:
        return None
    if {column_key(str(name)) for name in table.frame.columns} >= _OUR_PEOPLE:
        _take_marks_off(table)
    near: list[Problem] = []
    rest: list[Problem] = []
    for problem in unread_columns(table, (*required, *known)):
        (near if problem.action.startswith("did you mean") else rest).append(problem)
    problems.extend(near)
    if rest:
        names = ", ".join(problem.key for problem in rest[:_MOST_NAMED]) + (" …" if len(rest) > _MOST_NAMED else "")
        problems.append(
            Problem(
                file=table.file,
                found=f"not read here: {names}",
                needed="nothing, if these are attributes not asked for",
                fatal=False,
            )
        )
    return table


def _with_columns(table: CsvTable, required: tuple[str, ...], problems: list[Problem]) -> CsvTable | None:
    """People of a network file by the names asked for; None with a problem where an attribute is not there."""
    there = {column_key(str(name)): str(name) for name in table.frame.columns}
    names = {there[column_key(name)]: name for name in required if column_key(name) in there}
    missing = [name for name in required if column_key(name) not in there]
    problems.extend(
        Problem(
            file=table.file,
            key=name,
            found=f"its people have no such attribute (found: {', '.join(there.values())})",
            needed=f"an attribute '{name}' of each person",
            action="name another one, or give a file of people with --people",
        )
        for name in missing
    )
    return None if missing else replace(table, frame=table.frame.rename(columns=names))


def _told_by_direction(table: CsvTable) -> CsvTable:
    """A column `Direction` (Kumu) says what is undirected, where `type` says something else or nothing."""
    from alliancenet.graph.rows import undirected_rows

    at = {column_key(str(name)): str(name) for name in table.frame.columns}
    name = at.get("direction")
    if name is None or undirected_rows(table.frame[name].to_numpy(dtype=object)) is None:
        return table
    if "type" in at and undirected_rows(table.frame[at["type"]].to_numpy(dtype=object)) is not None:
        return table
    frame = table.frame.rename(columns={"type": "type of tie", name: "type"})
    written = {key: word for key, word in table.as_written.items() if key != "type"}
    return replace(table, frame=frame, as_written={**written, "type": name, "type of tie": "type"})


def by_name(table: CsvTable, ids: Iterable[str], names: Iterable[str], problems: list[Problem]) -> CsvTable:
    """Ties whose ends are names of people, with their ids in place; a name of two people stays as it is.

    Parameters
    ----------
    ids, names : of the people, in one order.
    """
    known, meant = {folded(person) for person in ids}, dict[str, list[str]]()
    for person, name in zip(ids, names, strict=True):
        if name:
            meant.setdefault(folded(name), []).append(person)
    ends = {str(end) for side in _SIDES for end in table.frame[side].unique()}
    called = table.names if isinstance(table, TiesTable) else {}
    here = {folded(person): person for person in ids}
    found: dict[str, str] = {}
    for end in sorted(end for end in ends if folded(end) not in known):
        others = [here[folded(name)] for name in called.get(end, ()) if folded(name) in here]
        others = others or [person for name in (end, *called.get(end, ())) for person in meant.get(folded(name), ())]
        if len(set(others)) == 1:
            found[end] = others[0]
    if not found:
        return table
    frame = table.frame.assign(**{side: table.frame[side].map(lambda end: found.get(end, end)) for side in _SIDES})
    some = ", ".join(f"{name} is {person}" for name, person in sorted(found.items())[:3])
    problems.append(
        Problem(
            file=table.file,
            found=f"{len(found):,} people stand there by their names ({some} …)",
            needed="nothing, if that is right",
            fatal=False,
        )
    )
    return replace(table, frame=frame)


def _read_of(table: CsvTable) -> tuple[str, ...]:
    """Columns that are read; `type` only where it says what is directed."""
    from alliancenet.graph.rows import undirected_rows

    if "type" not in table.frame.columns:
        return TIES
    says = undirected_rows(table.frame["type"].to_numpy(dtype=object))
    return TIES if says is not None else TIES[:-1]


def _of_layers(table: CsvTable) -> list[str]:
    """Columns that are no layer column and hold nothing but names of layers, where there is no layer column."""
    layers = {folded(str(layer)) for layer in Layer} | {folded(str(layer).replace("_", " ")) for layer in Layer}
    if any(table.column("layer")):
        return []
    found = []
    for column in map(str, table.frame.columns):
        if column in {"source", "target", "weight", "wave"}:
            continue
        words = {folded(word) for word in table.frame[column].unique()} - {""}
        holds_others = bool(words) and words <= layers - {str(Layer.COMMUNICATION)}
        if holds_others or len(words & layers) > 1:
            found.append(column)
    return found


def _layer_question(table: CsvTable, column: str) -> Problem:
    some = ", ".join(f"'{word}'" for word in sorted(set(table.column(column)) - {""})[:4])
    return Problem(
        file=table.file,
        key=table.as_written.get(column, column),
        found=f"the column is not read, and holds names of layers ({some})",
        needed="a column 'layer', or none that says which layer a tie is of",
        action="rename the column to 'layer', or remove it",
    )


def _take_marks_off(table: CsvTable) -> None:
    """Our own exports write an apostrophe before what a spreadsheet would take for a formula."""
    for column in table.frame.columns:
        cells = table.frame[column]
        marked = cells.str.match(r"'\s*[=+\-@\t\r＝＋－＠]")
        if marked.any():
            table.frame[column] = cells.where(~marked, cells.str[1:])
