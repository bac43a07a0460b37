"""Viva person-to-person CSV: one row per direction and date, measured, not said.

The network of one date is a snapshot: each person's rows of one date are one response. Of the dates
that fall into a wave, the strongest value of a tie counts, for both directions alike.
"""

from dataclasses import replace

import numpy as np

from alliancenet.files.grid import Book
from alliancenet.survey.readers.days import days_of, open_days_in
from alliancenet.survey.readers.export import Export, Platform, Question, Respondent, letters
from alliancenet.survey.readers.headings import positions_of
from alliancenet.survey.readers.long import LongAnswers, column_codes, drop_incomplete

_KNOWN = {
    "source": ["PrimaryCollaborator_PersonId"],
    "target": ["SecondaryCollaborator_PersonId"],
    "day": ["MetricDate"],
}


def _recognises(book: Book) -> bool:
    return list(book) == [""] and {"source", "target"} <= positions_of(book[""].row(0), _KNOWN).keys()


def _read(book: Book) -> Export:
    grid = book[""]
    headings = grid.row(0)
    at = positions_of(headings, _KNOWN)
    source, target, day = (column_codes(grid, at.get(what)) for what in ("source", "target", "day"))
    answers = LongAnswers(words=grid.words)
    rows = drop_incomplete(answers, (source, target), "a tie without both people")
    written = [grid.words[code] for code in np.unique(day)]
    days = dict(zip(written, days_of(written), strict=True))

    def record_of(at: int) -> Respondent:
        row = rows[at]
        return Respondent(
            row=int(grid.rows[row + 1]),
            id=grid.words[source[row]],
            day=days[grid.words[day[row]]][0],
            other_day=days[grid.words[day[row]]][1],
            finished=True,
        )

    respondent = answers.whose(np.stack([source[rows], day[rows]], axis=1), record_of)
    for position, heading in enumerate(headings):
        is_attribute = heading.startswith(("PrimaryCollaborator_", "SecondaryCollaborator_"))
        if heading and not is_attribute and position not in at.values():
            question = Question(column=letters(position), code=heading, heading=heading)
            answers.add(question, respondent, column_codes(grid, position)[rows], target[rows])
    export = answers.export(grid.file, "viva", names_ties=True, is_log=True)
    return replace(export, open_days=open_days_in(written))


READER = Platform(platform="viva", recognises=_recognises, read=_read)
