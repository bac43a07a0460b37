"""Invented people: who is at which level, holds which role, and works in the core."""

from dataclasses import dataclass
from random import Random

from plans import OWN_FIRM, Plan
from spelling import NEW, our_address, our_spelling, their_id

FIRST = (
    "Odalys",
    "Bertrix",
    "Cosmer",
    "Dunnifer",
    "Elowen",
    "Farrin",
    "Gisbeth",
    "Hobart",
    "Isaura",
    "Jorvik",
    "Kestra",
    "Lorcan",
    "Maribelle",
    "Nuala",
    "Osgood",
    "Perpetua",
    "Quennel",
    "Rosalba",
    "Sigbert",
    "Tamsin",
    "Ulfric",
    "Verbena",
    "Wendelin",
    "Xanthe",
    "Yorick",
    "Zephyrine",
    "Aldous",
    "Briony",
    "Corwen",
    "Delphine",
)
LAST = (
    "Brambleton",
    "Cattermole",
    "Duskwood",
    "Eaglesham",
    "Fiddlewick",
    "Greenspire",
    "Hathersedge",
    "Inkpen",
    "Jellicrow",
    "Kettlewell",
    "Larkspurren",
    "Mistlebury",
    "Nettlecombe",
    "Oakenshaw",
    "Pepperdyne",
    "Quickbeam",
    "Ravensmoor",
    "Silverlock",
    "Thistledown",
    "Underhay",
    "Vexley",
    "Whortleby",
    "Yarrowgate",
    "Zennordale",
    "Applecross",
    "Burnswick",
    "Candlemere",
    "Dovetree",
    "Elderflow",
    "Foxglade",
)
EXECUTIVE = "bw-exec"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person of one alliance; `firm` is 0 for the own firm, 1 for the partner."""

    id: str
    name: str
    firm: int
    level: str
    roles: tuple[str, ...]
    core: bool


def actors_of(plan: Plan, first_number: int) -> list[Actor]:
    """People of an alliance, own firm first; sponsors, managers and leaders stand in front."""
    return [
        actor
        for firm, size in enumerate(plan.people)
        for actor in _people_of_firm(plan, firm, size, first_number + firm * plan.people[0])
    ]


def _people_of_firm(plan: Plan, firm: int, size: int, first_number: int) -> list[Actor]:
    seniors = 3 if size < 60 else 4
    leaders = 4 if size < 60 else 8
    prefix = "bw" if firm == 0 else plan.partner[0][:2]
    core = max(5, round(plan.core_share * size))
    found = []
    for position in range(size):
        level = "senior" if position < seniors else "project_leader" if position < seniors + leaders else "operating"
        shared = firm == 0 and position == 0 and plan.shared_executive
        id_, name = f"{prefix}-{plan.id[:2]}{position + 1:03d}", invented_name(first_number + position)
        if firm == 1 and plan.their_names:
            theirs = plan.their_names[position]
            id_, name = (their_id(position), theirs) if theirs == NEW else (id_, our_spelling(theirs))
        found.append(
            Actor(
                id=EXECUTIVE if shared else id_,
                name="Odalys Brambleton" if shared else name,
                firm=firm,
                level=level,
                roles=_roles(position, seniors, leaders),
                core=position == 0 or seniors <= position < seniors + core - 1,
            )
        )
    return found


def invented_name(number: int) -> str:
    """A name nobody bears; different for every number below 900."""
    return f"{FIRST[number % 30]} {LAST[(number // 30 + number + 1) % 30]}"


def short_code(person: str) -> str:
    """A person's id in letters and digits, for platforms that allow no others."""
    return person.replace("-", "")


def _roles(position: int, seniors: int, leaders: int) -> tuple[str, ...]:
    if position == 0:
        return ("executive_sponsor",)
    if position == seniors:
        return ("alliance_manager",)
    return ("project_leader",) if seniors < position < seniors + leaders else ()


def rows_of_people(plan: Plan, actors: list[Actor], rng: Random) -> list[dict[str, object]]:
    """Rows of people.csv."""
    firms = (OWN_FIRM, plan.partner)
    functions = ("engineering", "quality", "purchasing", "service", "sales")
    rows = []
    partner = [actor.id for actor in actors if actor.firm == 1]
    for actor in actors:
        id_, _, country = firms[actor.firm]
        address = f"{actor.name.lower().replace(' ', '.')}@{id_}.example"
        if plan.their_names and actor.id in partner:
            address = our_address(plan.their_names[partner.index(actor.id)])
        aliases = {"aliases": short_code(actor.id)} if "limesurvey" in plan.platforms else {}
        rows.append(
            {
                "id": actor.id,
                "organisation": id_,
                "level": actor.level,
                "roles": ";".join(actor.roles),
                "name": actor.name,
                "email": address,
                **aliases,
                "site": country,
                "function": "management" if actor.level == "senior" else functions[int(rng.random() * 5)],
                "joined": f"{2015 + int(rng.random() * 6)}-0{1 + int(rng.random() * 9)}-01",
                "onboarded": "yes" if rng.random() < plan.onboarded else "no",
                "may_be_named": "yes" if rng.random() < 0.6 else "no",
            }
        )
    return [row for row in rows if row["name"] != NEW]
