"""A large table of events summed by DuckDB while it streams past, where it is written plainly enough for that."""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alliancenet.economics.books import Activities, EventSums
from alliancenet.economics.event_sums import KEYS, sums_of
from alliancenet.economics.periods import Periods
from alliancenet.errors import Problem
from alliancenet.extras import is_installed
from alliancenet.files.header import WantedColumns, known_names
from alliancenet.files.lines import table_text
from alliancenet.files.table import MOST_COLUMNS, CsvTable, unread_columns
from alliancenet.files.table_map import NOT_MATCHED
from alliancenet.files.writing import folder_to_work_in

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_HEAD = 1 << 18
_REQUIRED, _NUMBERS = ("partner", "date", "activity"), ("count", "minutes")
_OTHER_UNITS = ("hours", "seconds")
_MORE = (*_NUMBERS, *_OTHER_UNITS, "id", "alliance")
_BETWEEN = "BETWEEN 0 AND 1e9"
_NOT_PLAIN = "this table needs a closer look"
_GLOB = set("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What cells may name.

    Parameters
    ----------
    periods : of the project.
    """

    partners: Sequence[str]
    alliances: Sequence[str]
    activities: Activities
    periods: Periods

    @property
    def attributes(self) -> list[str]:
        """Attributes of time equations, each once."""
        return list(dict.fromkeys(map(str, self.activities.terms["attribute"])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Streamed:
    """What a large table came to.

    Parameters
    ----------
    nameless : rows that name no partner.
    unread : counted warnings of columns nobody reads.
    """

    sums: EventSums
    nameless: int
    unread: tuple[Problem, ...]


def streamed_events(path: Path, file: str, known: Known, limits: Mapping[str, float]) -> Streamed | None:
    """Sum a large table of events, or return None where it has to be read whole.

    Parameters
    ----------
    path : CSV, packed or not.
    file : what the user calls it.
    known : what cells may name.
    limits : `bytes` from which a table is large, `memory_mb` the engine may use; what does not fit goes to disk.

    Notes
    -----
    Only what can be read in one way alone is summed here: UTF-8, days such as 2026-01-31, plain numbers, names
    exactly as on record. A single other cell ends it, and the reader that knows all ways to write, and names every
    fault, reads the file instead. One thread, so that sums of fractions come out the same each time.
    """
    if path.stat().st_size < limits["bytes"] or _GLOB & set(str(path)) or not is_installed("logs"):
        return None
    names, separator = _header(path, known)
    if not names:
        return None
    import duckdb

    with folder_to_work_in() as spill, duckdb.connect() as engine:
        engine.execute(f"SET memory_limit='{int(limits['memory_mb'])}MB'; SET temp_directory='{spill}'")
        engine.execute("SET threads=1; SET preserve_insertion_order=false; SET autoinstall_known_extensions=false")
        _put_known(engine, known)
        engine.execute(f"CREATE VIEW rows AS SELECT * FROM {_source(path, names, separator)}")
        try:
            return _summed(engine, names, file, known)
        except duckdb.Error:
            return None


def _header(path: Path, known: Known) -> tuple[list[str], str]:
    """Names of the columns and what stands between them; no names where the header is not plain."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", errors="ignore")
        text = table_text(head)
        header = [cell.strip() for cell in next(text.rows())]
    except (OSError, EOFError, ValueError, StopIteration):
        return [], ""
    columns = (*_REQUIRED, *_MORE, *known.attributes)
    wanted = WantedColumns(required=_REQUIRED, known=columns, aliases={}, most_columns=MOST_COLUMNS, may_be_empty=True)
    names = known_names(header, wanted)
    is_plain = text.start == 0 and len(set(names)) == len(names) <= MOST_COLUMNS and set(_REQUIRED) <= set(names)
    # other units of time are converted by the reader of whole tables
    return (names, text.separator) if is_plain and not set(_OTHER_UNITS) & set(names) else ([], "")


def _put_known(engine: "duckdb.DuckDBPyConnection", known: Known) -> None:
    import pandas as pd

    places = {"partners": known.partners, "alliances": known.alliances, "activities": known.activities.names}
    for table, texts in places.items():
        frame = pd.DataFrame({"name": pd.Series(list(texts), dtype=str), "place": np.arange(len(texts))})
        if table == "activities":
            frame = frame.merge(_standing_for_ever(known), how="left", on="place")
        engine.register("given", frame)
        engine.execute(f"CREATE TABLE {table} AS SELECT * FROM given")
    standards = known.activities.standards
    days = {name: np.clip(standards[name].to_numpy(), _FIRST, _LAST) for name in ("first", "last")}
    engine.register("given", pd.DataFrame({"activity": standards["activity"], "place": range(len(standards)), **days}))
    engine.execute(
        "CREATE TABLE standards AS SELECT activity, place, first::DATE AS first, last::DATE AS last FROM given"
    )


def _standing_for_ever(known: Known) -> "pd.DataFrame":
    """The standard of each activity, where none holds from or to a day."""
    import pandas as pd

    standards = known.activities.standards
    if _is_bounded(known):
        standards = standards[:0]
    return pd.DataFrame({"place": standards["activity"].to_numpy(), "standard": np.arange(len(standards))})


_FIRST, _LAST = np.datetime64("1900-01-01"), np.datetime64("2199-12-31")


def _source(path: Path, names: Sequence[str], separator: str) -> str:
    kinds = {"date": "DATE", "count": "DOUBLE", "minutes": "DOUBLE"}
    columns = ", ".join(f"'c{at}': '{kinds.get(name, 'VARCHAR')}'" for at, name in enumerate(names))
    return (
        f"read_csv({_quoted(str(path))}, auto_detect=false, header=true, delim={_quoted(separator)}, quote='\"',"
        f" escape='\"', nullstr='', columns={{{columns}}})"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _summed(engine: "duckdb.DuckDBPyConnection", names: Sequence[str], file: str, known: Known) -> Streamed | None:
    cell = {name: f"c{at}" for at, name in enumerate(names)}
    if "id" in cell:
        again = engine.execute(f"SELECT count({cell['id']}) > count(DISTINCT {cell['id']}) FROM rows").fetchall()
        if again[0][0]:
            return None
    beside = [name for name in names if name not in (*_REQUIRED, *_MORE, *known.attributes)]
    extra = "".join(f", count({cell[name]}) AS {cell[name]}" for name in beside)
    query = _query(cell, known, extra)
    columns = engine.execute(query).df()
    unnamed = int(columns["rows"][columns["partner"] < 0].sum())
    filled = {name: int(columns.pop(cell[name]).sum()) for name in beside}
    return Streamed(sums=_typed(columns, known), nameless=unnamed, unread=tuple(_unread(file, filled, cell, known)))


def _query(cell: Mapping[str, str], known: Known, extra: str) -> str:
    """One pass: look every cell up, stop at the first that is not plain, sum the others."""
    values = {name: _number(cell.get(name), name) for name in known.attributes}
    count = f"coalesce({cell['count']}, 1)" if "count" in cell else "1"
    minutes, date = cell.get("minutes"), cell["date"]
    is_plain = " AND ".join(f"({condition})" for condition in _conditions(cell, values))
    weighed = "".join(f", sum(coalesce({value}, 0) * {count}) AS x{at}" for at, value in enumerate(values.values()))
    alliance = f"LEFT JOIN alliances al ON al.name = {cell['alliance']}" if "alliance" in cell else ""
    is_bounded = _is_bounded(known)
    keys = {
        "partner": "coalesce(p.place, -1)",
        "period": f"(year({date}) * 12 + month({date}) - 1) * {known.periods.a_year} // 12",
        "activity": "a.place",
        # what is the same in every row, or follows from the activity, is no key: each key takes time
        "standard": "coalesce(s.place, -1)" if is_bounded else "",
        "alliance": "coalesce(al.place, -1)" if alliance else "",
        "is_measured": f"{minutes} IS NOT NULL" if minutes else "",
        "is_lacking": _lacking(known, values),
    }
    wanted = {name: sql for name, sql in keys.items() if sql}
    constant = {
        "standard": "max(coalesce(a.standard, -1))",
        "is_measured": "false",
        "is_lacking": "false",
        "alliance": "-1",
    }
    columns = ", ".join(f"{sql or constant[name]} AS {name}" for name, sql in keys.items())
    return f"""
        SELECT {columns}, count(*) AS rows, sum({count}) AS count,
            {f"sum(coalesce({minutes}, 0) * {count})" if minutes else "0"} AS minutes,
            min({date}) AS first, max({date}) AS last{weighed}{extra}
        FROM rows LEFT JOIN partners p ON p.name = {cell["partner"]}
            LEFT JOIN activities a ON a.name = {cell["activity"]} {alliance}
            {_STANDING.format(date=date) if is_bounded else ""}
        WHERE CASE WHEN {is_plain} THEN true ELSE error('{_NOT_PLAIN}') END
        GROUP BY {", ".join(wanted.values())}"""


_STANDING = "LEFT JOIN standards s ON s.activity = a.place AND {date} BETWEEN s.first AND s.last"


def _is_bounded(known: Known) -> bool:
    """Whether a standard holds from or to a day; otherwise each activity has one, for ever."""
    table = known.activities.standards
    return bool((table["first"] > _FIRST).any() or (table["last"] < _LAST).any())


def _number(column: str | None, name: str) -> str:
    """A number, or 1 and 0 for yes and no; NULL where nothing stands."""
    if column is None:
        return "NULL::DOUBLE"
    word = f"CASE lower({column}) WHEN 'yes' THEN 1 WHEN 'true' THEN 1 WHEN 'no' THEN 0 WHEN 'false' THEN 0"
    return column if name in _NUMBERS else f"({word} ELSE TRY_CAST({column} AS DOUBLE) END)"


def _conditions(cell: Mapping[str, str], values: Mapping[str, str]) -> Iterator[str]:
    partner = cell["partner"]
    yield f"{partner} IS NULL OR p.place IS NOT NULL OR {partner} = '{NOT_MATCHED}'"
    yield f"coalesce({cell['date']} BETWEEN DATE '{_FIRST}' AND DATE '{_LAST}', false)"
    yield "a.place IS NOT NULL"
    for name in _NUMBERS:
        if name in cell:
            yield f"{cell[name]} IS NULL OR {cell[name]} {_BETWEEN}"
    if "alliance" in cell:
        yield f"{cell['alliance']} IS NULL OR al.place IS NOT NULL"
    for name, value in values.items():
        if name in cell:
            yield f"{cell[name]} IS NULL OR coalesce({value} {_BETWEEN}, false)"


def _lacking(known: Known, values: Mapping[str, str]) -> str:
    terms = zip(known.activities.terms["activity"], known.activities.terms["attribute"], strict=True)
    found = [f"(a.place = {int(activity)} AND {values[str(attribute)]} IS NULL)" for activity, attribute in terms]
    return f"({' OR '.join(found)})" if found else ""


def _typed(columns: Any, known: Known) -> EventSums:
    whole = dict.fromkeys((*KEYS[:5], "rows"), np.int64)
    kinds = {**whole, "count": np.float64, "minutes": np.float64, "first": "datetime64[s]", "last": "datetime64[s]"}
    return sums_of(columns.astype(kinds).sort_values(list(KEYS), ignore_index=True), known.attributes)


def _unread(file: str, filled: Mapping[str, int], cell: Mapping[str, str], known: Known) -> list[Problem]:
    import pandas as pd

    row = {name: ["x" if filled.get(name, 1) else ""] for name in cell}
    return unread_columns(CsvTable(file=file, frame=pd.DataFrame(row)), (*_REQUIRED, *_MORE, *known.attributes))
