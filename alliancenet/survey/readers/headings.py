"""Header rows: finding known columns, and splitting a heading into question and part."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.dates import Order, order_of
from alliancenet.files.fields import read_fields
from alliancenet.files.grid import Grid
from alliancenet.survey.readers.days import Days, days_of, faults_of_days
from alliancenet.survey.readers.export import Question, Respondent

_FILE = Path(__file__).with_name("headings.yaml")
_ROW_IN_BRACKETS = re.compile(r"(.*\S)\s*\[(.+)\]", re.DOTALL)
_YES = {"true", "1", "yes", "completed", "complete"}
_LEAST_COMMON = 8
_DASH = re.compile(r"\s+[-–—]\s+")


@cache
def known_headings(platform: str) -> Mapping[str, list[str]]:
    """Headings of a platform's columns that are not answers, by what they hold."""
    headings: Mapping[str, list[str]] = read_fields(_FILE).value[platform]
    return headings


def positions_of(headings: Sequence[str], known: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Where the known columns stand.

    Parameters
    ----------
    known : for each thing looked for, the headings it goes by, in any language, case ignored.
    """
    by_heading = {heading.casefold(): position for position, heading in reversed(list(enumerate(headings)))}
    found: dict[str, int] = {}
    for thing, names in known.items():
        for name in names:
            if name.casefold() in by_heading:
                found.setdefault(thing, by_heading[name.casefold()])
    return found


def split_brackets(heading: str) -> tuple[str, str]:
    """``Question [row]`` as question and row; the row is "" when there is none."""
    match = _ROW_IN_BRACKETS.fullmatch(heading)
    return (match[1], match[2].strip()) if match else (heading, "")


def split_families(questions: Sequence[Question]) -> list[Question]:
    """Questions with the part split off where columns of one family ask about different people.

    A family is what shares the code up to its last ``_`` (``Q5_1``, ``Q5_2``), or from its first one
    (``1_Q5``, ``2_Q5``: a question repeated for each person). The part follows the last dash, or is
    what differs between the wordings.
    """
    families: dict[str, list[int]] = {}
    for at, question in enumerate(questions):
        for family in families_of(question.code):
            families.setdefault(family, []).append(at)
    split = list(questions)
    for members in families.values():
        if len(members) > 1:
            texts = [questions[at].text for at in members]
            for at, (text, part) in zip(members, _split_texts(texts), strict=True):
                if part and not split[at].part:
                    split[at] = replace(split[at], text=text, part=part)
    return split


def families_of(code: str) -> list[str]:
    """Patterns with a star that a code belongs to: ``Q5_3`` is of ``Q5_*``."""
    head, mark, tail = code.rpartition("_")
    found = [f"{head}_*"] if mark and head and tail and tail != "TEXT" else []
    first, mark, rest = code.partition("_")
    if mark and first.isdigit() and rest:
        found.append(f"*_{rest}")
    if code.endswith("]") and "[" in code:
        found.append(code[: code.index("[")] + "[*]")
    return found


def _split_texts(texts: Sequence[str]) -> list[tuple[str, str]]:
    dashed = [_at_last_dash(text) for text in texts]
    if all(part for _, part in dashed) and len({text for text, _ in dashed}) == 1:
        return dashed
    differs = (at for at, marks in enumerate(zip(*texts, strict=False)) if len(set(marks)) > 1)
    common = texts[0][: next(differs, 0)].rpartition("-")[0]
    if len(common) > _LEAST_COMMON:
        return [(common.strip(), text[len(common) + 1 :].strip()) for text in texts]
    if len(set(texts)) < len(texts):
        return [(text, "") for text in texts]
    return _split_where_different(texts)


def _at_last_dash(text: str) -> tuple[str, str]:
    marks = list(_DASH.finditer(text))
    return (text[: marks[-1].start()], text[marks[-1].end() :]) if marks else (text, "")


def _split_where_different(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Take what differs as the part, in whole words; nothing when too little is common."""
    rows = [text.split(" ") for text in texts]
    least = min(len(row) for row in rows)
    before = next((i for i in range(least) if len({row[i] for row in rows}) > 1), least)
    after = next((i for i in range(least - before) if len({row[-1 - i] for row in rows}) > 1), least - before)
    if before + after < 3:
        return [(text, "") for text in texts]
    return [
        (
            " ".join([*row[:before], "…", *row[len(row) - after :]]),
            " ".join(row[before : len(row) - after]).strip(" ?.!,;:"),
        )
        for row in rows
    ]


class Identities:
    """Who gave each response, from the columns that say so.

    Parameters
    ----------
    grid : the sheet.
    header_rows : rows above the first response.
    at : position of `id`, `address`, `name`, `first`, `last`, `response`, `day`, `started`,
        `finished`, `wave`, as far as there are such columns.
    """

    def __init__(self, grid: Grid, header_rows: int, at: Mapping[str, int]) -> None:
        self.grid, self.at = grid, at
        self.problems: list[Problem] = []
        written = [cell for what in ("day", "started") for cell in self._cells(what, header_rows)]
        self.order = order_of(written)
        self.open_days = next((cell for cell in written if cell), "") if self.order is Order.OPEN else ""
        blank: list[Days] = [(None, None)] * len(grid.rows)
        self.ended = self._days("day", header_rows) or blank
        self.began = self._days("started", header_rows) or blank

    def _cells(self, what: str, header_rows: int) -> list[str]:
        return [self.grid.cell(row, self.at.get(what)) for row in range(header_rows, len(self.grid.rows))]

    def _days(self, what: str, header_rows: int) -> list[Days]:
        if what not in self.at:
            return []
        cells = self._cells(what, header_rows)
        days = days_of(cells, self.order, self.grid.starts_1904)
        if not any(problem.fatal for problem in self.problems):
            heading = self.grid.cell(0, self.at[what])
            self.problems.extend(faults_of_days(self.grid.file, heading, cells, self.order, days))
        return [*([(None, None)] * header_rows), *days]

    def of(self, row: int, *, finished: bool | None = None) -> Respondent:
        """Respondent of a grid row; `finished` where no column of that name says it."""
        cell = {what: self.grid.cell(row, position) for what, position in self.at.items()}
        if cell.get("finished"):
            finished = cell["finished"].casefold() in _YES
        name = cell.get("name") or " ".join(filter(None, (cell.get("first"), cell.get("last"))))
        anonymous = {cell.get("address", "").casefold(), name.casefold()} & {"anonymous", "anonym", "anonyme"}
        return Respondent(
            row=int(self.grid.rows[row]),
            id=cell.get("id", ""),
            address="" if anonymous else cell.get("address", "").casefold(),
            name="" if anonymous else name,
            response=cell.get("response", ""),
            day=self.ended[row][0] or self.began[row][0],
            other_day=self.ended[row][1] or self.began[row][1],
            finished=finished,
            wave=cell.get("wave", ""),
        )
