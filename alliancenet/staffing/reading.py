"""staffing/*.csv of a project: positions, candidates, consents. Rows of people who did not agree are not read."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.table import read_table
from alliancenet.model.register import AllianceId, Level, OrganisationId, PersonId, Register
from alliancenet.model.staffing import STYLES, Candidate, Purpose, StaffingPosition, StaffingRecords, StaffingStage
from alliancenet.sources.cells import Cells, read_rows
from alliancenet.sources.checks import stop_at_faults, warning

FOLDER = "staffing"
POSITIONS, CANDIDATES, CONSENTS = (f"{FOLDER}/{name}.csv" for name in ("positions", "candidates", "consents"))
_POSITION = ("position", "alliance", "stage", "time_needed")
_POSITION_MORE = ("title", "level", "counterparts", "languages", "pair", "open_from")
_CANDIDATE = ("person",)
_CANDIDATE_MORE = ("languages", "free_time", "conflicts", "line_manager", "would_leave", "manager_agrees")
NEED, HAVE, MANAGER = "need_", "have_", "manager_"


def has_staffing(project: Path) -> bool:
    """Whether a project folder holds a file of staffing."""
    return any((project / name).is_file() for name in (POSITIONS, CANDIDATES, CONSENTS))


def read_staffing(project: Path, register: Register, day: date) -> tuple[StaffingRecords, tuple[Problem, ...]]:
    """Read `staffing/` of a project folder.

    Parameters
    ----------
    project : the project folder.
    register : people, alliances and memberships.
    day : on which consent must hold.

    Returns
    -------
    The records, and counted warnings.

    Raises
    ------
    InputError
        With every fault of every file when one of them is fatal.
    """
    problems: list[Problem] = []
    for name in (POSITIONS, CANDIDATES, CONSENTS):
        if not (project / name).is_file():
            found = "the file is missing" if (project / FOLDER).is_dir() else "there is no such folder"
            action = "`alliancenet help staffing` describes it"
            problems.append(Problem(file=name, found=found, needed="the file", action=action))
    if problems:
        raise InputError(problems)
    positions = tuple(_positions(project, register, problems))
    agreed = _consents(project, register, day, problems)
    candidates, left_out = _candidates(project, register, agreed, day, problems)
    problems.extend(_about_skills(positions, candidates))
    problems.extend(
        warning(f"{FOLDER}/{path.name}", "the file was not read", "nothing, if that is meant", "check its name")
        for path in sorted((project / FOLDER).glob("*.csv"))
        if f"{FOLDER}/{path.name}" not in {POSITIONS, CANDIDATES, CONSENTS}
    )
    stop_at_faults(problems)
    records = StaffingRecords(positions=positions, candidates=candidates, not_agreed=left_out)
    return records, tuple(problems)


def _rows(
    project: Path,
    name: str,
    problems: list[Problem],
    required: Sequence[str],
    optional: Sequence[str],
    prefixes: Sequence[str] = (),
) -> Iterator[tuple[Cells, tuple[str, ...]]]:
    """Rows of a file, with its columns of skills: those whose names begin with one of the prefixes."""
    table = read_table(project / name, [], required=required, known=optional, name=name, may_be_empty=True)
    columns = () if table is None else map(str, table.frame.columns)
    skills = tuple(
        column for column in columns if column.lower().startswith(tuple(prefixes)) and column not in optional
    )
    known = (*optional, *skills)
    for cells in read_rows(project / name, name, problems, required=required, optional=known, may_be_empty=True):
        yield cells, skills


def _skills(cells: Cells, columns: Sequence[str], prefix: str) -> dict[str, float]:
    found = {}
    for column in columns:
        value = cells.number(column, 0, 4) if column.lower().startswith(prefix) else None
        if value is not None:
            found[column.lower().removeprefix(prefix)] = value
    return found


def _styles(cells: Cells) -> dict[str, float]:
    answers = {item: cells.number(item, 1, 5) for item in STYLES}
    return {item: step for item, step in answers.items() if step is not None}


def _positions(project: Path, register: Register, problems: list[Problem]) -> Iterator[StaffingPosition]:
    seen: set[str] = set()
    optional = (*_POSITION_MORE, *STYLES)
    for cells, columns in _rows(project, POSITIONS, problems, _POSITION, optional, (NEED,)):
        name = cells.id("position", seen)
        alliance = cells.known("alliance", register.alliances, "alliances.yaml")
        stage = cells.one_of("stage", tuple(StaffingStage))
        if not cells.text("stage"):
            cells.fault("stage", "the cell is empty", f"one of: {', '.join(StaffingStage)}")
        time = cells.number("time_needed", 0, 1)
        if not cells.text("time_needed"):
            cells.fault("time_needed", "the cell is empty", "a share of working time from 0 to 1")
        level = cells.one_of("level", list(Level))
        counterparts = _counterparts(cells, register, alliance)
        needs, style, opens = _skills(cells, columns, NEED), _styles(cells), cells.day("open_from")
        if name is None:
            continue
        seen.add(name)
        if alliance is None or not stage or time is None:
            continue
        yield StaffingPosition(
            id=name,
            title=cells.text("title") or name,
            alliance=alliance,
            stage=StaffingStage(stage),
            level=level,
            counterparts=counterparts,
            languages=_codes(cells),
            time_needed=time,
            needs={skill: step for skill, step in needs.items() if step > 0},
            style=style,
            pair=cells.text("pair"),
            open_from=opens,
        )


def _codes(cells: Cells) -> tuple[str, ...]:
    """Codes of languages, in small letters."""
    return tuple(dict.fromkeys(word.lower() for word in cells.words("languages")))


def _counterparts(cells: Cells, register: Register, alliance: AllianceId | None) -> tuple[PersonId, ...]:
    """People of the partners of the alliance."""
    if not cells.text("counterparts"):
        return ()
    named = cells.all_known("counterparts", register.people, "people.csv")
    firms = register.alliances[alliance].organisations if alliance is not None else ()
    for person in named:
        firm = register.people[person].organisation
        if alliance is not None and (firm not in firms or register.organisations[firm].own):
            cells.fault("counterparts", f"'{person}' is not of a partner of {alliance}", "people of the partner")
    return named


def _consents(
    project: Path, register: Register, day: date, problems: list[Problem]
) -> dict[PersonId, frozenset[Purpose]]:
    """What each person agreed to by a day; a consent that was withdrawn, whenever, is none."""
    held: dict[PersonId, set[Purpose]] = defaultdict(set)
    given: dict[tuple[PersonId, Purpose], date] = {}
    for cells, _ in _rows(project, CONSENTS, problems, ("person", "purpose", "given"), ("withdrawn",)):
        person = _own(cells, register)
        purpose = cells.one_of("purpose", tuple(Purpose))
        if not cells.text("purpose"):
            cells.fault("purpose", "the cell is empty", f"one of: {', '.join(Purpose)}")
        start, end = cells.days("given", "withdrawn", needed=("given",))
        if person is None or not purpose or start is None:
            continue
        key = (person, Purpose(purpose))
        if key in given and given[key] == start:
            cells.fault("given", f"{purpose} of {person}, given {start}, stands further up", "each consent once")
            continue
        if start <= day and (key not in given or start > given[key]):
            given[key] = start
            held[person] = held[person] - {key[1]} if end is not None else held[person] | {key[1]}
    return {person: frozenset(purposes) for person, purposes in held.items()}


def _own(cells: Cells, register: Register) -> PersonId | None:
    person = cells.known("person", register.people, "people.csv")
    if person is not None and not register.organisations[register.people[person].organisation].own:
        cells.fault("person", f"'{person}' belongs to a partner", "somebody of the own firm")
        return None
    return person


def _candidates(
    project: Path,
    register: Register,
    agreed: dict[PersonId, frozenset[Purpose]],
    day: date,
    problems: list[Problem],
) -> tuple[tuple[Candidate, ...], int]:
    found: dict[PersonId, Candidate] = {}
    left_out: set[PersonId] = set()
    optional = (*_CANDIDATE_MORE, *STYLES)
    for cells, columns in _rows(project, CANDIDATES, problems, _CANDIDATE, optional, (HAVE, MANAGER)):
        person = _own(cells, register)
        if person is None:
            continue
        if person in found or person in left_out:
            cells.fault("person", f"'{person}' stands further up", "each person once", "remove one of the rows")
        elif Purpose.STAFFING not in agreed.get(person, frozenset()):
            left_out.add(person)  # nothing else of the row is looked at
        else:
            found[person] = _candidate(cells, columns, register, person, agreed[person], day)
    return tuple(found.values()), len(left_out)


def _candidate(
    cells: Cells,
    columns: Sequence[str],
    register: Register,
    person: PersonId,
    purposes: Collection[Purpose],
    day: date,
) -> Candidate:
    known = register.people[person]
    firms = cells.all_known("conflicts", register.organisations, "organisations.csv") if cells.text("conflicts") else ()
    leaves = cells.all_known("would_leave", register.alliances, "alliances.yaml") if cells.text("would_leave") else ()
    held = [
        membership for membership in register.memberships if membership.person == person and membership.covers(day, day)
    ]
    shares = [membership.share_of_time or 0.0 for membership in held]
    return Candidate(
        id=person,
        name=known.name,
        level=known.level,
        languages=_codes(cells) or tuple(word.lower() for word in known.languages),
        free_time=cells.number("free_time", 0, 1),
        have=_skills(cells, columns, HAVE),
        manager=_skills(cells, columns, MANAGER),
        style=_styles(cells),
        conflicts=tuple(OrganisationId(firm) for firm in firms),
        line_manager=cells.text("line_manager"),
        would_leave=tuple(AllianceId(alliance) for alliance in leaves),
        manager_agrees=cells.yes_no("manager_agrees"),
        is_overloaded=sum(shares) > 1 + 1e-9,
        ties_agreed=Purpose.TIES in purposes,
    )


def _about_skills(positions: Sequence[StaffingPosition], candidates: Sequence[Candidate]) -> Iterator[Problem]:
    """Skills that are needed and that nobody says anything about: a word spelt two ways, more often than not."""
    told = {skill for candidate in candidates for skill in (*candidate.have, *candidate.manager)}
    needed = {skill for position in positions for skill in position.needs}
    for skill in sorted(needed - told) if candidates else ():
        yield warning(
            CANDIDATES,
            f"nobody has a skill '{skill}' on record, which positions need",
            f"columns {HAVE}{skill} and {MANAGER}{skill}",
            "or spell it as in positions.csv",
        )
