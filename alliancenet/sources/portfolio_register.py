"""portfolio/*.csv of a project: goals, ratings, linkages, money, decisions, proposals, lessons.

Every file is optional; what is not there is unknown, not absent. See `alliancenet help portfolio`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from alliancenet.errors import Problem
from alliancenet.files.regular import lies_there
from alliancenet.model.portfolio import (
    IMPORTANCE_ITEMS,
    SPECTRUM_ITEMS,
    AnnouncementGain,
    ChecklistItem,
    Choice,
    Decision,
    DecisionKind,
    Economics,
    Gate,
    GatePassage,
    Goal,
    Governance,
    ImportanceRating,
    KpiActual,
    Lesson,
    Linkage,
    PortfolioRecords,
    PositionRating,
    ProfileEntry,
    ProfileKind,
    Proposal,
    Resource,
    SpectrumRating,
)
from alliancenet.model.register import AllianceId, OrganisationId, Register
from alliancenet.sources.cells import Cells, read_rows
from alliancenet.sources.checks import stop_at_faults, warning

FOLDER = "portfolio"
_CHECKLISTS = ("launch", "relaunch", "handshake")
_POSITION = "position"
_OUTCOMES = (_POSITION, "announcement")
_MOST = 1e12


@dataclass(slots=True, kw_only=True)
class _Draft:
    """Records and problems while the folder is read; `seen` holds the keys that may stand once."""

    register: Register
    problems: list[Problem] = field(default_factory=list)
    goals: dict[str, Goal] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    seen: set[tuple[Any, ...]] = field(default_factory=set)

    def add(self, name: str, record: object) -> None:
        self.lists.setdefault(name, []).append(record)

    def is_first(self, cells: Cells, column: str, *key: object) -> bool:
        """Note a fault when a row of the same key stood further up."""
        if (cells.table.file, *key) in self.seen:
            cells.fault(column, "the same is on record further up", "one row for each", "remove or correct one")
            return False
        self.seen.add((cells.table.file, *key))
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """One file: its columns, and what adds a row to the draft."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    add: Callable[[Cells, _Draft], None]


def read_portfolio_records(project: Path, register: Register) -> tuple[PortfolioRecords, tuple[Problem, ...]]:
    """Read `portfolio/*.csv` of a project folder.

    Parameters
    ----------
    project : the project folder.
    register : what the project's own files say.

    Returns
    -------
    The records, and counted warnings.

    Raises
    ------
    InputError
        With every problem of every file when one of them is fatal.
    """
    records, problems, _ = read_records(project, register)
    stop_at_faults(problems)
    return records, problems


def read_records(project: Path, register: Register) -> tuple[PortfolioRecords, tuple[Problem, ...], tuple[str, ...]]:
    """Records, every problem of every file, and the files that were read, by their names in the project."""
    draft = _Draft(register=register)
    folder, files = project / FOLDER, list[str]()
    for name, kind in KINDS.items():
        if lies_there(folder / name):
            shown = f"{FOLDER}/{name}"
            files.append(shown)
            for cells in read_rows(
                folder / name, shown, draft.problems, required=kind.required, optional=kind.optional
            ):
                kind.add(cells, draft)
    draft.problems.extend(_not_read(folder))
    lists: dict[str, Any] = {name: tuple(records) for name, records in draft.lists.items()}
    records = PortfolioRecords(goals=draft.goals, proposals=draft.proposals, **lists)
    return records, tuple(draft.problems), tuple(files)


def _not_read(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.glob("*.csv")):
        if path.name not in KINDS:
            yield warning(
                f"{FOLDER}/{path.name}",
                "the file was not read",
                "nothing, if that is meant",
                f"known: {', '.join(KINDS)}",
            )


def _alliance(cells: Cells, draft: _Draft) -> AllianceId | None:
    return cells.known("alliance", dict(draft.register.alliances), "alliances.yaml")


def _whole(cells: Cells, column: str, low: int, high: int) -> int | None:
    value = cells.number(column, low, high)
    if value is not None and value != round(value):
        cells.fault(column, f"'{cells.text(column)}'", f"a whole number from {low} to {high}")
        return None
    return None if value is None else int(value)


def _filled(cells: Cells, column: str, needed: str) -> str:
    if not cells.text(column):
        cells.fault(column, "the cell is empty", needed)
    return cells.text(column)


def _dated(cells: Cells, draft: _Draft, *more: object) -> tuple[AllianceId, date] | None:
    """Alliance and day of a row that may stand once for the two (and `more`)."""
    alliance, day = _alliance(cells, draft), cells.day("date", needed=True)
    if alliance is None or day is None or not draft.is_first(cells, "date", alliance, day, *more):
        return None
    return alliance, day


def _add_goal(cells: Cells, draft: _Draft) -> None:
    name = cells.id("id", draft.goals)
    if name:
        draft.goals[name] = Goal(id=name, name=cells.text("name") or name, owner=cells.text("owner"))


def _add_profile(cells: Cells, draft: _Draft) -> None:
    alliance = _alliance(cells, draft)
    kind, name = cells.one_of("kind", tuple(ProfileKind)), _filled(cells, "name", "what the alliance serves or needs")
    if not cells.text("kind"):
        cells.fault("kind", "the cell is empty", f"one of: {', '.join(ProfileKind)}")
    if kind == ProfileKind.GOAL:
        cells.known("name", draft.goals, f"{FOLDER}/goals.csv")
        if not draft.goals:
            cells.fault("name", "no goal is on record", f"{FOLDER}/goals.csv with its id")
    if kind == ProfileKind.SYNERGY:
        cells.known("name", {str(alliance): alliance for alliance in draft.register.alliances}, "alliances.yaml")
    if alliance and kind and name and draft.is_first(cells, "name", alliance, kind, name):
        draft.add("profile", ProfileEntry(alliance=alliance, kind=ProfileKind(kind), name=name))


def _add_rating(cells: Cells, draft: _Draft) -> None:
    answers = {item: _whole(cells, item, 0, 4) for item in IMPORTANCE_ITEMS}
    about = _dated(cells, draft)
    if about:
        draft.add(
            "ratings",
            ImportanceRating(
                alliance=about[0],
                day=about[1],
                answers=answers,
                owner=cells.text("owner"),
                source=cells.text("source"),
                self_reported=cells.yes_no("self_reported") or False,
            ),
        )


def _add_spectrum(cells: Cells, draft: _Draft) -> None:
    answers = {item: cells.number(item, 1, 5) for item in SPECTRUM_ITEMS}
    firm = cells.known("organisation", dict(draft.register.organisations), "organisations.csv")
    about = _dated(cells, draft, firm)
    if not about or firm is None:
        return
    if firm not in draft.register.alliances[about[0]].organisations:
        cells.fault("organisation", f"'{firm}' is not in {about[0]}", "a firm of the alliance")
        return
    rating = SpectrumRating(alliance=about[0], organisation=OrganisationId(firm), day=about[1], answers=answers)
    draft.add("spectrum", rating)


def _add_linkage(cells: Cells, draft: _Draft) -> None:
    alliance, name = _alliance(cells, draft), _filled(cells, "linkage", "what is linked")
    needed, since = cells.yes_no("needed"), cells.day("since")
    if alliance and name and draft.is_first(cells, "linkage", alliance, name):
        draft.add("linkages", Linkage(alliance=alliance, name=name, needed=needed is not False, since=since))


def _add_governance(cells: Cells, draft: _Draft) -> None:
    exists = cells.yes_no("exists")
    if not cells.text("exists"):
        cells.fault("exists", "the cell is empty", "yes or no is needed")
    about = _dated(cells, draft)
    if about and exists is not None:
        draft.add("governance", Governance(alliance=about[0], day=about[1], exists=exists))


def _add_resource(cells: Cells, draft: _Draft) -> None:
    people, hours, budget = (cells.number(name, 0, _MOST) for name in ("people_time", "executive_hours", "budget"))
    dedicated = _whole(cells, "dedicated", 0, 100_000)
    about = _dated(cells, draft)
    if about:
        draft.add(
            "resources",
            Resource(
                alliance=about[0],
                day=about[1],
                people_time=people,
                dedicated=dedicated,
                executive_hours=hours,
                budget=budget,
            ),
        )


def _add_economics(cells: Cells, draft: _Draft) -> None:
    value, contribution = cells.number("value", -_MOST, _MOST), cells.number("contribution", -_MOST, _MOST)
    share, switching = cells.number("share_of_wallet", 0, 1), cells.number("partner_switching_cost", 0, 100)
    stop_gain = cells.number("stop_gain", -_MOST, _MOST)
    about = _dated(cells, draft)
    if about:
        draft.add(
            "economics",
            Economics(
                alliance=about[0],
                day=about[1],
                value=value,
                contribution=contribution,
                share_of_wallet=share,
                partner_switching_cost=switching,
                stop_gain=stop_gain,
            ),
        )


def _add_kpi(cells: Cells, draft: _Draft) -> None:
    objective, actual = cells.text("objective"), cells.number("actual", -_MOST, _MOST)
    if not cells.text("actual"):
        cells.fault("actual", "the cell is empty", "a number, or leave the row out")
    about = _dated(cells, draft, objective)
    if not about:
        return
    known = {entry.name: entry for entry in draft.register.alliances[about[0]].objectives}
    if not known:
        cells.fault("objective", f"{about[0]} has no objectives", "objectives in alliances.yaml")
    elif cells.known("objective", known, f"{about[0]}'s objectives in alliances.yaml") and actual is not None:
        draft.add("kpi_actuals", KpiActual(alliance=about[0], objective=objective, day=about[1], actual=actual))


def _add_outcome(cells: Cells, draft: _Draft) -> None:
    """A rating of a firm's position, or the market's reaction to the announcement."""
    kind = cells.one_of("kind", _OUTCOMES)
    if not cells.text("kind"):
        cells.fault("kind", "the cell is empty", f"one of: {', '.join(_OUTCOMES)}")
    is_rating = kind == _POSITION
    low, high = (1, 5) if is_rating else (-1, 1)
    value, error = cells.number("value", low, high), cells.number("error", 0, 1)
    if not cells.text("value"):
        cells.fault("value", "the cell is empty", f"a number from {low} to {high}, or leave the row out")
    source = _filled(cells, "source", "who says so")
    firms = dict(draft.register.organisations)
    firm = cells.known("organisation", firms, "organisations.csv", optional=not is_rating)
    about = _dated(cells, draft, kind, firm)
    if not about or not kind or value is None or not source:
        return
    if not is_rating:
        gain = AnnouncementGain(alliance=about[0], day=about[1], gain=value, error=error, source=source)
        draft.add("announcements", gain)
    elif firm is not None and firm not in draft.register.alliances[about[0]].organisations:
        cells.fault("organisation", f"'{firm}' is not in {about[0]}", "a firm of the alliance")
    elif firm is not None:
        rated = OrganisationId(firm)
        rating = PositionRating(alliance=about[0], organisation=rated, day=about[1], value=value, source=source)
        draft.add("positions", rating)


def _add_decision(cells: Cells, draft: _Draft) -> None:
    kind = cells.one_of("kind", tuple(DecisionKind))
    if not cells.text("kind"):
        cells.fault("kind", "the cell is empty", f"one of: {', '.join(DecisionKind)}")
    about = _dated(cells, draft, kind)
    if about and kind:
        said = {name: cells.text(name) for name in ("note", "owner", "result")}
        draft.add("decisions", Decision(alliance=about[0], day=about[1], kind=DecisionKind(kind), **said))


def _add_checklist(cells: Cells, draft: _Draft) -> None:
    alliance, checklist = _alliance(cells, draft), cells.one_of("checklist", _CHECKLISTS)
    if not cells.text("checklist"):
        cells.fault("checklist", "the cell is empty", f"one of: {', '.join(_CHECKLISTS)}")
    item, done, due = _filled(cells, "item", "what is to be done"), cells.day("done"), cells.day("due")
    if alliance and checklist and item and draft.is_first(cells, "item", alliance, checklist, item):
        line = ChecklistItem(
            alliance=alliance, checklist=checklist, item=item, done=done, owner=cells.text("owner"), due=due
        )
        draft.add("checklists", line)


def _add_proposal(cells: Cells, draft: _Draft) -> None:
    name = cells.id("id", draft.proposals)
    choice = cells.one_of("choice", tuple(Choice)) or Choice.UNDECIDED.value
    goal = cells.known("goal", draft.goals, f"{FOLDER}/goals.csv", optional=True)
    if name:
        draft.proposals[name] = Proposal(
            id=name,
            name=cells.text("name") or name,
            partner=cells.text("partner"),
            goal=goal or ("" if draft.goals else cells.text("goal")),
            choice=Choice(choice),
            owner=cells.text("owner"),
        )


def _add_passage(cells: Cells, draft: _Draft) -> None:
    proposal = cells.known("proposal", draft.proposals, f"{FOLDER}/proposals.csv")
    if not draft.proposals:
        cells.fault("proposal", "no proposal is on record", f"{FOLDER}/proposals.csv with its id")
    gate, entered = cells.one_of("gate", tuple(Gate)), cells.day("entered", needed=True)
    if not cells.text("gate"):
        cells.fault("gate", "the cell is empty", f"one of: {', '.join(Gate)}")
    if proposal and gate and entered and draft.is_first(cells, "gate", proposal, gate):
        passage = GatePassage(proposal=proposal, gate=Gate(gate), entered=entered, decision=cells.text("decision"))
        draft.add("passages", passage)


def _add_lesson(cells: Cells, draft: _Draft) -> None:
    taken = [lesson.id for lesson in draft.lists.get("lessons", [])]
    name, day = cells.id("id", taken), cells.day("date", needed=True)
    text, codes = _filled(cells, "lesson", "what was learned"), cells.words("codes")
    if not codes:
        cells.fault("codes", "the cell is empty", "codes of findings it helps with, separated by ;")
    alliance = cells.known("alliance", dict(draft.register.alliances), "alliances.yaml", optional=True)
    reused = _whole(cells, "reused", 0, 100_000)
    if name and day and text and codes:
        draft.add(
            "lessons",
            Lesson(
                id=name,
                day=day,
                text=text,
                codes=tuple(code.upper() for code in codes),
                alliance=alliance or "",
                stage=cells.text("stage"),
                person=cells.text("person"),
                reused=reused or 0,
            ),
        )


# in the order they are read: each may name what stands further up
KINDS: Mapping[str, _Kind] = {
    "goals.csv": _Kind(required=("id",), optional=("name", "owner"), add=_add_goal),
    "profiles.csv": _Kind(required=("alliance", "kind", "name"), optional=(), add=_add_profile),
    "ratings.csv": _Kind(
        required=("alliance", "date", *IMPORTANCE_ITEMS),
        optional=("owner", "source", "self_reported"),
        add=_add_rating,
    ),
    "spectrum.csv": _Kind(
        required=("alliance", "organisation", "date", *SPECTRUM_ITEMS), optional=(), add=_add_spectrum
    ),
    "linkages.csv": _Kind(required=("alliance", "linkage"), optional=("needed", "since"), add=_add_linkage),
    "governance.csv": _Kind(required=("alliance", "date", "exists"), optional=(), add=_add_governance),
    "resources.csv": _Kind(
        required=("alliance", "date"),
        optional=("people_time", "dedicated", "executive_hours", "budget"),
        add=_add_resource,
    ),
    "economics.csv": _Kind(
        required=("alliance", "date"),
        optional=("value", "contribution", "share_of_wallet", "partner_switching_cost", "stop_gain"),
        add=_add_economics,
    ),
    "kpis.csv": _Kind(required=("alliance", "objective", "date", "actual"), optional=(), add=_add_kpi),
    "outcomes.csv": _Kind(
        required=("alliance", "date", "kind", "value", "source"), optional=("organisation", "error"), add=_add_outcome
    ),
    "decisions.csv": _Kind(
        required=("alliance", "date", "kind"), optional=("note", "owner", "result"), add=_add_decision
    ),
    "checklists.csv": _Kind(
        required=("alliance", "checklist", "item"), optional=("done", "owner", "due"), add=_add_checklist
    ),
    "proposals.csv": _Kind(
        required=("id",), optional=("name", "partner", "goal", "choice", "owner"), add=_add_proposal
    ),
    "gates.csv": _Kind(required=("proposal", "gate", "entered"), optional=("decision",), add=_add_passage),
    "lessons.csv": _Kind(
        required=("id", "date", "lesson", "codes"),
        optional=("alliance", "stage", "person", "reused"),
        add=_add_lesson,
    ),
}
