"""Everything that is told of execution, worked out from what was read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version

from alliancenet.economics.books import Books
from alliancenet.economics.periods import Periods
from alliancenet.errors import InputError
from alliancenet.execution.benchmarking import check_dimensions, gaps_of, own_numbers, without_benchmark
from alliancenet.execution.findings import with_findings
from alliancenet.execution.first_waves import first_wave_after
from alliancenet.execution.learning.journal import KeptTests, marked
from alliancenet.execution.learning.judging import tested
from alliancenet.execution.learning.measured import Histories, with_measured
from alliancenet.execution.looping import LoopInputs, loop_of
from alliancenet.execution.naming import without_names
from alliancenet.execution.negotiating import negotiations_of
from alliancenet.execution.records import ExecutionRecords
from alliancenet.execution.rewarding import rewards_of
from alliancenet.execution.satisfying import satisfaction_of
from alliancenet.execution.strategy import forms_of, telling_of
from alliancenet.execution.weighing import qualities_of, quality_numbers, weighed
from alliancenet.model.execution import ExecutionReview
from alliancenet.model.limits import Limits
from alliancenet.model.score import Score
from alliancenet.sources.loaded import Project

_QUARTERS = Periods(4)


def _nothing_moved(_alliance: str, _first: date, _last: date) -> Iterator[str]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditsBeside:
    """What audits and the folder they lie in add to the files.

    Parameters
    ----------
    scores : of each alliance itself, from its newest audit, as every reader of the own firm may see them.
    known : scores of its firms on how well people know the strategy, likewise.
    histories : by measure and alliance, the value of each wave by the day it closed, likewise.
    moved : what audits say of an alliance between two days, in sentences.
    loop : proposals and actions; None without a folder.
    """

    scores: Mapping[str, Sequence[Score]] = field(default_factory=dict)
    known: Mapping[str, Sequence[Score]] = field(default_factory=dict)
    histories: Histories = field(default_factory=dict)
    moved: Callable[[str, date, date], Iterator[str]] = _nothing_moved
    loop: LoopInputs | None = None


def execution_review(
    project: Project,
    records: ExecutionRecords,
    as_of: date,
    *,
    kept: KeptTests | None = None,
    beside: AuditsBeside | None = None,
    books: Books | None = None,
) -> ExecutionReview:
    """Work everything out.

    Parameters
    ----------
    kept : the journal of tests.
    beside : what audits add; without them parts of benchmarks, loop and telling stay empty.
    books : files of economics where the project keeps any, for the coverage of records.

    Raises
    ------
    InputError
        When a benchmark names a dimension nobody measures, or another unit.
    """
    settings, register = project.settings, project.register
    records, people = without_names(records, register)
    beside = beside or AuditsBeside()
    outcomes = records.outcomes
    records = with_measured(records, beside.histories, books, settings, as_of)
    tests = marked(tested(records, settings, as_of), records.plans or (), kept or KeptTests(tests={}))
    satisfaction = satisfaction_of(records.satisfaction or (), register, settings, as_of, records.ratings or ())
    rewards = rewards_of(records.schemes or (), settings)
    directions = {plan.metric: plan.is_up for plan in records.plans or ()}
    # looked at only where somebody compares: a thousand draws take a second
    qualities = qualities_of(books, settings) if records.benchmarks else None
    own = own_numbers(beside.scores, satisfaction, rewards, outcomes, directions, quality_numbers(qualities))
    impacts = weighed(satisfaction.impact if satisfaction else None, qualities)
    problems = check_dimensions(records.benchmarks or (), own, outcomes)
    if problems:
        raise InputError(problems)
    has_benchmarks = records.benchmarks is not None
    periods = _QUARTERS if books is None else books.plan.periods
    review = ExecutionReview(
        as_of=as_of,
        project=project.name,
        names={
            **{str(alliance.id): alliance.name for alliance in register.alliances.values()},
            **{str(firm.id): firm.name for firm in register.organisations.values()},
        },
        limits=Limits.of(settings),
        people=people,
        tests=tuple(tests),
        satisfaction=satisfaction,
        rewards=rewards,
        negotiations=negotiations_of(
            records.seats or (), lambda alliance, day: first_wave_after(project, alliance, day), settings, as_of
        ),
        benchmarks=gaps_of(records.benchmarks or (), own, settings, as_of, impacts),
        missing=without_benchmark(records.benchmarks or (), own) if has_benchmarks else (),
        loop=None if beside.loop is None else loop_of(beside.loop, register, project.waves, books, periods, as_of),
        telling=None
        if records.acts is None and not any(beside.known.values())
        else telling_of(records.acts or (), register, beside.known, settings, as_of),
        forms=forms_of(records.forms or (), register, project.records, beside.moved, settings, as_of),
        remarks=tuple(_remarks(records, kept)),
        tool_version=version("alliancenet"),
        mark=project.mark,
    )
    return with_findings(review, settings)


def _remarks(records: ExecutionRecords, kept: KeptTests | None) -> Iterator[str]:
    yield from map(str, records.remarks)
    if kept is not None and kept.unread:
        lines = "line" if kept.unread == 1 else "lines"
        yield f"{kept.unread} {lines} of the journal of tests could not be understood"
