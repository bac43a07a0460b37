"""What `audit` and `check` take: a project folder, or a people file and a ties file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from alliancenet.cli.project_path import must_be_there
from alliancenet.sources.place import must_be_project

if TYPE_CHECKING:
    from alliancenet.sources.loaded import Project

DECLARING = (
    click.option(
        "--encoding", default="", metavar="NAME", help="Encoding of files that are not UTF-8, such as cp1250."
    ),
    click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="Sheet of a workbook with several."),
)
BLANK = click.option(
    "--blank",
    type=click.Choice(["no_tie", "unknown"]),
    default=None,
    help="What a blank cell of a matrix means.",
)
_Command = TypeVar("_Command", bound=Callable[..., None])
_FILE = click.Path(path_type=Path)
_OPTIONS = (
    click.argument("project", required=False, type=_FILE),
    click.option("--people", type=_FILE, help="CSV with an id column and attributes.  [default: those of --ties]"),
    click.option("--ties", type=_FILE, help="CSV with source,target, a matrix, GraphML …: `alliancenet help formats`."),
    click.option("--firm", help="Column of the people file that names the firm."),
    click.option("--level", help="Column of the people file that names the level."),
    click.option("--map", "layer_maps", multiple=True, metavar="LAYER=NAME", help="What a layer of the file is here."),
    click.option("--directed/--undirected", default=None, help="How to read the ties; told from the data by default."),
    click.option("--own", help="The firm that runs the audit; the first one by default."),
    BLANK,
    *DECLARING,
)


def input_options(command: _Command) -> _Command:
    """Give a command the argument and options that say what to read."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_input(
    project: Path | None,
    people: Path | None,
    ties: Path | None,
    firm: str | None,
    level: str | None,
    layer_maps: Sequence[str],
    directed: bool | None,
    own: str | None,
    blank: str | None = None,
    encoding: str = "",
    sheets: Sequence[str] = (),
) -> "Project":
    """Read what the options of `input_options` name.

    Raises
    ------
    click.UsageError
        When both or neither of the two ways were given.
    InputError
        With every problem of every file.
    """
    edge_list = (people, ties, firm)
    if project is not None:
        if (
            any(option is not None for option in (*edge_list, level, directed, own, blank))
            or layer_maps
            or encoding
            or sheets
        ):
            raise click.UsageError("give either PROJECT or --people, --ties and --firm, not both")
        must_be_project(project)
        from alliancenet.sources.project import read_project
        from alliancenet.store.changes import end_what_crashed

        end_what_crashed(project)
        return read_project(project)
    if ties is None or firm is None:
        raise click.UsageError("give a PROJECT folder, or --people, --ties and --firm together")
    must_be_there(people, ties)
    from alliancenet.files.table import FileSays
    from alliancenet.settings import default_settings
    from alliancenet.sources.edges.project import read_edge_list
    from alliancenet.sources.edges.ties import parse_layer_map
    from alliancenet.sources.network_files.matrix import Blank

    return read_edge_list(
        people or ties,
        ties,
        firm=firm,
        level=level,
        layer_map=parse_layer_map(layer_maps),
        own=own,
        directed=directed,
        settings=default_settings(),
        declared=FileSays(encoding=encoding, sheets=tuple(sheets)),
        blank=Blank(blank or ""),
    )
