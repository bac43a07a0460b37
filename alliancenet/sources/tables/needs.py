"""needs.csv: declared work dependencies: a person needs something from a supplier."""

from pathlib import Path

from alliancenet.model.register import Need, Record
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft


def read_needs(path: Path, name: str, draft: Draft) -> None:
    """Read `alliance,person,supplier`."""
    draft.kept.add(Record.NEEDS)
    required = ("alliance", "person", "supplier")
    for cells in read_rows(
        path, name, draft.problems, declared=draft.declared_of(name), required=required, may_be_empty=True
    ):
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
        person = cells.known("person", draft.people, "people.csv")
        supplier = cells.known("supplier", draft.people, "people.csv")
        if alliance is None or person is None or supplier is None:
            continue
        if person == supplier:
            cells.fault("supplier", f"'{person}' needs something from '{person}'", "two different people")
            continue
        if cells.stands_already("person", alliance, person, supplier):
            continue
        draft.needs.append(Need(alliance=alliance, person=person, supplier=supplier))
