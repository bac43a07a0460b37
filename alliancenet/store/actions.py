"""Actions of a folder of audits, in a journal that only grows: see `files.journal`."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from alliancenet.files.journal import append, appending, whole_lines
from alliancenet.model.action import Action, ActionState

JOURNAL = "actions.jsonl"
LOCK = ".actions.lock"
LONGEST = 400  # letters of a text somebody types (own limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is written down when an action is opened; see `Action`."""

    key: str
    alliance: str
    code: str
    subject: str
    title: str
    why: str
    wave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Actions of a folder by their number, and how many lines could not be understood."""

    actions: tuple[Action, ...]
    unread: int

    def by_key(self) -> dict[str, Action]:
        """The newest action of each proposal."""
        return {action.key: action for action in self.actions}


def read_actions(folder: Path, until: date = date.max) -> Kept:
    """Every action as it stands now, or stood at the end of a day; none where nothing was ever written."""
    actions: dict[int, Action] = {}
    unread = 0
    for line in whole_lines(folder / JOURNAL):
        try:
            entry = json.loads(line)
            if date.fromisoformat(entry["day"]) > until:
                continue
            action = _after(actions, entry)
        except (ValueError, KeyError, TypeError):
            unread += 1
            continue
        actions[action.id] = action
    return Kept(actions=tuple(actions.values()), unread=unread)


def journal_mark(folder: Path) -> tuple[int, int]:
    """Size and time of the journal: the same as long as nothing is added."""
    try:
        status = (folder / JOURNAL).stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)


def open_action(
    folder: Path, proposed: Proposed, *, owner: str, due: date, by: str, today: date, state: ActionState
) -> Action:
    """Open an action for a proposal; where one is already open it is returned and nothing is written twice.

    Parameters
    ----------
    state : open, or later for a proposal that is put off. Deciding what was put off opens it.
    """
    with _journal(folder) as journal:
        known = read_actions(folder)
        before = known.by_key().get(proposed.key)
        if before is not None and not before.state.is_closed and ActionState.LATER in {before.state, state}:
            if before.state is state or before.state is not ActionState.LATER:
                return before
            return _change(journal, before, state=state, owner=owner, due=due, reason="", today=today, by=by)
        if before is not None and not before.state.is_closed:
            return before
        entry = {
            "id": max((action.id for action in known.actions), default=0) + 1,
            **{name: getattr(proposed, name)[:LONGEST] for name in Proposed.__slots__},
            "owner": owner[:LONGEST],
            "due": due.isoformat(),
            "state": state.value,
            "day": today.isoformat(),
            "by": by,
        }
        append(journal, entry)
        return _after({}, entry)


def change_action(
    folder: Path, number: int, *, state: ActionState, owner: str, due: date, reason: str, by: str, today: date
) -> Action | None:
    """Write down where an action stands now; None when there is no such action. The same again writes nothing."""
    with _journal(folder) as journal:
        before = next((action for action in read_actions(folder).actions if action.id == number), None)
        if before is None:
            return None
        return _change(journal, before, state=state, owner=owner, due=due, reason=reason, today=today, by=by)


def _change(
    journal: int, before: Action, *, state: ActionState, owner: str, due: date, reason: str, by: str, today: date
) -> Action:
    after = replace(before, state=state, owner=owner[:LONGEST], due=due, reason=reason[:LONGEST])
    if after == before:
        return before
    entry = {
        "id": before.id,
        "state": state.value,
        "owner": after.owner,
        "due": due.isoformat(),
        "reason": after.reason,
        "day": today.isoformat(),
        "by": by,
    }
    append(journal, entry)
    return _after({before.id: before}, entry)


def _after(actions: Mapping[int, Action], entry: Any) -> Action:
    """The action an entry opens or changes."""
    if not isinstance(entry, dict):
        raise TypeError("an entry is an object")
    number, day = int(entry["id"]), date.fromisoformat(entry["day"])
    due, state = date.fromisoformat(entry["due"]), ActionState(entry["state"])
    owner, reason = str(entry["owner"]), str(entry.get("reason", ""))
    if number in actions:
        return replace(actions[number], state=state, owner=owner, due=due, reason=reason, changed=day)
    texts = {name: str(entry[name]) for name in Proposed.__slots__}
    return Action(
        id=number,
        **texts,
        owner=owner,
        due=due,
        state=state,
        reason=reason,
        opened=day,
        by=str(entry["by"]),
        changed=day,
    )


def _journal(folder: Path) -> AbstractContextManager[int]:
    """The journal, open for adding, while nobody else adds."""
    return appending(folder / JOURNAL, LOCK, "a decision")
