"""`alliancenet execution` and `alliancenet learn`: how relationships are run, and what was learned from tests."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.days import DAY
from alliancenet.cli.place import work_in
from alliancenet.cli.portfolio import print_lines, read_aloud
from alliancenet.cli.project_path import ProjectPath

if TYPE_CHECKING:
    from alliancenet.execution.records import ExecutionRecords
    from alliancenet.model.execution import ExecutionReview
    from alliancenet.privacy.execution_view import ExecutionView
    from alliancenet.report.table import Table
    from alliancenet.sources.loaded import Project

_PARTS = ("satisfaction", "rewards", "negotiations", "benchmarks", "loop", "telling", "forms")
_ROLES = ("alliance_manager", "analyst", "hr", "executive")
_AUDITS = "audits"
_as_of = click.option("--as-of", type=DAY, help="Day of the report; today by default.")


@click.command()
@click.argument("project", type=ProjectPath())
@click.option("--part", type=click.Choice(_PARTS), help="Only this part.")
@click.option(
    "--audits",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Folder of audits, for benchmarks and the closed loop; PROJECT/{_AUDITS} by default.",
)
@_as_of
@click.option("--dimensions", is_flag=True, help="Only what a benchmark may be about, with its unit.")
@click.option("--reader", type=click.Choice(_ROLES), default="alliance_manager", show_default=True, help="Told for.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole review as one JSON document.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Workbook to write, for that reader.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the review to: that of the audits, so that the viewer finds it.",
)
def execution(
    project: Path,
    part: str | None,
    audits: Path | None,
    as_of: datetime | None,
    dimensions: bool,
    reader: str,
    as_json: bool,
    xlsx: Path | None,
    output: Path | None,
) -> None:
    """How PROJECT's relationships are run: satisfaction, rewards, negotiations, benchmarks, loop, telling, form.

    \b
    alliancenet execution my_project
    alliancenet execution my_project --audits my_audits -o my_audits
    alliancenet execution my_project --part rewards --reader hr
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.execution.benchmarking import known_dimensions
    from alliancenet.execution.reading import read_execution
    from alliancenet.portfolio.home import check_home
    from alliancenet.store.execution_file import EXECUTION_FILE, to_json, write_execution

    loaded = read_aloud(project)
    records = read_execution(project, loaded.register)
    for remark in records.remarks:
        click.echo(f"warning: {remark}", err=True)
    if dimensions:
        print_lines(
            f"{name:<44} {unit or 'as the file says'}" for name, unit in known_dimensions(records.outcomes).items()
        )
        return
    with work_in(output, "alliancenet execution") if output else nullcontext():
        if output is not None:
            check_home(output, loaded.mark, EXECUTION_FILE)
        review = _review(loaded, records, project, audits or output, as_of)
        if output is not None:
            write_execution(output, review)
    if xlsx is not None:
        _write_workbook(xlsx, _view(review, reader))
    if as_json:
        from alliancenet.cli.printing import print_document

        print_document(to_json(review))
    else:
        print_lines(_told(_view(review, reader), part))


@click.command()
@click.argument("project", type=ProjectPath())
@click.option(
    "--audits",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Folder of audits, whose measures a test may be about; PROJECT/{_AUDITS} by default.",
)
@_as_of
@click.option("--keep", is_flag=True, help="Write plans and results into execution/tests.jsonl, which only grows.")
@click.option("--json", "as_json", is_flag=True, help="Print the tests as one JSON document.")
def learn(project: Path, audits: Path | None, as_of: datetime | None, keep: bool, as_json: bool) -> None:
    """Tests of PROJECT: hypothesis, smallest effect they can see, and the verdict once they are over.

    \b
    alliancenet learn my_project --keep     before the start: the plan is on record from now on
    alliancenet learn my_project --keep     after the end: so is the result

    A test that was written or changed after its start stays marked as written afterwards, for ever.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.execution.folder import FOLDER
    from alliancenet.execution.learning.journal import keep as keep_tests
    from alliancenet.execution.reading import read_execution

    loaded = read_aloud(project)
    records = read_execution(project, loaded.register)
    for remark in records.remarks:
        click.echo(f"warning: {remark}", err=True)
    review = _review(loaded, records, project, audits, as_of)
    if keep:
        written = keep_tests(project / FOLDER, records.plans or (), review.tests, date.today())
        click.echo(f"{written} {'entry' if written == 1 else 'entries'} written to {FOLDER}/tests.jsonl", err=True)
        review = _review(loaded, records, project, audits, as_of)
    if as_json:
        import json

        from alliancenet.cli.printing import print_document
        from alliancenet.store.records import as_plain

        plain = {"tests": as_plain(review.tests)}
        print_document(json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=1) + "\n")
    else:
        print_lines(_tests_told(_view(review, "alliance_manager")))


def _review(
    loaded: "Project", records: "ExecutionRecords", project: Path, audits: Path | None, as_of: datetime | None
) -> "ExecutionReview":
    from alliancenet.cli.execution_audits import beside
    from alliancenet.economics.reading import has_books, read_books
    from alliancenet.execution.folder import FOLDER
    from alliancenet.execution.learning.journal import read_journal
    from alliancenet.execution.overview import execution_review

    day = date.today() if as_of is None else as_of.date()
    folder = audits or project / _AUDITS
    return execution_review(
        loaded,
        records,
        day,
        kept=read_journal(project / FOLDER),
        beside=beside(folder, day, loaded.mark) if folder.is_dir() else None,
        books=read_books(project, loaded.register, loaded.settings) if has_books(project) else None,
    )


def _view(review: "ExecutionReview", reader: str) -> "ExecutionView":
    from alliancenet.privacy import Reader, ReaderRole
    from alliancenet.privacy.execution_view import execution_for

    return execution_for(review, Reader(role=ReaderRole(reader)))


def _write_workbook(path: Path, view: "ExecutionView") -> None:
    from alliancenet.export.execution_files import to_xlsx
    from alliancenet.files.writing import write_whole

    write_whole(path, to_xlsx(view))


def _told(view: "ExecutionView", part: str | None) -> Iterator[str]:
    from alliancenet.report.tables import execution as tables
    from alliancenet.report.tables import satisfaction
    from alliancenet.report.tables.benchmarks import benchmarks

    yield f"How relationships are run, as of {view.review.as_of}. For the own firm only, never for a partner."
    parts: dict[str, tuple[Table, ...]] = {
        "satisfaction": (
            satisfaction.satisfaction_in_short(view),
            satisfaction.impact(view),
            satisfaction.past_due(view),
        ),
        "rewards": (tables.rewards(view),),
        "negotiations": (tables.negotiations(view), tables.sessions(view), tables.pairs(view)),
        "benchmarks": (benchmarks(view),),
        "loop": (tables.loop(view), tables.rounds(view), tables.coverage(view)),
        "telling": (tables.telling(view), tables.known(view)),
        "forms": (tables.forms(view),),
    }
    if part is None:
        yield from _findings(view)
    for name, shown in parts.items():
        if name not in view.parts or part not in (None, name):
            continue
        for table in shown:
            if table.rows or part is not None:
                yield from _table(table)
        if name == "satisfaction":
            yield from satisfaction.satisfaction_notes(view)
            yield from satisfaction.links_untold(view)
        if name == "benchmarks" and view.review.missing:
            yield f"No benchmark on record: {'; '.join(view.review.missing)}."
    yield from (f"Withheld: {sentence}." for sentence in view.withheld)


def _findings(view: "ExecutionView") -> Iterator[str]:
    from alliancenet.model.finding import Severity
    from alliancenet.report import words

    yield ""
    for found in view.review.findings:
        mark = words.SEVERITY_MARK[Severity(found.severity)]
        yield f"{mark} {found.severity:<6} {found.code:<11} {words.sentence(found.sentence)}"
        yield f"    → {found.recommendation}"
    if not view.review.findings:
        yield "Nothing of what is on record calls for something to be done."


def _tests_told(view: "ExecutionView") -> Iterator[str]:
    from alliancenet.report.tables import execution as tables

    yield from _table(tables.tests(view))


def _table(table: "Table") -> Iterator[str]:
    from alliancenet.report.text import row_lines, table_lines

    yield ""
    yield f"{table.caption}:"
    is_wide = len(table.columns) > 7 or any(column.width == "wide" for column in table.columns)
    yield from row_lines(table) if is_wide or not table.rows else table_lines(table)
