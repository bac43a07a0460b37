"""Networks in workbooks: Polinode, NodeXL, Kumu, Gephi; a sheet of ties and one of people."""

from collections.abc import Mapping, Sequence

from alliancenet.files.folding import column_key
from alliancenet.sources.network_files.network_file import (
    LAYER_NAMES,
    WAVE_NAMES,
    WEIGHT_NAMES,
    FileTie,
    NetworkFile,
    first_of,
    unused,
)

_ENDS = (("source", "target"), ("from", "to"), ("vertex1", "vertex2"))
_PEOPLE = frozenset({"nodes", "nodeattributes", "elements", "vertices", "people", "nodelist", "persons"})
_IDS = ("id", "vertex", "name", "label", "node")
_NAMES = ("name", "label", "vertex")
_UNDIRECTED = {"undirected": True, "mutual": True, "directed": False}
_HEADER_ROWS = 3  # NodeXL writes groups of columns above the headings
_OF_DRAWING = frozenset(
    {
        *("color", "width", "style", "opacity", "visibility", "labeltextcolor", "labelfontsize", "shape", "size"),
        *("imagefile", "tooltip", "x", "y", "locked"),
    }
)

Rows = Sequence[Sequence[str]]


def sheet_of_ties(sheets: Mapping[str, Rows]) -> tuple[str, int] | None:
    """Sheet with two ends of ties beside one of people, and its row of headings; None without such sheets."""
    people = [name for name in sheets if column_key(name) in _PEOPLE]
    if not people:
        return None
    for name, rows in sheets.items():
        for row, cells in enumerate(rows[:_HEADER_ROWS]):
            if name not in people and _ends(cells):
                return name, row
    return None


def _ends(cells: Sequence[str]) -> tuple[int, int] | None:
    keys = [column_key(cell) for cell in cells]
    return next(((keys.index(one), keys.index(two)) for one, two in _ENDS if one in keys and two in keys), None)


def read(sheets: Mapping[str, Rows]) -> NetworkFile:
    """People and ties of a workbook that has a sheet of each."""
    found = sheet_of_ties(sheets)
    assert found is not None, "called after `sheet_of_ties`"
    sheet, row = found
    ends = _ends(sheets[sheet][row])
    assert ends is not None, "as found"
    ties, notes, beside = list[FileTie](), list[str](), set[str]()
    for number, about in _records(sheets[sheet], row):
        source, target = (sheets[sheet][number - 1][place].strip() for place in ends)
        says = _UNDIRECTED.get((first_of(about, ("direction",)) or first_of(about, ("type",))).casefold())
        beside.update(name for name, value in about.items() if value)
        ties.append(
            FileTie(
                source=source,
                target=target,
                weight=first_of(about, WEIGHT_NAMES),
                layer=first_of(about, LAYER_NAMES),
                wave=first_of(about, WAVE_NAMES),
                is_undirected=says,
                line=number,
            )
        )
    people = _people(sheets)
    others = [name for name in sheets if name != sheet and column_key(name) not in _PEOPLE]
    if others:
        notes.append(f"sheets not read: {', '.join(others[:8])}")
    title = "NodeXL workbook" if row or "vertex1" in map(column_key, sheets[sheet][row]) else f"workbook, '{sheet}'"
    ends_named = {column_key(sheets[sheet][row][place]) for place in ends}
    rest = {name for name in beside if column_key(name) not in ends_named | _OF_DRAWING}
    used = (*WEIGHT_NAMES, *LAYER_NAMES, *WAVE_NAMES, "direction", "type", "id", "label")
    return NetworkFile(format=title, people=people, ties=ties, notes=(*notes, *unused([rest], used)))


def _people(sheets: Mapping[str, Rows]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, rows in sheets.items():
        if column_key(name) in _PEOPLE:
            header = next((at for at, cells in enumerate(rows[:_HEADER_ROWS]) if _has_id(cells)), 0)
            for _, about in _records(rows, header):
                key = first_of(about, _IDS)
                if key:
                    found.setdefault(key, {**about, "name": first_of(about, _NAMES)})
    return found


def _has_id(cells: Sequence[str]) -> bool:
    return any(column_key(cell) in _IDS for cell in cells)


def _records(rows: Rows, header: int) -> list[tuple[int, dict[str, str]]]:
    """Row number in `rows`, from 1, and the cells by heading."""
    names = [name.strip() for name in rows[header]]
    return [
        (number, {name: cell for name, cell in zip(names, row, strict=False) if name})
        for number, row in enumerate(rows[header + 1 :], start=header + 2)
        if any(row)
    ]
