"""The staffing proposal beside the audits, for the viewer: written, read, and taken away when somebody withdraws."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from alliancenet.errors import AuditFormatError
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import has_seal, seal_fits, sealed
from alliancenet.files.writing import write_whole
from alliancenet.model.staffing import ConsentsKept, StaffingProposal
from alliancenet.store.consents import Agreed, marks_of, still_stand
from alliancenet.store.records import as_plain, as_record

FORMAT = "alliancenet-staffing/1"
STAFFING_FILE = "staffing.plan.json"
_AGAIN = "run `alliancenet staffing PROJECT -o FOLDER` again"
CHANGED = "a consent it rests on was withdrawn or changed, or the project\u2019s consents.csv is not where it lay"


class PlanWithoutConsent(AuditFormatError):
    """A plan that may not be shown any more: not everybody in it is known to agree still."""


def staffing_json(proposal: StaffingProposal) -> str:
    """JSON text: sorted keys, one line per entry, a seal and a newline at the end."""
    document = {"format": FORMAT, "staffing": as_plain(proposal)}
    return sealed(json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1))


def with_consents(folder: Path, proposal: StaffingProposal, file: Path, agreed: Iterable[Agreed]) -> StaffingProposal:
    """The proposal with the place and the marks of the consents it rests on, to be written to a folder."""
    kept = ConsentsKept(file=os.path.relpath(file.resolve(), folder.resolve()), marks=marks_of(file, agreed))
    return replace(proposal, consents=kept)


def write_staffing(folder: Path, proposal: StaffingProposal) -> Path:
    """Write the proposal beside the audits; returns its path."""
    path = folder / STAFFING_FILE
    write_whole(path, staffing_json(proposal))
    return path


def remove_staffing(folder: Path) -> bool:
    """Take the proposal away; True when there was one."""
    path = folder / STAFFING_FILE
    there = path.is_file()
    with suppress(FileNotFoundError):
        path.unlink()
    return there


def read_staffing_file(folder: Path) -> StaffingProposal | None:
    """Proposal of a folder, or None when none was written.

    Raises
    ------
    PlanWithoutConsent
        When somebody withdrew since, if only in consents.csv, or nobody can look it up there.
    AuditFormatError
        When the file is damaged, changed or of another format.
    """
    path = folder / STAFFING_FILE
    if not path.is_file():
        return None
    try:
        raw = read_regular(path)
        document = json.loads(raw)
        form = document.get("format") if isinstance(document, dict) else None
        if form != FORMAT:
            raise AuditFormatError(f"{path.name}: format {form!r}; '{FORMAT}' is needed; {_AGAIN}")
        if not has_seal(raw) or seal_fits(raw) is False:
            raise AuditFormatError(f"{path.name}: was changed since it was written, or cut off; {_AGAIN}")
        proposal: StaffingProposal = as_record(StaffingProposal, document["staffing"])
    except (KeyError, TypeError, ValueError, AttributeError, OSError, RecursionError) as error:
        raise AuditFormatError(f"{path.name}: cannot be read ({type(error).__name__}: {error}); {_AGAIN}") from None
    kept = proposal.consents
    if kept is not None and not still_stand(folder / kept.file, kept.marks):
        raise PlanWithoutConsent(f"{path.name}: {CHANGED}; {_AGAIN}")
    return proposal


def consents_of(folder: Path) -> Path | None:
    """The file a plan of a folder is looked up in; None without a plan that can be read and names one."""
    try:
        kept = json.loads(read_regular(folder / STAFFING_FILE))["staffing"]["consents"]
        return None if kept is None else folder / str(kept["file"])
    except (KeyError, TypeError, ValueError, OSError, RecursionError):
        return None


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document, as shipped."""
    text = Path(__file__).with_name("staffing_schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
