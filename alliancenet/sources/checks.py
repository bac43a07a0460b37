"""Faults told so that a person can act on them: counted, listed, never a flood."""

from collections.abc import Sequence
from dataclasses import replace

from alliancenet.errors import InputError, Problem

MOST_LISTED = 20


def listed(problems: Sequence[Problem], most: int = MOST_LISTED) -> list[Problem]:
    """The first problems of one kind, and a line that says how many more there are."""
    if len(problems) <= most:
        return list(problems)
    return [*problems[:most], more_of(problems[0], len(problems) - most)]


def more_of(problem: Problem, number: int) -> Problem:
    """Return a line that stands for further problems like this one."""
    return replace(problem, row=None, line=None, found=f"and {number:,} more of this kind")


def warning(file: str, found: str, needed: str, action: str = "", key: str = "") -> Problem:
    """Return a counted remark that does not stop the work."""
    return Problem(file=file, key=key, found=found, needed=needed, action=action, fatal=False)


def nothing_below(file: str) -> Problem:
    """Say that a table has its header alone, for nothing took place then, and an export may have been cut."""
    return warning(
        file,
        "only a header row, which says that nothing of it took place",
        "nothing, if that is so",
        "otherwise export it again, or remove the file: then it counts as unknown",
    )


def stop_at_faults(problems: Sequence[Problem]) -> None:
    """Raise all problems together when one of them is fatal."""
    if any(problem.fatal for problem in problems):
        raise InputError(sorted(problems, key=lambda problem: not problem.fatal))


def counted(number: int, one: str, many: str) -> str:
    """A count with its noun: ``1 row``, ``1,204 rows``."""
    return f"{number:,} {one if number == 1 else many}"


def emptied(name: str) -> Problem:
    """Warn of a file of answers in which nothing is left because the promised time has passed."""
    action = "take it out of alliancenet.yaml if you like"
    return warning(name, "its responses were removed after the promised time", "nothing", action)
