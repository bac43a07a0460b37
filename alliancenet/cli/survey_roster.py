"""Whom and what a form is about: from a project, or from a file with people."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.errors import InputError, Problem
from alliancenet.instruments.form import Listed

if TYPE_CHECKING:
    from alliancenet.model.register import Alliance, PersonId, Register
    from alliancenet.settings import Settings
    from alliancenet.sources.loaded import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Name, people and goals of the alliance a form is about, and the limits in force there."""

    alliance: str
    people: tuple[Listed, ...] = ()
    goals: tuple[str, ...] = ()
    settings: "Settings"


def occasion_of(project: Path, alliance: str, people: Path | None, goals: tuple[str, ...]) -> Occasion:
    """Take what the project's register knows of the alliance; what was given by hand goes first.

    Parameters
    ----------
    project : a folder; its register is read when it is a project and an alliance is named.
    alliance : id or name of an alliance of the project, or any name.
    people : CSV with `id` and, optionally, `name` and `organisation`.
    goals : goals given by hand.

    Raises
    ------
    InputError
        With every problem of the project or of the people file.
    """
    from alliancenet.sources.place import PROJECT_FILE
    from alliancenet.sources.project import project_settings, read_project

    given = _listed(people) if people else ()
    known = Occasion(alliance=alliance, settings=project_settings(project))
    if alliance and (project / PROJECT_FILE).is_file():
        loaded = read_project(project)
        found = next(
            (entry for entry in loaded.register.alliances.values() if alliance in {entry.id, entry.name}), None
        )
        known = known if found is None else _from_register(loaded, found)
    return replace(known, people=given or known.people, goals=goals or known.goals)


def _from_register(project: "Project", alliance: "Alliance") -> Occasion:
    waves = project.waves_of(alliance.id)
    members = dict.fromkeys(
        membership.person for membership in project.register.memberships if membership.alliance == alliance.id
    )
    ids = waves[-1].people if waves else tuple(members)
    listed = sorted((_as_listed(project.register, person) for person in ids), key=lambda one: one.name.casefold())
    firms = [project.register.organisations[firm].name for firm in alliance.organisations]
    return Occasion(
        alliance=alliance.name,
        people=tuple(person for firm in firms for person in listed if person.organisation == firm),
        goals=tuple(objective.name for objective in alliance.objectives),
        settings=project.settings,
    )


def _as_listed(register: "Register", person_id: "PersonId") -> Listed:
    person = register.people[person_id]
    firm = register.organisations[person.organisation].name
    return Listed(id=person.id, name=person.name or person.id, organisation=firm)


def _listed(path: Path) -> tuple[Listed, ...]:
    from alliancenet.files.table import read_table

    problems: list[Problem] = []
    table = read_table(path, problems, required=("id",), known=("name", "organisation"))
    if table is None:
        raise InputError(problems)
    for problem in problems:
        click.echo(f"warning: {problem}", err=True)
    return tuple(
        Listed(id=row["id"], name=row.get("name", ""), organisation=row.get("organisation", ""))
        for _, row in table.rows()
    )
