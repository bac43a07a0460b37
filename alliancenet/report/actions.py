"""Actions as they are told: what became of the gap each one answers, and as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.language import say
from alliancenet.model.action import Action, ActionState
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.tables.overview import newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An action and what the newest audit says of its gap; `gap` is "" where no later audit can tell."""

    action: Action
    name: str
    target: tuple[str, ...]
    gap: str
    tone: str


def checked(actions: Iterable[Action], views: Sequence[AuditView]) -> tuple[Checked, ...]:
    """Open actions first, the earliest day first, then those put off, then closed ones."""
    last = {view.alliance.id: view for view in newest(views)}
    order = sorted(actions, key=lambda one: (one.state.is_closed, one.state is ActionState.LATER, one.due, one.id))
    return tuple(_checked(action, last.get(action.alliance)) for action in order)


def _checked(action: Action, view: AuditView | None) -> Checked:
    gap, tone = _gap(action, view)
    return Checked(
        action=action,
        name=words.short(view.alliance.name) if view else "",
        target=("alliance", view.alliance.id, view.wave.id) if view else (),
        gap=gap,
        tone=tone,
    )


def _gap(action: Action, view: AuditView | None) -> tuple[str, str]:
    """Whether the gap closed: told only by an audit after the one that found it, and only if it looked."""
    if view is None or not action.code or view.wave.id == action.wave:
        return "", ""
    when = words.month_of(view.wave)
    if any(found.code == action.code and not found.to_check for found in view.findings):
        return say("still there in {when}", when=when), "watch"
    if any(rule.code == action.code for rule in view.not_looked):
        return say("could not be looked at in {when}", when=when), "not-measured"
    return say("gone in {when}", when=when), "on-track"


def table(found: Sequence[Checked], today: date) -> Table:
    """Every action with its owner, day and state."""
    return Table(
        name="actions",
        caption=say("Actions, the earliest day first"),
        columns=(
            Column(key="number", title=say("No."), is_number=True),
            Column(key="alliance", title=say("Alliance")),
            Column(key="action", title=say("Action"), width="wide"),
            Column(key="owner", title=say("Owner")),
            Column(key="due", title=say("Due"), width="nowrap"),
            Column(key="state", title=say("State")),
            Column(key="gap", title=say("The gap")),
            Column(key="opened", title=say("Decided"), width="nowrap"),
        ),
        rows=tuple(
            (
                Cell(text=str(check.action.id), order=check.action.id),
                Cell(text=check.name or say("portfolio"), target=check.target),
                Cell(text=check.action.title, detail=check.action.why),
                Cell(text=check.action.owner) if check.action.owner else Cell(text=say("nobody yet"), tone="withheld"),
                Cell(
                    text=words.table_day(check.action.due),
                    detail=say("overdue") if check.action.is_overdue(today) else "",
                ),
                Cell(text=words.move(check.action.state), detail=check.action.reason),
                Cell(text=check.gap or words.NONE),
                Cell(text=words.table_day(check.action.opened), detail=check.action.by),
            )
            for check in found
        ),
        empty=say("Nothing has been decided yet."),
    )
