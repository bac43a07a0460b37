"""People of an edge list: `id`, a column that says the firm, and attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.files.folding import spellings
from alliancenet.files.table import CsvTable
from alliancenet.files.yes_no import said
from alliancenet.graph.rows import doubtful_groups, joined_spellings
from alliancenet.graph.spelling import one_spelling
from alliancenet.model.audit import ParticipantRole
from alliancenet.model.register import (
    Alliance,
    AllianceId,
    Level,
    Membership,
    Organisation,
    OrganisationId,
    Person,
    PersonId,
    Register,
)
from alliancenet.sources.cells import ANY_ID
from alliancenet.sources.checks import counted, listed, warning

ALLIANCE = AllianceId("alliance")
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgePeople:
    """Who there is, as an edge list's people file tells it.

    Parameters
    ----------
    register : one alliance of all firms found; everybody is a member.
    ids : people with a firm, sorted.
    left_out : people without a firm.
    responded : bool array (n_people,).
    assumptions : what had to be assumed, in sentences.
    """

    register: Register
    ids: tuple[PersonId, ...]
    left_out: frozenset[str]
    responded: BoolArray
    assumptions: tuple[str, ...]


def people_of(
    table: CsvTable, *, firm: str, level: str | None, own: str | None, problems: list[Problem]
) -> EdgePeople | None:
    """People and firms of an edge list, or None with problems added.

    Parameters
    ----------
    table : one row per person, columns `id` and `firm` at least; `name` and `responded` are read.
    firm : column that names each person's firm.
    level : column that names each person's level; without it a column `level` is used when it
        holds nothing but the levels the rules know.
    own : the firm that runs the audit, or None.
    """
    before = len(problems)
    problems.extend(_id_faults(table))
    firms_as_one = one_spelling(np.array(table.column(firm), dtype=object))
    if firms_as_one.joined:
        problems.append(joined_spellings(table.file, firm, firms_as_one.joined))
    firm_of = dict(zip(table.column("id"), firms_as_one.words.tolist(), strict=True))
    firms = sorted({name for name in firm_of.values() if name})
    problems.extend(_firm_faults(table, firm, firms, own))
    problems.extend(doubtful_groups(table.file, firm, firms))
    responded = _responded(table, problems)
    if any(problem.fatal for problem in problems[before:]):
        return None
    left_out = frozenset(person for person, name in firm_of.items() if not name)
    ids = tuple(sorted(PersonId(person) for person in firm_of if person not in left_out))
    levels, level_words = _levels(table, level)
    names = dict(zip(table.column("id"), table.column("name"), strict=True))
    people = {
        person: Person(
            id=person,
            organisation=OrganisationId(firm_of[person]),
            level=levels.get(person, ""),
            name=names[person],
        )
        for person in ids
    }
    if left_out:
        problems.append(_left_out(table, firm, left_out))
    return EdgePeople(
        register=_register(people, firms, own),
        ids=ids,
        left_out=left_out,
        responded=np.array([responded.get(person, True) for person in ids], dtype=bool),
        assumptions=(*_answered_words(table, responded), *level_words, *_own_words(firms, own)),
    )


def _id_faults(table: CsvTable) -> list[Problem]:
    first: dict[str, int] = {}
    faults = []
    for row, person in zip(table.frame.index, table.column("id"), strict=True):
        if not person:
            faults.append(table.problem(int(row), "id", "the cell is empty", "every person needs an id"))
        elif not ANY_ID.fullmatch(person):
            needed = "an id of at most 80 characters without |"
            faults.append(table.problem(int(row), "id", shown(person), needed))
        elif person in first:
            faults.append(
                table.problem(
                    int(row),
                    "id",
                    f"{shown(person)} stands already in row {first[person]}",
                    "each person once",
                    "remove one of the rows or correct the id",
                )
            )
        first.setdefault(person, int(row))
    faults += [
        _column_fault(
            table,
            "id",
            f"{' and '.join(map(shown, same))} differ only in case, spaces or unseen signs",
            "one row for one person, ids that differ visibly for two",
        )
        for same in spellings(filter(None, table.column("id")))
    ]
    return listed(faults)


def _firm_faults(table: CsvTable, column: str, firms: list[str], own: str | None) -> list[Problem]:
    others = ", ".join(str(name) for name in table.frame.columns if name not in {"id", column}) or "none"
    action = f"choose another column with --firm (columns there: {others})"
    if not firms:
        return [_column_fault(table, column, "nobody has a firm", "the firm of each person", action)]
    faults = [
        _column_fault(table, column, shown(firm), "a firm's name of at most 80 characters without |")
        for firm in firms
        if not ANY_ID.fullmatch(firm)
    ]
    if len(firms) == 1:
        found = f"everybody belongs to '{firms[0]}'"
        faults.append(_column_fault(table, column, found, "an alliance has at least two firms", action))
    if own is not None and own not in firms:
        known = ", ".join(firms[:_MOST_NAMED])
        faults.append(_column_fault(table, column, f"nobody belongs to '{own}'", f"one of the firms found: {known}"))
    return listed(faults)


def _column_fault(table: CsvTable, column: str, found: str, needed: str, action: str = "") -> Problem:
    return Problem(file=table.file, key=column, found=found, needed=needed, action=action)


def _responded(table: CsvTable, problems: list[Problem]) -> Mapping[str, bool]:
    if "responded" not in table.frame.columns:
        return _known_by_our_export(table)
    answered: dict[str, bool] = {}
    faults = []
    rows = zip(table.frame.index, table.column("id"), table.column("responded"), strict=True)
    for row, person, cell in rows:
        if (answer := said(cell)) is not None:
            answered[person] = answer
        else:
            faults.append(table.problem(int(row), "responded", shown(cell), "yes or no is needed"))
    problems.extend(listed(faults))
    return answered


def _known_by_our_export(table: CsvTable) -> Mapping[str, bool]:
    """In our own file of people, whose place in the network is unknown did not answer."""
    if not {"role", "spanner", "core_ties"} <= set(table.frame.columns):
        return {}
    return {
        person: role != ParticipantRole.UNKNOWN
        for person, role in zip(table.column("id"), table.column("role"), strict=True)
    }


def _levels(table: CsvTable, column: str | None) -> tuple[dict[str, str], tuple[str, ...]]:
    chosen = column or "level"
    levels = dict(zip(table.column("id"), table.column(chosen), strict=True))
    foreign = sorted({label for label in levels.values() if label} - set(Level))
    if not foreign:
        return levels, ()
    if column is None:
        return {}, ()
    words = (
        f"Levels are the labels of column '{column}' as they stand ({', '.join(foreign[:_MOST_NAMED])}"
        f"{' …' if len(foreign) > _MOST_NAMED else ''}); what the rules ask of senior people, project"
        " leaders and operating people is not asked of them."
    )
    return levels, (words,)


def _answered_words(table: CsvTable, responded: Mapping[str, bool]) -> tuple[str, ...]:
    if not responded:
        return (f"Everybody is taken to have answered: {table.file} has no column 'responded'.",)
    silent = sum(not answered for answered in responded.values())
    return (f"{counted(silent, 'person', 'people')} did not answer, by the column 'responded'.",)


def _own_words(firms: list[str], own: str | None) -> tuple[str, ...]:
    if own is not None:
        return ()
    return (f"The own firm is not stated; '{firms[0]}' comes first by name only.",)


def _left_out(table: CsvTable, firm: str, left_out: frozenset[str]) -> Problem:
    some = ", ".join(sorted(left_out)[:_MOST_NAMED])
    without = counted(len(left_out), "person without a firm was", "people without a firm were")
    return warning(
        table.file,
        f"{without} left out ({some}{' …' if len(left_out) > _MOST_NAMED else ''})",
        "a firm for everybody who belongs to the alliance",
        "fill in the cells",
        key=firm,
    )


def _register(people: Mapping[PersonId, Person], firms: list[str], own: str | None) -> Register:
    ordered = sorted(firms, key=lambda name: (name != own, name))
    ids = tuple(OrganisationId(name) for name in ordered)
    named = " – ".join(ordered) if len(ordered) <= _MOST_NAMED else f"{len(ordered)} firms"
    return Register(
        organisations={firm: Organisation(id=firm, name=firm, own=firm == own) for firm in ids},
        people=people,
        alliances={ALLIANCE: Alliance(id=ALLIANCE, name=named, organisations=ids)},
        memberships=tuple(Membership(person=person, alliance=ALLIANCE) for person in people),
        kept=frozenset(),
    )
