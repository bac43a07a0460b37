"""role_log.csv: what the owners of three roles did with the partner, and how the partner rated it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.model.register import AllianceId, OrganisationId, PersonId
from alliancenet.model.roles import ACTS, ActKind, OwnerRole, RoleAct
from alliancenet.sources.cells import Cells, read_rows
from alliancenet.sources.draft import Draft

_REQUIRED = ("alliance", "role", "kind", "date")
_OPTIONAL = ("partner", "project", "rating", "rater")


def read_role_log(path: Path, name: str, draft: Draft) -> None:
    """Read `alliance,role,kind,date` and optionally partner, project, rating, rater."""
    draft.role_acts = draft.role_acts or []
    projects: dict[tuple[AllianceId, str], dict[ActKind, tuple[date, Cells]]] = defaultdict(dict)
    for cells in read_rows(
        path,
        name,
        draft.problems,
        required=_REQUIRED,
        optional=_OPTIONAL,
        may_be_empty=True,
        declared=draft.declared_of(name),
    ):
        act = _act(cells, draft)
        if act is None or cells.stands_already("date", *_key(act)):
            continue
        if act.role is OwnerRole.PROJECT and act.kind is not ActKind.RATING:
            steps = projects[act.alliance, act.project]
            if act.kind in steps:
                cells.fault(
                    "kind",
                    f"{act.kind} of project '{act.project}' stands already in row {steps[act.kind][1].row}",
                    "each step of a project once",
                    "remove one of the rows, or give the other project another id",
                )
                continue
            steps[act.kind] = (act.day, cells)
        draft.role_acts.append(act)
    draft.problems.extend(
        problem for (_, project), steps in projects.items() for problem in _faults_of_project(project, steps)
    )


def _key(act: RoleAct) -> tuple[object, ...]:
    return act.alliance, act.role, act.kind, act.day, act.partner, act.project, act.rating, act.rater


def _faults_of_project(project: str, steps: dict[ActKind, tuple[date, Cells]]) -> Iterator[Problem]:
    """A project that was closed has a start, and the start does not lie after it."""
    if ActKind.CLOSED not in steps:
        return
    closed, cells = steps[ActKind.CLOSED]
    if ActKind.START not in steps:
        found = f"project '{project}' is closed and has no start"
        action = "without it nobody can tell what was agreed before"
        yield cells.table.problem(cells.row, "kind", found, "a row of kind start", action)
    elif (start := steps[ActKind.START][0]) > closed:
        found = f"project '{project}' is closed on {closed}, before its start {start}"
        yield cells.table.problem(cells.row, "date", found, "a day on or after its start", "correct one of them")


def _act(cells: Cells, draft: Draft) -> RoleAct | None:
    alliance = cells.known("alliance", draft.alliances, "alliances.yaml")
    partner = cells.known("partner", draft.organisations, "organisations.csv", optional=True)
    day = cells.day("date", needed=True)
    role, kind = _role_and_kind(cells)
    is_fine = _is_partner(cells, draft, alliance, partner)
    project = cells.text("project")
    if role is OwnerRole.PROJECT and not project:
        cells.fault("project", "the cell is empty", "the id of the project")
        is_fine = False
    elif role is not None and role is not OwnerRole.PROJECT and project:
        cells.fault("project", f"'{project}'", f"an empty cell: the role {role} has no projects")
        is_fine = False
    rating = cells.number("rating", 1, 5)
    rater = _rater(cells, draft, kind)
    if kind is ActKind.RATING and not cells.text("rating"):
        cells.fault("rating", "the cell is empty", "a number from 1 to 5, or leave the row out")
    if kind not in {None, ActKind.RATING} and cells.text("rating"):
        cells.fault("rating", f"'{cells.text('rating')}' beside kind {kind}", "a rating in a row of kind rating")
        is_fine = False
    if alliance is None or day is None or role is None or kind is None or not is_fine:
        return None
    if kind is ActKind.RATING and (rating is None or not rater):
        return None
    return RoleAct(
        alliance=alliance,
        role=role,
        kind=kind,
        day=day,
        partner=None if partner is None else OrganisationId(partner),
        project=project,
        rating=rating,
        rater=rater,
    )


def _role_and_kind(cells: Cells) -> tuple[OwnerRole | None, ActKind | None]:
    roles = tuple(OwnerRole)
    role, kind = cells.one_of("role", roles), cells.one_of("kind", tuple(ActKind))
    for column, choices in (("role", roles), ("kind", tuple(ActKind))):
        if not cells.text(column):
            cells.fault(column, "the cell is empty", f"one of: {', '.join(choices)}")
    if not role or not kind:
        return OwnerRole(role) if role else None, ActKind(kind) if kind else None
    if ActKind(kind) not in ACTS[OwnerRole(role)]:
        beside = " (problems themselves stand in issues.csv)" if role == OwnerRole.PROBLEM else ""
        needed = f"one of: {', '.join(ACTS[OwnerRole(role)])}{beside}"
        cells.fault("kind", f"the role {role} has no {kind}", needed)
        return OwnerRole(role), None
    return OwnerRole(role), ActKind(kind)


def _is_partner(cells: Cells, draft: Draft, alliance: AllianceId | None, partner: str | None) -> bool:
    if alliance is None or partner is None:
        return True
    if partner not in draft.alliances[alliance].organisations:
        cells.fault("partner", f"'{partner}' is not in {alliance}", "a partner of the alliance")
        return False
    if draft.organisations[OrganisationId(partner)].own:
        cells.fault("partner", f"'{partner}' is the own firm", "a partner of the alliance")
        return False
    return True


def _rater(cells: Cells, draft: Draft, kind: ActKind | None) -> str:
    """Who gave a rating: any word, so that five ratings are known to be of five people; never our own people."""
    rater = cells.text("rater")
    if kind is ActKind.RATING and not rater:
        cells.fault(
            "rater",
            "the cell is empty",
            "who of the partner gave the rating, a pseudonym will do",
            "without it nobody knows of how many people the ratings are",
        )
    known = draft.people.get(PersonId(rater))
    if kind is ActKind.RATING and known is not None and draft.organisations[known.organisation].own:
        cells.fault("rater", f"'{rater}' belongs to the own firm", "somebody of the partner")
        return ""
    return rater
