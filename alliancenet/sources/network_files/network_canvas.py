"""Network Canvas: a CSV of ties, and the CSV of people beside it that says who they are."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from alliancenet.sources.network_files.network_file import FileTie, FormatFault, NetworkFile

TITLE = "Network Canvas"
_MARKS = ("networkCanvasEgoUUID", "from", "to")
_NAME_COLUMNS = ("name", "label", "nickname", "full_name", "fullname")
_OWN = "networkCanvas"
_MOST_BYTES = 64_000_000


def recognises(header: Sequence[str]) -> bool:
    """A list of ties of Network Canvas, told by the columns it adds."""
    return set(_MARKS) <= set(header)


def read(header: Sequence[str], rows: Sequence[Sequence[str]], path: Path) -> NetworkFile:
    """Ties between the people respondents named, by the names they gave.

    Parameters
    ----------
    header, rows : of the list of ties.
    path : where it lies; ``…_attributeList_…`` beside it says the names.

    Raises
    ------
    FormatFault
        When the list of people is not there, or lacks a name for somebody tied.

    Notes
    -----
    Everybody was named by somebody: who is not named may still be there, so that a tie nobody
    told of is not known to be absent; the note says so.
    """
    beside = path.with_name(path.name.replace("edgeList", "attributeList"))
    if beside == path or not beside.is_file():
        needed = "the file `…attributeList….csv` of the same export beside it"
        raise FormatFault("nobody is named: ties hold numbers of nodes alone", needed)
    names = _names(beside)
    at = {name: place for place, name in enumerate(header)}
    values = [name for name in header if not name.startswith(_OWN) and name not in {"edgeID", "from", "to"}]
    weight = next((name for name in values if name.casefold() in {"weight", "strength", "frequency"}), "")
    kind = next((name for name in header if name.casefold() in {"networkcanvastype", "type"}), "")
    ties = []
    for number, row in enumerate(rows, start=2):
        ends = [row[at[_source(header)]], row[at[_target(header)]]]
        missing = [end for end in ends if end not in names]
        if missing:
            raise FormatFault(f"a tie of node {missing[0]}", "a row for each person in the attribute list", number)
        ties.append(
            FileTie(
                source=names[ends[0]],
                target=names[ends[1]],
                weight=row[at[weight]] if weight else "",
                layer=row[at[kind]] if kind else "",
                is_undirected=True,
                line=number,
            )
        )
    beside_read = [name for name in values if name not in {weight, kind}]
    notes = ["ties between people whom somebody named, as that respondent sees them: undirected"]
    notes += [f"said of ties and not read: {', '.join(beside_read[:12])}"] if beside_read else []
    people = {name: {"name": name} for name in names.values()}
    return NetworkFile(format=TITLE, people=people, ties=ties, notes=tuple(notes))


def _source(header: Sequence[str]) -> str:
    return "networkCanvasSourceUUID" if "networkCanvasSourceUUID" in header else "from"


def _target(header: Sequence[str]) -> str:
    return "networkCanvasTargetUUID" if "networkCanvasTargetUUID" in header else "to"


def _names(path: Path) -> Mapping[str, str]:
    if path.stat().st_size > _MOST_BYTES:
        raise FormatFault(f"{path.name} is larger than {_MOST_BYTES:,} bytes", "a plain export")
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        rows = csv.DictReader(file)
        named = {name.casefold(): name for name in rows.fieldnames or ()}
        column = next((named[name] for name in _NAME_COLUMNS if name in named), "")
        if not column:
            raise FormatFault(f"{path.name} has no column with names", f"one of {', '.join(_NAME_COLUMNS)}")
        found = {}
        for row in rows:
            for key in ("networkCanvasUUID", "nodeID"):
                if row.get(key):
                    found[row[key]] = (row.get(column) or "").strip()
    if nameless := [key for key, name in found.items() if not name]:
        raise FormatFault(f"{len(nameless)} people without a name in {path.name}", "a name for everybody")
    return found
