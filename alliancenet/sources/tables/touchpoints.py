"""touchpoints.csv: who met when and for what kind of purpose; no subject, no minutes."""

import re
from collections import Counter
from pathlib import Path

from alliancenet.model.addresses import address_in
from alliancenet.model.register import TOUCHPOINTS, PersonId, Record, Touchpoint
from alliancenet.sources.cells import Cells, read_rows
from alliancenet.sources.checks import counted, nothing_below, warning
from alliancenet.sources.draft import Draft
from alliancenet.survey.directory import PeopleDirectory
from alliancenet.survey.lists import split_known

_REQUIRED = ("date", "alliance", "type", "attendees")
_BEHIND = re.compile(r"\s*[(\[<].*$")  # Ada Moss (ada@north.example)
_MOST_NAMED = 6


def read_touchpoints(path: Path, name: str, draft: Draft) -> None:
    """Read `date,alliance,type,attendees`; attendees are ids separated by `;`.

    Notes
    -----
    In a list of a CRM or a calendar, which has a map beside it, attendees are found by name and
    address too; who is on no roster is counted and left out, as customers of others are.
    """
    draft.kept.add(Record.TOUCHPOINTS)
    declared = draft.declared_of(name)
    directory = PeopleDirectory(draft.people.values()) if declared.columns else None
    strangers: Counter[str] = Counter()
    alone, rows, faults = 0, 0, len(draft.problems)
    for cells in read_rows(path, name, draft.problems, declared=declared, required=_REQUIRED, may_be_empty=True):
        rows += 1
        day = cells.day("date", needed=True)
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
        kind = cells.one_of("type", TOUCHPOINTS)
        if not cells.text("type"):
            cells.fault("type", "the cell is empty", f"one of: {', '.join(TOUCHPOINTS)}")
        if directory is None:
            attendees = cells.all_known("attendees", draft.people, "people.csv")
        else:
            attendees = _found(cells, directory, strangers)
            alone += len(attendees) < 2
            if len(attendees) < 2:
                continue
        if day is None or alliance is None or not kind:
            continue
        if cells.stands_already("date", day, alliance, kind, frozenset(attendees)):
            continue
        draft.touchpoints.append(Touchpoint(date=day, alliance=alliance, type=kind, attendees=attendees))
    if not rows and len(draft.problems) == faults:
        draft.problems.append(nothing_below(name))
    if strangers:
        some = ", ".join(f"{word} ({count}×)" for word, count in strangers.most_common(_MOST_NAMED))
        who = counted(len(strangers), "attendee is", "attendees are")
        found = f"{who} on no roster and left out: {some}"
        draft.problems.append(warning(name, found, "names or addresses as on the roster, where they belong to it"))
    if alone:
        found = f"{counted(alone, 'meeting', 'meetings')} with fewer than two people of the roster: left out"
        draft.problems.append(warning(name, found, "nothing, if others met there"))


def _found(cells: Cells, directory: PeopleDirectory, strangers: Counter[str]) -> tuple[PersonId, ...]:
    def who(word: str) -> PersonId | None:
        return directory.find(word, address_in(word), _BEHIND.sub("", word))[0]

    words = [
        part
        for word in cells.words("attendees")
        for part in (split_known(word, "", lambda one: who(one) is not None) if "," in word else [word])
    ]
    strangers.update(word for word in words if who(word) is None)
    return tuple(dict.fromkeys(person for word in words if (person := who(word))))
