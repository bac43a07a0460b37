"""Somebody withdraws: the row goes, the day is put on record, and no plan made before is kept."""

from datetime import date
from pathlib import Path

from alliancenet.files.folding import folded
from alliancenet.staffing.reading import CANDIDATES, CONSENTS
from alliancenet.staffing.sheets import StaffingSheet


def forget(project: Path, person: str, day: date) -> tuple[int, int]:
    """Delete a person's rows among the candidates and put the withdrawal of every open consent on record.

    Parameters
    ----------
    person : id, compared as everywhere without regard to case and spaces.
    day : of the withdrawal.

    Returns
    -------
    Rows deleted, and consents withdrawn.

    Raises
    ------
    InputError
        Where a file is no plain CSV in UTF-8: then nothing is changed.
    """
    candidates, consents = (StaffingSheet.read(project, name) for name in (CANDIDATES, CONSENTS))
    dropped = candidates.drop(lambda row: folded(candidates.cell(row, "person")) == folded(person))
    withdrawn = consents.withdraw(person, day)
    if withdrawn:
        consents.write()
    if dropped:
        candidates.write()
    return dropped, withdrawn
