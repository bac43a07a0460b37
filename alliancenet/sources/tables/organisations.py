"""organisations.csv: the firms; exactly one of them is the own firm."""

from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.model.register import Organisation, OrganisationId
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft

_OPTIONAL = ("own", "country")


def read_organisations(path: Path, name: str, draft: Draft) -> None:
    """Read `id,name` and optionally `own` (yes or no), `country`."""
    for cells in read_rows(
        path, name, draft.problems, declared=draft.declared_of(name), required=("id", "name"), optional=_OPTIONAL
    ):
        firm = cells.id("id", draft.organisations)
        if firm is None:
            continue
        draft.organisations[OrganisationId(firm)] = Organisation(
            id=OrganisationId(firm),
            name=cells.text("name") or firm,
            own=cells.yes_no("own") or False,
            country=cells.text("country"),
        )
    own = [firm.id for firm in draft.organisations.values() if firm.own]
    if draft.organisations and len(own) != 1:
        found = "no firm is marked as the own firm" if not own else f"{len(own)} firms are marked: {', '.join(own)}"
        needed = "'yes' for the one firm that runs the audit"
        draft.problems.append(Problem(file=name, key="own", found=found, needed=needed))
