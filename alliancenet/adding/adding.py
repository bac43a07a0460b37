"""Files put into a project, each as what it is; whatever is open is asked, nothing is guessed.

Running it again with more answers goes on where it was: what a map file says already is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliancenet.adding import money, start
from alliancenet.adding.calendars import is_calendar, touchpoints_of
from alliancenet.adding.firms import Firms
from alliancenet.adding.project_file import with_entry
from alliancenet.adding.proposal import FileProposal
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.adding.recognise import Recognised, recognise
from alliancenet.adding.roster import propose_roster
from alliancenet.adding.survey import SurveyPlace, mappings_before, propose_survey
from alliancenet.adding.ties import propose_ties
from alliancenet.adding.touchpoints import propose_touchpoints
from alliancenet.economics.books import COST_KINDS
from alliancenet.errors import InputError, Problem
from alliancenet.files.digest import file_digest
from alliancenet.files.fields import read_fields
from alliancenet.files.folding import column_key
from alliancenet.files.table import FileSays
from alliancenet.files.table_map import TableMap, is_table_map, map_beside, read_table_map, settled_part
from alliancenet.files.writing import make_folder, write_whole
from alliancenet.instruments.reading import project_instruments
from alliancenet.sources.cells import read_rows
from alliancenet.sources.place import PROJECT_FILE
from alliancenet.sources.project import KINDS, project_settings, read_part

if TYPE_CHECKING:
    from alliancenet.sources.draft import Draft
    from alliancenet.survey.mapping import AnswerMap

_ORDER = ("organisations", "people", "alliances", "memberships", "waves", "survey_export")
KINDS_OFFERED = ("people", "touchpoints", "ties", "log", *money.KINDS)
"""Kinds somebody may say a file is."""
_LOGS = "logs"
_MOST_COPIED = 500_000_000
_REGISTER = ("organisations", "people", "alliances", "memberships", "waves")
_BOOKS = "economics"
_SURE = 60
_APART = 15


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of adding files.

    Parameters
    ----------
    told : sentences in the order things were done.
    questions : what is open.
    has_logs : logs were added, so that they have to be built.
    problems : counted warnings.
    """

    told: list[str] = field(default_factory=list)
    questions: list[OpenQuestion] = field(default_factory=list)
    has_logs: bool = False
    problems: list[Problem] = field(default_factory=list)


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The files given, and of folders everything inside that is not hidden, no map and no project file."""
    for path in paths:
        if path.is_dir() and recognise(path, FileSays(), []).kind != "log":
            for child in sorted(path.iterdir()):
                if not child.name.startswith(".") and not child.name.endswith(".map.yaml") and child.is_file():
                    yield child
        else:
            yield path


def add_files(folder: Path, paths: Sequence[Path], answers: GivenAnswers, declared: FileSays) -> Outcome:
    """Put files into a project, made where there is none.

    Parameters
    ----------
    folder : of the project.
    paths : files, or folders with files.
    answers : given so far.
    declared : what somebody said of the files' encoding and sheets.

    Raises
    ------
    InputError
        When a file cannot be read, or a place is taken by another file.
    """
    return _Adding(folder, answers, declared).run(list(dict.fromkeys(files_in(paths))))


def _has_open_lines(beside: Path) -> bool:
    """Whether a mapping file names people or words in comments, which nobody has answered."""
    return any(line.startswith('  # "') for line in beside.read_text("utf-8").splitlines())


def _of_kind(kind: str) -> str:
    return {"survey_export": "answers of a survey", "ties": "a network"}.get(kind, kind.replace("_", " "))


class _Adding:
    """One run over some files."""

    def __init__(self, folder: Path, answers: GivenAnswers, declared: FileSays) -> None:
        self.folder, self.answers, self.declared = folder, answers, declared
        self.outcome = Outcome()
        self.is_new = start.is_new(folder) or not (folder / "organisations.csv").is_file()

    def run(self, paths: list[Path]) -> Outcome:
        found = [self._recognised(path) for path in paths]
        known = [file for file in found if file.kind]
        asked = {question.file for question in self.outcome.questions}
        unknown = [file for file in found if not file.kind and file.path.name not in asked]
        if not known and asked:
            return self.outcome
        if not known and unknown:
            raise InputError([self._nobody_knows(file) for file in unknown])
        self.outcome.problems += [
            Problem(file=file.path.name, found=file.why, needed="nothing, if that is meant", fatal=False)
            for file in unknown
        ]
        self._begin()
        for file in sorted(known, key=lambda file: _ORDER.index(file.kind) if file.kind in _ORDER else len(_ORDER)):
            if file.kind == "survey_export" or file.kind not in _REGISTER:
                continue
            self._add(file)
        if any(file.kind not in money.KINDS for file in known):  # money needs no round of questions
            self._set_up([file for file in known if file.export is not None])
        later = [file for file in known if file.kind not in _REGISTER]
        of_people = {file.path.name for file in known if file.kind == "people"}
        # names in a survey or a network are nobody's while a list of people has open questions
        if any(question.file in of_people for question in self.outcome.questions):
            waiting = [file for file in later if file.kind not in {"log", *money.KINDS}]
            later = [file for file in later if file not in waiting]
            self.outcome.told += [
                f"{file.path.name}: {_of_kind(file.kind)}, looked at when the lists of people are settled"
                for file in waiting
            ]
        for file in later:
            self._add(file)
        return self.outcome

    def _recognised(self, path: Path) -> Recognised:
        problems: list[Problem] = []
        said = self.answers.to(path.name, "kind")
        one = recognise(path, self.declared, problems)
        if said and said != one.kind:
            if said not in {*KINDS, "log", *money.KINDS}:
                needed = f"one of: {', '.join((*KINDS, 'log', *money.KINDS))}"
                raise InputError([Problem(file="--answer", key="kind", found=f"'{said}'", needed=needed)])
            return Recognised(path=path, kind=said, points=100, why="as answered", sheet=one.sheet, export=one.export)
        if said:
            return one
        if not one.kind and any(problem.fatal for problem in problems):
            raise InputError(problems)
        close = [other for other in one.others if other[1] > one.points - _APART and other[1]]
        if one.kind and (one.points < _SURE or close):
            self._ask_kind(one)
            return Recognised(path=path, kind="", why="it is not sure what the file is: asked")
        return one

    def _ask_kind(self, one: Recognised) -> None:
        likely = [(one.kind, one.points, one.why), *one.others]
        self.outcome.questions.append(
            OpenQuestion(
                file=one.path.name,
                key="kind",
                text="What is this file? "
                + "; ".join(f"{kind} ({points} %: {why})" for kind, points, why in likely if points),
                choices=KINDS_OFFERED,
                proposal=one.kind,
                why="the likeliest",
            )
        )

    @staticmethod
    def _nobody_knows(one: Recognised) -> Problem:
        return Problem(
            file=one.path.name,
            found=one.why or "nothing here knows what it is",
            needed="a roster, an export of a survey, a network, a list of meetings, or a log",
            action='`alliancenet help formats` lists what is read; --answer "kind=people" says what a table is',
        )

    def _begin(self) -> None:
        """A project file where there is none; the rows `init` wrote to show the form go."""
        make_folder(self.folder)
        if not (self.folder / PROJECT_FILE).is_file():
            start.begin(self.folder)
            self.outcome.told.append(f"{self.folder}: a new project")
        samples = start.samples_in(self.folder)
        for path in samples:
            path.unlink()
        if samples:
            self.outcome.told.append(f"made-up rows of `init` removed: {', '.join(path.name for path in samples)}")
        names: dict[str, str] = {}
        if (self.folder / "organisations.csv").is_file():
            draft = read_part(self.folder, ("organisations",))
            names = {str(firm.id): firm.name for firm in draft.organisations.values()}
            self.is_new = self._is_unfinished()
        self.firms = Firms(names, may_grow=self.is_new)

    def _is_unfinished(self) -> bool:
        """Firms stand there, and the question which one is the own is still open."""
        text = (self.folder / "organisations.csv").read_text("utf-8", errors="replace")
        return any(line.rstrip().endswith(",?") for line in text.splitlines()) or not (
            (self.folder / "alliances.yaml").is_file()
        )

    def _add(self, one: Recognised) -> None:
        if one.kind == "log":
            self._add_log(one)
            return
        if one.kind in money.KINDS:
            self._add_books(one)
            return
        target = self._placed(one.path, self.folder)
        beside = map_beside(target)
        is_settled = beside.is_file() and self._is_settled(beside, one)
        if is_settled and one.kind != "survey_export":
            self.outcome.told.append(f"{target.name}: {beside.name} says how it is read")
        elif not one.is_own:
            proposal = self._proposal(one, target)
            if proposal.map_text and (not is_settled or proposal.questions or _has_open_lines(beside)):
                self._keep_firms(one.kind)
                write_whole(beside, proposal.map_text)
            self._tell(proposal, beside)
        else:
            self.outcome.told.append(f"{target.name}: {one.kind} ({one.why})")
        self._register(one.kind, target)

    def _keep_firms(self, kind: str) -> None:
        """Firms a map is about to name by id stand on record first, for the run after one that is cut off."""
        if kind == "people" and self.is_new:
            write_whole(self.folder / "organisations.csv", start.firms_text(self.firms, GivenAnswers(()), []))

    def _tell(self, proposal: FileProposal, beside: Path) -> None:
        self.outcome.told.append(f"{proposal.file}: {proposal.what}")
        self.outcome.told += [f"  {line}" for line in proposal.told]
        is_open = f", {len(proposal.questions)} questions open" if proposal.questions else ""
        self.outcome.told.append(f"  wrote {beside.name}{is_open}")
        self.outcome.questions += proposal.questions

    def _is_settled(self, beside: Path, one: Recognised) -> bool:
        """A map that can be used as it stands."""
        from alliancenet.survey.mapping import read_mapping

        try:
            if one.kind == "survey_export":
                read_mapping(beside, self._instruments())
            else:
                found = read_table_map(beside)
                return one.kind != "people" or self._has_firms(found)
        except InputError:
            return False
        return True

    def _has_firms(self, found: TableMap) -> bool:
        """Whether the firms a map names are all on record by id."""
        named = {found.fixed.get("organisation", ""), *found.words.get("organisation", {}).values()} - {""}
        return named <= self.firms.names.keys()

    def _proposal(self, one: Recognised, target: Path) -> FileProposal:
        if one.kind == "people":
            assert one.sheet is not None, "a roster is a sheet"
            before = self._map_before(target, "people")
            return propose_roster(target.name, one.sheet, self.answers, self.firms, before)
        if one.kind == "survey_export" and one.export is not None:
            return propose_survey(one.export, self.answers, self._survey_place(target, one.export.platform))
        draft = self._known()
        if one.kind == "touchpoints" and one.sheet is not None:
            alliances = {
                str(alliance.id): (alliance.name, *(draft.organisations[firm].name for firm in alliance.organisations))
                for alliance in draft.alliances.values()
            }
            before = self._map_before(target, "touchpoints")
            return propose_touchpoints(target.name, one.sheet, self.answers, alliances, before)
        if one.kind == "ties":
            waves = [
                (str(alliance), rounds.id)
                for alliance in draft.alliances
                for rounds in draft.rounds
                if rounds.alliance in {None, alliance}
            ]
            sheet = (one.sheet.name, one.sheet.header) if one.sheet else ("", 0)
            before = self._map_before(target, "ties")
            return propose_ties(target, self.answers, tuple(draft.people.values()), waves, before=before, sheet=sheet)
        found, needed = f"cannot be read as {one.kind}", "a table with headings"
        raise InputError([Problem(file=target.name, found=found, needed=needed)])

    def _known(self) -> "Draft":
        return read_part(self.folder, _REGISTER)

    def _instruments(self) -> Any:
        return project_instruments(self.folder, [])

    def _survey_place(self, target: Path, platform: str) -> SurveyPlace:
        draft = self._known()
        return SurveyPlace(
            instruments=draft.instruments,
            people=tuple(draft.people.values()),
            alliances=[str(alliance) for alliance in draft.alliances],
            before=mappings_before(self._mappings(target), platform),
            settings=project_settings(self.folder),
        )

    def _mappings(self, target: Path) -> "list[AnswerMap]":
        """Decisions of the project's other exports, and last what this one's map says so far."""
        from alliancenet.survey.mapping import settled_mapping

        beside = map_beside(target)
        others = [path for path in sorted(self.folder.rglob("*.map.yaml")) if path != beside]
        maps = [path for path in (*others, beside) if path.is_file() and not is_table_map(path)]
        return [settled_mapping(path, self._instruments()) for path in maps]

    def _map_before(self, target: Path, kind: str) -> TableMap | None:
        """What this file's map says so far, else the last map of the kind whose columns are all there."""
        beside = map_beside(target)
        if is_table_map(beside):
            return settled_part(beside)
        for path in sorted(self.folder.rglob("*.map.yaml"), key=lambda path: -path.stat().st_mtime):
            if is_table_map(path):
                found = settled_part(path)
                if found.kind == kind and (not found.columns or self._has_columns(target, found)):
                    return found
        return None

    @staticmethod
    def _has_columns(target: Path, found: TableMap) -> bool:
        from alliancenet.adding.sheet import sheets_in

        needed = {column_key(name) for names in found.columns.values() for name in names}
        return any(needed <= set(map(column_key, sheet.headings)) for sheet in sheets_in(target, []))

    def _set_up(self, exports: Sequence[Recognised]) -> None:
        """Firms, alliance and rounds of a project that has none yet; a round for answers outside all."""
        questions = self.outcome.questions
        if self.firms.names and self.is_new:
            write_whole(self.folder / "organisations.csv", start.firms_text(self.firms, self.answers, questions))
            self.outcome.told.append(f"firms: {', '.join(self.firms.names.values())}")
            if len(self.firms.names) > 1:
                write_whole(self.folder / "alliances.yaml", start.alliances_text(self.firms, self.answers))
                self.outcome.told.append("one alliance of all of them, in alliances.yaml")
            else:
                self.outcome.told.append("one firm so far: add the roster of the partner too")
        self._rounds(exports)

    def _rounds(self, exports: Sequence[Recognised]) -> None:
        path = self.folder / "waves.csv"
        days = sorted({who.day for file in exports if file.export for who in file.export.respondents if who.day})
        if not path.is_file():
            row = start.wave_row(days, {}, self.answers, self.outcome.questions)
            if row is not None:
                write_whole(path, start.waves_text(row))
                self.outcome.told.append(f"wave {row[0]}: asked from {row[1]} to {row[2]}")
            return
        rounds = self._known().rounds
        outside = [day for day in days if not any(round_.opens <= day <= round_.closes for round_ in rounds)]
        if rounds and outside and len(outside) == len(days):
            row = start.wave_row(
                outside, {round_.id: round_ for round_ in rounds}, self.answers, self.outcome.questions
            )
            if row is not None:
                self._append_round(path, row)

    def _append_round(self, path: Path, row: tuple[str, str, str, str]) -> None:
        text = path.read_text("utf-8-sig")
        head = [column_key(name) for name in text.splitlines()[0].split(",")]
        cells = dict(zip(("id", "open", "close", "windowdays"), row, strict=True))
        line = ",".join(cells.get(name, "") for name in head)
        write_whole(path, f"{text.rstrip()}\n{line}\n")
        self.outcome.told.append(f"wave {row[0]}: asked from {row[1]} to {row[2]}, added to {path.name}")

    def _add_log(self, one: Recognised) -> None:
        if one.path.is_file() and is_calendar(one.path) and self._is_of_touchpoints(one):
            return
        self.outcome.has_logs = True
        target = one.path if one.path.is_dir() else self._placed(one.path, self.folder / _LOGS)
        entry = {"file": self._inside(target)}
        if zone := self.answers.to(one.path.name, "zone"):
            entry["zone"] = zone
        self._extend(("logs", "files"), entry)
        self.outcome.told.append(f"{one.path.name}: a log, {one.why}")

    def _add_books(self, one: Recognised) -> None:
        """An export of sales, costs, time or tickets, beside what else economics are made of."""
        assert one.sheet is not None, "an export is a sheet"
        target = self._placed(one.path, self.folder / _BOOKS)
        beside = map_beside(target)
        proposal, _ = money.propose_books(
            target.name, one.sheet, one.kind, self.answers, self._known_books(), self._map_before(target, one.kind)
        )
        write_whole(beside, proposal.map_text)
        self._tell(proposal, beside)

    def _known_books(self) -> money.KnownBooks:
        partners = {str(firm.id): firm.name for firm in self._known().organisations.values() if not firm.own}
        path, activities = self.folder / _BOOKS / "activities.csv", list[str]()
        if path.is_file():
            rows = read_rows(path, path.name, [], required=("activity",), may_be_empty=True)
            activities = list(dict.fromkeys(cells.text("activity") for cells in rows))
        return money.KnownBooks(partners=partners, activities=activities, cost_kinds=COST_KINDS)

    def _is_of_touchpoints(self, one: Recognised) -> bool:
        """Whether a calendar was meant as a list of the alliance's own meetings, and is now one."""
        question = OpenQuestion(
            file=one.path.name,
            key="use",
            text="What is this calendar: contact between people, or the sponsors' and steering meetings?",
            choices=("contact", "touchpoints"),
            why="both are read from calendars",
        )
        answer = self.answers.of(question)
        if answer != "touchpoints":
            if answer is None:
                self.outcome.questions.append(question)
            return answer is None
        draft = self._known()
        kind = OpenQuestion(
            file=one.path.name,
            key="type",
            text="What kind of meetings are these?",
            choices=("sponsor", "steering", "joint_planning", "review", "working"),
        )
        alliance = OpenQuestion(
            file=one.path.name,
            key="alliance",
            text="Of which alliance are these meetings?",
            choices=tuple(draft.alliances),
        )
        asked = [kind] if len(draft.alliances) == 1 else [kind, alliance]
        given = [self.answers.of(question) for question in asked]
        if None in given:
            self.outcome.questions += [question for question, said in zip(asked, given, strict=True) if said is None]
            return True
        place = str(given[1]) if len(given) > 1 else str(next(iter(draft.alliances)))
        text, told = touchpoints_of(
            one.path,
            tuple(draft.people.values()),
            place,
            str(given[0]),
            until=date.today(),
            zone=self.answers.to(one.path.name, "zone") or "",
        )
        target = self.folder / f"{one.path.stem}.touchpoints.csv"
        write_whole(target, text)
        self._register("touchpoints", target)
        self.outcome.told += [f"{target.name}: {one.path.name} as touchpoints", *(f"  {line}" for line in told)]
        return True

    def _placed(self, path: Path, folder: Path) -> Path:
        """The file inside the project, copied there where it lies elsewhere."""
        if path.resolve().is_relative_to(self.folder.resolve()):
            return path
        target = folder / path.name
        if target.exists():
            if target.is_file() and file_digest(target) == file_digest(path):
                return target
            raise InputError(
                [
                    Problem(
                        file=str(target),
                        found="another file of this name is there",
                        needed="a name of its own",
                        action=f"rename {path.name}, or take the other one out of the project",
                    )
                ]
            )
        if path.stat().st_size > _MOST_COPIED:
            return path
        make_folder(folder)
        with path.open("rb") as source:
            write_whole(target, source.read())
        return target

    def _inside(self, path: Path) -> str:
        root = self.folder.resolve()
        full = path.resolve()
        return full.relative_to(root).as_posix() if full.is_relative_to(root) else str(full)

    def _register(self, kind: str, target: Path) -> None:
        """Name the file in the project file, and the usual one of its kind that stands there unnamed."""
        name = self._inside(target)
        usual = KINDS[kind].usual
        listed = read_fields(self.folder / PROJECT_FILE).value.get("files") or []
        has_listed = any(entry.get("kind") == kind for entry in listed if isinstance(entry, dict))
        if name == usual and not has_listed:
            return
        if usual and not has_listed and (self.folder / usual).is_file():
            self._extend(("files",), {"file": usual, "kind": kind})
        self._extend(("files",), {"file": name, "kind": kind})

    def _extend(self, at: tuple[str, ...], entry: dict[str, str]) -> None:
        path = self.folder / PROJECT_FILE
        before = path.read_text("utf-8")
        text = with_entry(before, at, entry)
        if text != before:
            write_whole(path, text)
