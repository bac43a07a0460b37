"""What has been read of a project folder so far; every reader adds to it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.errors import Problem
from alliancenet.files.table import NOTHING, CsvTable, FileSays
from alliancenet.files.table_map import TableMap
from alliancenet.model.instrument import Instrument
from alliancenet.model.register import (
    Alliance,
    AllianceId,
    Benchmark,
    Issue,
    Membership,
    Need,
    Organisation,
    OrganisationId,
    Person,
    PersonId,
    Record,
    Register,
    RolePair,
    Touchpoint,
)
from alliancenet.model.roles import RoleAct
from alliancenet.settings import Settings

if TYPE_CHECKING:
    from alliancenet.survey.mapping import AnswerMap
    from alliancenet.survey.readers.export import Export


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of asking; `alliance` is None when it holds for all."""

    id: str
    alliance: AllianceId | None
    opens: date
    closes: date
    window_days: int


class ResponseStatus(StrEnum):
    """How far somebody answered."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Who answered in a round, how far, and when it was sent in; see `file` and `row` for where."""

    wave: str
    alliance: AllianceId
    respondent: PersonId
    status: ResponseStatus
    submitted: date | None
    file: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyExport:
    """A survey export and the mapping that says what its columns are."""

    export: "Export"
    mapping: "AnswerMap"


@dataclass(frozen=True, slots=True, kw_only=True)
class TiesFile:
    """A table of ties and what its map says of it."""

    file: str
    table: CsvTable
    says: TableMap


@dataclass(slots=True, kw_only=True)
class Draft:
    """Records and problems while a folder is read.

    Parameters
    ----------
    folder : the project folder.
    settings : limits in force.
    declared : what the project file says about a file (encoding, sheet, order of dates), by its name.
    answers : our own tables of answers, part by part, by alliance and wave.
    rosters, of_joining : file and people of every roster, and what joining them had to say.
    exports : survey exports with their mappings.
    ties : files of ties with their maps.
    instruments : the shipped ones, with the project's own laid over them.
    also_read : files that belong to others: mapping files, the merge file.
    role_acts : None without a role log.
    kept : kinds of record there is a file for; without one they are unknown, not absent.
    """

    folder: Path
    settings: Settings
    problems: list[Problem] = field(default_factory=list)
    declared: dict[str, FileSays] = field(default_factory=dict)
    organisations: dict[OrganisationId, Organisation] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    alliances: dict[AllianceId, Alliance] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    touchpoints: list[Touchpoint] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    role_pairs: list[RolePair] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    role_acts: list[RoleAct] | None = None
    rounds: list[Round] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    answers: dict[tuple[str, str], list[SurveyExport]] = field(default_factory=dict)
    rosters: list[tuple[str, tuple[Person, ...]]] = field(default_factory=list)
    of_joining: list[Problem] = field(default_factory=list)
    exports: list[SurveyExport] = field(default_factory=list)
    ties: list[TiesFile] = field(default_factory=list)
    also_read: set[str] = field(default_factory=set)
    instruments: tuple[Instrument, ...] = ()
    kept: set[Record] = field(default_factory=set)
    capability_benchmark: Benchmark | None = None

    def declared_of(self, name: str) -> FileSays:
        """What the project file says about a file."""
        return self.declared.get(name, NOTHING)

    def register(self) -> Register:
        """The records read so far; roles and onboarding are kept when anybody has one."""
        people = self.people.values()
        if any(person.roles for person in people):
            self.kept.add(Record.ROLES)
        if any(person.onboarded is not None for person in people):
            self.kept.add(Record.ONBOARDING)
        return Register(
            organisations=self.organisations,
            people=self.people,
            alliances=self.alliances,
            memberships=tuple(self.memberships),
            touchpoints=tuple(self.touchpoints),
            needs=tuple(self.needs),
            role_pairs=tuple(self.role_pairs),
            issues=tuple(self.issues),
            role_acts=None if self.role_acts is None else tuple(self.role_acts),
            kept=frozenset(self.kept),
            capability_benchmark=self.capability_benchmark,
        )
