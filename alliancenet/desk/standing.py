"""How far a project is, in the words of `alliancenet check`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from alliancenet.desk.mirror import is_of_money, told
from alliancenet.errors import InputError, Problem
from alliancenet.files.fields import read_fields
from alliancenet.model.desk import ProjectStanding, ToldProblem, UploadLimits
from alliancenet.settings import Settings, default_settings
from alliancenet.sources.loaded import Project
from alliancenet.sources.place import PROJECT_FILE
from alliancenet.sources.project import KINDS, project_settings, read_project


def check_lines(project: Project, *, without_money: bool = False) -> tuple[str, ...]:
    """What `alliancenet check` says at its end: what was read, and whether it can be audited.

    Parameters
    ----------
    without_money : leave out what files of money have to do with it.
    """
    return (*_unread(project), *_counted(project, without_money=without_money))


def _unread(project: Project) -> list[str]:
    """Answers nothing is made of yet, by wave."""
    import alliancenet.auditing  # noqa: F401 - everything that reads answers says so when it is imported
    from alliancenet.instruments.used import told as said_of
    from alliancenet.instruments.used import unread

    said = ((wave, said_of(unread(project.instruments, wave))) for wave in project.waves)
    return [f"note: {wave.alliance}, wave {wave.id}: {sentence}" for wave, sentence in said if sentence]


def _counted(project: Project, *, without_money: bool) -> list[str]:
    def is_told(file: str) -> bool:
        return not (without_money and is_of_money(file))

    alliances, people = len(project.register.alliances), len(project.register.people)
    asked = [wave for wave in project.waves if not wave.by_logs_alone]
    seen = sum(int(wave.responded.sum()) for wave in project.waves if wave.by_logs_alone)
    members = sum(len(wave.people) for wave in asked)
    answered = sum(int(wave.responded.sum()) for wave in asked)
    counts = (
        (alliances, "alliance", "alliances"),
        (people, "person", "people"),
        (len(project.waves), "wave of an alliance", "waves of alliances"),
        *([(answered, f"of {members:,} answered", f"of {members:,} answered")] if asked else []),
        *([(seen, "person seen in logs alone", "people seen in logs alone")] if seen else []),
        (sum(is_told(read.file) for read in project.inputs), "file", "files"),
    )
    read = ", ".join(f"{count:,} {single if count == 1 else several}" for count, single, several in counts)
    found = sum(is_told(problem.file) for problem in project.problems)
    silent = f"{answered:,} of {members:,} answered, " if answered < members else ""
    warned = f"{found} {'warning' if found == 1 else 'warnings'}, nothing fatal"
    verdict = silent + (warned if found else "no problem in the files" if silent else "no problem")
    return [f"{project.name}: {read}", f"ready to audit: {verdict}"]


def standing_of(folder: Path) -> ProjectStanding:
    """How far the project in a folder is; of its files of money nothing is said."""
    limits, name = limits_of(folder), folder.resolve().name
    files = {file: kind for file, kind in _kinds(folder) if not is_of_money(file)}
    try:
        project = read_project(folder)
    except InputError as error:
        return ProjectStanding(
            name=name,
            lines=_not_ready(error),
            remarks=_told(error.problems),
            files=files,
            is_ready=False,
            limits=limits,
        )
    files = {file: files.get(file, _of_itself(file)) for file in (read.file for read in project.inputs)}
    return ProjectStanding(
        name=project.name,
        lines=check_lines(project, without_money=True),
        remarks=_told(project.problems),
        files={file: kind for file, kind in files.items() if not is_of_money(file)},
        is_ready=True,
        limits=limits,
    )


def _told(problems: Iterable[Problem]) -> tuple[ToldProblem, ...]:
    return tuple(told(problem) for problem in problems if not is_of_money(problem.file))


def _not_ready(error: InputError) -> tuple[str, ...]:
    faults = [problem for problem in error.problems if problem.fatal]
    seen = sum(not is_of_money(problem.file) for problem in faults)
    hidden = "; a file of money has faults too, which whoever keeps it finds with `alliancenet check`"
    line = f"not ready to audit: {seen} {'thing' if seen == 1 else 'things'} to put right"
    return (line + (hidden if seen < len(faults) else ""),)


def limits_of(folder: Path) -> UploadLimits:
    """What the desk takes, by the project's settings; by the shipped ones where those have faults."""
    try:
        settings: Settings = project_settings(folder)
    except InputError:
        settings = default_settings()
    upload, looking = settings.table("desk.upload"), settings.table("desk.looking")
    return UploadLimits(
        mb=upload["mb"],
        files=int(upload["files"]),
        mib=int(looking["mib"]),
        seconds=int(looking["seconds"]),
        kinds=settings.words("desk.kinds"),
    )


def _kinds(folder: Path) -> Iterator[tuple[str, str]]:
    """Files that are read, by the project file or by their usual names, and as what."""
    try:
        listed = read_fields(folder / PROJECT_FILE).value.get("files") or []
    except (InputError, AttributeError):
        listed = []
    named = [(entry.get("file"), entry.get("kind")) for entry in listed if isinstance(entry, dict)]
    yield from ((str(file), str(kind)) for file, kind in named if file and kind)
    for kind, entry in KINDS.items():
        if entry.usual and kind not in {of for _, of in named} and (folder / entry.usual).is_file():
            yield entry.usual, kind


def _of_itself(file: str) -> str:
    if file == PROJECT_FILE:
        return "the project"
    return "portfolio" if file.startswith("portfolio/") else ""
