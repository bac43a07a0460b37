"""Columns of an edge list, by the names they have here and in other programs; nothing is left out unsaid."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from alliancenet.errors import Problem
from alliancenet.files.folding import column_key, folded
from alliancenet.files.numbers import Mark, decimal_mark, with_points
from alliancenet.files.table import NOTHING, CsvTable, FileSays, read_table, unread_columns
from alliancenet.files.yes_no import said
from alliancenet.model.multiplex import Layer
from alliancenet.sources.network_files.matrix import Blank
from alliancenet.sources.network_files.reading import TiesTable, people_table, read_network_file, ties_table

TIES = ("source", "target", "layer", "wave", "weight", "type")
UNKNOWN = "unknown"
"""Column that marks pairs of whom a file of a network program says that nobody knows."""
# Gephi, Kumu, visNetwork, tidygraph, igraph, NodeXL
_OTHER_NAMES = {
    "source": (
        *("from", "from id", "source id", "vertex 1", "vertex1", "ego", "sender", "node 1", "person 1", "person a"),
        *("von", "quelle", "de", "origen", "origine", "da", "van", "от"),
    ),
    "target": (
        *("to", "to id", "target id", "vertex 2", "vertex2", "alter", "receiver", "recipient", "node 2", "person 2"),
        *("person b", "an", "nach", "ziel", "vers", "à", "destino", "destinazione", "naar", "к"),
    ),
    "weight": (
        *("strength", "value", "edge weight", "tie weight", "tie strength", "edge strength", "weights", "w"),
        *("gewicht", "gewichtung", "stärke", "poids", "peso", "waga", "вес"),
    ),
    "layer": ("relation", "relationship", "network layer"),
    "type": ("edge type", "directedness"),
}
_OTHER_PEOPLE_NAMES = {
    "responded": (
        *("answered", "response", "respondent", "responds", "has responded", "participated", "completed survey"),
        *("geantwortet", "antwort", "teilgenommen", "a répondu", "répondu", "ha respondido", "respondió"),
        *("ha risposto", "heeft geantwoord", "respondeu"),
    ),
    "name": ("full name", "display name"),
}
_OURS = {"source", "target", "layer", "status", "value", "type"}
_OUR_PEOPLE = {"id", "label", "firm", "role", "spanner"}
_MOST_NAMED = 12
_SIDES = ("source", "target")
_DIRECTION_COLUMNS = ("direction", "directed", "isdirected", "undirected", "isundirected", "arrows", "arrow")


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
        return _with_plain_weights(ties_table(network, path.name, declared), problems)
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
    asked = [_layer_question(table, column) for column in _of_layers(table)]
    asked += [_direction_question(table, column) for column in _of_directions(table)]
    problems.extend(asked or unread_columns(table, _read_of(table)))
    return None if asked else _with_plain_weights(table, problems)


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
        called = {key: _OTHER_PEOPLE_NAMES[key] for key in known if key in _OTHER_PEOPLE_NAMES}
        table = read_table(path, problems, required=required, known=known, aliases=called, declared=declared)
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
    """A column that says which ties are undirected (Kumu, visNetwork …), where `type` does not."""
    at = {column_key(str(name)): str(name) for name in table.frame.columns}
    if "type" in at and _says_direction(table.column(at["type"])):
        return table
    for key in _DIRECTION_COLUMNS:
        words = _as_directions(key, table.column(at[key])) if key in at else []
        if words and _says_direction(words):
            frame = table.frame.rename(columns={"type": "type of tie"}).assign(**{at[key]: words})
            written = {ours: word for ours, word in table.as_written.items() if ours != "type"}
            frame = frame.rename(columns={at[key]: "type"})
            return replace(table, frame=frame, as_written={**written, "type": at[key], "type of tie": "type"})
    return table


def _as_directions(key: str, cells: list[str]) -> list[str]:
    """Cells of a column whose name says what yes and no, or an arrow head that is not there, mean."""
    if key == "arrows":
        return [cell if folded(cell) not in {"", "none", "middle", "false"} else "undirected" for cell in cells]
    yes, no = ("undirected", "directed") if key in {"undirected", "isundirected"} else ("directed", "undirected")
    meant = ((cell, said(cell)) for cell in cells)
    return [cell if is_yes is None else yes if is_yes else no for cell, is_yes in meant]


def _says_direction(words: Iterable[str]) -> bool:
    from alliancenet.graph.rows import undirected_rows

    return undirected_rows(np.array(list(words), dtype=object)) is not None


def _with_plain_weights(table: CsvTable, problems: list[Problem]) -> CsvTable | None:
    """Weights with points before their decimals; None with a question where a column can be read two ways."""
    cells = table.column("weight")
    mark = decimal_mark(cells)
    if mark in {Mark.OPEN, Mark.BOTH}:
        some = ", ".join(cell for cell in dict.fromkeys(cells) if re.search("[.,]", cell))
        found = f"weights such as {some[:60]} can be read two ways" + (
            "" if mark is Mark.OPEN else ": some only with a decimal comma, some only with a decimal point"
        )
        needed = "plain numbers such as 1200 or 1.2"
        problems.append(
            Problem(file=table.file, key=table.as_written.get("weight", "weight"), found=found, needed=needed)
        )
        return None
    plain = with_points(cells, mark)
    if plain == cells:
        return table
    old, new = next((cell, number) for cell, number in zip(cells, plain, strict=True) if cell != number)
    found = f"numbers such as {old} are read as {new}"
    problems.append(
        Problem(file=table.file, key="weight", found=found, needed="nothing, if that is right", fatal=False)
    )
    return replace(table, frame=table.frame.assign(weight=plain))


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
    return TIES if "type" not in table.frame.columns or _says_direction(table.column("type")) else TIES[:-1]


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


def _of_directions(table: CsvTable) -> list[str]:
    """Columns that are not read and hold words for directed and undirected, alone or beside others."""
    from alliancenet.graph.rows import direction_of

    if _says_direction(table.column("type")):
        return []
    free = [str(name) for name in table.frame.columns if name not in TIES or name == "type"]
    found = []
    for column in free:
        words = [word for word in dict.fromkeys(table.column(column)) if word]
        meant = [direction_of(word) for word in words]
        if "undirected" in meant and (column_key(column) in _DIRECTION_COLUMNS or column == "type" or all(meant)):
            found.append(column)
    return found


def _direction_question(table: CsvTable, column: str) -> Problem:
    some = ", ".join(f"'{word}'" for word in sorted(set(table.column(column)) - {""})[:4])
    return Problem(
        file=table.file,
        key=table.as_written.get(column, column),
        found=f"the column is not read, and holds words for directed and undirected ties ({some})",
        needed="a column 'type' with Directed or Undirected in every row, or none that says it",
        action="rename the column to 'type' and correct its other words, or remove it",
    )


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
