"""An edge list, two CSV files and no project folder, as a project of one alliance."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from alliancenet.errors import InputError, Problem
from alliancenet.files.digest import file_digest
from alliancenet.files.table import NOTHING, CsvTable, FileSays
from alliancenet.model.audit import InputFile
from alliancenet.model.multiplex import Layer
from alliancenet.model.wave import Wave
from alliancenet.settings import Settings
from alliancenet.sources.checks import counted, warning
from alliancenet.sources.edges.columns import by_name, read_people, read_ties
from alliancenet.sources.edges.people import ALLIANCE, EdgePeople, people_of
from alliancenet.sources.edges.ties import EdgeTies, ties_of
from alliancenet.sources.loaded import Project
from alliancenet.sources.network_files.matrix import Blank


def read_edge_list(
    people: Path,
    ties: Path,
    *,
    firm: str,
    level: str | None = None,
    layer_map: Mapping[str, Layer] | None = None,
    own: str | None = None,
    directed: bool | None = None,
    settings: Settings,
    declared: FileSays = NOTHING,
    blank: Blank = Blank.ASK,
) -> Project:
    """Read people and ties as one alliance; several waves become several waves.

    Parameters
    ----------
    people : CSV with `id`, the `firm` column and attributes; `responded` (yes or no) when known; or a
        file of a network program that says these of its people.
    ties : CSV with `source,target` and optionally `layer,wave,weight`, a matrix, or a file of a network
        program (`alliancenet help formats`).
    firm : column of `people` that names the firm.
    level : column of `people` that names the level.
    layer_map : layer of the file -> layer of the audit; layers without one are left out.
    own : the firm that runs the audit.
    directed : True or False; by default a layer in which no pair stands in both directions is
        undirected.
    settings : limits in force.
    declared : what somebody said about the files.
    blank : what a blank cell of a matrix means.

    Raises
    ------
    InputError
        With every fault of both files: missing columns, unknown people, weights that are no
        numbers of 0 or more, one firm only, no communication layer.

    Notes
    -----
    What had to be assumed is in each wave's `assumptions`; what was dropped, with its count, in
    the project's `problems`.
    """
    problems: list[Problem] = []
    chosen = [firm] if level is None else [firm, level]
    people_table = read_people(people, problems, declared, ("id", *chosen), ("name", "level", "responded"))
    ties_table = read_ties(ties, problems, declared, may_be_empty=False, blank=blank)
    if people_table is None or ties_table is None:
        raise InputError(_each_once(problems))
    ties_table = by_name(ties_table, people_table.column("id"), people_table.column("name"), problems)
    who = people_of(people_table, firm=firm, level=level, own=own, problems=problems)
    found = None if who is None else ties_of(ties_table, who, layer_map or {}, directed, problems)
    if who is None or found is None:
        raise InputError(problems)
    problems.extend(_late_reporters(ties_table, who, found))
    return Project(
        name=next(iter(who.register.alliances.values())).name,
        register=who.register,
        settings=settings,
        waves=_waves(who, found),
        instruments=(),
        inputs=tuple(InputFile(file=path.name, sha256=file_digest(path)) for path in dict.fromkeys((people, ties))),
        problems=tuple(_each_once(problems)),
    )


def _each_once(problems: list[Problem]) -> list[Problem]:
    """Problems without repetition: people and ties may stand in one file."""
    return list(dict.fromkeys(problems))


def _waves(who: EdgePeople, found: EdgeTies) -> tuple[Wave, ...]:
    told = np.array([place not in found.silent for place in range(len(who.ids))], dtype=bool)
    return tuple(
        Wave(
            id=wave,
            alliance=ALLIANCE,
            people=who.ids,
            opens=None,
            closes=None,
            window_days=0,
            responded=who.responded & told,
            complete=who.responded & told,
            reports=reports,
            assumptions=(*who.assumptions, *found.assumptions),
        )
        for wave, reports in found.waves.items()
    )


def _late_reporters(table: CsvTable, who: EdgePeople, found: EdgeTies) -> list[Problem]:
    silent = [who.ids[position] for position in sorted(found.reporters) if not who.responded[position]]
    if not silent:
        return []
    stand = "person stands" if len(silent) == 1 else "people stand"
    return [
        warning(
            table.file,
            f"{counted(len(silent), stand, stand)} as source of ties but did not answer, by 'responded'",
            "people who answered; their ties are kept, the rest of what they would say is unknown",
            "correct the column 'responded'",
        )
    ]
