"""The distributed engine: an existing Spark cluster, told the same expressions."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from alliancenet.comms.readers.opening import open_path
from alliancenet.comms.readers.table_columns import Columns
from alliancenet.comms.sources import Source
from alliancenet.errors import AllianceNetError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class SparkMissing(AllianceNetError):
    """Spark was asked for and is not installed."""


def connect_spark(master: str) -> "SparkSession":
    """Session on a cluster, times in UTC.

    Parameters
    ----------
    master : ``spark://host:7077``, ``yarn``, ``local-cluster[2,1,1024]`` …; files and the output
        folder must be seen under the same paths by every worker.

    Raises
    ------
    SparkMissing
        When pyspark or Java is not installed.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise SparkMissing("--engine spark needs pyspark: pip install 'alliancenet[spark]'") from None
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
        """None: Spark makes a row of every line, and broken ones show up among the events dropped."""
        return {}

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
        return self._session.read.csv(
            _uri(source.path), schema=schema, header=True, sep=opening.separator, quote='"', escape='"', multiLine=False
        )


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
    offset = f"length({text}) > 16 AND length({text}) <> 19 AND {text} RLIKE '(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$'"
    return f"CASE WHEN {offset} THEN try_cast({text} AS TIMESTAMP) ELSE {plain} END"


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
