"""answers.csv: one row per answer, and what every cell of it stands for.

The form is ``wave,alliance,respondent,item,alter,value``; `alter` is the person a roster question
is about, empty for all others. Readers of survey exports bring their rows in the same form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.files.table import Table, read_table
from alliancenet.model.instrument import AnswerType, Escape, Item, Kind
from alliancenet.sources.cells import unknown
from alliancenet.sources.checks import MOST_LISTED, counted, more_of
from alliancenet.sources.draft import Draft
from alliancenet.survey.scoring import value_of

if TYPE_CHECKING:
    import pandas as pd

NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item, and the kind of instrument that asks it."""

    item: Item
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers of the whole project in columns.

    Parameters
    ----------
    items : what the codes of column `item` stand for.
    frame : DataFrame, one row per answer, columns wave and alliance (words), respondent and alter
        (int, position in `people`, -1 for nobody), item (int), number (float, NaN for answers
        that are none), text (as it stood), evidence.
    people : ids of everybody on record, sorted.
    """

    items: tuple[Asked, ...]
    frame: "pd.DataFrame"
    people: tuple[str, ...]


def read_answers(path: Path, name: str, draft: Draft) -> None:
    """Read `respondent,item,value` and optionally wave, alliance, alter, evidence."""
    table = read_table(path, draft.problems, required=("respondent", "item", "value"), name=name)
    if table is not None:
        draft.answers.append(table)


def items_asked(draft: Draft) -> dict[str, Asked]:
    """Every item of the shipped instruments and those of the project, by id."""
    return {
        item.id: Asked(item=item, kind=instrument.kind) for instrument in draft.instruments for item in instrument.items
    }


def coded_answers(draft: Draft) -> Answers | None:
    """All answers with every cell resolved, or None when there are none; adds problems.

    Notes
    -----
    Cells are checked once per distinct content, not once per row. Cost: O(rows).
    """
    import pandas as pd

    if not draft.answers:
        return None
    asked = items_asked(draft)
    items = tuple(asked.values())
    people = tuple(sorted(draft.people))
    parts = [_coded(table, draft, asked, people) for table in draft.answers]
    frame = pd.concat(parts, ignore_index=True)
    return Answers(items=items, frame=frame, people=people)


def _coded(table: Table, draft: Draft, asked: Mapping[str, Asked], people: tuple[str, ...]) -> "pd.DataFrame":
    import pandas as pd

    item = _positions(table, "item", list(asked), "the instruments (see `alliancenet survey list`)", draft)
    respondent = _positions(table, "respondent", people, "people.csv", draft)
    alter = _positions(table, "alter", people, "people.csv", draft, optional=True)
    number = _numbers(table, tuple(asked.values()), item, draft)
    frame = pd.DataFrame(
        {
            "wave": _place(table, "wave", sorted({one.id for one in draft.rounds}), "waves.csv", draft),
            "alliance": _place(table, "alliance", sorted(draft.alliances), "alliances.yaml", draft),
            "respondent": respondent,
            "item": item,
            "alter": alter,
            "number": number,
            "text": table.frame["value"],
            "evidence": table.column("evidence"),
        },
        index=table.frame.index,
    )
    named = np.array(table.column("alter"), dtype=object) != ""
    people_known = (item >= 0) & (respondent >= 0) & ((alter >= 0) | ~named)
    _check_pairs(table, frame, tuple(asked.values()), people_known, named, draft)
    known = people_known & (frame["wave"] != "") & (frame["alliance"] != "")
    _check_doubles(table, frame, known, draft)
    return frame.iloc[np.flatnonzero(known)]


def _positions(
    table: Table,
    column: str,
    known: "list[str] | tuple[str, ...]",
    what: str,
    draft: Draft,
    *,
    optional: bool = False,
) -> "np.ndarray[Any, np.dtype[np.int64]]":
    import pandas as pd

    if column not in table.frame.columns:
        return np.full(len(table.frame), NOBODY, dtype=np.int64)
    codes, distinct = pd.factorize(table.frame[column])
    found = pd.Index(list(known), dtype=str).get_indexer(pd.Index(distinct, dtype=str))
    strange = np.flatnonzero(found < 0).tolist() if known else []
    names = {code: str(distinct[code]) for code in strange if not (optional and distinct[code] == "")}
    _note_unknown(table, column, codes, names, list(known), what, draft)
    return np.asarray(found[codes], dtype=np.int64)


def _note_unknown(
    table: Table, column: str, codes: Any, names: Mapping[int, str], known: list[str], what: str, draft: Draft
) -> None:
    """Add the first faults with a suggestion, then how many more there are."""
    shown = list(names)[:MOST_LISTED]
    for code in shown:
        draft.problems.append(_first(table, column, codes == code, *unknown(names[code], known, what)))
    if len(names) > len(shown):
        draft.problems.append(more_of(draft.problems[-1], len(names) - len(shown)))


def _place(table: Table, column: str, known: list[str], what: str, draft: Draft) -> "pd.Series[Any]":
    import pandas as pd

    if len(known) == 1 and not any(table.column(column)):
        return pd.Series(known[0], index=table.frame.index)
    if column not in table.frame.columns and known:
        draft.problems.append(
            Problem(
                file=table.file,
                row=1,
                key=column,
                found=f"the column is missing and there are {len(known)} to choose from",
                needed=f"a column named '{column}' with ids of {what}",
            )
        )
        return pd.Series("", index=table.frame.index)
    position = _positions(table, column, known, what, draft)
    return pd.Series(np.array([*known, ""], dtype=object)[position], index=table.frame.index)


def _numbers(
    table: Table, items: tuple[Asked, ...], item: "np.ndarray[Any, np.dtype[np.int64]]", draft: Draft
) -> "np.ndarray[Any, np.dtype[np.float64]]":
    import pandas as pd

    cell, distinct = pd.factorize(table.frame["value"])
    key = item * len(distinct) + cell
    kinds, inverse = np.unique(key, return_inverse=True)
    values = np.full(len(kinds), np.nan)
    wrong = []
    for position, kind in enumerate(kinds.tolist()):
        if kind < 0:
            continue
        asked, text = items[kind // len(distinct)], str(distinct[kind % len(distinct)])
        value = _number_of(asked.item, text)
        if value is None:
            wrong.append((position, asked.item, text))
        else:
            values[position] = value
    faults = [_out_of_scale(table, item, text, inverse == position) for position, item, text in wrong[:MOST_LISTED]]
    draft.problems.extend(sorted(faults, key=lambda fault: fault.row or 0))
    if len(wrong) > MOST_LISTED:
        draft.problems.append(more_of(faults[-1], len(wrong) - MOST_LISTED))
    return values[inverse]


def _number_of(item: Item, text: str) -> float | None:
    """The number of an answer, NaN for one that is none, None for one the scale does not have."""
    if item.answer is not AnswerType.SCALE or item.scale is None or text == "" or text in set(Escape):
        return float("nan")
    return value_of(item.scale, text)


def _out_of_scale(table: Table, item: Item, text: str, rows: Any) -> Problem:
    codes = [point.code for point in item.scale.points] if item.scale else []
    needed = f"one of {', '.join([*codes, *item.allow])}, or nothing"
    return _first(
        table, "value", rows, f"{shown(text)} is not an answer of {item.id}", needed, "correct or empty the cell"
    )


def _check_pairs(
    table: Table, frame: "pd.DataFrame", items: tuple[Asked, ...], known: Any, named: Any, draft: Draft
) -> None:
    about_people = np.array([one.kind is Kind.ROSTER for one in items], dtype=bool)
    roster = about_people[frame["item"].to_numpy()] & known
    themselves = roster & (frame["respondent"] == frame["alter"])
    cases = (
        (themselves, "a person about the same person", "an answer about somebody else", "remove the rows"),
        (roster & ~named, "nobody, but the item asks about a person", "the id of that person", ""),
        (known & ~roster & named, "a person, but the item asks about the alliance", "an empty cell", ""),
    )
    draft.problems.extend(_first(table, "alter", rows, *words) for rows, *words in cases if rows.any())


def _check_doubles(table: Table, frame: "pd.DataFrame", known: Any, draft: Draft) -> None:
    twice = frame.duplicated(["wave", "alliance", "respondent", "item", "alter"]) & known
    if twice.any():
        words = "the same question is answered twice by the same person", "each answer once"
        draft.problems.append(_first(table, "", twice, *words, "remove the row that does not hold"))


def _first(table: Table, column: str, rows: Any, found: str, needed: str, action: str = "") -> Problem:
    where = table.frame.index[np.asarray(rows)]
    many = f" ({counted(len(where), 'row', 'rows')} in all)" if len(where) > 1 else ""
    return table.problem(int(where[0]), column, f"{found}{many}", needed, action)
