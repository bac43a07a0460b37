"""The distributed engine: an existing Spark cluster, told the same expressions."""

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from alliancenet.comms.readers.opening import Opening, open_path
from alliancenet.comms.readers.table_columns import Columns
from alliancenet.comms.sources import Source
from alliancenet.errors import AllianceNetError
from alliancenet.extras import missing

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Observation, SparkSession

_BROKEN = "_broken_row"
"""Column Spark keeps a row in that has not as many cells as the first line."""


class SparkMissing(AllianceNetError):
    """Spark was asked for and does not start."""


def connect_spark(master: str) -> "SparkSession":
    """Session on a cluster, times in UTC.

    Parameters
    ----------
    master : ``spark://host:7077``, ``yarn``, ``local-cluster[2,1,1024]`` …; files and the output
        folder must be seen under the same paths by every worker.

    Raises
    ------
    MissingExtra
        When pyspark is not installed.
    SparkMissing
        When Java is not installed or the master does not answer.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise missing("spark") from None
    builder = SparkSession.builder.master(master).appName("alliancenet")
    for key, value in {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.hadoop.parquet.block.size": "1048576",
        "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    }.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise SparkMissing(f"Spark did not start ({error}); Java 17 and the master '{master}' are needed") from None


class SparkEngine:
    """Runs relational expressions on Spark.

    Parameters
    ----------
    session : an open session, see `connect_spark`.
    """

    dialect = "pyspark"

    def __init__(self, session: "SparkSession") -> None:
        self._session = session
        self._watching: list[Observation] = []
        session.sql(
            "CREATE OR REPLACE TEMPORARY FUNCTION number_of_text(word STRING) RETURNS BIGINT RETURN xxhash64(word)"
        )

    def put(self, name: str, table: pa.Table) -> None:
        """Make a small table known under a name."""
        kinds = {"string": "string", "int32": "int", "int64": "bigint"}
        schema = ", ".join(f"{field.name} {kinds[str(field.type)]}" for field in table.schema)
        rows = [tuple(row.values()) for row in table.to_pylist()]
        self._session.createDataFrame(rows, schema).createOrReplaceTempView(name)

    def open_parquet(self, name: str, path: Path) -> None:
        """Make a Parquet file or folder known under a name."""
        self._session.read.parquet(_uri(path)).createOrReplaceTempView(name)

    def open_table(self, name: str, source: Source, *, numbered: bool) -> None:
        """Make a mapped CSV or Parquet table known, its times in UTC."""
        columns = source.columns
        assert columns is not None
        rows = self._rows(source)
        number = "monotonically_increasing_id()" if numbered else "CAST(NULL AS BIGINT)"
        given = dict(rows.dtypes)
        time = next(kind for column, kind in given.items() if column.lower() == columns.time.lower())
        message_id = f"nullif(trim(BOTH ' <>' FROM {_name(columns.message_id)}), '')" if columns.message_id else "NULL"
        rows.selectExpr(
            f"{number} AS event",
            f"{_time(columns, time)} AS time",
            f"CAST({_name(columns.sender)} AS STRING) AS sender",
            f"CAST({_name(columns.recipients)} AS STRING) AS recipients",
            f"CAST({message_id} AS STRING) AS message_id",
            f"CAST({_name(columns.status) if columns.status else 'NULL'} AS STRING) AS status",
            f"CAST({_name(columns.subject) if columns.subject else 'NULL'} AS STRING) AS subject",
        ).createOrReplaceTempView(name)

    def stage(self, expression: Table, path: Path) -> None:
        """Write an expression's rows to a Parquet folder."""
        self._run(expression).write.mode("overwrite").parquet(_uri(path))

    def write(self, expression: Table, folder: Path) -> None:
        """Write an expression's rows to a folder of Parquet files, each a range of senders."""
        self._run(expression).write.mode("overwrite").parquet(_uri(folder))

    def read(self, expression: Table) -> pa.Table:
        """Rows of an expression, for results that are small."""
        rows = [row.asDict() for row in self._run(expression).collect()]
        return pa.Table.from_pylist(rows, schema=expression.schema().to_pyarrow())

    def count_lost_rows(self) -> dict[str, int]:
        """Rows of CSV files with more or fewer cells than the first line, since the last call."""
        watched, self._watching = self._watching, []
        lost = sum(int(observation.get["lost"] or 0) for observation in watched)
        return {"cells more or fewer than columns": lost} if lost else {}

    def sql(self, expression: Table) -> str:
        """The expression in this engine's SQL."""
        return str(ibis.to_sql(expression, dialect=self.dialect))

    def _run(self, expression: Table) -> "DataFrame":
        return self._session.sql(self.sql(expression))

    def _rows(self, source: Source) -> Any:
        opening = open_path(source.path)
        if not opening.columns:
            return self._session.read.parquet(_uri(source.path))
        schema = ", ".join(
            f"{_name(column or f'column {place}')} STRING" for place, column in enumerate(opening.columns)
        )
        reader = self._session.read.option("columnPruning", False)  # else only the cells asked for are counted
        rows = reader.csv(
            _uri(source.path),
            schema=f"{schema}, {_BROKEN} STRING",
            header=True,
            sep=opening.separator,
            quote='"',
            escape='"',
            multiLine=False,
            columnNameOfCorruptRecord=_BROKEN,
            **_encoding(opening),
        )
        return self._without_broken(rows)

    def _without_broken(self, rows: "DataFrame") -> "DataFrame":
        from pyspark.sql import Observation
        from pyspark.sql import functions as expression

        watch = Observation()
        self._watching.append(watch)
        is_broken = expression.col(_BROKEN).isNotNull()
        seen = rows.observe(watch, expression.sum(is_broken.cast("bigint")).alias("lost"))
        return seen.filter(~is_broken).drop(_BROKEN)


def _encoding(opening: Opening) -> dict[str, str]:
    if not opening.encoding.startswith("utf-16"):
        return {"encoding": "windows-1252" if opening.encoding == "cp1252" else "UTF-8"}
    is_big = opening.encoding.endswith("be") or opening.raw.startswith(codecs.BOM_UTF16_BE)
    line_end = "\r\n" if "\r\n" in opening.text else "\n"
    return {"encoding": "UTF-16BE" if is_big else "UTF-16LE", "lineSep": line_end}


def _time(columns: Columns, kind: str) -> str:
    name = _name(columns.time)
    if kind.startswith("timestamp_ntz") or kind == "date":
        return f"to_utc_timestamp(CAST({name} AS TIMESTAMP), '{columns.zone}')"
    if kind.startswith("timestamp"):
        return name
    text = f"CAST({name} AS STRING)"
    if columns.time_format != "iso":
        return f"to_utc_timestamp(try_to_timestamp({text}, '{_java_pattern(columns.time_format)}'), '{columns.zone}')"
    plain = f"to_utc_timestamp(try_cast({text} AS TIMESTAMP), '{columns.zone}')"
    is_iso = f"{text} RLIKE '^[0-9]{{4}}-[0-9T :.-]*$'"
    offset = f"length({text}) > 16 AND {text} RLIKE '(Z|UTC|GMT|[0-9][+-][0-9]{{2}}(:?[0-9]{{2}})?)$'"
    is_usual = f"{text} LIKE '____-__-_____:__:__'"
    told = f"try_cast({text} AS TIMESTAMP)"
    return f"CASE WHEN {is_usual} THEN {plain} WHEN {offset} THEN {told} WHEN {is_iso} THEN {plain} END"


_PATTERNS = {
    "%Y": "yyyy",
    "%m": "MM",
    "%d": "dd",
    "%H": "HH",
    "%M": "mm",
    "%S": "ss",
    "%p": "a",
    "%I": "hh",
    "%y": "yy",
}


def _java_pattern(pattern: str) -> str:
    for ours, theirs in _PATTERNS.items():
        pattern = pattern.replace(ours, theirs)
    return pattern.replace("T", "'T'")


def _name(name: str) -> str:
    return "`" + name.lower().replace("`", "``") + "`"


def _uri(path: Path) -> str:
    return path.resolve().as_uri()
