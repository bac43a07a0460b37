"""Answers of a closed wave as a file of its project, read like any other export."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alliancenet.collect.joining import JoinReport, joined_answers
from alliancenet.collect.places import stem_of
from alliancenet.collect.sent import sent_answers
from alliancenet.collect.store import WaveStore
from alliancenet.collect.wave import survey_in
from alliancenet.files.collected import FOLDER, HEAD, NOT_NAMED
from alliancenet.files.writing import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """Answers of a wave, and what was left out.

    Parameters
    ----------
    rows : wave, alliance, respondent, item, alter, value, evidence.
    answered, asked : people of this side.
    unsent : people who began and did not send; nothing of theirs is used.
    undecided : people who were named as missing, whom nobody looked at; with how often.
    opted_out : people who do not want to appear by name, or were promised that they do not.
    joined : what the other side handed over.
    """

    rows: tuple[tuple[str, ...], ...]
    answered: int
    asked: int
    unsent: int
    undecided: tuple[tuple[str, str, int], ...]
    opted_out: tuple[str, ...]
    joined: tuple[JoinReport, ...] = ()


def gather(store: WaveStore) -> HandedIn:
    """Everything that was sent here and handed over by the other side, as rows.

    Raises
    ------
    NotNow
        When the wave still takes answers.
    """
    sent, wave = sent_answers(store), survey_in(store).wave
    joined = joined_answers(store, sent)
    own = tuple(row for row in sent.rows if row[2] not in joined.replaced)
    return HandedIn(
        rows=(*own, *((wave, *row) for row in joined.rows)),
        answered=sent.answered,
        asked=sent.asked,
        unsent=sent.unsent,
        undecided=sent.undecided,
        opted_out=tuple(sorted({*sent.opted_out, *joined.not_named})),
        joined=joined.reports,
    )


def hand_in(store: WaveStore, project: Path) -> tuple[Path, HandedIn]:
    """Write the answers into the project, in place of an earlier hand-in of the same wave.

    Notes
    -----
    Nothing to say is no file: a table without rows would be taken for a damaged one.
    """
    gathered = gather(store)
    path = project / FOLDER / f"{stem_of(survey_in(store).wave)}.csv"
    _write(path, HEAD, gathered.rows)
    _write(path.with_name(f"{path.stem}{NOT_NAMED}"), ("person",), [(person,) for person in gathered.opted_out])
    return path, gathered


def _write(path: Path, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if rows:
        write_whole(path, _csv(head, rows))
    else:
        path.unlink(missing_ok=True)


def _csv(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
