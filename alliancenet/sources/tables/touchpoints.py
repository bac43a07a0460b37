"""touchpoints.csv: who met when and for what kind of purpose; no subject, no minutes."""

from pathlib import Path

from alliancenet.model.register import TOUCHPOINTS, Record, Touchpoint
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft

_REQUIRED = ("date", "alliance", "type", "attendees")


def read_touchpoints(path: Path, name: str, draft: Draft) -> None:
    """Read `date,alliance,type,attendees`; attendees are ids separated by `;`."""
    draft.kept.add(Record.TOUCHPOINTS)
    for cells in read_rows(
        path, name, draft.problems, declared=draft.declared_of(name), required=_REQUIRED, may_be_empty=True
    ):
        day = cells.day("date", needed=True)
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
        kind = cells.one_of("type", TOUCHPOINTS)
        if not cells.text("type"):
            cells.fault("type", "the cell is empty", f"one of: {', '.join(TOUCHPOINTS)}")
        attendees = cells.all_known("attendees", draft.people, "people.csv")
        if day is None or alliance is None or not kind:
            continue
        if cells.stands_already("date", day, alliance, kind, frozenset(attendees)):
            continue
        draft.touchpoints.append(Touchpoint(date=day, alliance=alliance, type=kind, attendees=attendees))
