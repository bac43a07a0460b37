"""The folder `economics/` while it is read: its files as columns, and the rates of currencies."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.economics.columns import CheckedColumns
from alliancenet.economics.money import POINT, Rates
from alliancenet.economics.plan import MoneyPlan
from alliancenet.errors import InputError, Problem
from alliancenet.files.regular import lies_there
from alliancenet.files.table import NOTHING, FileSays, read_table
from alliancenet.files.table_map import MAP, TableMap, is_table_map, read_table_map
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.register import Register
from alliancenet.model.settings import Settings
from alliancenet.sources.cells import read_rows
from alliancenet.sources.checks import nothing_below

FOLDER = "economics"
SUFFIXES = (".csv", ".csv.gz", ".xlsx")
"""How a file of the folder may end."""
MOST = 1e9
_LONG_PAST = 24


def maps_in(folder: Path, problems: list[Problem]) -> dict[Path, TableMap]:
    """Exports of other programs in the folder, by their path, each with the map that says how it is read."""
    found: dict[Path, TableMap] = {}
    for beside in sorted(folder.glob(f"*{MAP}")):
        export = beside.with_name(beside.name.removesuffix(MAP))
        if not is_table_map(beside) or not export.is_file():
            continue
        try:
            found[export] = read_table_map(beside, f"{FOLDER}/{beside.name}")
        except InputError as error:
            problems.extend(error.problems)
    return found


def _sheet_of(mapped: TableMap) -> tuple[str, ...]:
    return (mapped.sheet,) if mapped.sheet else ()


class BookFolder:
    """What every file of the folder is read with.

    Parameters
    ----------
    folder : holds the files.
    plan : currency and length of a period.
    register : partners are its organisations that are not own.
    settings : limits of the project.
    problems : faults are appended here.
    """

    def __init__(
        self, folder: Path, plan: MoneyPlan, register: Register, settings: Settings, problems: list[Problem]
    ) -> None:
        self.folder, self.plan, self.settings, self.problems = folder, plan, settings, problems
        self.doubled: set[str] = set()
        self.maps = maps_in(folder, problems)
        self.partners = [firm.id for firm in register.organisations.values() if not firm.own]
        self.alliances = list(register.alliances)
        self.firms_of = [frozenset(alliance.organisations) for alliance in register.alliances.values()]
        self.rates = self._rates()

    def file(self, name: str) -> Path | None:
        """A file of the folder by the name it has as CSV: as CSV, packed, as a workbook, or by its map; None without.

        Notes
        -----
        Two of them are a fault: nobody could say which counts.
        """
        stem = name.removesuffix(".csv")
        found = [path for path in (self.folder / f"{stem}{suffix}" for suffix in SUFFIXES) if lies_there(path)]
        found += [path for path, mapped in self.maps.items() if mapped.kind == stem and path not in found]
        if len(found) > 1 and name not in self.doubled:
            self.doubled.add(name)
            self.problems.append(
                Problem(
                    file=f"{FOLDER}/{found[1].name}",
                    found=f"{found[0].name} stands beside it",
                    needed="one of them",
                    action="remove the one that does not count",
                )
            )
        return found[0] if found else None

    def columns(self, name: str, required: Sequence[str], optional: Sequence[str], *more: str) -> CheckedColumns | None:
        """Columns of a file, or None where it is not there or cannot be read."""
        path = self.file(name)
        if path is None:
            return None
        shown = f"{FOLDER}/{path.name}"
        known = (*required, *optional, *more)
        table = read_table(
            path,
            self.problems,
            required=required,
            known=known,
            name=shown,
            may_be_empty=True,
            declared=FileSays(columns=self.maps[path], sheets=_sheet_of(self.maps[path]))
            if path in self.maps
            else NOTHING,
        )
        if table is None:
            return None
        if table.frame.empty:
            self.problems.append(nothing_below(shown))
        return CheckedColumns(table, known, self.problems)

    def first_days(self, periods: IntArray) -> "np.ndarray[Any, np.dtype[np.datetime64]]":
        """First day of each period; a day long past for one that could not be read."""
        days = [self.plan.periods.first_day(int(number) or _LONG_PAST) for number in periods]
        return np.array(days, dtype="datetime64[D]")

    def alliances_of(self, columns: CheckedColumns, partner: IntArray | None = None) -> IntArray:
        """Place of the alliance each row names, -1 for none; one that its partner is not in is refused.

        Parameters
        ----------
        partner : place of each row's partner; without it an alliance only has to be on the register.
        """
        if not columns.has("alliance"):
            return np.full(len(columns), -1, dtype=np.int64)
        places = columns.known("alliance", self.alliances, "an alliance in alliances.yaml", optional=True)
        if partner is not None:
            foreign = ~self.are_members(partner, places)
            if foreign.any():
                columns.fault(
                    "alliance", columns.rows[foreign], "its partner is not in it", "an alliance of that partner"
                )
        return places

    def are_members(self, partner: IntArray, alliance: IntArray) -> BoolArray:
        """Whether each row's partner is in the alliance it names, or names none."""
        place = {firm: number for number, firm in enumerate(self.partners)}
        size = len(self.partners)
        pairs = ((number, place.get(firm)) for number, firms in enumerate(self.firms_of) for firm in firms)
        member = [number * size + firm for number, firm in pairs if firm is not None]
        named = (alliance >= 0) & (partner >= 0)
        return np.asarray(~named | np.isin(alliance * size + partner, np.array(member, dtype=np.int64)))

    def _rates(self) -> Rates:
        steps: dict[str, list[tuple[date, Decimal]]] = {}
        path = self.file("rates.csv")
        needed = ("currency", "from", "rate")
        rows = (
            read_rows(path, f"{FOLDER}/{path.name}", self.problems, required=needed, may_be_empty=True)
            if path is not None
            else ()
        )
        for cells in rows:
            currency, day, rate = cells.text("currency"), cells.day("from", needed=True), POINT.read(cells.text("rate"))
            if currency not in CURRENCIES or currency == self.plan.currency:
                cells.fault("currency", f"'{currency}'", "an ISO 4217 code other than the reporting currency's")
            elif rate is None or rate <= 0:
                cells.fault("rate", f"'{cells.text('rate')}'", f"{self.plan.currency} for one {currency}, above 0")
            elif day is not None and any(day == first for first, _ in steps.get(currency, [])):
                cells.fault("from", f"{currency} has a rate from {day} further up", "one rate for each day")
            elif day is not None:
                steps.setdefault(currency, []).append((day, rate))
        ordered = {code: tuple(sorted(of_code)) for code, of_code in steps.items()}
        return Rates(reporting=self.plan.currency, steps=ordered)
