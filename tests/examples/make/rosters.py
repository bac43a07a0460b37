"""Two firms' rosters of the same people, and what a person decided about them."""

from collections.abc import Sequence

from people import Actor
from plans import OWN_FIRM, Plan
from spelling import (
    ALIASED,
    HAS_THE_MAILBOX,
    MAILBOX,
    OTHER_ADDRESS,
    WRITTEN_TO_AT_IT,
    ascii_only,
    last_first,
    our_spelling,
    own_address,
    their_id,
)

Rows = list[dict[str, object]]
THEIR_FILE = "people_gruenwald.csv"


def their_roster(plan: Plan, actors: Sequence[Actor]) -> Rows:
    """Rows of the partner's own list: everybody of theirs, and the people of ours by their numbers."""
    theirs = [actor for actor in actors if actor.firm == 1]
    rows: Rows = []
    for place, (name, actor) in enumerate(zip(plan.their_names, theirs, strict=True)):
        address = own_address(name) + (f";{MAILBOX}" if name == HAS_THE_MAILBOX else "")
        if name in OTHER_ADDRESS:
            address = f"{ascii_only(name).lower().partition(', ')[0]}@gruenwald-keramik.example"
        rows.append(
            {
                "id": their_id(place),
                "organisation": plan.partner[0],
                "level": actor.level,
                "roles": ";".join(actor.roles),
                "name": name,
                "email": "" if name == ALIASED else address,
                "aliases": actor.id if name == ALIASED else "",
            }
        )
    for number, actor in enumerate([member for member in actors if member.firm == 0], start=1):
        rows.append(
            {
                "id": f"L-{number:03d}",
                "organisation": OWN_FIRM[0],
                "level": actor.level,
                "roles": "",
                "name": last_first(actor.name),
                "email": f"{actor.name.lower().replace(' ', '.')}@{OWN_FIRM[0]}.example",
                "aliases": "",
            }
        )
    return rows


def merge_decisions(plan: Plan, actors: Sequence[Actor]) -> str:
    """The merge file after a person has looked at every proposal."""
    ids = {name: actor.id for name, actor in zip(plan.their_names, [a for a in actors if a.firm == 1], strict=True)}
    numbers = {name: their_id(place) for place, name in enumerate(plan.their_names)}
    pairs = [(name, name, "yes") for name in OTHER_ADDRESS]
    pairs += [(WRITTEN_TO_AT_IT, WRITTEN_TO_AT_IT, "yes"), (WRITTEN_TO_AT_IT, HAS_THE_MAILBOX, "no")]
    pairs += [("Weißenrain, Jörg", "Weißenrain, Jörn", "no"), ("Weißenrain, Jörn", "Weißenrain, Jörg", "no")]
    lines = [
        "# Decided by hand from the proposals of `alliancenet survey match`.",
        "format: alliancenet-merge/1",
        "pairs:",
    ]
    for ours, theirs, same in pairs:
        lines += [
            f'  - first: {{file: "people.csv", id: "{ids[ours]}"}}',
            f'    second: {{file: "{THEIR_FILE}", id: "{numbers[theirs]}"}}',
            f'    names: ["{our_spelling(ours)}", "{theirs}"]',
            f"    same: {same}",
        ]
    return "\n".join(lines) + "\n"
