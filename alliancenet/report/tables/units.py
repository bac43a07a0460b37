"""Contact expected and observed between the units of two firms, and who could be introduced."""

from collections.abc import Iterator

from alliancenet.language import marked, say, say_n
from alliancenet.model.audit import UnitContact, UnitKind, UnitState
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Row, Table
from alliancenet.report.tables.alliance import who

_KINDS = (marked("level", context="kind of unit"), marked("function", context="kind of unit"))
_STATES = (marked("in touch", context="contact"), marked("thin", context="contact"), marked("none", context="contact"))
_TONE = {UnitState.NONE: "red", UnitState.THIN: "amber", UnitState.IN_TOUCH: "green", UnitState.UNKNOWN: "withheld"}
_MARK = {UnitState.NONE: "▲", UnitState.THIN: "◆", UnitState.IN_TOUCH: "●", UnitState.UNKNOWN: "?"}


def matrices(view: AuditView) -> tuple[Table, ...]:
    """One matrix for every two firms and kind of unit: the first firm's units down, the other's across."""
    groups: dict[tuple[tuple[str, str], UnitKind], list[UnitContact]] = {}
    for cell in view.unit_contacts:
        groups.setdefault((cell.firms, cell.kind), []).append(cell)
    return tuple(_matrix(view, number, cells) for number, cells in enumerate(groups.values()))


def _matrix(view: AuditView, number: int, cells: list[UnitContact]) -> Table:
    kind, firms = cells[0].kind, [view.firm_name(firm) for firm in cells[0].firms]
    across = list(dict.fromkeys(cell.units[1] for cell in cells))
    sizes = {cell.units[1]: cell.people[1] for cell in cells}
    rows: dict[str, dict[str, UnitContact]] = {}
    for cell in cells:
        rows.setdefault(cell.units[0], {})[cell.units[1]] = cell
    return Table(
        name=f"units_{kind}_{number}",
        caption=say("By level: {down} down, {across} across", down=firms[0], across=firms[1])
        if kind is UnitKind.LEVEL
        else say("By function: {down} down, {across} across", down=firms[0], across=firms[1]),
        columns=(
            Column(key="unit", title=firms[0]),
            *(
                Column(key=f"unit_{place}", title=f"{words.unit(unit)} ({sizes[unit]})")
                for place, unit in enumerate(across)
            ),
        ),
        rows=tuple(_matrix_row(unit, [found.get(other) for other in across]) for unit, found in rows.items()),
    )


def _matrix_row(unit: str, cells: list[UnitContact | None]) -> Row:
    size = next(cell.people[0] for cell in cells if cell)
    head = Cell(text=words.unit(unit), detail=words.plural(size, "person", "people"))
    return (head, *(_cell(cell) if cell else Cell(text="withheld", tone="withheld") for cell in cells))


def _cell(cell: UnitContact) -> Cell:
    """Painted where contact is expected; what is only observed stays plain."""
    state = say("unknown") if cell.state is UnitState.UNKNOWN else say(cell.state.value, context="contact")
    if cell.in_touch is None:
        text, detail = state, say("expected") if cell.expected else ""
    else:
        text = (
            say("{ours} and {theirs} in touch", ours=cell.in_touch[0], theirs=cell.in_touch[1]) if cell.pairs else state
        )
        detail = "; ".join(_details(cell))
    tone = _TONE[cell.state] if cell.expected or cell.state is UnitState.UNKNOWN else ""
    return Cell(
        text=text,
        order=-1.0 if cell.pairs is None else float(cell.pairs),
        mark=_MARK[cell.state] if tone else "",
        tone=tone,
        detail=detail,
    )


def _details(cell: UnitContact) -> Iterator[str]:
    if cell.expected:
        yield say("expected")
    if cell.pairs:
        yield words.plural(cell.pairs, "pair")
    if cell.needed:
        yield say("{met} of {needed} work needs met", met=cell.met, needed=cell.needed)


def missing(view: AuditView) -> Table:
    """Units that should talk and hardly do, those without any contact first."""
    short = [cell for cell in view.unit_contacts if cell.expected and cell.state in {UnitState.NONE, UnitState.THIN}]
    short.sort(key=lambda cell: (cell.state is not UnitState.NONE, cell.kind, cell.units))
    return Table(
        name="units_missing",
        caption=say("Units that should talk and hardly do"),
        columns=(
            Column(key="first", title=say("Unit")),
            Column(key="second", title=say("And")),
            Column(key="kind", title=say("By")),
            Column(key="contact", title=say("Contact")),
            Column(key="why", title=say("Why it is expected"), width="wide"),
        ),
        rows=tuple(_missing_row(view, cell) for cell in short),
        empty=say("Wherever contact is expected and can be told, there is enough of it."),
    )


def _missing_row(view: AuditView, cell: UnitContact) -> Row:
    first, second = (
        Cell(text=f"{words.unit(unit)}, {view.firm_name(firm)}")
        for unit, firm in zip(cell.units, cell.firms, strict=True)
    )
    why = [say("they are counterparts")] if cell.units[0] == cell.units[1] else []
    if cell.needed:
        why.append(
            say_n(
                "{n} piece of work depends on it, {met} met",
                "{n} pieces of work depend on it, {met} met",
                cell.needed,
                met=cell.met,
            )
        )
    elif not why:
        why.append(say("work depends on it"))
    return (
        first,
        second,
        Cell(text=say(cell.kind.value, context="kind of unit")),
        _cell(cell),
        Cell(text="; ".join(why)),
    )


def introductions(view: AuditView) -> Table:
    """Pairs who could be introduced; a suggestion for people to judge."""
    return Table(
        name="introductions",
        caption=say("Who could be introduced; a suggestion, for people to judge"),
        columns=(
            Column(key="first", title=say("Person")),
            Column(key="second", title=say("And")),
            Column(key="why", title=say("Why"), width="wide"),
            Column(key="through", title=say("Could be introduced by")),
        ),
        rows=tuple(
            (
                who(view, introduction.people[0]),
                who(view, introduction.people[1]),
                Cell(text="; ".join(map(words.retold, introduction.reasons)), order=-float(len(introduction.reasons))),
                who(view, introduction.through)
                if introduction.through
                else Cell(text=say("nobody in touch with both"), tone="withheld"),
            )
            for introduction in view.introductions
        ),
        empty=say("Nobody is suggested.")
        if view.reader.knows_people
        else say("This reader sees groups, not single people; whoever manages the alliance sees names or pseudonyms."),
    )
