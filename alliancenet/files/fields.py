"""YAML with line numbers, safe against hostile files.

PyYAML's safe loader expands aliases and merge keys without limit (489 bytes can keep a core busy
for a minute), so any alias is refused before anything is built.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from alliancenet.errors import InputError, Problem
from alliancenet.files.text import read_text

MOST_BYTES = 1_200_000  # a thousand alliances (own limit)
MOST_VALUES = 200_000  # more take too long to refuse (own limit)
MOST_DEPTH = 50

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENDLESS = re.compile(r"[-+0-9a-fA-FxX_:.]{400,}")  # base-60 numbers take quadratic time
_PLAIN_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d*)?([eE][-+]?\d+)?|[-+]?\.\d+")
_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
_OPENING = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_VALUES = (*_OPENING, yaml.ScalarEvent)
_CLOSING = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The plain data of a YAML file, and the line each entry stands on.

    Parameters
    ----------
    file : name of the file as the user knows it.
    value : mappings, lists, strings, numbers, booleans, dates and None.
    lines : line (from 1) of every entry, by its path of keys and positions.
    """

    file: str
    value: Any
    lines: Mapping[tuple[str | int, ...], int]

    def line_of(self, *path: str | int) -> int | None:
        """Line of an entry, or of the nearest entry above it that is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def problem(self, *path: str | int, found: str, needed: str, action: str = "") -> Problem:
        """Return a problem that points at the line of an entry."""
        key = ".".join(str(part) for part in path)
        return Problem(file=self.file, line=self.line_of(*path), key=key, found=found, needed=needed, action=action)


def read_fields(path: Path, name: str | None = None) -> Fields:
    """Read a YAML file.

    Parameters
    ----------
    path : the file.
    name : what the user calls it; the file's name by default.

    Raises
    ------
    InputError
        When the file cannot be read, is larger than 1.2 MB or holds more than 200,000 values,
        is not valid YAML, nests deeper than 50, names a key twice, or uses aliases or merge keys.
    """
    file = name or path.name
    problems: list[Problem] = []
    text = read_text(path, file, problems, MOST_BYTES)
    if text is None:
        raise InputError(problems)
    return parse_fields(text, file)


def parse_fields(text: str, file: str) -> Fields:
    """Read YAML text; see `read_fields`."""
    try:
        _refuse_hostile(text, file)
        loader = _Loader(text)
        node = loader.get_single_node()
        value = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise InputError([_malformed(error, file)]) from None
    except (ValueError, RecursionError) as error:
        raise InputError([_refused(file, 1, str(error), "plain values are needed")]) from None
    lines: dict[tuple[str | int, ...], int] = {}
    problems: list[Problem] = []
    if node is not None:
        _walk(node, (), lines, problems, file)
    if problems:
        raise InputError(problems)
    return Fields(file=file, value=value, lines=lines)


def _refuse_hostile(text: str, file: str) -> None:
    depth = values = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise InputError([_refused(file, line, "an alias (*name)", "write the values out; aliases are refused")])
        values += isinstance(event, _VALUES)
        if values > MOST_VALUES:
            raise InputError([_refused(file, line, "more values", f"at most {MOST_VALUES:,} values are read")])
        if isinstance(event, _OPENING):
            depth += 1
        elif isinstance(event, _CLOSING):
            depth -= 1
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and _ENDLESS.fullmatch(event.value):
            raise InputError([_refused(file, line, "an endless number", "plain values are needed")])
        if depth > MOST_DEPTH:
            raise InputError([_refused(file, line, "nesting", f"at most {MOST_DEPTH} levels are read")])


def _refused(file: str, line: int, found: str, needed: str) -> Problem:
    return Problem(file=file, line=line, found=found, needed=needed)


def _malformed(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    return Problem(
        file=file,
        line=None if mark is None else mark.line + 1,
        found=f"not valid YAML ({getattr(error, 'problem', None) or error})",
        needed="valid YAML is needed",
        action="check indentation, colons and quotes on this line and the one above",
    )


def _check_number(node: yaml.Node, path: tuple[str | int, ...], problems: list[Problem], file: str) -> None:
    """Numbers YAML reads otherwise than people: 010 is 8 there, 1:30 is 90, 0x4 is 4, 7_4 is 74."""
    if node.tag not in _NUMBERS or _PLAIN_NUMBER.fullmatch(str(node.value)):
        return
    problems.append(
        Problem(
            file=file,
            line=node.start_mark.line + 1,
            key=".".join(map(str, path)),
            found=f"{node.value} is a number that can be read in two ways",
            needed="a plain number such as 10 or 1.5, or text in quotes",
            action=f'write it plainly, or "{node.value}" if it is a name',
        )
    )


def _walk(
    node: yaml.Node,
    path: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    problems: list[Problem],
    file: str,
) -> None:
    lines[path] = node.start_mark.line + 1
    _check_number(node, path, problems, file)
    if isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            _walk(child, (*path, position), lines, problems, file)
    elif isinstance(node, yaml.MappingNode):
        for key_node, child in node.value:
            _check_number(key_node, path, problems, file)
            key = str(key_node.value)
            here = (*path, key)
            if here in lines:
                problems.append(
                    Problem(
                        file=file,
                        line=key_node.start_mark.line + 1,
                        key=key,
                        found="this key stands twice",
                        needed="each key once",
                        action=f"the first is on line {lines[here]}; remove one",
                    )
                )
            _walk(child, here, lines, problems, file)
            lines[here] = key_node.start_mark.line + 1
