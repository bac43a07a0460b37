"""`alliancenet demo`: a shipped example, audited from raw files to report."""

from collections.abc import Sequence
from pathlib import Path

import click

from alliancenet.cli.place import work_in
from alliancenet.cli.progress import Progress
from alliancenet.instruments.promise import NAMEABLE, shown_roles

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
@click.option(
    "--named-for",
    "roles",
    multiple=True,
    type=click.Choice(NAMEABLE),
    help="As if people had been told that these readers see names; give it once per role. By default nobody does.",
)
def demo(folder: Path, roles: tuple[str, ...]) -> None:
    """Audit the shipped portfolio of eight invented alliances and show what comes out."""
    from alliancenet.cli.init import make_project
    from alliancenet.sources.place import PROJECT_FILE
    from alliancenet.sources.project import project_settings

    if not (folder / PROJECT_FILE).is_file():
        make_project(lambda place: _fill(place, roles), folder)
    elif roles and set(roles) != set(project_settings(folder).words("privacy.named_for")):
        raise click.UsageError(f"{folder} is there already and names others; choose another folder with --to.")
    click.echo(f"Example project: {folder} (its README.md says what a good audit must find)\n")
    with work_in(folder / "audits", "alliancenet demo"):
        _audit(folder)
    click.echo(f"Review: alliancenet portfolio {folder}")
    click.echo(_who_sees_names(project_settings(folder).words("privacy.named_for")))


def _fill(place: Path, roles: tuple[str, ...]) -> None:
    from alliancenet import resources
    from alliancenet.sources.place import PROJECT_FILE

    resources.unpack_example("portfolio", place)
    if roles:
        with (place / PROJECT_FILE).open("a", encoding="utf-8") as file:
            file.write(f"settings:\n  privacy.named_for: [{', '.join(roles)}]\n")


def _who_sees_names(roles: Sequence[str]) -> str:
    """Which promise the demo shows, and how to see the other one."""
    if roles:
        return f"Names: shown to {shown_roles(roles)}, of people who agreed (the promise of a form for these roles)."
    other = "alliancenet demo --to alliancenet-demo-named --named-for alliance_manager --named-for hr"
    return f"Names: shown to nobody (the promise of a form for groups only). With names: {other}"


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
