"""memberships.csv: who belongs to which alliance, and how much of their time it takes."""

from pathlib import Path

from alliancenet.model.register import Membership
from alliancenet.sources.cells import read_rows
from alliancenet.sources.checks import warning
from alliancenet.sources.draft import Draft


def read_memberships(path: Path, name: str, draft: Draft) -> None:
    """Read `person,alliance` and optionally `share_of_time` (0-1), `from`, `to`."""
    seen: set[tuple[str, str, str]] = set()
    optional = ("share_of_time", "from", "to")
    for cells in read_rows(
        path, name, draft.problems, declared=draft.declared_of(name), required=("person", "alliance"), optional=optional
    ):
        person = cells.known("person", draft.people, "people.csv")
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
        share = cells.number("share_of_time", 0, 1)
        start, end = cells.days("from", "to")
        if person is None or alliance is None:
            continue
        if draft.people[person].organisation not in draft.alliances[alliance].organisations:
            firm = draft.people[person].organisation
            cells.fault("person", f"'{person}' belongs to '{firm}'", f"people of the firms of '{alliance}'")
        key = (person, alliance, cells.text("from"))
        if key in seen:
            cells.fault("person", f"'{person}' is in '{alliance}' already", "each membership once", "remove the row")
        seen.add(key)
        draft.memberships.append(
            Membership(person=person, alliance=alliance, share_of_time=share, start=start, end=end)
        )


def assume_memberships(draft: Draft) -> None:
    """Without a memberships file everybody belongs to every alliance of their firm."""
    draft.memberships.extend(
        Membership(person=person.id, alliance=alliance.id)
        for alliance in draft.alliances.values()
        for person in draft.people.values()
        if person.organisation in alliance.organisations
    )
    draft.problems.append(
        warning(
            "memberships.csv",
            "there is no such file, so everybody is taken to belong to every alliance of their firm",
            "nothing, if that is meant",
            "else add the file with the columns person, alliance",
        )
    )
