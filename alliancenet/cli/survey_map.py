"""``alliancenet survey map`` and ``survey match``: whose answers, to which questions."""

from pathlib import Path

import click

from alliancenet.cli.input import DECLARING
from alliancenet.cli.project_path import must_be_there
from alliancenet.sources.place import MERGE_FILE

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("map")
@click.argument("export", type=_FILE)
@click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Project folder: its rosters and `surveys` folder are used.  [default: the one EXPORT lies in, else here]",
)
@click.option("--people", type=_FILE, multiple=True, help="Roster to look people up in; may be given again.")
@click.option("--instrument", "names", multiple=True, help="Instrument that was asked; may be given again.")
@click.option("-o", "--output", type=_FILE, default=None, help="Mapping file to write.  [default: EXPORT.map.yaml]")
@click.option("--force", is_flag=True, help="Write over a mapping file that is there.")
@DECLARING[0]
@DECLARING[1]
def map_(
    export: Path,
    project: Path | None,
    people: tuple[Path, ...],
    names: tuple[str, ...],
    output: Path | None,
    force: bool,
    encoding: str,
    sheets: tuple[str, ...],
) -> None:
    """Propose which column of EXPORT is which item.

    The export stays as the platform wrote it. What is not certain is marked
    `check`; the file cannot be used before a person has looked at these lines.
    """
    must_be_there(export, *people)
    from alliancenet.cli.survey_mapping import map_export

    map_export(export, project, people, names, output, force, encoding, sheets)


@click.command("match")
@click.argument("rosters", type=_FILE, nargs=-1, required=True)
@click.option("--same-ids", is_flag=True, help="The same id means the same person in every file.")
@click.option(
    "-o", "--output", type=_FILE, default=None, help=f"Merge file.  [default: {MERGE_FILE} beside the first roster]"
)
@DECLARING[0]
@DECLARING[1]
def match(
    rosters: tuple[Path, ...], same_ids: bool, output: Path | None, encoding: str, sheets: tuple[str, ...]
) -> None:
    """Join ROSTERS of several firms and report every row.

    People are joined by address, alias, and what the merge file decides. Alike
    names are written to the merge file as questions; decisions in it are kept.
    """
    must_be_there(*rosters)
    from alliancenet.cli.survey_mapping import match_rosters

    match_rosters(rosters, same_ids, output, encoding, sheets)
