"""`alliancenet init`: a new project folder, ready to fill in."""

import shutil
import tempfile
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--example",
    metavar="NAME",
    help="Start from a shipped example: healthy, cold, one_bridge, portfolio, two_firms, traces.",
)
def init(folder: Path, example: str | None) -> None:
    """Make the project folder DIR with files ready to fill in; each says what belongs where."""
    copy_project(_template(example), folder)
    click.echo(f"{folder} is ready; its README.md says what belongs into each file.")
    click.echo(f"Next: alliancenet check {folder}")


def copy_project(source: Path, folder: Path) -> None:
    """Copy a project folder as a whole, or not at all.

    Raises
    ------
    InputError
        When the target exists and holds something.
    """
    from alliancenet.errors import InputError, Problem

    if folder.is_dir() and any(folder.iterdir()):
        problem = Problem(
            file=str(folder),
            found="the folder is not empty",
            needed="a new or an empty folder",
            action="choose another name",
        )
        raise InputError([problem])
    folder.parent.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        shutil.copytree(source, waiting, dirs_exist_ok=True, copy_function=shutil.copyfile)
        waiting.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        waiting.rename(folder)
    except BaseException:
        shutil.rmtree(waiting, ignore_errors=True)
        raise


def _template(example: str | None) -> Path:
    from alliancenet import resources
    from alliancenet.errors import InputError, Problem
    from alliancenet.sources.project import PROJECT_FILE, template

    if example is None:
        return template()
    shipped = {path.parent.name: path.parent for path in resources.examples().glob(f"*/{PROJECT_FILE}")}
    if example not in shipped:
        names = ", ".join(sorted(shipped))
        raise InputError(
            [Problem(file="--example", found=f"there is no example '{example}'", needed=f"one of {names}")]
        )
    return shipped[example]
