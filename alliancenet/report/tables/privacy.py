"""The privacy desk: what is held of people, what they were promised, who looked, who was erased."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.language import say
from alliancenet.model.days import months_later
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Table
from alliancenet.store.erasures import ErasureEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOpening:
    """A page about single people that somebody opened; `when` as the log writes it."""

    when: str
    reader: str
    role: str
    page: str


def held(views: Sequence[AuditView], today: date) -> Table:
    """One row per audit: how many people, what they were promised, and when single answers go."""
    return Table(
        name="held",
        caption=say("What is held, and what people were promised"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="wave", title=say("Wave"), width="nowrap"),
            Column(key="people", title=say("People"), is_number=True),
            Column(key="answered", title=say("Answered"), is_number=True),
            Column(key="named", title=say("Names shown to"), width="wide"),
            Column(key="smallest", title=say("Smallest group told of"), is_number=True),
            Column(key="until", title=say("Single answers to be deleted"), width="nowrap"),
        ),
        rows=tuple(
            (
                Cell(text=view.alliance.name, target=("alliance", view.alliance.id, view.wave.id)),
                Cell(text=view.wave.id),
                _count(sum(firm.people for firm in view.alliance.firms)),
                _count(sum(firm.answered for firm in view.alliance.firms)),
                Cell(text=_named(view)),
                _count(view.limits.min_n),
                _until(view, today),
            )
            for view in views
        ),
        empty=say("No audit lies in this folder."),
    )


def _count(number: int) -> Cell:
    return Cell(text=f"{number:,}", order=number)


def _named(view: AuditView) -> str:
    if not view.limits.known:
        return say("not on record; nobody is named")
    roles = [words.plain(role) for role in view.limits.named_for]
    return say("{names}, of those who agreed", names=words.listed(roles)) if roles else "nobody"


def _until(view: AuditView, today: date) -> Cell:
    until = delete_by(view)
    if until is None:
        return Cell(text="unknown", tone="withheld")
    late = until < today
    text = words.day(until)
    return Cell(
        text=say("{text}, overdue", text=text) if late else text,
        order=until.toordinal(),
        tone="act-now" if late else "",
    )


def delete_by(view: AuditView) -> date | None:
    """Day by which single answers are to be deleted; None where the close of the wave or the limit is unknown."""
    if view.wave.closes is None or not view.limits.retention_months:
        return None
    return months_later(view.wave.closes, view.limits.retention_months)


def looked(openings: Iterable[PageOpening]) -> Table:
    """Who opened pages about single people, newest first."""
    return Table(
        name="looked",
        caption=say("Who opened pages about single people"),
        columns=(
            Column(key="when", title=say("When (UTC)"), width="nowrap"),
            Column(key="reader", title=say("Who")),
            Column(key="role", title=say("As")),
            Column(key="page", title=say("Page"), width="wide"),
        ),
        rows=tuple(
            (
                Cell(text=opening.when[:16].replace("T", " ")),
                Cell(text=opening.reader),
                Cell(text=words.plain(opening.role)),
                Cell(text=opening.page),
            )
            for opening in openings
        ),
        empty=say("Nobody has opened a page about single people yet."),
    )


def erased(entries: Iterable[ErasureEntry]) -> Table:
    """Erasures, newest first; never who it was."""
    return Table(
        name="erased",
        caption=say("People who were erased"),
        columns=(
            Column(key="day", title=say("Day"), width="nowrap"),
            Column(key="now", title=say("Stands now as")),
            Column(key="rows", title=say("Rows of own answers deleted"), is_number=True),
            Column(key="files", title=say("Files changed"), is_number=True),
            Column(key="left", title=say("Left to do"), width="wide"),
        ),
        rows=tuple(
            (
                Cell(text=words.day(entry.day), order=entry.day.toordinal()),
                Cell(text=entry.token),
                _count(entry.rows),
                _count(entry.files),
                Cell(text=_left(entry)),
            )
            for entry in reversed(tuple(entries))
        ),
        empty=say("Nobody was erased."),
    )


def _left(entry: ErasureEntry) -> str:
    if entry.unfinished:
        return say("it was interrupted: call it again")
    return say("by hand: {names}", names=", ".join(entry.left)) if entry.left else "nothing"
