"""The folder a command writes to: there, and its own while it works."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def work_in(folder: Path, doing: str) -> Iterator[None]:
    """Make a folder where it is missing and be the only command that writes there.

    Parameters
    ----------
    doing : the command, as another one that waits will name it.
    """
    from alliancenet.files.locking import working_in
    from alliancenet.files.writing import make_folder

    make_folder(folder)
    with working_in(folder, doing, lambda line: click.echo(line, err=True)):
        yield
