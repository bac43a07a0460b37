"""The wave a command of `alliancenet collect` is about."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alliancenet.collect import DATABASE

if TYPE_CHECKING:
    from alliancenet.collect.store import WaveStore


def of_wave(command: Callable[..., Any]) -> Callable[..., Any]:
    """Project, wave and database, as every command takes them."""
    for option in (
        click.option(
            "--database",
            envvar=DATABASE,
            default="",
            metavar="postgresql://…",
            help="Keep the wave there instead of in the project; `open` notes it down, later commands know it."
            f" With a password, say it in {DATABASE}.",
        ),
        click.option("--wave", required=True, help="Id of the wave in waves.csv."),
        click.argument("project", type=click.Path(path_type=Path, exists=True, file_okay=False)),
    ):
        command = option(command)
    return command


def store_of(project: Path, wave: str, database: str, *, make: bool = False) -> "WaveStore":
    """Store of a project's wave."""
    from alliancenet.collect.places import note_down, where
    from alliancenet.collect.store import opened

    kept = where(project, wave, database)
    store = opened(kept.place, name=kept.name, make=make)
    if make:
        note_down(project, wave, kept)
    return store
