"""`alliancenet staffing`: whom to propose for which position, proved best, among people who agreed."""

from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.days import DAY
from alliancenet.cli.place import work_in
from alliancenet.cli.portfolio import print_lines, read_aloud
from alliancenet.cli.printing import print_document
from alliancenet.cli.progress import Progress

if TYPE_CHECKING:
    from alliancenet.metrics.case import Case
    from alliancenet.model.register import AllianceId
    from alliancenet.model.staffing import StaffingProposal
    from alliancenet.sources.loaded import Project
    from alliancenet.store.consents import Agreed

_OFF = "Nothing is looked at until the firm has agreed on it: settings: {staffing.enabled: true} in alliancenet.yaml"


@click.command()
@click.argument("project", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--as-of", type=DAY, help="Day of the plan; today by default.")
@click.option("--reader", type=click.Choice(["analyst", "hr"]), default="analyst", show_default=True, help="Made for.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as one JSON document, as the analyst reads it.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of audits to write the plan to, so that HR finds it in the viewer.",
)
@click.option(
    "--forget",
    metavar="PERSON",
    help="Somebody withdraws: delete the person's row, note the day, take away the plan in -o.",
)
@click.option(
    "--take-over",
    "answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Answers to the form `fit`: write them into positions, candidates and consents.",
)
def staffing(
    project: Path,
    as_of: datetime | None,
    reader: str,
    as_json: bool,
    output: Path | None,
    forget: str | None,
    answers: Path | None,
) -> None:
    """Whom to propose for the open positions of PROJECT: several at once, proved best, with reasons.

    \b
    alliancenet staffing my_project
    alliancenet staffing my_project -o my_audits
    alliancenet staffing my_project --take-over forms.csv
    alliancenet staffing my_project --forget p17 -o my_audits

    Off until switched on, and only of people whose consent is on record: `alliancenet help staffing`.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.staffing.reading import CONSENTS
    from alliancenet.store.staffing_file import with_consents, write_staffing

    with work_in(output, "alliancenet staffing") if output else nullcontext():
        if forget is not None:
            _forget(project, forget, output)
            return
        if answers is not None:
            _take_over(project, answers)
            return
        proposal, agreed = _proposal(project, date.today() if as_of is None else as_of.date(), output)
        if output is not None:
            write_staffing(output, with_consents(output, proposal, project / CONSENTS, agreed))
        _show(proposal, reader, as_json)


def _show(proposal: "StaffingProposal", reader: str, as_json: bool) -> None:
    from alliancenet.privacy import Reader, ReaderRole
    from alliancenet.privacy.placement import proposal_for
    from alliancenet.report.placement import lines
    from alliancenet.store.staffing_file import staffing_json

    if as_json:
        print_document(staffing_json(proposal))
        return
    view = proposal_for(proposal, Reader(role=ReaderRole(reader)), proposal.as_of)
    if view is not None:
        print_lines(lines(view))


def _proposal(folder: Path, day: date, output: Path | None) -> "tuple[StaffingProposal, list[Agreed]]":
    """A proposal, and every consent it rests on."""
    from importlib.metadata import version

    from alliancenet.model.staffing import Purpose
    from alliancenet.portfolio.home import check_home
    from alliancenet.staffing.planning import propose
    from alliancenet.staffing.reading import read_staffing
    from alliancenet.store.staffing_file import STAFFING_FILE, remove_staffing

    with Progress("reading"):
        loaded = read_aloud(folder)
    if output is not None:
        check_home(output, loaded.mark, STAFFING_FILE)
        remove_staffing(output)  # whatever comes now, the plan of before is not shown again
    if not loaded.settings.is_on("staffing.enabled"):
        raise click.UsageError(f"Staffing is off. {_OFF}")
    records, problems = read_staffing(folder, loaded.register, day)
    for problem in problems:
        click.echo(f"warning: {problem}", err=True)
    if not records.candidates:
        action = "consents.csv says who agreed to what, and since when"
        raise click.UsageError(f"Nobody has agreed to be considered, so no plan is made: {action}")
    agreed: list[Agreed] = [(candidate.id, Purpose.STAFFING) for candidate in records.candidates]
    agreed += [(candidate.id, Purpose.TIES) for candidate in records.candidates if candidate.ties_agreed]
    with Progress("planning"):
        proposal = propose(
            records,
            loaded.register,
            _newest_cases(loaded),
            loaded.settings,
            day,
            version("alliancenet"),
            loaded.mark,
        )
    return proposal, agreed


def _newest_cases(loaded: "Project") -> "dict[AllianceId, Case]":
    from alliancenet.auditing import build_case

    return {
        alliance: build_case(loaded, alliance, len(waves) - 1)
        for alliance in loaded.register.alliances
        if (waves := loaded.waves_of(alliance))
    }


def _forget(folder: Path, person: str, output: Path | None) -> None:
    from alliancenet.staffing.forgetting import forget
    from alliancenet.store.staffing_file import remove_staffing

    rows, consents = forget(folder, person, date.today())
    removed = output is not None and remove_staffing(output)
    if not rows and not consents and not removed:
        raise click.BadParameter(f"'{person}' stands in none of the files of staffing", param_hint="--forget")
    told = [f"rows of candidates.csv deleted: {rows}", f"consents withdrawn as of today: {consents}"]
    if removed:
        told.append(f"the plan in {output} taken away; make it again without this person")
    elif output is None:
        told.append("a plan written to a folder of audits is still there: give it with -o")
    click.echo(f"{person}: {', '.join(told)}.")


def _take_over(project: Path, answers: Path) -> None:
    from alliancenet.report.words import plural
    from alliancenet.staffing.fit_answers import take_over

    done = take_over(project, read_aloud(project).register, answers)
    for remark in done.remarks:
        click.echo(f"warning: {remark}", err=True)
    told = [plural(done.positions, "position"), plural(done.people, "person", "people")]
    click.echo(f"Taken over: {' and '.join(told)}; {plural(done.replaced, 'cell')} held another value before.")
    if done.withdrawn:
        click.echo(f"Do not agree, so that nothing of them is kept: {done.withdrawn}.")
    if done.left_out:
        click.echo(f"Left out, for no consent is on record: {done.left_out}.")
