"""Numbers as spreadsheets of several countries write them: comma or point is settled by the whole column."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

_BARE = re.compile(r"[-+−]?\d+")
_MARKED = re.compile(r"([-+−]?)(\d+)([.,])(\d+)([eE][-+]?\d+)?")
_SPACES = "'’ \u00a0\u2009\u202f"
_BOTH = re.compile(rf"[-+−]?\d{{1,3}}([.,{_SPACES}])\d{{3}}(?:\1\d{{3}})*(?!\1)([.,])\d+")
_GROUPED = re.compile(rf"[-+−]?\d{{1,3}}(?:([.,])\d{{3}}(?:\1\d{{3}})+|(?:[{_SPACES}]\d{{3}})+)")
_BETWEEN = str.maketrans("", "", _SPACES)


class Mark(StrEnum):
    """What stands before the decimals of a column's numbers."""

    POINT = "point"
    COMMA = "comma"
    OPEN = "open"  # 1,200 may be a thousand two hundred, or one and a fifth
    BOTH = "both"  # some numbers can only be read one way, some only the other


def decimal_mark(cells: Iterable[str]) -> Mark:
    """What all numbers of a column say about each other.

    Notes
    -----
    Three digits behind the only mark may be thousands or decimals. With a point they are decimals,
    as programs write them, unless plain numbers of three digits stand beside them (900 and 1.200);
    with a comma nobody can tell.
    """
    sure: set[str] = set()
    doubtful: set[str] = set()
    has_hundreds = False
    for cell in cells:
        if both := _BOTH.fullmatch(cell):
            sure.add(both[2])
        elif grouped := _GROUPED.fullmatch(cell):
            sure.update({".": ",", ",": "."}.get(grouped[1] or "", ""))
        elif found := _MARKED.fullmatch(cell):
            is_group = len(found[4]) == 3 and 0 < len(found[2]) < 4 and not found[2].startswith("0") and not found[5]
            (doubtful if is_group else sure).add(found[3])
        elif _BARE.fullmatch(cell):
            has_hundreds = has_hundreds or len(cell.strip("-+−")) == 3
    sure.discard("")
    if len(sure) > 1:
        return Mark.BOTH
    if sure:
        return Mark.COMMA if "," in sure else Mark.POINT
    if "," in doubtful or (doubtful and has_hundreds):
        return Mark.OPEN
    return Mark.POINT


def with_points(cells: Sequence[str], mark: Mark) -> list[str]:
    """Numbers as Python reads them; what is none stays as it is."""
    between = "," if mark is Mark.POINT else "."
    return [_with_point(cell, between) if cell else cell for cell in cells]


def _with_point(cell: str, between: str) -> str:
    if not (_MARKED.fullmatch(cell) or _BOTH.fullmatch(cell) or _GROUPED.fullmatch(cell)):
        return cell
    return cell.translate(_BETWEEN).replace(between, "").replace(",", ".").replace("−", "-")
