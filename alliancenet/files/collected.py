"""Where answers of our own collector lie in a project, and how their files are called."""

from collections.abc import Iterator
from pathlib import Path

FOLDER = "collected"
HEAD = ("wave", "alliance", "respondent", "item", "alter", "value", "evidence")
NOT_NAMED = ".not_named.csv"
"""End of the name of a file that lists who does not want to appear by name, under `person`."""


def collected_files(folder: Path) -> Iterator[str]:
    """Names of the files with answers of a project, as paths inside it."""
    for path in sorted((folder / FOLDER).glob("*.csv")):
        if not path.name.endswith(NOT_NAMED):
            yield f"{FOLDER}/{path.name}"


def not_named_files(folder: Path) -> Iterator[str]:
    """Names of the files that list who does not want to appear by name."""
    for path in sorted((folder / FOLDER).glob(f"*{NOT_NAMED}")):
        yield f"{FOLDER}/{path.name}"
