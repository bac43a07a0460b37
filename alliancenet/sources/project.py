"""A project folder: `alliancenet.yaml` and the files it names, or their usual names."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.collected import collected_files, not_named_files
from alliancenet.files.digest import data_digest, file_digest
from alliancenet.files.entry import Entry, shown
from alliancenet.files.fields import Fields, read_fields
from alliancenet.files.regular import why_no_file
from alliancenet.files.table import FileSays
from alliancenet.files.table_map import map_beside, read_table_map
from alliancenet.instruments.reading import project_instruments
from alliancenet.model.audit import InputFile, ProjectMark
from alliancenet.model.register import Benchmark, Register
from alliancenet.settings import Settings, default_settings, settings_with
from alliancenet.sources.checks import stop_at_faults, warning
from alliancenet.sources.draft import Draft
from alliancenet.sources.exports import read_survey_export, with_exports
from alliancenet.sources.loaded import Project
from alliancenet.sources.logs import with_logs
from alliancenet.sources.place import PROJECT_FILE, must_be_project
from alliancenet.sources.plausibility import check_answers
from alliancenet.sources.portfolio import read_alliances
from alliancenet.sources.portfolio_register import read_records
from alliancenet.sources.surveyed import facts_answered
from alliancenet.sources.tables.answers import read_answers
from alliancenet.sources.tables.issues import read_issues
from alliancenet.sources.tables.memberships import assume_memberships, read_memberships
from alliancenet.sources.tables.needs import read_needs
from alliancenet.sources.tables.not_named import read_not_named
from alliancenet.sources.tables.organisations import read_organisations
from alliancenet.sources.tables.people import read_people
from alliancenet.sources.tables.responses import read_responses
from alliancenet.sources.tables.role_log import read_role_log
from alliancenet.sources.tables.role_pairs import read_role_pairs
from alliancenet.sources.tables.rounds import read_rounds
from alliancenet.sources.tables.ties import read_ties_file, with_ties
from alliancenet.sources.tables.touchpoints import read_touchpoints
from alliancenet.sources.waves import build_waves, check_answered
from alliancenet.store.changes import ROOM

FORMAT = "alliancenet-project/1"
_KEYS = ("format", "id", "name", "files", "settings", "logs", "capability_benchmark", "economics", "money")
_MONEY = r"[A-Za-z]+ [A-Z]{3}|[A-Z]{3}"
_LONGEST_SOURCE = 200
_TRIES = 3
_SUFFIXES = frozenset({".csv", ".yaml", ".xlsx", ".gz", ".graphml", ".gexf", ".net", ".dl", ".json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfFile:
    """One kind of file a project may hold.

    Parameters
    ----------
    read : adds what the file says to the draft; never raises for faults in the file.
    usual : the name looked for without being told; "" when it must be listed.
    required : a project without it cannot be audited.
    """

    read: Callable[[Path, str, Draft], None]
    usual: str = ""
    required: bool = False


# in the order they are read: each may name what stands further up
KINDS: Mapping[str, KindOfFile] = {
    "organisations": KindOfFile(read=read_organisations, usual="organisations.csv", required=True),
    "people": KindOfFile(read=read_people, usual="people.csv", required=True),
    "alliances": KindOfFile(read=read_alliances, usual="alliances.yaml", required=True),
    "memberships": KindOfFile(read=read_memberships, usual="memberships.csv"),
    "waves": KindOfFile(read=read_rounds, usual="waves.csv", required=True),
    "touchpoints": KindOfFile(read=read_touchpoints, usual="touchpoints.csv"),
    "needs": KindOfFile(read=read_needs, usual="needs.csv"),
    "role_pairs": KindOfFile(read=read_role_pairs, usual="role_pairs.csv"),
    "issues": KindOfFile(read=read_issues, usual="issues.csv"),
    "role_log": KindOfFile(read=read_role_log, usual="role_log.csv"),
    "responses": KindOfFile(read=read_responses, usual="responses.csv"),
    "answers": KindOfFile(read=read_answers, usual="answers.csv"),
    "survey_export": KindOfFile(read=read_survey_export),
    "ties": KindOfFile(read=read_ties_file),
}


def read_project(folder: Path) -> Project:
    """Read a project folder whole, as it stands at one moment.

    Parameters
    ----------
    folder : holds `alliancenet.yaml` and the other files.

    Raises
    ------
    InputError
        With every problem of every file when one of them is fatal, and when files change each time
        they are read.
    """
    for _ in range(_TRIES):
        before = _state_of(folder)
        try:
            project = _read_once(folder)
        except InputError:
            if _state_of(folder) == before:
                raise
            continue
        read = {input_file.file: input_file.sha256 for input_file in project.inputs}
        if _state_of(folder) == before and all(file_digest(folder / name) == read[name] for name in read):
            return project
    found, needed = "its files are being written to while they are read", "files at rest"
    raise InputError([Problem(file=str(folder), found=found, needed=needed, action="wait until they are saved")])


def _state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file of a folder that may be read."""
    found = {}
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.suffix in _SUFFIXES and path.is_file() and ROOM not in path.relative_to(folder).parts:
            state = path.stat()
            found[str(path)] = (state.st_size, state.st_mtime_ns)
    return found


def read_part(folder: Path, kinds: Collection[str]) -> Draft:
    """What some kinds of files of a project say; faults stay in the draft and stop nothing.

    Parameters
    ----------
    kinds : of `KINDS`.

    Raises
    ------
    InputError
        When there is no project file, or it is no YAML.
    """
    fields = _project_file(folder)
    problems: list[Problem] = []
    top = Entry(fields, (), fields.value, _KEYS, problems)
    draft = Draft(
        folder=folder,
        settings=_settings(fields, problems),
        problems=problems,
        instruments=project_instruments(folder, problems),
    )
    for kind, name in _files(top, draft, problems):
        if kind in kinds and (kind == "survey_export" or _with_map(name, draft)):
            KINDS[kind].read(folder / name, name, draft)
    return draft


def _read_once(folder: Path) -> Project:
    fields = _project_file(folder)
    problems: list[Problem] = []
    top = Entry(fields, (), fields.value, _KEYS, problems)
    if top.data.get("format") != FORMAT:
        top.fault(("format",), shown(top.data.get("format")), f"format: {FORMAT}", "update the file or the program")
    draft = Draft(
        folder=folder,
        settings=_settings(fields, problems),
        problems=problems,
        instruments=project_instruments(folder, problems),
        capability_benchmark=_benchmark(top) if top.has("capability_benchmark") else None,
    )
    files = _files(top, draft, problems)
    digests = {name: file_digest(folder / name) for _, name in files if not why_no_file(folder / name)}
    for kind, name in files:
        if kind != "survey_export" and not _with_map(name, draft):
            continue
        KINDS[kind].read(folder / name, name, draft)
    for name in not_named_files(folder):
        read_not_named(folder / name, name, draft)
    if not any(kind == "memberships" for kind, _ in files):
        assume_memberships(draft)
    register = draft.register()
    waves = with_exports(draft, register, build_waves(draft, register))
    waves = with_ties(draft, register, waves)
    check_answered(draft, waves)
    for wave in waves:
        check_answers(draft, register, wave)
    waves = with_logs(draft, register, waves, are_declared=bool(top.data.get("logs")))
    records, of_portfolio, record_files = read_records(folder, register)
    answered, of_answers = facts_answered(register, waves, draft.instruments)
    problems.extend((*of_portfolio, *of_answers))
    records = replace(records, money=top.word("money", _MONEY, "a currency, such as EUR, or million EUR", ""))
    mark = _mark(top, register)
    stop_at_faults(problems)
    return Project(
        name=mark.name or folder.resolve().name,
        register=register,
        settings=draft.settings,
        waves=waves,
        instruments=draft.instruments,
        inputs=tuple(
            InputFile(file=name, sha256=digests.get(name) or file_digest(folder / name))
            for name in sorted({PROJECT_FILE, *(name for _, name in files), *draft.also_read, *record_files})
        ),
        records=records,
        answered=answered,
        problems=tuple(problems),
        mark=mark,
    )


def _mark(top: Entry, register: Register) -> ProjectMark:
    """The declared id, else a digest of the declared name and the own firms: a moved folder keeps its mark."""
    name, declared = str(top.data.get("name") or ""), top.data.get("id")
    if declared is not None and not (isinstance(declared, str) and declared):
        top.fault(("id",), shown(declared), "a word that no other project of yours has")
    own = sorted(firm.id for firm in register.organisations.values() if firm.own)
    return ProjectMark(id=str(declared or data_digest([name, own])[:16]), name=name)


def _benchmark(top: Entry) -> Benchmark | None:
    """Alliance capability of others; a number without source and date is no benchmark."""
    entry, faults = top.entry("capability_benchmark", ("points", "source", "date")), len(top.problems)
    points, source, day = entry.number("points"), entry.data.get("source"), entry.data.get("date")
    if not 0 <= points <= 100:
        entry.fault(("points",), f"{points:g}", "an index from 0 to 100")
    if not isinstance(source, str) or not 0 < len(source.strip()) <= _LONGEST_SOURCE:
        entry.fault(("source",), shown(source), f"who says so, in at most {_LONGEST_SOURCE} letters")
    if not isinstance(day, date):
        entry.fault(("date",), shown(day), "the day the number is of, such as 2025-11-30")
    if len(top.problems) > faults or not isinstance(source, str) or not isinstance(day, date):
        return None
    return Benchmark(points=points, source=" ".join(source.split()), day=day)


def _project_file(folder: Path) -> Fields:
    must_be_project(folder)
    return read_fields(folder / PROJECT_FILE)


def project_settings(folder: Path) -> Settings:
    """Limits a folder's project declares; the shipped ones where the folder holds no project.

    Raises
    ------
    InputError
        With every fault of the project file's settings.
    """
    path = folder / PROJECT_FILE
    if not path.is_file():
        return default_settings()
    problems: list[Problem] = []
    settings = _settings(read_fields(path), problems)
    if problems:
        raise InputError(problems)
    return settings


def _settings(fields: Fields, problems: list[Problem]) -> Settings:
    raw = fields.value.get("settings") if isinstance(fields.value, dict) else None
    if raw is not None and not isinstance(raw, dict):
        problems.append(fields.problem("settings", found=shown(raw), needed="lines of `key: value`"))
    if not isinstance(raw, dict):
        return default_settings()
    try:
        return settings_with(fields, "settings")
    except InputError as error:
        problems.extend(error.problems)
        return default_settings()


def _files(top: Entry, draft: Draft, problems: list[Problem]) -> list[tuple[str, str]]:
    """Kind and name of every file to read, in the order they are read."""
    folder = draft.folder
    listed = _listed_files(top, draft)
    found = [*listed]
    for kind, one in KINDS.items():
        if any(kind == other for other, _ in listed) or not one.usual:
            continue
        usual = next((name for name in _usual_names(one.usual) if (folder / name).is_file()), "")
        if usual:
            found.append((kind, usual))
        elif one.required:
            action = f"add it, or name another file under `files:` in {PROJECT_FILE}"
            problems.append(
                Problem(
                    file=one.usual,
                    found="the file is missing",
                    needed=f"a file of kind {kind}",
                    action=action,
                )
            )
    found += [("survey_export", name) for name in collected_files(folder)]
    read = {name for _, name in found}
    problems.extend(
        warning(
            path.name,
            "the file was not read",
            "nothing, if that is meant",
            f"else name it under `files:` in {PROJECT_FILE}",
        )
        for path in sorted(path for pattern in ("*.csv", "*.xlsx", "*.csv.gz") for path in folder.glob(pattern))
        if path.name not in read
    )
    return sorted(found, key=lambda file: list(KINDS).index(file[0]))


def _usual_names(usual: str) -> tuple[str, ...]:
    """A table's usual name, as a workbook, or packed."""
    return (usual, usual.replace(".csv", ".xlsx"), f"{usual}.gz") if usual.endswith(".csv") else (usual,)


def _listed_files(top: Entry, draft: Draft) -> list[tuple[str, str]]:
    folder = draft.folder
    kinds = "|".join(KINDS)
    found = []
    for entry in top.entries("files", ("file", "kind", "encoding", "sheet", "dates")):
        name = entry.data.get("file")
        kind = entry.word("kind", kinds, f"one of: {', '.join(KINDS)}")
        if not isinstance(name, str) or not name:
            entry.fault(("file",), shown(name), "the name of a file in the project folder")
        elif not (folder / name).is_file():
            entry.fault(("file",), f"there is no file '{name}'", "a file in the project folder", "check the spelling")
        elif kind:
            found.append((kind, name))
            draft.declared[name] = _declared(entry)
    return found


def _with_map(name: str, draft: Draft) -> bool:
    """Take along the map file beside a table, where there is one; False when it has faults."""
    beside = map_beside(draft.folder / name)
    if not beside.is_file():
        return True
    try:
        columns = read_table_map(beside, map_beside(Path(name)).as_posix())
    except InputError as error:
        draft.problems.extend(error.problems)
        return False
    draft.declared[name] = replace(draft.declared_of(name), columns=columns)
    draft.also_read.add(columns.file)
    return True


def _declared(entry: Entry) -> FileSays:
    """What an entry says about its file."""
    order = entry.word("dates", "day_first|month_first", "day_first or month_first") if entry.has("dates") else None
    for key in ("encoding", "sheet"):
        if not isinstance(entry.data.get(key, ""), str):
            entry.fault((key,), shown(entry.data[key]), "a name")
    encoding, sheet = (str(entry.data.get(key) or "") for key in ("encoding", "sheet"))
    return FileSays(encoding=encoding, sheets=(sheet,) if sheet else (), dates=order or "")


def template() -> Path:
    """Folder of the project that `alliancenet init` starts from."""
    return Path(__file__).with_name("template")
