"""The wave a command of `alliancenet collect` is about."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from alliancenet.collect.store import WaveStore

DATABASE = "ALLIANCENET_DATABASE"


def of_wave(command: Callable[..., Any]) -> Callable[..., Any]:
    """Project, wave and database, as every command takes them."""
    for option in (
        click.option(
            "--database",
            envvar=DATABASE,
            default="",
            metavar="postgresql://…",
            help=f"Keep the wave there instead of in the project. With a password, say it in {DATABASE}.",
        ),
        click.option("--wave", required=True, help="Id of the wave in waves.csv."),
        click.argument("project", type=click.Path(path_type=Path, exists=True, file_okay=False)),
    ):
        command = option(command)
    return command


def store_of(project: Path, wave: str, database: str, *, make: bool = False) -> "WaveStore":
    """Store of a project's wave."""
    from alliancenet.collect.store import opened, place_of, schema_of

    return opened(database or place_of(project, wave), name=schema_of(project, wave), make=make)
