"""Map files of tables: which column of somebody else's file is which of ours; nothing in it is guessed.

::

    format: alliancenet-table/1
    kind: people
    sheet: Staff                     # of a workbook with several
    header: 4                        # row of the headings, where lines stand above
    columns: {id: "Personnel No.", name: ["First Name", "Last Name"], level: Grade}
    fixed: {organisation: north}     # the same for every row
    words: {level: {"E7": senior}}   # what a cell says, and what it means here; "" for nothing
    leave_out: {Status: [Terminated]}
    ignore: [Cost centre]
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliancenet.errors import InputError, Problem
from alliancenet.files.entry import Entry, shown
from alliancenet.files.fields import Fields, read_fields
from alliancenet.files.folding import column_key, folded

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "alliancenet-table/1"
OPEN = "?"
"""Stands where somebody has to answer; a file that holds it is not used."""
_KEYS = (
    *("format", "kind", "sheet", "header", "columns", "fixed", "words", "leave_out", "ignore", "check", "people"),
    *("layer", "alliance", "wave", "blank", "directed"),
)
NOT_MATCHED = "not matched"
"""What the map of an export says of a name nobody on record goes by: its rows count as nobody's."""
EVERY_ROW_COUNTS = frozenset({"sales", "costs", "events", "log"})
"""Kinds in which two equal rows are two sales, costs, events or messages, and not one told twice."""
_MOST_SHOWN = 6
_BETWEEN = {"attendees": ";", "aliases": ";", "roles": ";", "email": ";"}
"""What stands between cells of several columns, where it is not a space."""
MAP = ".map.yaml"
"""End of the name of a file that says how another one is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMap:
    """A map file.

    Parameters
    ----------
    file : its name, as the user knows it.
    kind : kind of file of a project the table is read as.
    sheet : of a workbook; "" for the only one.
    header : row of the headings, as a spreadsheet counts; 0 for the first row that is filled.
    columns : our column and the headings it is made of, joined by a space.
    fixed : our column and what stands there in every row.
    words : our column, what a cell says and what it means; folded when compared.
    leave_out : heading and the cells whose rows are left out.
    ignore : headings left out on purpose.
    people : names of the file and the ids they stand for.
    layer, alliance, wave, blank, directed : of a network, see `alliancenet help adding`.
    """

    file: str = ""
    kind: str = ""
    sheet: str = ""
    header: int = 0
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    layer: str = ""
    alliance: str = ""
    wave: str = ""
    blank: str = ""
    directed: bool | None = None

    def applied(self, frame: "pd.DataFrame", file: str, problems: list[Problem]) -> "pd.DataFrame | None":
        """The table with our columns, or None with problems added.

        Parameters
        ----------
        frame : cells as they stand in the file, headings as they stand there.
        file : its name, for messages.

        Notes
        -----
        A column that is neither used nor ignored is a counted warning; so are rows left out, and rows
        that hold the same as one further up, which count once, unless they are money or time.
        """
        import pandas as pd

        at = _places([str(name) for name in frame.columns])
        missing = [name for name in self.headings if column_key(name) not in at]
        if missing:
            problems.append(self._missing(missing, file, frame))
            return None
        kept = frame[~self._rows_out(frame, at, file, problems)]
        cells: dict[str, pd.Series[str]] = {}
        for ours, headings in self.columns.items():
            parts = [kept[at[column_key(name)]] for name in headings]
            joined = parts[0] if len(parts) == 1 else _joined(parts, _BETWEEN.get(ours, " "))
            cells[ours] = self._in_our_words(ours, joined)
        for ours, text in self.fixed.items():
            cells[ours] = pd.Series(text, index=kept.index, dtype=object)
        self._say_unread(frame, file, problems)
        made = pd.DataFrame(cells, index=kept.index)
        return made if self.kind in EVERY_ROW_COUNTS else _each_once(made, file, problems)

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the file that have to be there."""
        return (*(name for headings in self.columns.values() for name in headings), *self.leave_out)

    def _missing(self, names: list[str], file: str, frame: "pd.DataFrame") -> Problem:
        there = ", ".join(map(str, frame.columns[:12]))
        return Problem(
            file=file,
            key=names[0],
            found=f"{self.file} names columns that are not there: {', '.join(names)} (found: {there})",
            needed="the columns the map was made for",
            action=f"correct {self.file}, or add the file again: `alliancenet add` proposes a new map",
        )

    def _rows_out(
        self, frame: "pd.DataFrame", at: Mapping[str, str], file: str, problems: list[Problem]
    ) -> "pd.Series[bool]":
        import pandas as pd

        out = pd.Series(False, index=frame.index)
        for heading, words in self.leave_out.items():
            here = frame[at[column_key(heading)]].map(folded).isin({folded(word) for word in words})
            if here.any():
                problems.append(
                    _remark(file, f"{int(here.sum()):,} rows are left out, as {self.file} says", heading, words)
                )
            out |= here
        return out

    def _in_our_words(self, ours: str, cells: "pd.Series[str]") -> "pd.Series[str]":
        if ours not in self.words:
            return cells
        meant = {folded(said): means for said, means in self.words[ours].items()}
        return cells.map(lambda cell: meant.get(folded(cell), cell))

    def _say_unread(self, frame: "pd.DataFrame", file: str, problems: list[Problem]) -> None:
        known = {column_key(name) for name in (*self.headings, *self.ignore)}
        problems.extend(
            Problem(
                file=file,
                key=name,
                found="the column is not read",
                needed="nothing, if that is meant",
                action=f"else name it under `columns:` of {self.file}; under `ignore:` nothing is said of it",
                fatal=False,
            )
            for name in map(str, frame.columns)
            if column_key(name) not in known and (frame[name] != "").any()
        )


def map_beside(path: Path) -> Path:
    """Where the map of a file stands: ``NAME.map.yaml`` beside it."""
    return path.with_name(f"{path.name}{MAP}")


def read_table_map(path: Path, name: str | None = None) -> TableMap:
    """Read and check a map file.

    Raises
    ------
    InputError
        With every fault at once, and every question somebody has still to answer.
    """
    fields = read_fields(path, name)
    problems = _open_questions(fields)
    found = _map_of(fields, problems)
    if problems:
        raise InputError(problems)
    return found


def settled_part(path: Path) -> TableMap:
    """What a map file says already, without its open questions and whatever is wrong in it."""
    fields = read_fields(path)
    return _map_of(replace(fields, value=_without_questions(fields.value)), [])


def _without_questions(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _without_questions(inside) for key, inside in value.items() if inside != OPEN}
        return {key: inside for key, inside in kept.items() if inside not in ([], {})}
    if isinstance(value, list):
        return [] if OPEN in value else value
    return value


def _map_of(fields: Fields, problems: list[Problem]) -> TableMap:
    top = Entry(fields, (), fields.value, _KEYS, problems)
    if top.data.get("format") != FORMAT:
        top.fault(("format",), shown(top.data.get("format")), f"`format: {FORMAT}`")
    for key, doubt in top.entry("check", None).data.items():
        top.fault(("check", key), f"not looked at yet: {doubt}", "look at it, then delete the line")
    return TableMap(
        file=fields.file,
        kind=_text(top, "kind"),
        sheet=_text(top, "sheet"),
        header=top.whole("header", 0, 1_000, 0),
        columns={ours: _headings(top, ours) for ours in _keys(top, "columns")},
        fixed=_words(top.entry("fixed", None)),
        words={ours: _words(top.entry("words", None).entry(ours, None)) for ours in _keys(top, "words")},
        leave_out={heading: _list(top.entry("leave_out", None), heading) for heading in _keys(top, "leave_out")},
        ignore=_list(top, "ignore"),
        people=_words(top.entry("people", None)),
        layer=_text(top, "layer"),
        alliance=_text(top, "alliance"),
        wave=_text(top, "wave"),
        blank=_text(top, "blank"),
        directed=top.flag("directed", False) if top.has("directed") else None,
    )


def is_table_map(path: Path) -> bool:
    """Whether a map file is one of a table, not of a survey."""
    if not path.is_file():
        return False
    value = read_fields(path).value
    return isinstance(value, dict) and value.get("format") == FORMAT


def _open_questions(fields: Fields) -> list[Problem]:
    """Every place that still holds the mark of a question."""
    found: list[Problem] = []

    def walk(value: object, path: tuple[str | int, ...]) -> None:
        if value == OPEN:
            needed = "your answer in place of '?'"
            found.append(fields.problem(*path, found="not answered yet", needed=needed))
        elif isinstance(value, Mapping):
            for key, inside in value.items():
                walk(inside, (*path, str(key)))
        elif isinstance(value, list):
            for place, inside in enumerate(value):
                walk(inside, (*path, place))

    walk(fields.value, ())
    return found


def _keys(top: Entry, key: str) -> list[str]:
    return [str(name) for name in top.entry(key, None).data]


def _headings(top: Entry, ours: str) -> tuple[str, ...]:
    entry = top.entry("columns", None)
    raw = entry.data.get(ours)
    headings = raw if isinstance(raw, list) else [raw]
    if not headings or any(name is None or isinstance(name, Mapping | list) for name in headings):
        entry.fault((ours,), shown(raw), "a heading of the file, or a list of headings")
        return ()
    return tuple(str(name) for name in headings)


def _words(entry: Entry) -> dict[str, str]:
    for key, value in entry.data.items():
        if isinstance(value, Mapping | list) or value is None:
            entry.fault((key,), shown(value), 'one word, or "" for nothing')
    return {str(key): _plain(value) for key, value in entry.data.items()}


def _plain(value: object) -> str:
    """A word as it was meant: YAML reads yes and no as true and false."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).strip()


def _list(entry: Entry, key: str) -> tuple[str, ...]:
    raw = entry.data.get(key) or []
    if not isinstance(raw, list):
        entry.fault((key,), shown(raw), "a list")
        return ()
    return tuple(_plain(word) for word in raw)


def _text(entry: Entry, key: str) -> str:
    value = entry.data.get(key)
    if isinstance(value, Mapping | list):
        entry.fault((key,), shown(value), "one word")
        return ""
    return "" if value is None else str(value).strip()


def _places(names: Collection[str]) -> dict[str, str]:
    """Heading by its folded form; the first of several."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(column_key(name), name)
    return found


def _joined(parts: "list[pd.Series[str]]", mark: str) -> "pd.Series[str]":
    joined = parts[0]
    for part in parts[1:]:
        joined = joined.str.cat(part, sep=mark)
    return joined.str.strip(f"{mark} ")


def _each_once(frame: "pd.DataFrame", file: str, problems: list[Problem]) -> "pd.DataFrame":
    again = frame.duplicated()
    if again.any():
        rows = [str(row) for row in frame.index[again][:_MOST_SHOWN]]
        more = " …" if again.sum() > _MOST_SHOWN else ""
        found = f"{int(again.sum()):,} rows say the same as one further up (row {', '.join(rows)}{more}): counted once"
        problems.append(Problem(file=file, found=found, needed="nothing, if that is right", fatal=False))
    return frame[~again]


def _remark(file: str, found: str, heading: str, words: Collection[str]) -> Problem:
    said = f"{found} ({', '.join(list(words)[:_MOST_SHOWN])})"
    return Problem(file=file, key=heading, found=said, needed="nothing, if that is right", fatal=False)
