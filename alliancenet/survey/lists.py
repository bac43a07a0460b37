"""Several names or options in one cell, where the mark between them may also stand inside one."""

import re
from collections.abc import Callable

_MARK = re.compile(r"\s*([;,|\n]|\s/\s)\s*")
_LONGEST = 6  # pieces of one name: "Moss, Ada, PhD, MBA" has four
_MOST_PIECES = 400


def split_list(text: str, separator: str) -> list[str]:
    """Answers joined in one cell; without a separator given, ``;`` or line breaks part them."""
    parts = text.split(separator) if separator else text.replace("\n", ";").split(";")
    return [part.strip() for part in parts if part.strip()]


def split_known(text: str, separator: str, is_known: Callable[[str], bool]) -> list[str]:
    """Parts of a cell, so that as many as can be are known.

    Parameters
    ----------
    separator : the mark between several answers, or "".
    is_known : whether a part is a name or option on record.

    Notes
    -----
    Where the parts between separators are all known, they stand. Else the text is cut at every mark
    lists use, and pieces are put together again to known parts: the cut with the fewest unknown
    pieces, then the fewest parts. What stays unknown is returned as it stood between separators.
    """
    plain = split_list(text, separator)
    if all(map(is_known, plain)):
        return plain
    if is_known(text.strip()):
        return [text.strip()]
    cuts = [(0, 0), *((found.start(), found.end()) for found in _MARK.finditer(text)), (len(text), len(text))]
    if len(cuts) > _MOST_PIECES:
        return plain
    known = _best_cut(text, cuts, is_known)
    lost = sum(not is_known(part) for part in plain)
    return known if sum(not is_known(part) for part in known) < lost or _covers(known, plain, is_known) else plain


def _covers(known: list[str], plain: list[str], is_known: Callable[[str], bool]) -> bool:
    """Whether the finer cut knows more parts, and loses none that the plain one knows."""
    return sum(map(is_known, known)) > sum(map(is_known, plain)) and {*filter(is_known, plain)} <= {*known}


def _best_cut(text: str, cuts: list[tuple[int, int]], is_known: Callable[[str], bool]) -> list[str]:
    """Fewest unknown pieces, then fewest parts, from each cut to the end."""
    last = len(cuts) - 1
    best: list[tuple[int, int, list[str]]] = [(0, 0, [])] * (last + 1)
    for at in range(last - 1, -1, -1):
        ways = []
        for end in range(at + 1, min(at + _LONGEST, last) + 1):
            part = text[cuts[at][1] : cuts[end][0]].strip()
            unknown, parts, rest = best[end]
            if not part:
                ways.append((unknown, parts, rest))
            elif is_known(part):
                ways.append((unknown, parts + 1, [part, *rest]))
            elif end == at + 1:
                ways.append((unknown + 1, parts + 1, [part, *rest]))
        best[at] = min(ways, key=lambda way: way[:2])
    return best[0][2]
