"""Tables and shares in plain text, and records as a document."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

from alliancenet.language import in_percent


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of cells as lines, each column as wide as its longest cell."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def percent(share: float | None) -> str:
    """A share 0-1 in per cent with one decimal, or `unknown`."""
    return "unknown" if share is None else in_percent(share, 1)


def named(names: Sequence[str], most: int = 12) -> str:
    """Names with commas; of many the first ones and how many more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def plain(thing: Any) -> Any:
    """A record with all it holds as lists, mappings, numbers and text, for a document."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, Mapping):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, np.ndarray | np.generic):
        return plain(thing.tolist())
    if isinstance(thing, list | tuple | set | frozenset):
        return [plain(value) for value in thing]
    return thing
