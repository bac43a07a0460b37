"""How far launch and re-launch lists are (S52)."""

from alliancenet.model.portfolio import ChecklistItem
from alliancenet.model.review import ChecklistState
from alliancenet.portfolio.actions.owners import id_of
from alliancenet.portfolio.holdings import Holdings


def checklist_states(holdings: Holdings, alliance: str) -> tuple[ChecklistState, ...]:
    """Every checklist of an alliance on the day of the review."""
    items: dict[str, list[ChecklistItem]] = {}
    for item in holdings.checklist(alliance):
        items.setdefault(item.checklist, []).append(item)
    return tuple(_state(holdings, name, entries) for name, entries in sorted(items.items()))


def _state(holdings: Holdings, name: str, items: list[ChecklistItem]) -> ChecklistState:
    waiting = [item for item in items if item.done is None or item.done > holdings.as_of]
    late = [item for item in waiting if item.due is not None and item.due < holdings.as_of]
    done = len(items) - len(waiting)
    return ChecklistState(
        checklist=name,
        done=done,
        total=len(items),
        completion=100 * done / len(items),
        open_items=tuple(_words(holdings, item) for item in waiting),
        overdue=tuple(_words(holdings, item) for item in late),
    )


def _words(holdings: Holdings, item: ChecklistItem) -> str:
    due = f", due {item.due}" if item.due else ", no date"
    return f"{item.item} ({id_of(holdings, item.owner) or 'no owner'}{due})"
