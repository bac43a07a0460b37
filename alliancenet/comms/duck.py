"""The embedded engine: DuckDB, on this machine, in bounded memory."""

import errno
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from ibis.expr.types import Table

from alliancenet.comms.readers.opening import Opening, open_path
from alliancenet.comms.readers.table_columns import Columns
from alliancenet.comms.sources import Source
from alliancenet.comms.watching import watched
from alliancenet.errors import InputError, Problem
from alliancenet.files.writing import folder_to_work_in


@contextmanager
def connect(memory_mb: int = 800, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB in memory with a limit; what does not fit goes to a temporary folder.

    Notes
    -----
    The optimiser's choice of build sides is off: it cannot know the size of a CSV and would build
    its hash table on the messages instead of on the directory.
    """
    with folder_to_work_in() as spill, duckdb.connect() as engine:
        engine.execute(f"SET memory_limit='{memory_mb}MB'; SET temp_directory='{spill}'")
        engine.execute("SET preserve_insertion_order=false; SET TimeZone='UTC'")
        engine.execute("SET disabled_optimizers='join_order,build_side_probe_side'")
        engine.execute("SET autoinstall_known_extensions=false")
        engine.execute("CREATE MACRO number_of_text(word) AS CAST(hash(word) >> 1 AS BIGINT)")
        if threads:
            engine.execute(f"SET threads={threads}")
        try:
            yield engine
        except duckdb.IOException as error:
            raise OSError(errno.EIO, str(error).splitlines()[0].removeprefix("IO Error: ")) from None


class DuckEngine:
    """Runs relational expressions on DuckDB.

    Parameters
    ----------
    engine : an open connection, see `connect`.
    watch : told twice a second which share (0-1) of a long step is behind.
    """

    dialect = "duckdb"

    def __init__(self, engine: duckdb.DuckDBPyConnection, watch: Callable[[float], None] | None = None) -> None:
        self._engine = engine
        self._watch = watch

    def put(self, name: str, table: pa.Table) -> None:
        """Make a small table known under a name."""
        self._engine.register(f"{name}_arrow", table)
        self._engine.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name}_arrow")
        self._engine.unregister(f"{name}_arrow")

    def open_parquet(self, name: str, path: Path) -> None:
        """Make a Parquet file known under a name."""
        self._engine.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{_quoted(path)}')")

    def open_table(self, name: str, source: Source, *, numbered: bool) -> None:
        """Make a mapped CSV or Parquet table known, its times in UTC.

        Parameters
        ----------
        numbered : give every row a number; needed where events are looked up again.
        """
        columns = source.columns
        assert columns is not None
        rows = _rows(source.path)
        number = "row_number() OVER ()" if numbered else "NULL::BIGINT"
        found = {name.lower(): name for name in self._names(rows)}
        missing = [name for name in (columns.time, columns.sender, columns.recipients) if name.lower() not in found]
        if missing:
            raise InputError([_no_columns(source, missing, found.values())])
        message_id = f"nullif(trim({_text(columns.message_id)}, ' <>'), '')" if columns.message_id else "NULL::VARCHAR"
        recipients = _text(columns.recipients)
        if self._is_list(rows, found[columns.recipients.lower()]):
            recipients = f"array_to_string({_name(columns.recipients)}, '{columns.separator}')"
        status = _text(columns.status) if columns.status else "NULL::VARCHAR"
        subject = _text(columns.subject) if columns.subject else "NULL::VARCHAR"
        time = _time(columns, self._type(rows, columns.time))
        self._engine.execute(
            f"""CREATE OR REPLACE VIEW {name} AS
            SELECT {number} AS event, {time} AS "time", {_text(columns.sender)} AS sender,
              {recipients} AS recipients, {message_id} AS message_id, {status} AS status,
              {subject} AS subject
            FROM {rows}"""
        )

    def stage(self, expression: Table, path: Path) -> None:
        """Write an expression's rows to one Parquet file."""
        self._copy(self._typed(expression), path, "COMPRESSION snappy")

    def write(self, expression: Table, folder: Path) -> None:
        """Write an expression's rows to a folder of Parquet files, small row groups, in order."""
        self._copy(self.sql(expression), folder, "COMPRESSION zstd, ROW_GROUP_SIZE 16384, ROW_GROUPS_PER_FILE 16")

    def read(self, expression: Table) -> pa.Table:
        """Rows of an expression, for results that are small."""
        return self._engine.sql(self._typed(expression)).to_arrow_table()

    def count_rows(self, path: Path) -> int:
        """Rows of any CSV or Parquet file."""
        found = self._engine.execute(f"SELECT count(*) FROM {_rows(path)}").fetchone()
        return int(found[0]) if found else 0

    def columns_of(self, path: Path) -> tuple[str, ...]:
        """Names of the columns of any CSV or Parquet file."""
        return tuple(self._names(_rows(path)))

    def count_lost_rows(self) -> dict[str, int]:
        """Rows of CSV files that could not be read as rows, by reason, since the last call."""
        counts = (
            self._engine.execute(
                "SELECT error_type::VARCHAR, count(DISTINCT line) FROM reject_errors GROUP BY 1 ORDER BY 1"
            ).fetchall()
            if self._has_rejects()
            else []
        )
        return {str(kind).replace("_", " ").lower(): int(number) for kind, number in counts}

    def sql(self, expression: Table) -> str:
        """The expression in this engine's SQL."""
        return str(ibis.to_sql(expression, dialect=self.dialect))

    def _typed(self, expression: Table) -> str:
        """The expression's SQL with whole numbers as declared: DuckDB's sums are 128 bits wide."""
        whole = [name for name, kind in expression.schema().items() if str(kind) == "int64"]
        casts = ", ".join(f"CAST({_name(name)} AS BIGINT) AS {_name(name)}" for name in whole)
        return f"SELECT * REPLACE ({casts}) FROM ({self.sql(expression)})" if casts else self.sql(expression)

    def _copy(self, sql: str, path: Path, options: str) -> None:
        with watched(self._look, seconds=0.5):
            self._engine.execute(f"COPY ({sql}) TO '{_quoted(path)}' (FORMAT parquet, {options})")

    def _look(self) -> None:
        if self._watch is not None:
            self._watch(max(self._engine.query_progress(), 0) / 100)

    def _names(self, rows: str) -> list[str]:
        return [column[0] for column in self._engine.execute(f"SELECT * FROM {rows} LIMIT 0").description or []]

    def _type(self, rows: str, column: str) -> str:
        found = self._engine.execute(f"SELECT typeof({_name(column)}) FROM {rows} LIMIT 1").fetchone()
        return str(found[0]) if found else "VARCHAR"

    def _is_list(self, rows: str, column: str) -> bool:
        return self._type(rows, column).endswith("[]")

    def _has_rejects(self) -> bool:
        found = self._engine.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"
        ).fetchone()
        return bool(found and found[0])


def _rows(path: Path) -> str:
    opening = open_path(path)
    if not opening.columns:
        return f"read_parquet('{_quoted(path)}')"
    return _csv(opening)


_ENCODINGS = {"utf-16": "utf-16", "utf-16-le": "utf-16", "cp1252": "latin-1"}


def _csv(opening: Opening) -> str:
    path, separator, columns = opening.path, opening.separator, opening.columns
    encoding = _ENCODINGS.get(opening.encoding, "utf-8")
    given = ", ".join(f"{_string(name or f'column {place}')}: 'VARCHAR'" for place, name in enumerate(columns))
    mark = "\\t" if separator == "\t" else separator
    return (
        f"read_csv('{_quoted(path)}', header=true, auto_detect=false, delim='{mark}', quote='\"', escape='\"', "
        f"encoding='{encoding}', columns={{{given}}}, null_padding=false, ignore_errors=true, store_rejects=true, "
        f"rejects_limit=1000000, buffer_size=8000000, max_line_size=4000000)"
    )


def _time(columns: Columns, kind: str) -> str:
    name = _name(columns.time)
    if kind.startswith("TIMESTAMP WITH"):
        return f"({name} AT TIME ZONE 'UTC')"
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return _local(f"{name}::TIMESTAMP", columns.zone)
    text = f"({name}::VARCHAR)"
    if columns.time_format != "iso":
        return _local(f"try_strptime({text}, {_string(columns.time_format)})", columns.zone)
    # a cast alone takes 1/3/26 for a day of the year 1, and passes over the name of a zone
    is_usual = f"{text} LIKE '____-__-_____:__:__'"
    is_iso = f"regexp_full_match({text}, '[0-9]{{4}}-[0-9T :.-]*')"
    offset = f"len({text}) > 16 AND regexp_matches({text}, '(Z|UTC|GMT|[0-9][+-][0-9]{{2}}(:?[0-9]{{2}})?)$')"
    plain = _local(f"try_cast({text} AS TIMESTAMP)", columns.zone)
    told = f"try_cast({text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
    return f"CASE WHEN {is_usual} THEN {plain} WHEN {offset} THEN {told} WHEN {is_iso} THEN {plain} END"


def _local(time: str, zone: str) -> str:
    return time if zone == "UTC" else f"(timezone({_string(zone)}, {time}) AT TIME ZONE 'UTC')"


def _text(name: str) -> str:
    return f"{_name(name)}::VARCHAR"


def _name(name: str) -> str:
    return '"' + name.lower().replace('"', '""') + '"'


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _no_columns(source: Source, missing: list[str], found: Iterable[Any]) -> Problem:
    return Problem(
        file=source.name,
        found=f"no column {', '.join(missing)}",
        needed=f"one of {', '.join(map(str, found))}"[:300],
        action="correct the column mapping",
    )
