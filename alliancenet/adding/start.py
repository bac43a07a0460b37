"""A new project: its firms, its alliance and its rounds of asking, from what the files tell and from answers."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from alliancenet.adding.firms import Firms, id_of
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.files.dates import day_of
from alliancenet.files.folding import folded
from alliancenet.files.writing import make_folder, write_whole
from alliancenet.sources.place import PROJECT_FILE
from alliancenet.sources.project import template

_WINDOW = 90  # days the questions about contact speak of, as in the shipped forms
_SAMPLES = ("organisations.csv", "people.csv", "memberships.csv", "waves.csv", "answers.csv", "touchpoints.csv")
_README = "README.md"
_LONGEST_ID = 60


def is_new(folder: Path) -> bool:
    """Whether a folder holds no project of its own yet: nothing, or the rows `init` writes to show the form."""
    return not (folder / PROJECT_FILE).is_file() or bool(samples_in(folder))


def samples_in(folder: Path) -> list[Path]:
    """Files that are as `alliancenet init` wrote them: made up, and in the way of real ones."""
    found = []
    for name in (*_SAMPLES, "alliances.yaml"):
        path = folder / name
        if path.is_file() and path.read_bytes() == (template() / name).read_bytes():
            found.append(path)
    return found


def begin(folder: Path) -> None:
    """Make a folder a project that holds nothing yet: its project file, and what belongs into which file."""
    make_folder(folder)
    # the project file last: what is killed before it is begun anew, whole
    write_whole(folder / _README, readme())
    write_whole(folder / PROJECT_FILE, project_text(folder.resolve().name))


def project_text(name: str) -> str:
    """Text of a project file that names nothing yet."""
    return f"format: alliancenet-project/1\nname: {json.dumps(name, ensure_ascii=False)}\n"


def readme() -> str:
    """What belongs into which file."""
    return (template() / _README).read_text("utf-8")


def firms_text(firms: Firms, answers: GivenAnswers, questions: list[OpenQuestion]) -> str:
    """organisations.csv; the own firm is asked for."""
    names = tuple(firms.names.values())
    own = None
    if len(names) > 1 or answers.to("", "own") is not None:
        own = _ask(
            OpenQuestion(key="own", text="Which firm runs the audit (your own)?", choices=names), answers, questions
        )
    mark = {name: "?" if own is None else "yes" if name == own else "no" for name in names}
    return _csv(("id", "name", "own"), [(firm, name, mark[name]) for firm, name in firms.names.items()])


def alliances_text(firms: Firms, answers: GivenAnswers) -> str:
    """alliances.yaml with one alliance of all firms, named by them unless somebody says otherwise."""
    said, own = answers.to("", "alliance"), answers.to("", "own")
    names = dict(sorted(firms.names.items(), key=lambda firm: folded(firm[1]) != folded(own or "")))
    name = said or " – ".join(names.values())
    lines = [
        "# One entry per alliance; stage, tier, objectives … may be added: `alliancenet help project`.",
        "alliances:",
        f"  - id: {id_of(said) if said else '_'.join(names)[:_LONGEST_ID].strip('_')}",
        f"    name: {json.dumps(name, ensure_ascii=False)}",
        f"    organisations: [{', '.join(names)}]",
    ]
    return "\n".join(lines) + "\n"


def wave_row(
    days: Sequence[date], taken: Mapping[str, object], answers: GivenAnswers, questions: list[OpenQuestion]
) -> tuple[str, str, str, str] | None:
    """A row of waves.csv for answers of these days, None while somebody has to say the days.

    Parameters
    ----------
    days : of responses that no round covers yet, sorted.
    taken : ids of rounds there are.
    """
    proposal = f"{days[0]}..{days[-1]}" if days else ""
    answer = _ask(
        OpenQuestion(
            key="wave",
            text="From which day to which were people asked? Write it as 2026-04-01..2026-04-21",
            proposal=proposal,
            example="2026-04-01..2026-04-21",
            why="the first and the last response" if days else "nothing in the files tells",
        ),
        answers,
        questions,
    )
    if answer is None:
        return None
    opens, _, closes = answer.replace(" to ", "..").partition("..")
    first, last = (day_of(day.strip(), day_first=True, whole=True) for day in (opens, closes or opens))
    if first is None or last is None or first > last:
        questions.append(
            OpenQuestion(key="wave", text=f"'{answer}' is no first and last day; write it as 2026-04-01..2026-04-21")
        )
        return None
    name, number = f"{last:%Y-%m}", 2
    while name in taken:
        name, number = f"{last:%Y-%m}-{number}", number + 1
    return name, first.isoformat(), last.isoformat(), str(_WINDOW)


def waves_text(row: tuple[str, str, str, str]) -> str:
    """waves.csv with one round that holds for all alliances."""
    return _csv(("id", "open", "close", "window_days"), [row])


def _ask(question: OpenQuestion, answers: GivenAnswers, questions: list[OpenQuestion]) -> str | None:
    answer = answers.of(question)
    if answer is None:
        questions.append(question)
    return answer


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
