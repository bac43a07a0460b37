"""`alliancenet init`: a new project folder, ready to fill in."""

import shutil
from collections.abc import Callable
from pathlib import Path

import click

from alliancenet.errors import InputError, Problem


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--example",
    metavar="NAME",
    help="Start from a shipped example: healthy, cold, one_bridge, portfolio, two_firms, traces, economics, staffing.",
)
def init(folder: Path, example: str | None) -> None:
    """Make the project folder DIR with files ready to fill in; each says what belongs where."""
    must_be_empty(folder)
    make_project(_filling(example), folder)
    click.echo(f"{folder} is ready; its README.md says what belongs into each file.")
    click.echo(f"Next: alliancenet check {folder}")


def make_project(fill: Callable[[Path], None], folder: Path) -> None:
    """Make a project folder as a whole, or not at all.

    Parameters
    ----------
    fill : writes the project into the folder it is given.

    Raises
    ------
    InputError
        When the target exists and holds something.
    """
    must_be_empty(folder)
    from alliancenet.files.writing import OWNER_FILE, OWNER_FOLDER, folder_beside

    with folder_beside(folder) as waiting:
        fill(waiting)
        for path in (waiting, *waiting.rglob("*")):
            if not path.is_symlink():  # never what lies elsewhere
                path.chmod(OWNER_FOLDER if path.is_dir() else OWNER_FILE)
        if folder.is_dir():
            folder.rmdir()
        waiting.rename(folder)


def must_be_empty(folder: Path) -> None:
    """Refuse a folder that holds something.

    Raises
    ------
    InputError
        When the folder is there and not empty.
    """
    if folder.is_dir() and any(folder.iterdir()):
        problem = Problem(
            file=str(folder),
            found="the folder is not empty",
            needed="a new or an empty folder",
            action="choose another name",
        )
        raise InputError([problem])


def _filling(example: str | None) -> Callable[[Path], None]:
    from alliancenet import resources
    from alliancenet.sources.project import template

    if example is None:
        return lambda folder: _copy(template(), folder)
    names = resources.example_names()
    if example not in names:
        problem = Problem(
            file="--example",
            found=f"there is no example '{example}'",
            needed=f"one of {', '.join(names)}",
        )
        raise InputError([problem])
    return lambda folder: resources.unpack_example(example, folder)


def _copy(source: Path, folder: Path) -> None:
    shutil.copytree(source, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
