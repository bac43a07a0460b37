"""role_pairs.csv: people registered as counterparts across the firms."""

from pathlib import Path

from alliancenet.files.folding import folded
from alliancenet.model.register import Record, RolePair
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft

_REQUIRED = ("alliance", "role", "person", "partner")


def read_role_pairs(path: Path, name: str, draft: Draft) -> None:
    """Read `alliance,role,person,partner`; partner stays empty for a role without a counterpart."""
    draft.kept.add(Record.ROLE_PAIRS)
    for cells in read_rows(
        path, name, draft.problems, declared=draft.declared_of(name), required=_REQUIRED, may_be_empty=True
    ):
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
        person = cells.known("person", draft.people, "people.csv")
        partner = cells.known("partner", draft.people, "people.csv", optional=True)
        if alliance is None or person is None:
            continue
        if partner and draft.people[person].organisation == draft.people[partner].organisation:
            cells.fault("partner", f"'{partner}' belongs to the same firm as '{person}'", "somebody of another firm")
        role = cells.text("role")
        if cells.stands_already("person", alliance, folded(role), frozenset({person, partner})):
            continue
        draft.role_pairs.append(RolePair(alliance=alliance, role=role, person=person, partner=partner))
