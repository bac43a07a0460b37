"""Exports with one row per answer: who, about what, about whom, what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from alliancenet.files.grid import Grid
from alliancenet.survey.readers.export import NOBODY, Export, Question, Respondent

_INT = np.int32


@dataclass(slots=True, kw_only=True)
class LongAnswers:
    """Entries collected from one or more sheets of one file.

    Parameters
    ----------
    words : distinct texts, shared by the sheets.
    """

    words: tuple[str, ...]
    respondents: dict[tuple[int, ...], int] = field(default_factory=dict)
    records: list[Respondent] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    parts: list[tuple[NDArray[_INT], ...]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def whose(self, keys: NDArray[_INT], record_of: Callable[[int], Respondent]) -> NDArray[_INT]:
        """Position of the respondent of each row, new ones added.

        Parameters
        ----------
        keys : int array (n_rows, k); rows with the same key are one response.
        record_of : the respondent of a row, asked once per key.
        """
        distinct, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        places = np.empty(len(distinct), dtype=_INT)
        for at in np.argsort(first, kind="stable"):
            key = tuple(int(part) for part in distinct[at])
            if key not in self.respondents:
                self.respondents[key] = len(self.records)
                self.records.append(record_of(int(first[at])))
            places[at] = self.respondents[key]
        return places[inverse.reshape(-1)]

    def add(
        self,
        question: Question,
        respondent: NDArray[_INT],
        word: NDArray[_INT],
        alter: NDArray[_INT] | None = None,
        *,
        keep_open: bool = False,
    ) -> None:
        """Append the answers to one question; blank ones are left out.

        Parameters
        ----------
        keep_open : blank ones about somebody stay: the question was asked and left open.
        """
        about = np.full(len(word), NOBODY, dtype=_INT) if alter is None else alter
        said = np.flatnonzero((word > 0) | (keep_open & (about != NOBODY)))
        number = np.full(len(said), len(self.questions), dtype=_INT)
        self.questions.append(question)
        self.parts.append((respondent[said], number, about[said], word[said]))

    def export(self, file: str, platform: str, *, names_ties: bool = False, is_log: bool = False) -> Export:
        """Return the finished export."""
        empty = (np.zeros(0, dtype=_INT),) * 4
        columns = [np.concatenate(column).astype(_INT) for column in zip(empty, *self.parts, strict=True)]
        return Export(
            file=file,
            platform=platform,
            questions=tuple(self.questions),
            respondents=tuple(self.records),
            words=self.words,
            respondent=columns[0],
            question=columns[1],
            alter=columns[2],
            word=columns[3],
            dropped=tuple(self.dropped),
            names_ties=names_ties,
            is_log=is_log,
        )


def column_codes(grid: Grid, position: int | None, header_rows: int = 1) -> NDArray[_INT]:
    """Word numbers of one column below the header; all blank when there is no such column."""
    if position is None:
        return np.zeros(len(grid.rows) - header_rows, dtype=_INT)
    return grid.codes[header_rows:, position]


def drop_incomplete(answers: LongAnswers, columns: Sequence[NDArray[_INT]], why: str) -> NDArray[np.intp]:
    """Rows that fill all of these columns; the others are noted as dropped."""
    filled = np.logical_and.reduce([column > 0 for column in columns])
    answers.dropped.extend([why] * int((~filled).sum()))
    return np.flatnonzero(filled)
