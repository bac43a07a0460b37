"""people.csv: one row per person, by pseudonym."""

from pathlib import Path

from alliancenet.model.register import Level, Person, PersonId
from alliancenet.sources.cells import read_rows
from alliancenet.sources.draft import Draft

_OPTIONAL = (
    "level",
    "roles",
    "name",
    "email",
    "aliases",
    "site",
    "function",
    "languages",
    "joined",
    "left",
    "onboarded",
    "may_be_named",
    "opted_out",
)


def read_roster(path: Path, name: str, draft: Draft) -> None:
    """Read `id,organisation` and optionally level, roles, name, email and further attributes.

    Notes
    -----
    Cells that hold several entries (roles, email, aliases, languages) separate them by `;`.
    """
    for cells in read_rows(path, name, draft.problems, required=("id", "organisation"), optional=_OPTIONAL):
        person = cells.id("id", draft.people)
        firm = cells.known("organisation", draft.organisations, "organisations.csv")
        level = cells.one_of("level", list(Level))
        joined, left = cells.days("joined", "left")
        onboarded, named, out = (cells.yes_no(column) for column in ("onboarded", "may_be_named", "opted_out"))
        if person is None or firm is None:
            continue
        draft.people[PersonId(person)] = Person(
            id=PersonId(person),
            organisation=firm,
            level=level,
            roles=frozenset(role.lower().replace(" ", "_") for role in cells.words("roles")),
            name=cells.text("name"),
            addresses=tuple(address.lower() for address in cells.words("email")),
            aliases=cells.words("aliases"),
            site=cells.text("site"),
            function=cells.text("function"),
            languages=cells.words("languages"),
            joined=joined,
            left=left,
            onboarded=onboarded,
            may_be_named=named or False,
            opted_out=out or False,
        )
