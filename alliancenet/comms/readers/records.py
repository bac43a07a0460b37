"""Records of exports with named fields, whatever holds them: delimited text, JSON, Parquet or Avro."""

import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

from alliancenet.comms.events import Tally
from alliancenet.comms.readers.opening import AVRO, PARQUET, Opening, unreadable
from alliancenet.comms.readers.rows import rows_of
from alliancenet.errors import InputError

_LONGEST = 1_000_000  # of one JSON record, in characters
_BLOCK = 64_000_000  # of an Avro block, in bytes, unpacked
_ROWS = 20_000  # of a Parquet file, held at once


def records_of(opening: Opening, tally: Tally, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Records by lower-case field name, values as text; days as ISO 8601, nothing as "".

    Parameters
    ----------
    opening : the file, already looked at.
    tally : records, and lost ones with their reason, are counted here.
    needed : fields every record must have.

    Raises
    ------
    InputError
        When a delimited file lacks a column, or another file is damaged.

    Notes
    -----
    Memory holds a batch, a block or a line. JSON is an array of objects or an object a line.
    """
    if opening.columns:
        yield from rows_of(opening, tally, needed)
        return
    for record in _raw(opening, tally):
        tally.rows += 1
        named = _texts(record) if isinstance(record, dict) else {}
        if all(name in named for name in needed):
            yield named
        else:
            tally.lost["record without its fields"] += 1


def _raw(opening: Opening, tally: Tally) -> Iterator[Any]:
    if opening.raw.startswith(PARQUET):
        return _parquet(opening)
    if opening.raw.startswith(AVRO):
        return _avro(opening)
    is_array = opening.text.lstrip("\ufeff \r\n\t").startswith("[")
    return _json_array(opening, tally) if is_array else _json_lines(opening, tally)


def _texts(record: dict[Any, Any]) -> dict[str, str]:
    return {str(name).strip().lower(): _text(value) for name, value in record.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _parquet(opening: Opening) -> Iterator[Any]:
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(opening.path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                yield from batch.to_pylist()
    except Exception as error:  # as above
        raise InputError([unreadable(opening.path, f"damaged Parquet: {error}"[:200])]) from None


def _avro(opening: Opening) -> Iterator[Any]:
    import fastavro

    try:
        with opening.path.open("rb") as file:
            reader = fastavro.reader(file)
            _refuse_huge_blocks(file, str(reader.metadata.get("avro.codec", "null")))
        with opening.path.open("rb") as file:
            yield from fastavro.reader(file)
    except Exception as error:  # of damaged files the library raises whatever it runs into
        reason = str(error) or type(error).__name__
        raise InputError([unreadable(opening.path, f"damaged Avro: {reason}"[:200])]) from None


def _refuse_huge_blocks(file: BinaryIO, codec: str) -> None:
    """Walk over the blocks, unpacking no more of each than is allowed: a few bytes can become gigabytes."""
    if codec not in ("null", "deflate"):
        raise ValueError(f"packed with '{codec}'; codec null or deflate is needed")
    while (count := _number(file)) is not None:
        size = _number(file) or 0
        if not 0 <= size <= _BLOCK:
            raise ValueError(f"a block of {size:,} bytes")
        block = file.read(size)
        unpacking = zlib.decompressobj(-15)
        if codec == "deflate" and len(unpacking.decompress(block, _BLOCK)) >= _BLOCK:
            raise ValueError("a block unpacks to more than 64 MB")
        if len(file.read(16)) < 16 or count < 0:
            raise ValueError("cut short")


def _number(file: BinaryIO) -> int | None:
    """Whole number as Avro writes it (zigzag, seven bits a byte); None at the end of the file."""
    value = shift = 0
    while byte := file.read(1):
        value |= (byte[0] & 127) << shift
        shift += 7
        if byte[0] < 128:
            return (value >> 1) ^ -(value & 1)
        if shift > 63:
            raise ValueError("a length that is no number")
    return None


def _json_lines(opening: Opening, tally: Tally) -> Iterator[Any]:
    with opening.path.open(encoding=opening.encoding, errors="replace") as file:
        while line := file.readline(_LONGEST):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                tally.rows += 1
                tally.lost["line that is no JSON object"] += 1


def _json_array(opening: Opening, tally: Tally) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    with opening.path.open(encoding=opening.encoding, errors="replace") as file:
        held, started = "", False
        for more in _pieces(file):
            held += more
            while True:
                held = held.lstrip("\ufeff \r\n\t," if started else "\ufeff \r\n\t[")
                started = started or bool(held)
                if not held or held[0] == "]":
                    break
                try:
                    record, end = decoder.raw_decode(held)
                except (ValueError, RecursionError):
                    break  # the rest of the record is in the next piece
                yield record
                held = held[end:]
            if len(held) > _LONGEST:
                raise InputError([unreadable(opening.path, f"broken JSON after record {tally.rows:,}")])
        if held.strip() and held[0] != "]":
            tally.rows += 1
            tally.lost["record cut short"] += 1


def _pieces(file: Any) -> Iterable[str]:
    return iter(lambda: file.read(65_536), "")
