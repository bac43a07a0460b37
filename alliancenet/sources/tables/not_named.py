"""Who said in the collector not to want to appear by name; it goes before what people.csv says."""

from dataclasses import replace
from pathlib import Path

from alliancenet.model.register import PersonId
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft


def read_not_named(path: Path, name: str, draft: Draft) -> None:
    """Read `person`; nobody who stands there is named to anybody but those who know people."""
    for cells in read_rows(path, name, draft.problems, declared=draft.declared_of(name), required=("person",)):
        person = cells.known("person", draft.people, "people.csv")
        if person is not None:
            own = draft.people[PersonId(person)]
            draft.people[PersonId(person)] = replace(own, may_be_named=False, public_role=False)
    draft.also_read.add(name)
