"""Staffing as HR reads it: the sentence, what rests on single roles, where counterparts are missing, time promised."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alliancenet.language import digits, in_percent, marked, say, say_n
from alliancenet.model.audit import UnitKind, UnitState
from alliancenet.privacy import AuditView
from alliancenet.privacy.staffing import Departure, RestsOn, StaffGroup, StaffingView
from alliancenet.report import words
from alliancenet.report.clauses import TEAMS, team
from alliancenet.report.headlines import has_thin_bridge
from alliancenet.report.standing import Standing
from alliancenet.report.table import Cell, Column, Row, Table

WIDTH, HEIGHT = 440, 170
_GAP = {
    UnitState.NONE: (marked("none", context="contact"), "red"),
    UnitState.THIN: (marked("thin", context="contact"), "amber"),
    UnitState.IN_TOUCH: ("·", ""),
}
_SECOND = {"none": (marked("no second"), Standing.ACT), "named": (marked("second named"), Standing.ON_TRACK)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRow:
    """One thing that would break, and the alliances in which it rests on few."""

    what: str
    on: str
    second: str
    standing: Standing
    places: tuple[RestsOn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTile:
    """A number, of what, and what stands behind it."""

    what: str
    number: str
    standing: Standing
    behind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadBar:
    """One class of a distribution, in pixels."""

    x: float
    y: float
    width: float
    height: float
    title: str
    count: str
    is_over: bool


def heading(view: StaffingView, gaps: Table, newest: Sequence[AuditView]) -> str:
    """What HR should know first, on the first page as on the page of staffing: roles, bridges, counterparts.

    Parameters
    ----------
    newest : newest audit of each alliance.
    """
    alone = {rest.alliance for rest in view.rests if rest.people == 1 and rest.second == "none"}
    thin = [audit.alliance.name for audit in newest if has_thin_bridge(audit)]
    parts = []
    if alone:
        parts.append(
            say_n(
                "{n} alliance has a key role without a second",
                "{n} alliances have a key role without a second",
                len(alone),
                n=words.counted(len(alone)),
            )
        )
    if thin:
        parts.append(
            say_n(
                "the bridge of {name} rests on too few people",
                "the bridges of {n} alliances rest on too few people",
                len(thin),
                n=words.counted(len(thin)),
                name=words.short(thin[0]),
            )
        )
    missing = [
        (row[0].text, gaps.columns[place].title)
        for row in gaps.rows
        for place, cell in _cells(row)
        if cell.tone == "red"
    ]
    if missing:
        unit, alliance = missing[0]
        levels = {words.capital(words.unit(level)): team(level) for level in TEAMS}
        told = say_n(
            "{unit} has no counterpart in touch in {alliance}",
            "{unit} have no counterpart in touch in {alliance}",
            2 if unit in levels else 1,
            unit=levels.get(unit, unit),
            alliance=alliance,
        )
        if len(missing) > 1:
            told = say(
                "{clause}, nor have {count} more units elsewhere", clause=told, count=words.counted(len(missing) - 1)
            )
        parts.append(told)
    if not parts:
        return say(
            "Every key role has a second, every bridge rests on enough people, every unit has a counterpart in touch."
        )
    return words.sentence(words.listed(parts))


def _cells(row: Row) -> Iterator[tuple[int, Cell]]:
    return ((place, cell) for place, cell in enumerate(row) if place)


def tiles(view: StaffingView, gaps: Table) -> tuple[StaffTile, ...]:
    """At most four."""
    alone = [rest for rest in view.rests if rest.people == 1 and rest.second == "none"]
    few = say("fewer than {smallest}", smallest=view.smallest)
    tones = Counter(cell.tone for row in gaps.rows for _, cell in _cells(row))
    told = tones.total() - tones["withheld"]
    return (
        StaffTile(
            what=say("Key roles without a second"),
            number=str(len(alone)),
            standing=Standing.ACT if alone else Standing.ON_TRACK,
            behind=say(
                "in {alliances}, by the roster",
                alliances=words.plural(len({rest.alliance for rest in alone}), "alliance"),
            ),
        ),
        StaffTile(
            what=say("Promised more than all their time"),
            number=few if view.over is None else str(view.over) if view.time else words.NONE,
            standing=Standing.WATCH if view.over != 0 else Standing.ON_TRACK if view.time else Standing.NOT_MEASURED,
            behind=say("of {persons} of our firm", persons=words.plural(view.people, "person", "people"))
            if view.time
            else say("no share of time is on record"),
        ),
        StaffTile(
            what=say("Leaving within six months"),
            number=few if view.leaving is None else str(view.leaving),
            standing=Standing.WATCH if view.leaving != 0 else Standing.ON_TRACK,
            behind=say("by the roster and the memberships"),
        ),
        StaffTile(
            what=say("Counterparts missing"),
            number=str(tones["red"]) if told else words.NONE,
            standing=_of_counterparts(tones["red"], tones["amber"], told),
            behind=say("of {told} pairs of units without contact; {thin} with little", told=told, thin=tones["amber"])
            if told
            else say("every unit is too small to be told of, or not known"),
        ),
    )


def _of_counterparts(missing: int, thin: int, told: int) -> Standing:
    if not told:
        return Standing.NOT_MEASURED
    return Standing.ACT if missing else Standing.WATCH if thin else Standing.ON_TRACK


def rests(view: StaffingView) -> tuple[RestRow, ...]:
    """What rests on few, the fewest without a second first; the same in several alliances is one row."""
    groups: dict[tuple[str, str, str], list[RestsOn]] = defaultdict(list)
    for rest in view.rests:
        groups[rest.what, rest.on, rest.second].append(rest)
    rows = []
    for (what, on, second), places in groups.items():
        most = max(place.people for place in places)
        count = words.plural(most, "role")
        title, standing = _SECOND.get(second, ("", Standing.WATCH))
        state = say(title) if title else ""
        rows.append(
            RestRow(
                what=words.capital(words.retold(what)),
                on=f"{count}{': ' if on and not on.startswith(('of ', 'in ')) else ' '}{words.retold(on)}".strip(),
                second=state or (say("fewer than its tier asks for") if most > 1 else say("nobody else")),
                standing=standing if state else Standing.WATCH,
                places=tuple(sorted(places, key=lambda one: (one.leaves is None, one.name))),
            )
        )
    return tuple(
        sorted(
            rows,
            key=lambda row: (min(place.people for place in row.places) > 1, row.second != say("no second"), row.what),
        )
    )


def rests_table(view: StaffingView) -> Table:
    """Every key role with its second, its end and, where it may be read, its holder."""
    return Table(
        name="rests",
        caption=say("What rests on few, and succession"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="what", title=say("What would break"), width="wide"),
            Column(key="on", title=say("It rests on")),
            Column(key="people", title=say("Roles"), is_number=True),
            Column(key="second", title=say("Second")),
            Column(key="leaves", title=say("Leaves"), width="nowrap"),
            Column(key="who", title=say("Who")),
        ),
        rows=tuple(
            (
                Cell(text=words.short(rest.name), target=("alliance", rest.alliance, rest.wave)),
                Cell(text=words.retold(rest.what)),
                Cell(text=words.retold(rest.on) if rest.on else say("one person")),
                Cell(text=str(rest.people), order=float(rest.people)),
                Cell(
                    text=say(_SECOND[rest.second][0]) if rest.second else words.NONE,
                    tone="amber" if rest.second == "none" else "",
                ),
                Cell(text=words.table_day(rest.leaves) if rest.leaves else words.NONE),
                Cell(text=", ".join(rest.names)) if rest.names else Cell(text=say("not named"), tone="withheld"),
            )
            for rest in view.rests
        ),
        empty=say("Nothing rests on a single role."),
    )


def gaps(audits: Sequence[AuditView]) -> Table:
    """Levels and functions of our side against alliances: is the counterpart unit of the partner in touch.

    Parameters
    ----------
    audits : newest audit of each alliance, with units.
    """
    cells: dict[tuple[UnitKind, str], dict[str, UnitState]] = defaultdict(dict)
    for audit in audits:
        own = {firm.id for firm in audit.alliance.firms if firm.own}
        for contact in audit.unit_contacts:
            if contact.units[0] == contact.units[1] and own & set(contact.firms):
                known = cells[contact.kind, contact.units[0]]
                known[audit.alliance.id] = max(
                    known.get(audit.alliance.id, contact.state), contact.state, key=_WORST.index
                )
    ranked = sorted(cells, key=lambda unit: (unit[0] is UnitKind.FUNCTION, -_badness(cells[unit].values()), unit[1]))
    return Table(
        name="gaps",
        caption=say(
            "Is the counterpart in touch? Levels and functions of both sides; units of too few people stay untold"
        ),
        columns=(
            Column(key="unit", title=say("Unit")),
            *(Column(key=audit.alliance.id, title=words.short(audit.alliance.name)) for audit in audits),
        ),
        rows=tuple(
            (
                Cell(text=words.capital(words.unit(unit))),
                *(_gap_cell(audit, cells[kind, unit].get(audit.alliance.id)) for audit in audits),
            )
            for kind, unit in ranked
        ),
        empty=say("No unit of both firms is large enough to be told of, or contact was not asked."),
    )


MOST_COLUMNS = 9
_TONES = {"red": 2, "amber": 1}


def drawn(table: Table) -> tuple[Table, int]:
    """The gaps as they fit a page: alliances that are told of, worst first where they are too many; how many are not.

    Parameters
    ----------
    table : of `gaps`.
    """
    told = [place for place in range(1, len(table.columns)) if any(row[place].text != words.NONE for row in table.rows)]
    if len(told) > MOST_COLUMNS:
        worst = sorted(told, key=lambda place: -sum(_TONES.get(row[place].tone, 0) for row in table.rows))
        told = sorted(worst[:MOST_COLUMNS])
    kept = {table.columns[0].key, *(table.columns[place].key for place in told)}
    others = [column.key for column in table.columns if column.key not in kept]
    return table.without(*others), len(others)


_WORST = (UnitState.UNKNOWN, UnitState.IN_TOUCH, UnitState.THIN, UnitState.NONE)


def _badness(states: Iterable[UnitState]) -> int:
    """How much is missing over the alliances, to put the worst unit first."""
    return sum(_WORST.index(state) - 1 for state in states if state is not UnitState.UNKNOWN)


def _gap_cell(audit: AuditView, state: UnitState | None) -> Cell:
    text, tone = _GAP.get(state, (words.NONE, "withheld")) if state else (words.NONE, "withheld")
    text = say(text, context="contact") if tone in {"red", "amber"} else text
    return Cell(
        text=text, tone=tone, target=("alliance", audit.alliance.id, audit.wave.id) if tone in {"red", "amber"} else ()
    )


def class_of(group: StaffGroup) -> str:
    """A class of a distribution: "50–74", "126 and more"."""
    return words.retold(group.title) if group.title.endswith(" more") else group.title


def bars(groups: Sequence[StaffGroup]) -> tuple[LoadBar, ...]:
    """A distribution as bars, those over the limit marked."""
    most = max((group.people or 0 for group in groups), default=0) or 1
    width = WIDTH / max(1, len(groups))
    return tuple(
        LoadBar(
            x=round(place * width + 6, 1),
            y=round(HEIGHT - 24 - 120 * (group.people or 0) / most, 1),
            width=round(width - 12, 1),
            height=round(120 * (group.people or 0) / most, 1),
            title=group.title.replace(" and more", "+"),
            count=say("too few to tell") if group.people is None else f"{group.people:,}",
            is_over=group.is_over,
        )
        for place, group in enumerate(groups)
    )


def distribution(name: str, caption: str, title: str, groups: Sequence[StaffGroup]) -> Table:
    """A distribution as a table."""
    return Table(
        name=name,
        caption=caption,
        columns=(Column(key="class", title=title), Column(key="people", title=say("People"), is_number=True)),
        rows=tuple(
            (
                Cell(text=class_of(group)),
                Cell(text=say("too few to tell"), tone="withheld")
                if group.people is None
                else Cell(text=str(group.people), order=float(group.people)),
            )
            for group in groups
        ),
        empty=say("Nothing is on record."),
    )


def departure_sentences(found: Departure) -> tuple[str, ...]:
    """What breaks and what the cheapest cure is, in sentences without a person."""
    told = []
    for pair, before, now in found.bridge:
        firms = words.about(pair)
        if now < before:
            rest = say("nobody: the bridge is gone") if now == 0 else words.plural(now, "person", "people")
            told.append(
                say(
                    "The bridge between {firms} rested on {persons}, then on {rest}.",
                    firms=firms,
                    persons=words.plural(before, "person", "people"),
                    rest=rest,
                )
            )
        else:
            told.append(
                say(
                    "The bridge between {firms} rests on {persons} as before.",
                    firms=firms,
                    persons=words.plural(now, "person", "people"),
                )
            )
    told += [
        say(
            "Of the counterparts at {level} level, {before} are in touch, then {now}.",
            level=words.unit(level),
            before=in_percent(before),
            now=in_percent(now),
        )
        for level, before, now in found.coverage
    ]
    if found.introductions is None:
        told.append(
            say(
                "No cure was found among {candidates} pairs across the firms.",
                candidates=digits(f"{found.candidates:,}"),
            )
        )
    elif found.introductions == 0:
        told.append(say("Nothing has to be restored."))
    else:
        proof = (
            say("proved the fewest over {candidates} pairs", candidates=digits(f"{found.candidates:,}"))
            if found.is_proved
            else say("perhaps not the fewest")
        )
        told.append(
            say(
                "The cheapest cure: {introductions} across the firms, {proof}.",
                introductions=words.plural(found.introductions, "introduction"),
                proof=proof,
            )
        )
    return tuple(told)
