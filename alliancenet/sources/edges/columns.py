"""Columns of an edge list, by the names they have here and in other programs; nothing is left out unsaid."""

from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table import NOTHING, CsvTable, FileSays, read_table, unread_columns
from alliancenet.model.multiplex import Layer

TIES = ("source", "target", "layer", "wave", "weight", "type")
# Gephi, Kumu, visNetwork, tidygraph, igraph, NodeXL
_OTHER_NAMES = {
    "source": ("from", "from id", "source id", "vertex 1"),
    "target": ("to", "to id", "target id", "vertex 2"),
    "weight": ("strength", "value", "edge weight"),
    "layer": ("relation", "relationship", "network layer"),
    "type": ("edge type", "directedness"),
}
_OURS = {"source", "target", "layer", "status", "value", "type"}
_OUR_PEOPLE = {"id", "label", "firm", "role", "spanner"}
_MOST_NAMED = 12


def read_ties(
    path: Path, problems: list[Problem], declared: FileSays = NOTHING, *, may_be_empty: bool
) -> CsvTable | None:
    """Table of ties with columns by their names here, or None with problems added.

    Notes
    -----
    Columns nobody reads are counted warnings. A column that holds names of layers and is none is a
    question: friendship would else be told as communication.
    """
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
    hidden = [_layer_question(table, column) for column in _of_layers(table)]
    problems.extend(hidden or unread_columns(table, _read_of(table)))
    return None if hidden else table


def read_people(
    path: Path, problems: list[Problem], declared: FileSays, required: tuple[str, ...], known: tuple[str, ...]
) -> CsvTable | None:
    """Table of people; attributes nobody reads are one counted warning."""
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
