"""What a simulated change does, before and after; marked as a simulation wherever it is shown."""

from collections.abc import Collection, Iterable, Iterator

from alliancenet.model.catalogue import Unit
from alliancenet.privacy import AuditView, PersonView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Row, Table
from alliancenet.what_if import Contacts, Pair, RosterMember, Simulation, WhatIfMeasure, simulate

_TITLES = {
    "people": "People on the roster",
    "core_ties": "Core ties",
    "core_ties.across": "Core ties across firms",
    "core_participants": "Core participants",
    "people_across": "People with a contact across firms",
    "components": "Groups joined by contact",
    "redundancy": "Redundancy: departures that cut every core tie across",
    "counterpart_coverage": "Counterparts in touch",
}


def caveats(view: AuditView) -> tuple[str, ...]:
    """Say what the simulation takes for granted."""
    usual = (
        "A simulation: nobody takes over the ties of whoever leaves, and an introduction is taken to succeed.",
        "Counted on the ties on record: a pair nobody told about counts as without contact, so that “before” can "
        "differ from the overview where answers are missing.",
    )
    if view.limits.known:
        return usual
    return (*usual, "The audit does not say its limits; the simulation counts with the usual ones.")


def simulated(view: AuditView, leaves: Collection[str], introduced: Iterable[Pair]) -> Simulation:
    """Simulate a change of an audit's network; see `simulate`."""
    contact = {
        (min(tie.source, tie.target), max(tie.source, tie.target)): tie.value
        for tie in view.ties
        if tie.layer == "communication" and tie.value
    }
    contacts = Contacts(
        members=tuple(RosterMember(key=one.key, firm=one.firm, level=one.level) for one in view.people),
        contact=contact,
        core=frozenset((min(pair), max(pair)) for pair in view.core_ties),
        in_steps=view.wave.opens is not None,
    )
    return simulate(contacts, view.limits, leaves=leaves, introduced=introduced)


def measures(view: AuditView, found: Simulation) -> Table:
    """Each number before and after."""
    return Table(
        name="simulation",
        caption="Simulation: before and after",
        columns=(
            Column(key="measure", title="Measure"),
            Column(key="about", title="About"),
            Column(key="before", title="Before", is_number=True),
            Column(key="after", title="After", is_number=True),
            Column(key="change", title="Change", is_number=True),
        ),
        rows=tuple(_row(view, one) for one in found.measures),
    )


def _row(view: AuditView, one: WhatIfMeasure) -> Row:
    change = None if one.before is None or one.after is None else one.after - one.before
    firms = {firm.id: firm.name for firm in view.alliance.firms}
    return (
        Cell(text=_TITLES[one.name]),
        Cell(text=", ".join(firms.get(part, words.plain(part)) for part in one.about) or "whole alliance"),
        _number(one.before, one),
        _number(one.after, one),
        Cell(text=words.NONE, tone="withheld")
        if change is None
        else Cell(text=_signed(change, one), order=change, mark="▲" if change > 0 else "▼" if change < 0 else ""),
    )


def _number(value: float | None, one: WhatIfMeasure) -> Cell:
    if value is None:
        return Cell(text="nobody on one side", tone="withheld")
    return Cell(text=words.number(value, Unit.SHARE if one.is_share else Unit.PEOPLE), order=value)


def _signed(change: float, one: WhatIfMeasure) -> str:
    if abs(change) < 1e-9:
        return "the same"
    text = words.number(change, Unit.SHARE if one.is_share else Unit.PEOPLE)
    return f"+{text}" if change > 0 else text


def affected(view: AuditView, found: Simulation) -> Table:
    """People who stay and whose place changes; those who lose all contact first."""
    people = {one.key: one for one in view.people}
    rows = [
        _person_row(view, people[key], what)
        for keys, what in (
            (found.isolated, "is left without any contact"),
            (found.lost_bridge, "loses the last contact across"),
            (found.left_core, "leaves the core"),
            (found.gained_core, "joins the core"),
        )
        for key in keys
    ]
    return Table(
        name="affected",
        caption="Whose place changes",
        columns=(
            Column(key="person", title="Person"),
            Column(key="unit", title="Where"),
            Column(key="what", title="What changes", width="wide"),
        ),
        rows=tuple(rows),
        empty="Nobody who stays loses or gains a place.",
    )


def _person_row(view: AuditView, one: PersonView, what: str) -> Row:
    where = ", ".join(_where(view, one))
    return (Cell(text=one.label), Cell(text=where), Cell(text=what))


def _where(view: AuditView, one: PersonView) -> Iterator[str]:
    yield view.firm_name(one.firm)
    if one.level:
        yield words.plain(one.level)
