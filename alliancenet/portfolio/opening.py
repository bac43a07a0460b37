"""From what was read to holdings on a day."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from alliancenet.compare import compare
from alliancenet.errors import InputError, Problem
from alliancenet.model.audit import Audit, ProjectMark
from alliancenet.model.facts import StatedFacts
from alliancenet.model.portfolio import PortfolioRecords
from alliancenet.model.register import Register
from alliancenet.model.settings import Settings
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.review import last_day_on_record
from alliancenet.portfolio.shelf.reading import Shelf, read_shelf
from alliancenet.portfolio.trend import people_change
from alliancenet.store.audit_file import SUFFIX


def has_audits(folder: Path) -> bool:
    """Whether a folder holds audit files."""
    return any(folder.glob(f"*{SUFFIX}"))


def shelf_of(audits: Sequence[Audit], as_of: date | None = None) -> Shelf:
    """Audits just made, as `read_shelf` gives those of a folder; they have no file digests yet."""
    by_alliance: dict[str, list[Audit]] = {}
    for audit in sorted(audits, key=lambda one: (one.wave.closes or date.min, one.wave.id)):
        by_alliance.setdefault(audit.alliance.id, []).append(audit)
    changes = {}
    for name, several in by_alliance.items():
        last = [audit for audit in several if as_of is None or not audit.wave.closes or audit.wave.closes <= as_of]
        if len(last) > 1:
            changes[name] = people_change(compare(last[-2], last[-1]))
    return Shelf(
        audits={name: tuple(several) for name, several in by_alliance.items()},
        people_changes=changes,
        digests={},
        problems=(),
    )


def holdings_of(
    register: Register,
    records: PortfolioRecords,
    settings: Settings,
    shelf: Shelf | Path,
    as_of: date | None = None,
    project: ProjectMark | None = None,
    answered: StatedFacts | None = None,
) -> tuple[Holdings, tuple[Problem, ...]]:
    """Everything a review rests on, and what could not be read.

    Parameters
    ----------
    shelf : audits, or the folder that holds them.
    as_of : day of the review; by default the last day an audit closed or a record was made.
    project : whose review it is; audits of another one in the folder are left aside.
    answered : what surveys state of facts that are kept on file too.

    Raises
    ------
    InputError
        When no day is given and nothing on record has one.
    """
    if isinstance(shelf, Path):
        shelf = read_shelf(shelf, as_of, project.id if project else "")
    day = as_of or last_day_on_record(records, shelf.audits)
    if day is None:
        raise InputError([_no_day()])
    known = register.alliances
    strangers = tuple(_stranger(name) for name in sorted(shelf.audits) if name not in known)
    holdings = Holdings(
        register=register,
        records=records,
        settings=settings,
        as_of=day,
        audits={name: audits for name, audits in shelf.audits.items() if name in known},
        people_changes=shelf.people_changes,
        digests=shelf.digests,
        project=project,
        answered=answered or StatedFacts(),
    )
    return holdings, (*shelf.problems, *strangers)


def _no_day() -> Problem:
    return Problem(
        file="portfolio",
        found="no audit and no dated record",
        needed="a day to review",
        action="give --as-of YYYY-MM-DD",
    )


def _stranger(alliance: str) -> Problem:
    return Problem(
        file=f"{alliance}--*{SUFFIX}",
        found=f"alliance '{alliance}' is not on this project's register",
        needed="audits of this project",
        action="move the file away, or add the alliance to alliances.yaml",
        fatal=False,
    )
