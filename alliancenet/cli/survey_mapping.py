"""What ``alliancenet survey map`` and ``survey match`` do: whose answers, to which questions."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.errors import InputError, Problem
from alliancenet.files.fields import read_fields
from alliancenet.files.folding import folded
from alliancenet.files.table import NOTHING, FileSays, read_table
from alliancenet.files.table_map import map_beside, read_table_map
from alliancenet.files.writing import write_whole
from alliancenet.instruments.reading import find_instruments, read_instrument
from alliancenet.model.instrument import Instrument
from alliancenet.model.register import Organisation, OrganisationId, Person
from alliancenet.settings import default_settings
from alliancenet.sources.draft import Draft
from alliancenet.sources.place import MERGE_FILE, PROJECT_FILE
from alliancenet.sources.project import project_settings
from alliancenet.sources.tables.roster import read_roster
from alliancenet.survey.people import Decisions, Merged, Roster, merge_rosters

if TYPE_CHECKING:
    from alliancenet.survey.proposal import MappingProposal

_SHOWN = 12


def map_export(
    export: Path,
    project: Path | None,
    people: tuple[Path, ...],
    names: tuple[str, ...],
    output: Path | None,
    force: bool,
    encoding: str,
    sheets: tuple[str, ...],
) -> None:
    """Propose which column of an export is which item; the options of the command."""
    from alliancenet.survey.day_order import question_of_days
    from alliancenet.survey.proposal import propose_mapping
    from alliancenet.survey.readers.detect import read_export

    target = output or export.with_name(f"{export.name}.map.yaml")
    if target.exists() and not force:
        found = Problem(file=str(target), found="the file is there already", needed="another name", action="or --force")
        raise InputError([found])
    project = project or _project_of(export)
    declared, problems = FileSays(encoding=encoding, sheets=sheets), list[Problem]()
    read, limits = read_export(export, declared=declared), project_settings(project)
    rosters = [roster_of(path, problems, declared) for path in people or _rosters_in(project)]
    known = (
        _joined(rosters, project) if len(rosters) > 1 else [person for roster in rosters for person in roster.people]
    )
    proposal = propose_mapping(read, _instruments(project, names), known, settings=limits)
    write_whole(target, proposal.text)
    click.echo(f"{export.name}: {read.platform}, {len(read.respondents)} responses, {len(read.questions)} columns")
    click.echo(f"placed {proposal.placed} columns, {proposal.doubtful} of them to check")
    _list("not placed", [f"{name}" + (f"  (near {near})" if near else "") for name, near in proposal.unplaced])
    _list("names not on the roster", proposal.unknown_people)
    _list("answers on no scale", proposal.unknown_answers)
    _list("asked in these questionnaires, and not in the export", proposal.missing)
    if proposal.consent:
        click.echo(f"asks for consent, to check: {proposal.consent}")
    if proposal.nameless:
        click.echo(f"nothing says who answered in {proposal.nameless} of {len(read.respondents)} responses: left out")
    asked = (replace(question_of_days(read), fatal=False),) if read.open_days else ()
    for problem in (*problems, *read.problems, *asked):
        click.echo(f"warning: {problem}")
    click.echo(f"wrote {target}")
    click.echo(_next_step(export, project, proposal))


def match_rosters(
    rosters: tuple[Path, ...], same_ids: bool, output: Path | None, encoding: str, sheets: tuple[str, ...]
) -> None:
    """Join rosters of several firms and report every row; the options of the command."""
    from alliancenet.survey.merge_file import merge_text, pair_lines, read_merge_file

    problems: list[Problem] = []
    output = output or rosters[0].with_name(MERGE_FILE)
    decisions = read_merge_file(output, problems) if output.exists() else Decisions()
    declared = FileSays(encoding=encoding, sheets=sheets)
    merged = merge_rosters(
        [roster_of(path, problems, declared) for path in rosters],
        decisions,
        same_ids=same_ids,
        settings=project_settings(rosters[0].parent),
    )
    if any(problem.fatal for problem in merged.problems):
        raise InputError(merged.problems)
    asked = [match for match in merged.likely if (match.first, match.second) not in decisions.undecided]
    asked = [match for match in asked if (match.second, match.first) not in decisions.undecided]
    if not output.exists():
        write_whole(output, merge_text(asked))
    elif asked:
        text = output.read_text(encoding="utf-8").replace("pairs: []\n", "pairs:\n")
        write_whole(output, text + pair_lines(asked))
    _report(merged, [*problems, *merged.problems], output)


def _report(merged: Merged, problems: list[Problem], output: Path) -> None:
    for tally in merged.tallies:
        click.echo(tally.sentence)
    click.echo(f"{len(merged.people)} people after joining")
    _list(
        f"likely the same, to decide in {output}",
        [f"{match.names[0]} = {match.names[1]} ({match.likeness:.0f} %, {match.why})" for match in merged.likely],
    )
    for problem in problems:
        click.echo(f"warning: {problem}")
    if merged.likely:
        click.echo(f"Next: write `same: yes` or `same: no` for each pair in {output}, then run this again")


def _project_of(export: Path) -> Path:
    """The folder with the project file the export lies in, at any depth; else here."""
    folders = (*export.parents, *export.absolute().parents)
    return next((folder for folder in folders if (folder / PROJECT_FILE).is_file()), Path())


def _next_step(export: Path, project: Path, proposal: "MappingProposal") -> str:
    """What to do once the mapping file is there."""
    open_parts = {
        "each `check:`": proposal.doubtful or proposal.consent,
        "what stands under `unplaced:`": proposal.unplaced,
        "names under `people:`": proposal.unknown_people,
        "words under `answers:`": proposal.unknown_answers,
    }
    open_words = ", ".join(words for words, is_open in open_parts.items() if is_open)
    look = f"settle in it {open_words}" if open_words else "look at it"
    if not (project / PROJECT_FILE).is_file() or not export.absolute().is_relative_to(project.absolute()):
        return f"Next: {look}; then put both files into your project folder (alliancenet help answers)"
    name = export.absolute().relative_to(project.absolute()).as_posix()
    line = f"- {{file: {name}, kind: survey_export}}"
    listed = name in _listed(project, "survey_export")
    enter = "" if listed else f"; write `{line}` under `files:` of {project / PROJECT_FILE}"
    return f"Next: {look}{enter}; then alliancenet check {project}"


def _rosters_in(project: Path) -> list[Path]:
    """Rosters the project file lists, else the usual one."""
    listed = [project / name for name in _listed(project, "people")]
    return [path for path in listed or [project / "people.csv"] if path.is_file()]


def _listed(project: Path, kind: str) -> list[str]:
    """Files of a kind the project file names."""
    if not (project / PROJECT_FILE).is_file():
        return []
    fields = read_fields(project / PROJECT_FILE)
    entries = fields.value.get("files") if isinstance(fields.value, dict) else None
    named = [entry for entry in entries or [] if isinstance(entry, dict) and entry.get("kind") == kind]
    return [str(entry.get("file")) for entry in named]


def _joined(rosters: list[Roster], project: Path) -> list[Person]:
    """People of several rosters, with what the merge file of the project decides."""
    from alliancenet.survey.merge_file import read_merge_file

    merge = project / MERGE_FILE
    decisions = read_merge_file(merge, []) if merge.is_file() else Decisions()
    return list(merge_rosters(rosters, decisions, firm_ids=True, settings=project_settings(project)).people)


def roster_of(path: Path, problems: list[Problem], declared: FileSays = NOTHING) -> Roster:
    """Roster of one file; `id` and `organisation` are needed, firms need not be registered.

    Parameters
    ----------
    problems : counted warnings are appended here.
    declared : what somebody said about the file.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    draft = Draft(folder=path.parent, settings=default_settings())
    if map_beside(path).is_file():
        declared = replace(declared, columns=read_table_map(map_beside(path)))
    draft.declared[path.name] = declared
    table = read_table(path, draft.problems, required=("id", "organisation"), declared=declared)
    if table is not None:
        draft.problems.clear()  # the roster's reader says the same again
        spelt = {folded(firm): OrganisationId(firm) for firm in table.column("organisation") if firm}
        draft.organisations = {firm: Organisation(id=firm, name=firm) for firm in spelt.values()}
        read_roster(path, path.name, draft)
    if any(problem.fatal for problem in draft.problems):
        raise InputError(draft.problems)
    problems.extend(draft.problems)
    return Roster(file=path.name, people=tuple(draft.people.values()))


def _instruments(project: Path, names: tuple[str, ...]) -> list[Instrument]:
    found = find_instruments(project)
    wrong = [name for name in names if name not in found]
    if wrong:
        raise InputError(
            [
                Problem(file=name, found="there is no such instrument", needed=f"one of: {', '.join(found)}")
                for name in wrong
            ]
        )
    return [read_instrument(found[name]) for name in names or found]


def _list(title: str, lines: list[str] | tuple[str, ...]) -> None:
    if lines:
        click.echo(f"{title} ({len(lines)}):")
        for line in lines[:_SHOWN]:
            click.echo(f"  {line}")
        if len(lines) > _SHOWN:
            click.echo(f"  … and {len(lines) - _SHOWN} more")
