"""Answers to the form `fit` taken over into the files of staffing, so that nobody copies them by hand.

A table as a form or a spreadsheet gives it: a row for each filled form, `about` (a position or a person), the day,
and a column for each item. What belongs where is read off the instrument.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.table import read_table
from alliancenet.instruments.reading import read_shipped
from alliancenet.instruments.used import reads
from alliancenet.model.instrument import AnswerType, Item
from alliancenet.model.register import AllianceId, PersonId, Register
from alliancenet.model.staffing import STYLES, Purpose
from alliancenet.sources.cells import Cells, read_rows
from alliancenet.sources.checks import warning
from alliancenet.staffing.reading import CANDIDATES, CONSENTS, HAVE, MANAGER, NEED, POSITIONS
from alliancenet.staffing.sheets import Row, StaffingSheet

_CONSENTS: Mapping[str, Purpose] = {"FIT-C1": Purpose.STAFFING, "FIT-C2": Purpose.TIES}
FIT = "how a person and a position go together"
"""What is made of them: files of its own, so that a wave's answers to them are read by nobody."""
_CONFLICT = "FIT-S10"
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*%?")
_PREFIX = {"need": NEED, "self": HAVE, "manager": MANAGER}
_COLUMN = {
    ("level", "need"): "level",
    ("languages", "need"): "languages",
    ("time", "need"): "time_needed",
    ("languages", "self"): "languages",
    ("time", "self"): "free_time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What was taken over.

    Parameters
    ----------
    positions, people : rows that were filled.
    replaced : cells in which another value stood.
    withdrawn : people who answered that they do not agree, whose row was deleted.
    left_out : people without a consent, of whom nothing was read.
    """

    positions: int
    people: int
    replaced: int
    withdrawn: int
    left_out: int
    remarks: tuple[Problem, ...] = ()


def take_over(project: Path, register: Register, answers: Path) -> TakenOver:
    """Write the answers of a table into positions.csv, candidates.csv and consents.csv.

    Parameters
    ----------
    answers : CSV or XLSX with a column `about`: the id of a position of positions.csv, or of a person.

    Raises
    ------
    InputError
        With every fault; nothing is written then.

    Notes
    -----
    A person's row is looked at only where the person agreed, in it or on record before. The level of a
    person stays that of people.csv.
    """
    return _Taking(project, register).all_of(answers)


class _Taking:
    def __init__(self, project: Path, register: Register) -> None:
        self.register = register
        self.positions = StaffingSheet.read(project, POSITIONS, "position")
        self.candidates, self.consents = (StaffingSheet.read(project, name) for name in (CANDIDATES, CONSENTS))
        self.items = {item.id: item for item in next(i for i in read_shipped() if i.id == "fit").items}
        self.problems: list[Problem] = []
        self.counts = dict.fromkeys(("positions", "people", "replaced", "withdrawn", "left_out"), 0)

    def all_of(self, answers: Path) -> TakenOver:
        known = ("date", "alliance", *self.items)
        self._note_columns(answers, known)
        for cells in read_rows(answers, answers.name, self.problems, required=("about",), optional=known):
            row = self.positions.row_of("position", cells.text("about"))
            if row is not None:
                self._position(cells, row)
            else:
                self._person(cells)
        if any(problem.fatal for problem in self.problems):
            raise InputError(self.problems)
        for sheet in (self.consents, self.candidates, self.positions):
            sheet.write()
        return TakenOver(**self.counts, remarks=tuple(self.problems))

    def _note_columns(self, answers: Path, known: tuple[str, ...]) -> None:
        table = read_table(answers, [], required=("about",), known=known, name=answers.name, may_be_empty=True)
        unread = [] if table is None else [name for name in table.frame.columns if name not in {"about", *known}]
        if unread:
            self.problems.append(
                warning(answers.name, f"columns were not read: {', '.join(unread)}", "items of the form fit", "")
            )

    def _position(self, cells: Cells, row: Row) -> None:
        self.counts["positions"] += 1
        for item in self.items.values():
            if item.facet in {"need", "style"} and (value := self._value(cells, item)):
                self.counts["replaced"] += self.positions.put(row, _column_of(item), value)

    def _person(self, cells: Cells) -> None:
        person = cells.known("about", self.register.people, "a position of positions.csv or a person of people.csv")
        if person is None:
            return
        if not self.register.organisations[self.register.people[person].organisation].own:
            cells.fault("about", f"'{person}' belongs to a partner", "a position, or somebody of the own firm")
            return
        agrees = cells.yes_no("FIT-C1")
        if agrees is False:
            self._withdraw(cells, person)
        elif agrees or self._has_agreed(person):
            self._consent(cells, person)
            self._profile(cells, person)
        else:
            self.counts["left_out"] += 1

    def _withdraw(self, cells: Cells, person: PersonId) -> None:
        day = cells.day("date", needed=True)
        if day is not None:
            self.consents.withdraw(person, day)
            gone = self.candidates.row_of("person", person)
            self.candidates.drop(lambda row: row is gone)
            self.counts["withdrawn"] += 1

    def _has_agreed(self, person: str) -> bool:
        return self._open(person, Purpose.STAFFING) is not None

    def _open(self, person: str, purpose: Purpose) -> Row | None:
        cell = self.consents.cell
        return next(
            (
                row
                for row in self.consents.rows
                if cell(row, "person") == person and cell(row, "purpose") == purpose and not cell(row, "withdrawn")
            ),
            None,
        )

    def _consent(self, cells: Cells, person: str) -> None:
        for item, purpose in _CONSENTS.items():
            agrees = cells.yes_no(item)
            held = self._open(person, purpose)
            day = cells.day("date", needed=True) if agrees is not None else None
            if day is None:
                continue
            if agrees and held is None:
                self._add_consent(person, purpose, day)
            elif agrees is False and held is not None:
                self.consents.put(held, "withdrawn", day.isoformat())

    def _add_consent(self, person: str, purpose: Purpose, day: date) -> None:
        row = self.consents.add("person", person)
        self.consents.put(row, "purpose", purpose)
        self.consents.put(row, "given", day.isoformat())

    def _profile(self, cells: Cells, person: str) -> None:
        self.counts["people"] += 1
        row = self.candidates.row_of("person", person) or self.candidates.add("person", person)
        for item in self.items.values():
            if item.facet in {"self", "manager", "style"} and (value := self._value(cells, item)):
                self.counts["replaced"] += self.candidates.put(row, _column_of(item), value)
        if cells.yes_no(_CONFLICT):
            firms = {*filter(None, self.candidates.cell(row, "conflicts").split(";")), *self._partners(cells)}
            self.candidates.put(row, "conflicts", ";".join(sorted(firms)))

    def _partners(self, cells: Cells) -> Iterator[str]:
        """Partners of the alliance the form was about: with whom there is a conflict of interest."""
        alliance = cells.known("alliance", self.register.alliances, "alliances.yaml")
        for firm in self.register.alliances[AllianceId(alliance)].organisations if alliance else ():
            if not self.register.organisations[firm].own:
                yield str(firm)

    def _value(self, cells: Cells, item: Item) -> str:
        """What stands in the cell of an item as the file of staffing holds it; "" where it is empty or a fault."""
        text = cells.text(item.id)
        if not text or not _column_of(item):
            return ""
        if item.answer is AnswerType.TEXT:
            return ";".join(word.lower() for word in re.split(r"[;,\s]+", text) if word)
        if item.answer is AnswerType.NUMBER:
            return self._share(cells, item, text)
        return self._step(cells, item, text)

    def _share(self, cells: Cells, item: Item, text: str) -> str:
        """Per cent as a share."""
        found = _PER_CENT.fullmatch(text)
        if found is None or float(found[1]) > 100:
            cells.fault(item.id, f"'{text}'", "per cent of working time, from 0 to 100")
            return ""
        return f"{float(found[1]) / 100:g}"

    def _step(self, cells: Cells, item: Item, text: str) -> str:
        points = item.scale.points if item.scale else ()
        for point in points:
            if text.casefold() in {point.code.casefold(), *(label.casefold() for label in point.label.values())}:
                return point.code
        cells.fault(item.id, f"'{text}' is no answer to it", f"one of: {', '.join(point.code for point in points)}")
        return ""


def _column_of(item: Item) -> str:
    """Column of positions.csv or candidates.csv an item fills; "" for none."""
    if item.id in STYLES:
        return item.id
    if (item.dimension, item.facet) in _COLUMN:
        return _COLUMN[item.dimension, item.facet]
    return _PREFIX.get(item.facet, "") + item.dimension if item.dimension != "level" else ""


reads(FIT, lambda instrument, _: instrument.id == "fit", of_waves=False)
