"""A page of the manual for a terminal: headings, lists, and tables that fit its width."""

import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence

import click

_NARROWEST, _WIDEST = 50, 100
_ROW = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\|?[\s:|-]+\|[\s:|-]*")
_ITEM = re.compile(r"(\s*)([-*]|\d+\.)\s+(.*)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_SLANTED = re.compile(r"(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])")


def for_terminal(text: str, width: int | None = None) -> str:
    """Markdown of the manual as text of a terminal.

    Parameters
    ----------
    width : in characters; that of the terminal by default, from 50 to 100.

    Notes
    -----
    Code keeps its lines. A table keeps its columns; long cells go on in the next line. Marks of
    Markdown are taken off, code inside a sentence keeps its ticks.
    """
    across = max(_NARROWEST, min(width or shutil.get_terminal_size().columns, _WIDEST))
    return "\n".join(_blocks(text.rstrip().split("\n"), across))


def _blocks(lines: Sequence[str], width: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("```"):
            end = next((end for end in range(at + 1, len(lines)) if lines[end].startswith("```")), len(lines))
            yield from (f"    {code}" for code in lines[at + 1 : end])
            at = end + 1
        elif line.startswith("#"):
            yield from _heading(line, width)
            at += 1
        elif line.startswith("|"):
            end = _end_of(lines, at, lambda following: following.startswith("|"))
            yield from _table(lines[at:end], width)
            at = end
        elif not line.strip():
            yield ""
            at += 1
        else:
            end = _end_of(lines, at, _goes_on)
            yield from _paragraph(lines[at:end], width)
            at = end


def _end_of(lines: Sequence[str], at: int, goes_on: Callable[[str], bool]) -> int:
    end = at + 1
    while end < len(lines) and goes_on(lines[end]):
        end += 1
    return end


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("#", "|", "```")) and not _ITEM.fullmatch(line)


def _heading(line: str, width: int) -> list[str]:
    marks, _, title = line.partition(" ")
    parts = textwrap.wrap(_plain(title), width)
    below = [click.style("═" * max(map(len, parts)), dim=True)] if len(marks) == 1 and parts else []
    return [*(click.style(part, bold=True) for part in parts), *below]


def _paragraph(lines: Sequence[str], width: int) -> list[str]:
    item = _ITEM.fullmatch(lines[0])
    first, later = "", ""
    body = [line.strip() for line in lines]
    if item:
        mark = "•" if item[2] in "-*" else item[2]
        first = f"{item[1]}  {mark} "
        later = " " * len(first)
        body[0] = item[3]
    text = _plain(" ".join(body))
    wrapped = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
    return wrapped or [""]


def _plain(text: str) -> str:
    """A sentence without marks of links and emphasis."""
    return _SLANTED.sub(r"\1", _BOLD.sub(r"\1", _LINK.sub(r"\1", text))).replace("\\|", "|")


def _table(lines: Sequence[str], width: int) -> Iterator[str]:
    rows = [[_plain(cell.strip()) for cell in _cells(line)] for line in lines if not _RULE.fullmatch(line)]
    columns = max(map(len, rows))
    rows = [[*row, *[""] * (columns - len(row))] for row in rows]
    widths = _widths(rows, width)
    if not widths:
        yield from _row_by_row(rows, width)
        return
    for number, row in enumerate(rows):
        parts = [
            textwrap.wrap(cell, across, break_on_hyphens=False) or [""]
            for cell, across in zip(row, widths, strict=True)
        ]
        for at in range(max(map(len, parts))):
            cells = [part[at] if at < len(part) else "" for part in parts]
            told = "  ".join(cell.ljust(across) for cell, across in zip(cells, widths, strict=True)).rstrip()
            yield click.style(told, bold=True) if number == 0 else told
        if number == 0:
            yield click.style("  ".join("─" * across for across in widths), dim=True)


def _cells(line: str) -> list[str]:
    return _ROW.split(line.strip().removeprefix("|").removesuffix("|"))


def _row_by_row(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A table too wide for its words: each row as a paragraph of its own."""
    titles, *body = rows
    yield from (click.style(line, dim=True) for line in textwrap.wrap(" · ".join(titles), width))
    for row in body:
        yield from (click.style(line, bold=True) for line in textwrap.wrap(row[0], width))
        for title, cell in zip(titles[1:], row[1:], strict=True):
            if cell:
                yield from textwrap.wrap(f"{title}: {cell}", width, initial_indent="  ", subsequent_indent="    ")


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths of the columns: no word is cut, and long columns share what is left; none where that cannot be."""
    columns = range(len(rows[0]))
    longest = [max(1, *(len(row[at]) for row in rows)) for at in columns]
    least = [max((len(word) for row in rows for word in row[at].split()), default=1) for at in columns]
    left = width - 2 * (len(longest) - 1) - sum(least)
    if left < 0:
        return []
    wanted = [long - short for long, short in zip(longest, least, strict=True)]
    if sum(wanted) <= left:
        return longest
    shares = [want**0.5 for want in wanted]
    given = [min(want, int(left * share / sum(shares))) for want, share in zip(wanted, shares, strict=True)]
    return [short + more for short, more in zip(least, given, strict=True)]
