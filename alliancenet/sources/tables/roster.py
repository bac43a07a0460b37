"""people.csv: one row per person, by pseudonym."""

from collections import Counter
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.model.addresses import address_in, is_placeholder
from alliancenet.model.register import Level, Person, PersonId
from alliancenet.sources.cells import read_rows
from alliancenet.sources.checks import warning
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
    "public_role",
    "opted_out",
)


def read_roster(path: Path, name: str, draft: Draft) -> None:
    """Read `id,organisation` and optionally level, roles, name, email and further attributes.

    Notes
    -----
    Cells that hold several entries (roles, email, aliases, languages) separate them by `;`.
    """
    no_addresses: Counter[str] = Counter()
    for cells in read_rows(
        path,
        name,
        draft.problems,
        declared=draft.declared_of(name),
        required=("id", "organisation"),
        optional=_OPTIONAL,
    ):
        person = cells.id("id", draft.people)
        firm = cells.known("organisation", draft.organisations, "organisations.csv")
        level = cells.one_of("level", list(Level))
        joined, left = cells.days("joined", "left")
        onboarded, named, out = (cells.yes_no(column) for column in ("onboarded", "may_be_named", "opted_out"))
        no_addresses.update(word for word in cells.words("email") if not address_in(word))
        public = cells.yes_no("public_role")
        if person is None or firm is None:
            continue
        draft.people[PersonId(person)] = Person(
            id=PersonId(person),
            organisation=firm,
            level=level,
            roles=frozenset(role.lower().replace(" ", "_") for role in cells.words("roles")),
            name=cells.text("name"),
            addresses=tuple(dict.fromkeys(filter(None, map(address_in, cells.words("email"))))),
            aliases=tuple(alias for alias in cells.words("aliases") if not is_placeholder(alias)),
            site=cells.text("site"),
            function=cells.text("function"),
            languages=cells.words("languages"),
            joined=joined,
            left=left,
            onboarded=onboarded,
            may_be_named=named or False,
            public_role=public or False,
            opted_out=out or False,
            unsaid=frozenset(
                right for right, said in (("may_be_named", named), ("public_role", public)) if said is None
            ),
        )
    draft.problems.extend(_about_addresses(name, no_addresses, draft))


def _about_addresses(file: str, no_addresses: Counter[str], draft: Draft) -> list[Problem]:
    """What stands where an address belongs, and addresses of several people, which say of none who they are."""
    found = []
    if no_addresses:
        some = ", ".join(f"{shown(word)} ({count}×)" for word, count in no_addresses.most_common(6))
        needed = "addresses such as ada@north.example, or an empty cell"
        found.append(warning(file, f"no addresses, and not read as such: {some}", needed, key="email"))
    people = Counter(address for person in draft.people.values() for address in person.addresses)
    shared = sorted(address for address, count in people.items() if count > 1)
    if shared:
        told = ", ".join(f"{address} ({people[address]}×)" for address in shared[:6])
        needed = "one person per address; a shared mailbox says of nobody who it is"
        found.append(
            warning(file, f"addresses of several people, which nobody is found by: {told}", needed, key="email")
        )
    return found
