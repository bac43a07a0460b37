"""Uploaded files taken into a project: first in a copy, to see what would come of it, then all or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from alliancenet.adding.adding import KINDS_OFFERED, WROTE, Outcome, add_files
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.desk.mirror import differences, mirror_of, told
from alliancenet.errors import InputError
from alliancenet.files.table import FileSays
from alliancenet.model.desk import Asked, IntakeProposal, ToldProblem
from alliancenet.store.changes import changing

Answers = Sequence[tuple[str, str, str]]
"""File, key and answer."""
_OF_ANSWERS, _KIND = "--answer", "kind"


def proposed(project: Path, files: Sequence[Path], answers: Answers, unknown: Collection[str] = ()) -> IntakeProposal:
    """What taking files in would do; the project stays as it is.

    Parameters
    ----------
    unknown : names of tables nobody knows, whose kind has to be said.
    """
    with mirror_of(project) as copy:
        return _tried(project, copy, files, answers, unknown)[0]


def taken_in(
    project: Path, files: Sequence[Path], answers: Answers, unknown: Collection[str] = (), *, by: str, once: str
) -> IntakeProposal:
    """Take files in, all or nothing; while something is open or faulty nothing is written.

    Parameters
    ----------
    unknown : see `proposed`.
    by, once : see `alliancenet.store.changes.MadeChange`.
    """
    with changing(project) as place:
        if (made := place.made(once)) is not None:
            return IntakeProposal(change=made.id)
        with mirror_of(project) as copy:
            found, new = _tried(project, copy, files, answers, unknown)
        if found.questions or any(remark.is_fault for remark in found.remarks):
            return found
        names = ", ".join(path.name for path in files)
        made = place.make(new, by=by, what=f"taken in: {names}", once=once)
    return IntakeProposal(
        told=found.told,
        remarks=found.remarks,
        writes=found.writes,
        has_logs=found.has_logs,
        change=made.id if made else 0,
    )


def _tried(
    project: Path, copy: Path, files: Sequence[Path], answers: Answers, unknown: Collection[str]
) -> tuple[IntakeProposal, Mapping[str, bytes | None]]:
    """Add files to a copy, with answers that fit; one that fits no more is asked again."""
    left = list(answers)
    settled = {file for file, key, _ in left if key == _KIND}
    asked = tuple(_what_is(path.name) for path in files if path.name in unknown and path.name not in settled)
    known = [path for path in files if path.name not in {question.file for question in asked}]
    if not known:
        return IntakeProposal(questions=asked), {}
    while True:
        try:
            outcome = add_files(copy, known, _given(left), FileSays())
            break
        except InputError as error:
            fitting = [answer for answer in left if answer[1] not in _unfit(error)]
            if len(fitting) == len(left):
                return IntakeProposal(
                    remarks=tuple(told(problem, copy) for problem in error.problems), questions=asked
                ), {}
            left = fitting
    new = differences(project, copy)
    return _proposed(outcome, copy, new, asked), new


def _what_is(file: str) -> Asked:
    return Asked(
        file=file,
        key=_KIND,
        text="What is this file?",
        choices=KINDS_OFFERED,
        proposal="",
        why="nothing in it tells",
        example="",
        meanings={
            "people": "a list of people",
            "touchpoints": "a list of meetings",
            "ties": "a network",
            "log": "a log",
        },
    )


def _unfit(error: InputError) -> set[str]:
    return {problem.key for problem in error.problems if problem.file == _OF_ANSWERS and problem.key}


def _given(answers: Iterable[tuple[str, str, str]]) -> GivenAnswers:
    given = GivenAnswers()
    for file, key, answer in answers:
        given.add(OpenQuestion(file=file, key=key, text=""), answer)
    return given


def _proposed(outcome: Outcome, copy: Path, new: Mapping[str, bytes | None], more: tuple[Asked, ...]) -> IntakeProposal:
    remarks: list[ToldProblem] = [told(problem, copy) for problem in outcome.problems]
    return IntakeProposal(
        told=tuple(line.replace(str(copy), copy.name) for line in outcome.told if not line.startswith(WROTE)),
        questions=(*more, *(_asked(question) for question in outcome.questions)),
        remarks=tuple(remarks),
        writes=tuple(sorted(new)),
        has_logs=outcome.has_logs,
    )


def _asked(question: OpenQuestion) -> Asked:
    return Asked(
        file=question.file,
        key=question.key,
        text=question.text,
        choices=question.choices,
        proposal=question.proposal,
        why=question.why,
        example=question.example,
        meanings=question.meanings,
    )
