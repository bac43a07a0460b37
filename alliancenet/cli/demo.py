"""`alliancenet demo`: a shipped example, audited from raw files to report."""

from pathlib import Path

import click

from alliancenet.cli.place import work_in
from alliancenet.cli.progress import Progress

_RESAMPLES = 10  # enough for rough intervals; the demo shall answer within seconds


@click.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("alliancenet-demo"),
    show_default=True,
    help="Folder for the example and its audits.",
)
def demo(folder: Path) -> None:
    """Audit the shipped portfolio of eight invented alliances and show what comes out."""
    from alliancenet import resources
    from alliancenet.cli.init import make_project
    from alliancenet.sources.project import PROJECT_FILE

    if not (folder / PROJECT_FILE).is_file():
        make_project(lambda place: resources.unpack_example("portfolio", place), folder)
    click.echo(f"Example project: {folder} (its README.md says what a good audit must find)\n")
    with work_in(folder / "audits", "alliancenet demo"):
        _audit(folder)
    click.echo(f"Review: alliancenet portfolio {folder}")


def _audit(folder: Path) -> None:
    with Progress("auditing") as progress:
        from alliancenet.auditing import audit_project
        from alliancenet.cli.audit import hand_out
        from alliancenet.cli.portfolio import review_project
        from alliancenet.portfolio.review_file import write_review
        from alliancenet.sources.project import read_project

        project = read_project(folder)
        audits = audit_project(project, resamples=_RESAMPLES, progress=progress.tell)
    hand_out(audits, output=folder / "audits", as_json=False)
    write_review(folder / "audits", review_project(project, folder, folder / "audits", None))
