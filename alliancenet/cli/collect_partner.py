"""`alliancenet collect key`, `seal` and `join`: the other side's answers, handed over in one sealed file."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.collect_place import of_wave, store_of

if TYPE_CHECKING:
    from alliancenet.collect.joining import JoinReport
    from alliancenet.collect.survey import Survey

_MOST_NAMED = 40


@click.command()
@click.argument("project", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File for the other side.")
def key(project: Path, output: Path | None) -> None:
    """Make the key the other side seals its answers with; called again, it shows the same one.

    The private half stays in PROJECT/collect. Read the mark to one another on the telephone: whoever changes
    the key on the way could read the answers.
    """
    from alliancenet.collect.places import FOLDER
    from alliancenet.collect.sealing import made_key
    from alliancenet.files.writing import write_whole

    made = made_key(project / FOLDER)
    path = output or project / "receiving-key.txt"
    write_whole(path, f"{made.text}\n")
    click.echo(f"{path} written: send it to the other side. Its mark is {made.mark}.")
    click.echo(f"Keep {project / FOLDER}/receiving.key: without it nothing can be opened that was sealed for you.")


@click.command()
@of_wave
@click.option(
    "--for", "reader", required=True, type=click.Path(path_type=Path, exists=True), help="Key the other side sent."
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
def seal(project: Path, wave: str, database: str, reader: Path, output: Path) -> None:
    """Seal the answers of a closed wave for the other side, as far as people were told."""
    from alliancenet.collect.handover import document_of, handover_of
    from alliancenet.collect.sealing import read_key, seal_into
    from alliancenet.collect.wave import survey_in
    from alliancenet.report.words import plural

    if output.exists():
        raise click.UsageError(f"{output} exists; choose another name.")
    their_key, store = read_key(reader), store_of(project, wave, database)
    handover = handover_of(store)
    mark = seal_into(output, their_key, document_of(handover).encode())
    told = survey_in(store).handover
    click.echo(
        f"{output} written: {len(handover.rows):,} answers of {plural(len(handover.answered), 'person', 'people')},"
        f" for {next(iter(told['to'].values())).strip()} (key {their_key.mark})."
    )
    with_them = (
        "names and addresses" if told["names"] else "no names and no addresses",
        "what people wrote" if told["texts"] else "nothing people wrote in their own words",
    )
    click.echo(f"With them: {', '.join(with_them)}; as the notice said.")
    click.echo(f"Its mark is {mark}: read it to the other side on the telephone.")


@click.command()
@of_wave
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--is", "pairs", multiple=True, metavar="THERE=HERE", help="Somebody there is somebody here, by ids.")
@click.option("--nobody", multiple=True, metavar="THERE", help="Somebody there is nobody of this alliance.")
@click.option("--keep", multiple=True, metavar="HERE=here|there", help="Whose answers hold, of who answered twice.")
@click.option("--leave-out", default="", metavar="SENDER", help="Take out again what this sender handed over.")
def join(
    project: Path,
    wave: str,
    database: str,
    file: Path | None,
    pairs: tuple[str, ...],
    nobody: tuple[str, ...],
    keep: tuple[str, ...],
    leave_out: str,
) -> None:
    """Join the answers of the other side's sealed FILE to a closed wave, and say who was matched.

    Without FILE the report is shown again. What is not certain is asked and stays out until it is answered.
    """
    from alliancenet.collect.closing import hand_in
    from alliancenet.collect.handover import handover_from
    from alliancenet.collect.joining import Keep, pair, settle
    from alliancenet.collect.joining import join as joined
    from alliancenet.collect.joining import leave_out as take_out
    from alliancenet.collect.places import FOLDER
    from alliancenet.collect.sealing import opened_seal
    from alliancenet.collect.sent import sent_answers
    from alliancenet.collect.wave import survey_in
    from alliancenet.sources.project import read_project

    said, kept = dict(_halves("--is", pairs)), dict(_halves("--keep", keep))
    if wrong := sorted(set(kept.values()) - set(Keep)):
        raise click.UsageError(f"--keep says whose answers hold: here or there, not '{wrong[0]}'.")
    store = store_of(project, wave, database)
    if leave_out:
        take_out(store, leave_out)
    if file is not None:
        text, mark = opened_seal(file, project / FOLDER)
        least = read_project(project).settings.whole("suppression.min_n")
        joined(store, handover_from(text), mark, least, date.today())
        click.echo(f"{file} opened: it was sealed for this project and not changed. Its mark is {mark}.")
    for there, here in (*said.items(), *((there, None) for there in nobody)):
        pair(store, there, here)
    for here, side in kept.items():
        settle(store, here, Keep(side), sent_answers(store))
    path, gathered = hand_in(store, project)
    for line in report_lines(gathered.joined, survey_in(store), project, wave):
        click.echo(line)
    if not gathered.joined:
        click.echo("Nothing was handed over yet.")
    click.echo(f"{path} written anew. Next: alliancenet audit {project} -o AUDITS")


def _halves(option: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        left, sign, right = text.partition("=")
        if not (left and sign and right):
            raise click.UsageError(f"{option} {text}: two words with = between them are needed.")
        yield left, right


def report_lines(reports: Sequence["JoinReport"], survey: "Survey", project: Path, wave: str) -> Iterator[str]:
    """The counted match report: matched, only here, only there, answered twice, in doubt."""
    for report in reports:
        yield from _lines(report, survey, f"alliancenet collect join {project} --wave {wave}")


def _lines(report: "JoinReport", survey: "Survey", command: str) -> Iterator[str]:
    from alliancenet.collect.matching import MatchState
    from alliancenet.report.words import plural

    def people(count: int) -> str:
        return plural(count, "person", "people")

    def named(ids: Sequence[str]) -> str:
        shown = [f"{survey.person[person].name} ({person})" for person in ids[:_MOST_NAMED]]
        return ", ".join(shown) + (f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else "")

    fates = {fate: [match for match in report.matches if match.fate is fate] for fate in MatchState}
    joined = f"{report.rows:,} answers of {people(len(report.people))}"
    yield f"Handed over by {report.sender}, joined on {report.joined}: {joined}."
    yield f"  matched: {len(fates[MatchState.MATCHED])} of {people(len(report.matches))} on its list"
    yield f"  only here: {len(report.only_here)}" + (f": {named(report.only_here)}" if report.only_here else "")
    there = [f"{match.there.name or 'no name'} ({match.there.id})" for match in fates[MatchState.ONLY_THERE]]
    yield f"  only there: {len(there)}" + (f": {', '.join(there[:_MOST_NAMED])}" if there else "")
    if fates[MatchState.LEFT_OUT]:
        yield f"  left out by your word: {len(fates[MatchState.LEFT_OUT])}"
    same = sum(twice.is_same for twice in report.twice)
    yield f"  answered twice: {len(report.twice)}, {same} of them the same; counted once each"
    for reason, count in sorted(report.left_out.items()):
        yield f"  not joined: {plural(count, 'answer')} {reason}"
    for match in fates[MatchState.ASKED]:
        who = f"{match.there.name or 'no name'} ({match.there.id})"
        yield f"  who is {who}? {match.why}; could be {named(match.could_be)}"
        yield f"    {command} --is {match.there.id}={match.could_be[0]}   or   --nobody {match.there.id}"
    for twice in report.conflicting:
        yield f"  {named([twice.here])} answered on both sides, not the same; this side's answers hold until you say"
        yield f"    {command} --keep {twice.here}=there   or   --keep {twice.here}=here"
