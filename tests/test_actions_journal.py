"""Actions are kept: once, whatever is pressed twice, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from alliancenet.model.action import ActionState
from alliancenet.store.actions import JOURNAL, Proposed, change_action, open_action, read_actions

TODAY, DUE = date(2026, 5, 4), date(2026, 6, 3)
PROPOSED = Proposed(
    key="kestrel:N-COUNTERPART",
    alliance="kestrel",
    code="N-COUNTERPART",
    subject="a|b",
    title="Bring the two senior teams together",
    why="Nobody is in touch.",
    wave="2026-04",
)


def opened(folder, state=ActionState.OPEN, proposed=PROPOSED, due=DUE):
    return open_action(folder, proposed, owner="Cosmer", due=due, by="cosmer", today=TODAY, state=state)


def changed(folder, number=1, **fields):
    fields = {"state": ActionState.DONE, "owner": "Cosmer", "due": DUE, "reason": "", **fields}
    return change_action(folder, number, by="odalys", today=TODAY, **fields)


def test_an_action_is_read_as_it_was_opened(tmp_path):
    action = opened(tmp_path)
    assert read_actions(tmp_path).actions == (action,)
    assert (action.id, action.owner, action.due, action.state) == (1, "Cosmer", DUE, ActionState.OPEN)


def test_a_double_click_keeps_one_action(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: opened(tmp_path), range(24)))
    assert len((tmp_path / JOURNAL).read_text().splitlines()) == 1


def test_what_is_changed_is_added_and_nothing_is_rewritten(tmp_path):
    opened(tmp_path)
    before = (tmp_path / JOURNAL).read_bytes()
    changed(tmp_path)
    assert (tmp_path / JOURNAL).read_bytes().startswith(before)
    assert read_actions(tmp_path).actions[0].state is ActionState.DONE


def test_the_same_change_again_writes_nothing(tmp_path):
    opened(tmp_path)
    changed(tmp_path)
    changed(tmp_path)
    assert len((tmp_path / JOURNAL).read_text().splitlines()) == 2


def test_what_was_put_off_can_be_decided(tmp_path):
    opened(tmp_path, ActionState.LATER)
    assert opened(tmp_path).state is ActionState.OPEN
    assert len(read_actions(tmp_path).actions) == 1


def test_a_decided_action_is_not_put_off_by_a_late_click(tmp_path):
    opened(tmp_path)
    assert opened(tmp_path, ActionState.LATER).state is ActionState.OPEN


def test_a_closed_action_leaves_room_for_a_new_one(tmp_path):
    opened(tmp_path)
    changed(tmp_path)
    assert opened(tmp_path).id == 2


@pytest.mark.parametrize("cut", range(1, 120, 17))
def test_a_line_cut_off_by_a_crash_loses_nothing_that_was_confirmed(tmp_path, cut):
    opened(tmp_path)
    whole = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / JOURNAL).write_bytes(whole + whole[:cut])
    assert len(read_actions(tmp_path).actions) == 1
    changed(tmp_path)
    assert read_actions(tmp_path).actions[0].state is ActionState.DONE


def test_lines_nobody_understands_are_counted(tmp_path):
    opened(tmp_path)
    with (tmp_path / JOURNAL).open("a") as journal:
        journal.write('[]\n{"id": 1}\n')
    kept = read_actions(tmp_path)
    assert (len(kept.actions), kept.unread) == (1, 2)


def test_an_action_nobody_knows_is_not_made_up(tmp_path):
    assert changed(tmp_path, 7) is None


def test_only_what_is_to_be_done_is_overdue(tmp_path):
    action = opened(tmp_path)
    assert action.is_overdue(date(2026, 6, 4))
    assert not action.is_overdue(DUE)
    assert not changed(tmp_path).is_overdue(date(2026, 6, 4))
