"""What a simulated change does, before and after; marked as a simulation wherever it is shown."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from alliancenet.cure import Cure, cheapest_cure
from alliancenet.language import digits, marked, say, say_n
from alliancenet.model.catalogue import Unit
from alliancenet.privacy import AuditView, PersonView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Row, Table
from alliancenet.report.tables.alliance import called
from alliancenet.what_if import Contacts, Pair, RosterMember, Simulation, WhatIfMeasure, simulate

_TITLES = {
    "people": marked("People on the roster"),
    "core_ties": marked("Core ties"),
    "core_ties.across": marked("Core ties across firms"),
    "core_participants": marked("Core participants"),
    "people_across": marked("People with a contact across firms"),
    "components": marked("Groups joined by contact"),
    "redundancy": marked("Redundancy: departures that cut every core tie across"),
    "counterpart_coverage": marked("Counterparts in touch"),
}


def caveats(view: AuditView) -> tuple[str, ...]:
    """Say what the simulation takes for granted."""
    usual = (
        say("A simulation: nobody takes over the ties of whoever leaves, and an introduction is taken to succeed."),
        say(
            "Counted on the ties on record: a pair nobody told about counts as without contact, so "
            "that “before” can differ from the overview where answers are missing."
        ),
    )
    if view.limits.known:
        return usual
    return (*usual, say("The audit does not say its limits; the simulation counts with the usual ones."))


def simulated(view: AuditView, leaves: Collection[str], introduced: Iterable[Pair]) -> Simulation:
    """Simulate a change of an audit's network; see `simulate`."""
    return simulate(contacts_of(view), view.limits, leaves=leaves, introduced=introduced)


def contacts_of(view: AuditView) -> Contacts:
    """Who is in touch, as far as this reader may know."""
    contact = {
        (min(tie.source, tie.target), max(tie.source, tie.target)): tie.value
        for tie in view.ties
        if tie.layer == "communication" and tie.value
    }
    return Contacts(
        members=tuple(RosterMember(key=person.key, firm=person.firm, level=person.level) for person in view.people),
        contact=contact,
        core=frozenset((min(pair), max(pair)) for pair in view.core_ties),
        in_steps=view.wave.opens is not None,
    )


_MOST_TRIES = 3


def question(view: AuditView) -> str:
    """What the page asks before anything is simulated."""
    across = sum(bool(person.cross_firm_core_ties) for person in view.people)
    if not across:
        return say("Who would be missed if they left?")
    return say_n(
        "The core ties across the firms run through {n} person: who would be missed?",
        "The core ties across the firms run through {n} people: who would be missed?",
        across,
        n=words.counted(across),
    )


def worth_trying(view: AuditView) -> tuple[PersonView, ...]:
    """People whom most core ties across run through, those with the most first."""
    known = [person for person in view.people if person.key and person.cross_firm_core_ties]
    return tuple(sorted(known, key=lambda one: (-(one.cross_firm_core_ties or 0), one.label))[:_MOST_TRIES])


def answer(view: AuditView, found: Simulation, leaves: Sequence[PersonView], introduced: Sequence[PersonView]) -> str:
    """What becomes of the core ties across the firms, in one sentence."""
    across = next(measure for measure in found.measures if measure.name == "core_ties.across")
    what = []
    if leaves:
        names = words.listed([called(view, person.label) for person in leaves])
        what.append(say_n("{names} leaves", "{names} leave", len(leaves), names=names))
    if introduced:
        first, second = (called(view, person.label) for person in introduced)
        what.append(say("{first} and {second} are introduced", first=first, second=second))
    before, after = int(across.before or 0), int(across.after or 0)
    told = (
        say("the number of core ties across the firms stays {n}", n=words.counted(before))
        if before == after
        else say(
            "core ties across the firms go from {before} to {after}",
            before=words.counted(before),
            after=words.counted(after),
        )
    )
    return words.sentence(say("if {what}, {told}", what="; ".join(what), told=told))


def cure_of(view: AuditView, leaves: Collection[str]) -> Cure:
    """The fewest introductions that make good what a departure breaks; see `cheapest_cure`."""
    return cheapest_cure(contacts_of(view), view.limits, leaves=leaves)


def cure_sentence(found: Cure) -> str:
    """How many introductions restore what was, and whether that is proved."""
    tried = say_n(
        "{n} pair across the firms was open",
        "{n} pairs across the firms were open",
        found.candidates,
        n=digits(f"{found.candidates:,}"),
    )
    if found.introduced == ():
        return say("Nothing has to be restored: redundancy and counterparts stay as they were.")
    if found.introduced is None:
        reached = (
            say("No set of introductions restores what was")
            if found.is_infeasible
            else say("No cure was found in time")
        )
        return say("{reached}; {tried}. Solver: {status}", reached=reached, tried=tried, status=found.status)
    start = words.capital(
        say_n(
            "{n} introduction restores redundancy and counterparts to what they were",
            "{n} introductions restore redundancy and counterparts to what they were",
            len(found.introduced),
            n=words.counted(len(found.introduced)),
        )
    )
    if found.is_proved:
        pairs = say_n(
            "{n} pair across the firms",
            "{n} pairs across the firms",
            found.candidates,
            n=digits(f"{found.candidates:,}"),
        )
        return say("{start}; fewer cannot: proved over {pairs}.", start=start, pairs=pairs)
    return say(
        "{start}; at least {bound} are needed, and the search was stopped in between; {tried}.",
        start=start,
        bound=words.counted(found.bound),
        tried=tried,
    )


def cure_table(view: AuditView, found: Cure) -> Table:
    """Whom to introduce to whom."""
    people = {person.key: person for person in view.people}
    pairs = [(people[one], people[other]) for one, other in found.introduced or ()]
    return Table(
        name="cure",
        caption=say("The cheapest cure"),
        columns=(
            Column(key="first", title=say("Introduce")),
            Column(key="where_first", title=say("Where")),
            Column(key="second", title=say("to", context="introduce")),
            Column(key="where_second", title=say("Where")),
        ),
        rows=tuple(
            tuple(Cell(text=text) for person in pair for text in (person.label, ", ".join(_where(view, person))))
            for pair in pairs
        ),
        empty=say("No introduction is needed, or none helps."),
    )


def measures(view: AuditView, found: Simulation) -> Table:
    """Each number before and after."""
    return Table(
        name="simulation",
        caption=say("Simulation: before and after"),
        columns=(
            Column(key="measure", title=say("Measure")),
            Column(key="about", title=say("About")),
            Column(key="before", title=say("Before"), is_number=True),
            Column(key="after", title=say("After"), is_number=True),
            Column(key="change", title=say("Change"), is_number=True),
        ),
        rows=tuple(_row(view, measure) for measure in found.measures),
    )


def _row(view: AuditView, one: WhatIfMeasure) -> Row:
    change = None if one.before is None or one.after is None else one.after - one.before
    firms = {firm.id: firm.name for firm in view.alliance.firms}
    return (
        Cell(text=say(_TITLES[one.name])),
        Cell(text=", ".join(firms.get(part, words.unit(part)) for part in one.about) or say("whole alliance")),
        _number(one.before, one),
        _number(one.after, one),
        Cell(text=words.NONE, tone="withheld") if change is None else Cell(text=_change(change, one), order=change),
    )


def _number(value: float | None, one: WhatIfMeasure) -> Cell:
    if value is None:
        return Cell(text=say("nobody on one side"), tone="withheld")
    return Cell(text=words.number(value, Unit.SHARE if one.is_share else Unit.PEOPLE), order=value)


def _change(change: float, one: WhatIfMeasure) -> str:
    if abs(change) < 1e-9:
        return say("the same")
    return words.signed(change, Unit.SHARE if one.is_share else Unit.PEOPLE)


def affected(view: AuditView, found: Simulation) -> Table:
    """People who stay and whose place changes; those who lose all contact first."""
    people = {person.key: person for person in view.people}
    rows = [
        _person_row(view, people[key], what)
        for keys, what in (
            (found.isolated, say("is left without any contact")),
            (found.lost_bridge, say("loses the last contact across")),
            (found.left_core, say("leaves the core")),
            (found.gained_core, say("joins the core")),
        )
        for key in keys
    ]
    return Table(
        name="affected",
        caption=say("Whose place changes"),
        columns=(
            Column(key="person", title=say("Person")),
            Column(key="unit", title=say("Where")),
            Column(key="what", title=say("What changes"), width="wide"),
        ),
        rows=tuple(rows),
        empty=say("Nobody who stays loses or gains a place."),
    )


def _person_row(view: AuditView, one: PersonView, what: str) -> Row:
    where = ", ".join(_where(view, one))
    return (Cell(text=one.label), Cell(text=where), Cell(text=what))


def _where(view: AuditView, one: PersonView) -> Iterator[str]:
    yield view.firm_name(one.firm)
    if one.level:
        yield words.unit(one.level)
    if one.function:
        yield words.plain(one.function)
