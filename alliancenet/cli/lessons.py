"""`alliancenet lessons`: what was learned about a finding before."""

from pathlib import Path

import click

from alliancenet.sources.place import must_be_project


@click.command()
@click.argument("code")
@click.option(
    "--project", type=click.Path(path_type=Path), default=Path(), help="Project folder; this folder by default."
)
def lessons(code: str, project: Path) -> None:
    """Print lessons recorded for CODE (or a family, such as G), most reused first."""
    must_be_project(project)
    from alliancenet.cli.portfolio import print_lines
    from alliancenet.portfolio.lessons import lessons_for
    from alliancenet.sources.project import read_project

    records = read_project(project).records
    found = lessons_for(records.lessons, code)
    if not found:
        codes = sorted({own for lesson in records.lessons for own in lesson.codes})
        known = f"lessons exist for {', '.join(codes)}" if codes else "portfolio/lessons.csv holds none"
        click.echo(f"No lesson for {code.upper()}: {known}.")
    for lesson in found:
        where = ", ".join(
            filter(None, (lesson.alliance, lesson.stage, f"ask {lesson.person}" if lesson.person else ""))
        )
        head = f"{lesson.id}  {lesson.day}  reused {lesson.reused}  [{' '.join(lesson.codes)}]  {where}"
        print_lines((head, f"  {lesson.text}"))
