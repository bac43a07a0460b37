"""`alliancenet audit`: from raw files to audit files, a summary and a report."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.progress import Progress

if TYPE_CHECKING:
    from alliancenet.model.audit import Audit
    from alliancenet.model.multiplex import Layer
    from alliancenet.sources.loaded import Project

_SEVERITIES = ("info", "low", "medium", "high")


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--people", type=click.Path(path_type=Path), help="CSV with an id column and attributes.")
@click.option(
    "--ties", type=click.Path(path_type=Path), help="CSV with source,target and optionally layer,wave,weight."
)
@click.option("--firm", help="Column of the people file that names the firm.")
@click.option("--level", help="Column of the people file that names the level.")
@click.option("--map", "layer_maps", multiple=True, metavar="LAYER=NAME", help="What a layer of the file is here.")
@click.option("--directed/--undirected", default=None, help="How to read the ties; told from the data by default.")
@click.option("--own", help="The firm that runs the audit; the first one by default.")
@click.option("--alliance", help="Audit only this alliance.")
@click.option("--wave", help="Audit only this wave.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder for files and report.")
@click.option("--json", "as_json", is_flag=True, help="Print the audits as one JSON document.")
@click.option("--fail-on", type=click.Choice(_SEVERITIES), help="End with code 1 at findings of this severity.")
@click.option("--resamples", type=click.IntRange(min=0), help="Completed networks drawn when answers are missing.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the resampling.")
def audit(
    project: Path | None,
    people: Path | None,
    ties: Path | None,
    firm: str | None,
    level: str | None,
    layer_maps: Sequence[str],
    directed: bool | None,
    own: str | None,
    alliance: str | None,
    wave: str | None,
    output: Path | None,
    as_json: bool,
    fail_on: str | None,
    resamples: int | None,
    seed: int,
) -> None:
    """Audit every alliance and wave of PROJECT, or of a people file and a ties file.

    \b
    alliancenet audit my_project -o my_audits
    alliancenet audit --people P.csv --ties T.csv --firm office --map cowork=communication

    Ends with code 1 when a finding reaches --fail-on, with 2 when the input has faults.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.auditing import audit_project
    from alliancenet.model.register import AllianceId

    if project is not None:
        loaded = _project(project, (people, ties, firm, level))
    else:
        loaded = _edge_list(people, ties, firm, level=level, layer_maps=layer_maps, directed=directed, own=own)
    _must_exist(loaded, alliance, wave)
    for problem in loaded.problems:
        click.echo(f"warning: {problem}", err=True)
    with Progress("auditing") as progress:
        audits = audit_project(
            loaded,
            alliance=None if alliance is None else AllianceId(alliance),
            wave=wave,
            resamples=resamples,
            seed=seed,
            progress=progress.tell,
        )
    hand_out(audits, output=output, as_json=as_json)
    if fail_on is not None and _reaches(audits, fail_on):
        sys.exit(1)


def hand_out(audits: "Sequence[Audit]", *, output: Path | None, as_json: bool) -> None:
    """Write audit files and the report to a folder, print the summary or the JSON document."""
    from alliancenet.audit_file import to_json, write_audits
    from alliancenet.files.writing import write_whole
    from alliancenet.privacy import LOCAL_READER, views_for
    from alliancenet.report.page import html_report
    from alliancenet.report.text import summary

    views = views_for(audits, LOCAL_READER)
    if output is not None:
        write_audits(output, audits)
        write_whole(output / "report.html", html_report(views))
    if as_json:
        click.echo(to_json(audits), nl=False)
        return
    click.echo(summary(views), nl=False)
    if output is None:
        click.echo("\nAdd -o DIR for audit files and a report that opens offline.")
    else:
        click.echo(f"\nReport: {output / 'report.html'}\nViewer: alliancenet serve {output}")


def _project(folder: Path, edge_list: Sequence[object]) -> "Project":
    from alliancenet.sources.project import read_project

    if any(option is not None for option in edge_list):
        raise click.UsageError("give either PROJECT or --people, --ties and --firm, not both")
    return read_project(folder)


def _edge_list(
    people: Path | None,
    ties: Path | None,
    firm: str | None,
    *,
    level: str | None,
    layer_maps: Sequence[str],
    directed: bool | None,
    own: str | None,
) -> "Project":
    from alliancenet.sources.edge_list import read_edge_list

    if people is None or ties is None or firm is None:
        raise click.UsageError("give a PROJECT folder, or --people, --ties and --firm together")
    return read_edge_list(
        people, ties, firm=firm, level=level, layer_map=_layers(layer_maps), own=own, directed=directed
    )


def _layers(layer_maps: Sequence[str]) -> "dict[str, Layer]":
    from alliancenet.model.multiplex import Layer

    chosen = {}
    for one in layer_maps:
        name, _, layer = one.rpartition("=")
        if not name or layer not in set(Layer):
            known = ", ".join(Layer)
            raise click.UsageError(f"--map {one}: LAYER=NAME is needed, NAME one of {known}")
        chosen[name] = Layer(layer)
    return chosen


def _must_exist(project: "Project", alliance: str | None, wave: str | None) -> None:
    from alliancenet.errors import InputError, Problem

    known = {"alliance": sorted(project.register.alliances), "wave": sorted({one.id for one in project.waves})}
    problems = [
        Problem(
            file=project.name,
            found=f"there is no {kind} '{value}'",
            needed=f"one of {', '.join(known[kind])}",
            action="check the spelling",
        )
        for kind, value in (("alliance", alliance), ("wave", wave))
        if value is not None and value not in known[kind]
    ]
    if problems:
        raise InputError(problems)


def _reaches(audits: "Sequence[Audit]", severity: str) -> bool:
    from alliancenet.model.finding import Severity

    least = Severity(severity).rank
    return any(found.severity.rank >= least for one in audits for found in one.findings)
