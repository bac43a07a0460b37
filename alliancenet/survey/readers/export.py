"""What an export holds, whatever platform wrote it: questions, respondents, answers in columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alliancenet.arrays import Int32Array
from alliancenet.errors import Problem
from alliancenet.files.grid import Book, Grid

NOBODY = -1
BLANK = 0
"""The empty text stands first among the words of an export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One column of answers.

    Parameters
    ----------
    column : the column's letters in a spreadsheet (``AB``); "" in formats with one answer per row.
    code : the platform's short name (``Q5_3``, ``NET1[p017]``); "" where it writes none.
    text : wording as asked; "" where the platform writes none.
    part : what the column is about inside the question, a person or an option; or "".
    heading : the header cell as it stands.
    """

    column: str = ""
    code: str = ""
    text: str = ""
    part: str = ""
    heading: str = ""

    @property
    def name(self) -> str:
        """What the user calls it: code, else heading, else letters."""
        return self.code or self.heading or f"column {self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """One response and who gave it, as far as the platform says.

    Parameters
    ----------
    row : row in the file, counted as a spreadsheet does.
    id, address, name : identity; "" when not given.
    response : the platform's own number of the response, or "".
    day : day it was finished, else begun; None when unknown or not recorded.
    other_day : that day with the day first, where the file leaves open what comes first.
    finished : None when the platform does not say.
    wave, alliance : ids, where the export says them.
    """

    row: int
    id: str = ""
    address: str = ""
    name: str = ""
    response: str = ""
    day: date | None = None
    other_day: date | None = None
    finished: bool | None = None
    wave: str = ""
    alliance: str = ""

    @property
    def label(self) -> str:
        """What to call this respondent in a message."""
        return self.id or self.address or self.name or f"row {self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An export in columns, one entry per cell that holds something.

    Parameters
    ----------
    file, platform : where it comes from.
    questions, respondents : what the entries point to.
    words : distinct cell texts, the empty one first.
    respondent, question, word : int arrays (n,), indices.
    alter : int array (n,), index into `words` of the person the entry is about; -1 when the
        question says it, or the entry is about nobody.
    dropped : reason of every row left out (previews, spam).
    names_ties : True when only ties are listed, so that who is not named by a finished response
        is reported as no contact.
    is_log : True when the values were measured by a system, not said by a person.
    problems : counted warnings.
    open_days : a date of the file that can be read two ways where nothing in the file tells, else "".
    """

    file: str
    platform: str
    questions: tuple[Question, ...]
    respondents: tuple[Respondent, ...]
    words: tuple[str, ...]
    respondent: Int32Array
    question: Int32Array
    alter: Int32Array
    word: Int32Array
    dropped: tuple[str, ...] = ()
    names_ties: bool = False
    is_log: bool = False
    problems: tuple[Problem, ...] = ()
    open_days: str = ""

    def named(self, name: str) -> list[int]:
        """Questions with this code; else with this heading; else with this wording."""
        for attribute in ("code", "heading", "text"):
            found = [at for at, question in enumerate(self.questions) if getattr(question, attribute) == name]
            if found:
                return found
        return []

    def column(self, question: int) -> dict[int, str]:
        """Answers to one question by respondent's position."""
        here = np.flatnonzero(self.question == question)
        return {int(self.respondent[i]): self.words[self.word[i]] for i in here}


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """How one platform's exports are told apart and read.

    Parameters
    ----------
    platform : its name in mapping files.
    recognises : from the header rows alone.
    """

    platform: str
    recognises: Callable[[Book], bool]
    read: Callable[[Book], Export]


def letters(position: int) -> str:
    """Column letters of a spreadsheet; position from 0: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def wide_export(
    platform: str,
    grid: Grid,
    header_rows: int,
    questions: Sequence[tuple[int, Question]],
    respondent_of: Callable[[int], Respondent | str],
    problems: Iterable[Problem] = (),
    open_days: str = "",
) -> Export:
    """Export with one row per response and one column per question.

    Parameters
    ----------
    header_rows : rows of the grid above the first response.
    questions : position in the grid and record of each column of answers.
    respondent_of : the respondent of a grid row, or the reason why the row is left out.
    """
    respondents: list[Respondent] = []
    kept: list[int] = []
    dropped: list[str] = []
    for row in range(header_rows, len(grid.rows)):
        found = respondent_of(row)
        if isinstance(found, str):
            dropped.append(found)
        else:
            respondents.append(found)
            kept.append(row)
    positions = [position for position, _ in questions]
    cells = grid.codes[np.ix_(kept, positions)]
    respondent, question = np.nonzero(cells)
    return Export(
        file=grid.file,
        platform=platform,
        questions=tuple(record for _, record in questions),
        respondents=tuple(respondents),
        words=grid.words,
        respondent=respondent.astype(np.int32),
        question=question.astype(np.int32),
        alter=np.full(len(respondent), NOBODY, dtype=np.int32),
        word=cells[respondent, question],
        dropped=tuple(dropped),
        problems=tuple(problems),
        open_days=open_days,
    )
