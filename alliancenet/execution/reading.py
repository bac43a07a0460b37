"""`execution/` of a project folder, read whole: every fault of every file at once."""

from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.execution.folder import FOLDER, ExecutionFolder
from alliancenet.execution.learning import reading as learning
from alliancenet.execution.record_files import acts, benchmarks, forms, schemes
from alliancenet.execution.records import ExecutionRecords
from alliancenet.execution.talk_files import ratings, satisfaction, seats
from alliancenet.model.register import Register
from alliancenet.sources.checks import stop_at_faults, warning

FILES = (
    *(learning.INTERVENTIONS, learning.UNITS, learning.OUTCOMES),
    *(
        "satisfaction.csv",
        "partner_ratings.csv",
        "schemes.csv",
        "negotiations.csv",
        "benchmarks.csv",
        "strategy_acts.csv",
        "forms.csv",
    ),
)
"""Files of the folder that are read."""


def has_execution(project: Path) -> bool:
    """Whether a project folder holds files of execution."""
    return any((project / FOLDER).glob("*.csv"))


def read_execution(project: Path, register: Register) -> ExecutionRecords:
    """Read `execution/*.csv` of a project folder.

    Parameters
    ----------
    project : the project folder.
    register : partners, alliances and people the files speak of.

    Raises
    ------
    InputError
        With every problem of every file when one of them is fatal.
    """
    problems: list[Problem] = []
    _note_files(project / FOLDER, problems)
    folder = ExecutionFolder(project / FOLDER, register, problems)
    if not has_execution(project):
        found = "there are no CSV files" if (project / FOLDER).is_dir() else "there is no such folder"
        problems.append(
            Problem(
                file=FOLDER,
                found=found,
                needed=f"one of {', '.join(FILES)}",
                action="`alliancenet help execution` lists their columns",
            )
        )
    plans = learning.plans(folder)
    records = ExecutionRecords(
        plans=plans,
        units=learning.units(folder, plans or ()),
        outcomes=learning.outcomes(folder, plans or ()),
        satisfaction=satisfaction(folder),
        ratings=ratings(folder),
        schemes=schemes(folder),
        seats=seats(folder),
        benchmarks=benchmarks(folder),
        acts=acts(folder),
        forms=forms(folder),
        remarks=tuple(problem for problem in problems if not problem.fatal),
    )
    stop_at_faults(problems)
    return records


def _note_files(folder: Path, problems: list[Problem]) -> None:
    """Files nobody reads, with the one that may be meant."""
    from difflib import get_close_matches

    for path in sorted(folder.glob("*")):
        if path.name in FILES or path.name == "tests.jsonl" or path.name.startswith(".") or not path.is_file():
            continue
        free = [name for name in FILES if not (folder / name).is_file()]
        near = get_close_matches(path.name.lower(), free, n=1)
        action = f"did you mean {near[0]}? Rename it" if near else "check its name"
        problems.append(warning(f"{FOLDER}/{path.name}", "the file was not read", "nothing, if that is meant", action))
