"""The staffing proposal beside the audits, for the viewer: written, read, and taken away when somebody withdraws."""

import json
from contextlib import suppress
from pathlib import Path

from alliancenet.errors import AuditFormatError
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import has_seal, seal_fits, sealed
from alliancenet.files.writing import write_whole
from alliancenet.model.staffing import StaffingProposal
from alliancenet.store.records import as_plain, as_record

FORMAT = "alliancenet-staffing/1"
STAFFING_FILE = "staffing.plan.json"
_AGAIN = "run `alliancenet staffing PROJECT -o FOLDER` again"


def staffing_json(proposal: StaffingProposal) -> str:
    """JSON text: sorted keys, one line per entry, a seal and a newline at the end."""
    document = {"format": FORMAT, "staffing": as_plain(proposal)}
    return sealed(json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1))


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
    return proposal
