"""`alliancenet audit`: from raw files to audit files, a summary and a report."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alliancenet.cli.input import input_options, read_input
from alliancenet.cli.place import work_in
from alliancenet.cli.printing import print_document
from alliancenet.cli.progress import Progress

if TYPE_CHECKING:
    from alliancenet.errors import Problem
    from alliancenet.model.audit import Audit
    from alliancenet.sources.loaded import Project
    from alliancenet.store.unfinished import Unfinished

_SEVERITIES = ("info", "low", "medium", "high")


@click.command()
@input_options
@click.option("--alliance", help="Audit only this alliance.")
@click.option("--wave", help="Audit only this wave.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder for files and report.")
@click.option("--json", "as_json", is_flag=True, help="Print the audits as one JSON document.")
@click.option("--fail-on", type=click.Choice(_SEVERITIES), help="End with code 1 at findings of this severity.")
@click.option("--resamples", type=click.IntRange(min=0), help="Completed networks drawn when answers are missing.")
@click.option("--sensitivity", is_flag=True, help="Move every cut a step down and up; count what changes.")
@click.option("--fresh", is_flag=True, help="Start anew where an audit of the same input was stopped.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the resampling.")
def audit(
    alliance: str | None,
    wave: str | None,
    output: Path | None,
    as_json: bool,
    fail_on: str | None,
    resamples: int | None,
    sensitivity: bool,
    fresh: bool,
    seed: int,
    **given: Any,
) -> None:
    """Audit every alliance and wave of PROJECT, or of a people file and a ties file.

    \b
    alliancenet audit my_project -o my_audits
    alliancenet audit --people P.csv --ties T.csv --firm office --map cowork=communication

    Ends with code 1 when a finding reaches --fail-on, with 2 when the input has faults.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    with Progress("reading"):
        loaded = read_input(**given)
    _must_exist(loaded, alliance, wave)
    for problem in (*loaded.problems, *_vanished(loaded, output)):
        click.echo(f"warning: {problem}", err=True)
    if sensitivity:
        _tell_sensitivity(loaded, alliance, wave, output=output, as_json=as_json)
        return
    chosen = _Chosen(alliance=alliance, wave=wave, resamples=resamples, seed=seed)
    if output is None:
        audits = chosen.audits_of(loaded)
        hand_out(audits, output=None, as_json=as_json)
    else:
        with work_in(output, "alliancenet audit"):
            audits = _written(loaded, chosen, output, fresh=fresh, as_json=as_json)
    if fail_on is not None and _reaches(audits, fail_on):
        sys.exit(1)


def _vanished(loaded: "Project", output: Path | None) -> "list[Problem]":
    """Files the last audit of this folder had and this one has not."""
    from alliancenet.store.vanished import vanished_files

    if output is None or not output.is_dir():
        return []
    return vanished_files(output, [read.file for read in loaded.inputs], loaded.mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What is to be audited, and how."""

    alliance: str | None
    wave: str | None
    resamples: int | None
    seed: int

    def audits_of(self, loaded: "Project", unfinished: "Unfinished | None" = None) -> "tuple[Audit, ...]":
        """Audit what was chosen; those that are done already are taken as they are."""
        with Progress("auditing") as progress:
            from alliancenet.auditing import audit_project
            from alliancenet.model.register import AllianceId
            from alliancenet.store.audit_file import as_read

            audits = audit_project(
                loaded,
                alliance=None if self.alliance is None else AllianceId(self.alliance),
                wave=self.wave,
                resamples=self.resamples,
                seed=self.seed,
                progress=progress.tell,
                known=None if unfinished is None else unfinished.find,
                done=None if unfinished is None else unfinished.keep,
            )
            return tuple(map(as_read, audits))


def _written(loaded: "Project", chosen: _Chosen, output: Path, *, fresh: bool, as_json: bool) -> "tuple[Audit, ...]":
    """Audit into a folder; what a run that was killed had done is taken up."""
    from alliancenet.errors import InputError
    from alliancenet.store.unfinished import Unfinished, run_digest

    mark = loaded.mark and loaded.mark.id
    run = run_digest(loaded.inputs, loaded.settings.digest, chosen.resamples, chosen.seed, mark)
    unfinished = Unfinished.take_up(output, run, fresh=fresh)
    if unfinished.audits:
        count = len(unfinished.audits)
        click.echo(f"going on with an audit that was stopped: {count} done already; --fresh starts anew", err=True)
    audits = chosen.audits_of(loaded, unfinished)
    try:
        hand_out(audits, output=output, as_json=as_json)
    except InputError:  # refused: there is nothing to go on with
        unfinished.end()
        raise
    unfinished.end()
    return audits


def _tell_sensitivity(
    loaded: "Project", alliance: str | None, wave: str | None, *, output: Path | None, as_json: bool
) -> None:
    """Print the table, or the JSON document; a folder gets the document, and no audits."""
    import json

    from alliancenet.files.writing import write_whole
    from alliancenet.report.tables.sensitivity import sensitivity_text
    from alliancenet.sensitivity import sensitivity_of
    from alliancenet.store.records import as_plain

    with Progress("moving cuts in") as progress:
        found = sensitivity_of(loaded, alliance=alliance, wave=wave, progress=progress.tell)
    document = json.dumps({"sensitivity": as_plain(found)}, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    if output is not None:
        write_whole(output / "sensitivity.json", document)
    if as_json:
        print_document(document)
    else:
        click.echo("\n".join(map(sensitivity_text, found)), nl=False)


def _kept_or_new(output: Path, audit: "Audit") -> "Audit":
    """An audit, or what stands in its place where its answers are gone since the promised time is over."""
    from alliancenet.store.audit_file import kept_for_groups

    kept = kept_for_groups(output, audit)
    if kept is None:
        return audit
    name = f"{audit.alliance.name}, wave {audit.wave.id}"
    click.echo(f"{name}: kept as it was, since single people were removed after the promised time", err=True)
    return kept


def hand_out(audits: "Sequence[Audit]", *, output: Path | None, as_json: bool) -> None:
    """Write audit files and the report to a folder, print the summary or the JSON document."""
    from alliancenet.files.writing import write_whole
    from alliancenet.privacy import LOCAL_READER, views_for
    from alliancenet.report.page import html_report
    from alliancenet.report.text import summary
    from alliancenet.store.audit_file import to_json, write_audits

    if output is not None:
        audits = [_kept_or_new(output, audit) for audit in audits]
    views = views_for(audits, LOCAL_READER)
    if output is not None:
        from alliancenet.portfolio.shelf.reading import note_audits

        write_audits(output, audits)
        note_audits(output, audits)
        write_whole(output / "report.html", html_report(views))
    if as_json:
        print_document(to_json(audits))
        return
    click.echo(summary(views), nl=False)
    if output is None:
        click.echo("\nAdd -o DIR for audit files and a report that opens offline.")
    else:
        click.echo(f"\nReport: {output / 'report.html'}\nViewer: alliancenet serve {output}")


def _must_exist(project: "Project", alliance: str | None, wave: str | None) -> None:
    from alliancenet.errors import InputError, Problem

    known: dict[str, list[str]] = {
        "alliance": sorted(map(str, project.register.alliances)),
        "wave": sorted({wave.id for wave in project.waves}),
    }
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
    return any(found.severity.rank >= least for audit in audits for found in audit.findings)
