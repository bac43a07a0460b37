"""Do the consents a plan rests on still stand in the file they stood in; no word of who gave them is kept."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.folding import folded
from alliancenet.files.table import read_table
from alliancenet.model.staffing import Purpose

_COLUMNS = ("person", "purpose", "given", "withdrawn")
Agreed = tuple[str, Purpose]
"""A person by id, and what it was agreed to."""


def marks_of(path: Path, agreed: Iterable[Agreed]) -> tuple[str, ...]:
    """Marks of some people's consents as they stand in a file: another mark as soon as a day of theirs changes.

    Raises
    ------
    ValueError, OSError
        When the file cannot be read, or somebody does not stand in it.
    """
    marks = _marks(path)
    missing = [purpose for person, purpose in agreed if (folded(person), purpose) not in marks]
    if missing:
        raise ValueError("a consent does not stand in the file")
    return tuple(sorted(marks[folded(person), purpose] for person, purpose in agreed))


def still_stand(path: Path, marks: Iterable[str]) -> bool:
    """Whether every one of these consents stands as it did; a file that cannot be read vouches for nobody."""
    try:
        return set(marks) <= set(_marks(path).values())
    except (ValueError, OSError):
        return False


def _marks(path: Path) -> dict[tuple[str, str], str]:
    """A mark for each person and purpose, of all days written beside them."""
    days: dict[tuple[str, str], list[str]] = {}
    for person, purpose, given, withdrawn in _rows(path):
        days.setdefault((folded(person), purpose.strip()), []).append(f"{given.strip()}/{withdrawn.strip()}")
    return {
        key: hashlib.sha256("\n".join((*key, *sorted(told))).encode()).hexdigest()[:32] for key, told in days.items()
    }


def _rows(path: Path) -> Iterator[tuple[str, ...]]:
    problems: list[Problem] = []
    table = read_table(path, problems, required=_COLUMNS[:3], known=_COLUMNS[3:], may_be_empty=True)
    if table is None:
        raise ValueError("; ".join(map(str, problems)))
    for _, cells in table.rows():
        yield tuple(cells.get(column, "") for column in _COLUMNS)
