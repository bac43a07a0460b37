"""Records ↔ plain data of JSON."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

FieldReader = Callable[[Any, str], Any]
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def as_plain(value: Any) -> Any:
    """Records as plain data of JSON: enums as words, days as ISO text, floats to twelve digits."""
    kind: Any = type(value)
    return value if kind in _AS_THEY_ARE else _writer(kind)(value)


# How a kind is written is worked out once: an audit holds thousands of records.
@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    if kind is float:
        return lambda value: float(f"{value:.12g}")
    if kind is tuple or kind is list:
        return lambda values: [part if type(part) in _AS_THEY_ARE else as_plain(part) for part in values]
    if is_dataclass(kind):
        return _record_writer(kind)
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    if issubclass(kind, Mapping):
        return lambda value: {str(key): as_plain(part) for key, part in value.items()}
    return lambda value: value


def _record_writer(kind: Any) -> Callable[[Any], Any]:
    names = tuple(field.name for field in fields(kind))
    if len(names) < 2:  # an attrgetter of one name gives no tuple
        return lambda value: {name: as_plain(getattr(value, name)) for name in names}
    values_of = attrgetter(*names)
    return lambda value: {
        name: part if type(part) in _AS_THEY_ARE else as_plain(part)
        for name, part in zip(names, values_of(value), strict=True)
    }


def as_record(kind: Any, data: Any) -> Any:
    """Record of a kind from plain data; a wrong or unknown field is a TypeError or ValueError."""
    if not isinstance(data, dict):
        raise TypeError(f"{kind.__name__} is not an object")
    readers = _readers(kind)
    if not data.keys() <= readers.keys():
        unknown = ", ".join(sorted(data.keys() - readers.keys()))
        raise ValueError(f"{kind.__name__} has unknown fields {unknown}")
    return kind(**{name: readers[name](part, name) for name, part in data.items()})


# What a field asks for is worked out once: a folder of audits holds millions of values.
@cache
def _readers(kind: Any) -> dict[str, FieldReader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _reader(hint: Any) -> FieldReader:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        read = _reader(next(part for part in parts if part is not type(None)))
        return lambda value, name: None if value is None else read(value, name)
    if origin is tuple:
        return _tuple_reader(parts)
    if origin is Mapping:
        read = _reader(parts[1])
        return lambda value, name: {str(key): read(part, name) for key, part in value.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value, _: as_record(hint, value)
    if hint is date:
        return lambda value, _: date.fromisoformat(value)
    if issubclass(hint, Enum):
        return lambda value, _: hint(value)
    return _float_reader if hint is float else _plain_reader(hint)


def _plain_reader(hint: type[Any]) -> FieldReader:
    def read(value: Any, name: str) -> Any:
        if not isinstance(value, hint):
            raise TypeError(f"{name} is {value!r}, {hint.__name__} is needed")
        return value

    return read


def _float_reader(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} is {value!r}, float is needed")
    return float(value)


def _tuple_reader(parts: tuple[Any, ...]) -> FieldReader:
    readers = [_reader(part) for part in parts if part is not Ellipsis]

    def read(value: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(f"{name} is not a list")
        if parts[-1] is Ellipsis:
            return tuple(readers[0](item, name) for item in value)
        return tuple(one(item, name) for one, item in zip(readers, value, strict=True))

    return read
