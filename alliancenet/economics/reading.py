"""`economics/` of a project folder, read whole: every fault of every file at once."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.economics.book_folder import FOLDER, MOST, SUFFIXES
from alliancenet.economics.books import COST_KINDS, Books
from alliancenet.economics.columns import CheckedColumns
from alliancenet.economics.entered.reading import ENTERED_NAMES, read_all_entered
from alliancenet.economics.plan import read_plan
from alliancenet.economics.time_files import TimeFiles
from alliancenet.errors import Problem
from alliancenet.files.table_map import NOT_MATCHED
from alliancenet.model.profit import BEHAVIOURS
from alliancenet.model.register import Register
from alliancenet.settings import Settings
from alliancenet.sources.cells import read_rows
from alliancenet.sources.checks import counted, stop_at_faults, warning

if TYPE_CHECKING:
    import pandas as pd

_SALES = ("partner", "date", "amount")
_SALES_MORE = (
    *("currency", "discount", "rebate", "product_cost", "product", "category", "quantity", "document", "line"),
    *("kind", "alliance", "channel", "due", "paid", "unit_cost"),
)
_COSTS, _COSTS_MORE = ("partner", "date", "amount", "kind"), ("currency", "alliance", "note")
_CONTRACTS, _CONTRACTS_MORE = ("partner", "start"), ("end", "renewal_every", "renewed", "alliance")


def _files_of(folder: Path) -> list[Path]:
    return sorted(path for suffix in SUFFIXES for path in folder.glob(f"*{suffix}") if not path.name.startswith("~$"))


def has_books(project: Path) -> bool:
    """Whether a project folder holds files of economics."""
    return bool(_files_of(project / FOLDER))


def read_books(project: Path, register: Register, settings: Settings) -> Books:
    """Read `economics/*.csv` of a project folder.

    Parameters
    ----------
    project : the project folder.
    register : partners are its organisations that are not own.
    settings : limits of the project.

    Raises
    ------
    InputError
        With every problem of every file when one of them is fatal.
    """
    problems: list[Problem] = []
    plan = read_plan(project, problems)
    if not has_books(project):
        found = "there are no tables" if (project / FOLDER).is_dir() else "there is no such folder"
        problems.append(
            Problem(
                file=FOLDER,
                found=found,
                needed="sales.csv, costs.csv and others",
                action="`alliancenet help economics` lists them",
            )
        )
    stop_at_faults(problems)
    assert plan is not None  # or a problem was raised
    books = _Reading(project / FOLDER, plan, register, settings, problems).books()
    stop_at_faults(problems)
    return books


class _Reading(TimeFiles):
    """One pass over the folder: later files name what stands in earlier ones."""

    matched: float | None = None

    def books(self) -> Books:
        self._note_files()
        sales, costs, answers = self._sales(), self._costs(), self._answers()
        capacity, resources = self.capacity()
        activities = self.activities(resources)
        events = self.events(activities)
        return Books(
            plan=self.plan,
            rates=self.rates,
            partners=self.partners,
            alliances=self.alliances,
            sales=sales,
            matched=self.matched,
            costs=costs,
            capacity=capacity,
            activities=activities,
            events=events,
            contracts=self._contracts(),
            answers=answers,
            entered=read_all_entered(self),
            remarks=tuple(self.problems),
        )

    def _note_files(self) -> None:
        self.problems.extend(
            warning(f"{FOLDER}/{path.name}", "the file was not read", "nothing, if that is meant", "check its name")
            for path in _files_of(self.folder)
            if path not in self.maps
            and not any(path.name == name.removesuffix(".csv") + suffix for name in FILES for suffix in SUFFIXES)
        )

    def _sales(self) -> "pd.DataFrame | None":
        import pandas as pd

        columns = self.columns("sales.csv", _SALES, _SALES_MORE)
        if columns is None:
            return None
        days = columns.days("date", needed=True)
        partner = self._partner_of(columns)
        kind = columns.words("kind", ("invoice", "credit", "order"), empty="invoice")
        amount, _ = columns.amounts("amount", self.rates, days, needed=True)
        money = {name: columns.amounts(name, self.rates, days) for name in ("discount", "rebate", "product_cost")}
        for name in ("discount", "rebate"):
            negative = (money[name][0] < 0) & (kind != "credit").to_numpy()
            if negative.any():
                columns.fault(name, columns.rows[negative], "less than 0", "what was taken off, as a positive amount")
        self._from_unit_costs(columns, days, money)
        is_credit = (kind == "credit").to_numpy()
        signed = {name: np.where(is_credit, -np.abs(values), values) for name, (values, _) in money.items()}
        net = np.where(is_credit, -np.abs(amount), amount)
        if self.plan.gross_amounts:
            net = net - signed["discount"]
        due, paid = columns.days("due"), columns.days("paid")
        late = (paid - due).astype("timedelta64[D]").astype(float)
        late[np.isnat(due) | np.isnat(paid)] = np.nan
        frame = pd.DataFrame(
            {
                "partner": partner,
                "alliance": self.alliances_of(columns, partner),
                "day": days,
                "period": self.plan.periods.of_days(days),
                "net": net,
                "discount": signed["discount"],
                "rebate": signed["rebate"],
                "cost": signed["product_cost"],
                "has_cost": money["product_cost"][1],
                "kind": kind,
                "late": np.maximum(late, 0),
                "paid": paid,
                "has_paid": columns.has("paid"),
                **{name: columns.text(name) for name in ("product", "category", "document", "channel")},
            }
        )
        self._refuse_doubles(columns, frame)
        self._point_at_extremes(columns, frame)
        return self._matched_alone(self._without_orders(frame))

    def _partner_of(self, columns: CheckedColumns) -> IntArray:
        return columns.known("partner", self.partners, "a partner in organisations.csv", nobody=NOT_MATCHED)

    def _from_unit_costs(
        self,
        columns: CheckedColumns,
        days: "np.ndarray[Any, np.dtype[np.datetime64]]",
        money: "dict[str, tuple[IntArray, BoolArray]]",
    ) -> None:
        """Product cost by unit and quantity, where an export has no cost of the line."""
        if not columns.has("unit_cost"):
            return
        unit, has_unit = columns.amounts("unit_cost", self.rates, days)
        quantity = columns.numbers("quantity", -MOST, MOST)
        cost, has_cost = money["product_cost"]
        told = has_unit & ~np.isnan(quantity) & ~has_cost
        by_unit = np.rint(unit * np.where(told, quantity, 0)).astype(np.int64)
        money["product_cost"] = (np.where(told, by_unit, cost), has_cost | told)

    def _matched_alone(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """Rows of partners on record; how much of the sales they are is kept, and said."""
        nobody = (frame["partner"] < 0).to_numpy()
        sizes = frame["net"].abs().where(frame["is_revenue"], 0)
        whole = float(sizes.sum())
        self.matched = float(sizes[~nobody].sum()) / whole if whole > 0 else None
        if not nobody.any() or any(problem.fatal for problem in self.problems):
            return frame
        rows = counted(int(nobody.sum()), "row belongs", "rows belong")
        share = "" if self.matched is None else f", {100 * (1 - self.matched):.1f} % of the sales"
        self.problems.append(
            warning(
                f"{FOLDER}/sales",
                f"{rows} to nobody on record{share}",
                "partners in organisations.csv",
                action="`alliancenet economics map` asks which partner each is",
                key="partner",
            )
        )
        return frame[~nobody].reset_index(drop=True)

    def _point_at_extremes(self, columns: CheckedColumns, frame: "pd.DataFrame") -> None:
        """Say which rows outweigh all others of their partner: thousands for units, or a digit too many."""
        limits = self.settings.table("economics.extreme")
        size = frame["net"].abs()
        counted_rows = size.groupby(frame["partner"]).transform("size")
        usual = size.groupby(frame["partner"]).transform("median")
        heavy = (size > limits["times"] * usual) & (counted_rows >= limits["rows"]) & (frame["partner"] >= 0)
        order = size[heavy].sort_values(ascending=False).index[: int(limits["shown"])]
        for place in order:
            partner = self.partners[int(frame["partner"][place])]
            times = size[place] / usual[place] if usual[place] else float("inf")
            self.problems.append(
                replace(
                    columns.table.problem(
                        int(columns.rows[place]),
                        "amount",
                        f"{times:,.0f} times the usual row of {partner}" if usual[place] else "all others are 0",
                        "nothing, if it is right: it was counted",
                        "look at this row first",
                    ),
                    fatal=False,
                )
            )
        if heavy.sum() > len(order):
            more = counted(int(heavy.sum()) - len(order), "more row is", "more rows are")
            self.problems.append(
                warning(f"{FOLDER}/sales.csv", f"{more} extreme", "nothing, if they are right", key="amount")
            )

    def _refuse_doubles(self, columns: CheckedColumns, frame: "pd.DataFrame") -> None:
        cells = columns.table.frame.reset_index(drop=True)
        again = cells.duplicated().to_numpy()
        with_document = again & (frame["document"] != "").to_numpy()
        if with_document.any():
            columns.fault(
                "document",
                columns.rows[with_document],
                "the same document and line stand further up",
                "each line once",
                "remove it, or number the lines in a column `line`",
            )
        without = int((again & ~with_document).sum())
        if without:
            self.problems.append(
                warning(
                    f"{FOLDER}/sales.csv",
                    f"{counted(without, 'row is', 'rows are')} equal to one further up, without a document",
                    "nothing, if they are sales of their own: they were counted",
                    key="document",
                )
            )

    def _without_orders(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """Orders count as sales only where nothing at all was invoiced."""
        is_order = (frame["kind"] == "order").to_numpy()
        frame["is_revenue"] = ~is_order
        if is_order.any() and not is_order.all():
            self.problems.append(
                warning(
                    f"{FOLDER}/sales.csv",
                    f"{counted(int(is_order.sum()), 'order stands', 'orders stand')} beside invoices",
                    "nothing: orders are counted as orders, invoices as sales",
                    key="kind",
                )
            )
        elif is_order.any():
            frame["is_revenue"] = True
            self.problems.append(
                warning(f"{FOLDER}/sales.csv", "orders only", "invoices: until then orders count as sales", key="kind")
            )
        return frame

    def _costs(self) -> "pd.DataFrame | None":
        import pandas as pd

        columns = self.columns("costs.csv", _COSTS, _COSTS_MORE)
        if columns is None:
            return None
        days = columns.days("date", needed=True)
        partner = self._partner_of(columns)
        frame = pd.DataFrame(
            {
                "partner": partner,
                "alliance": self.alliances_of(columns, partner),
                "period": self.plan.periods.of_days(days),
                "amount": columns.amounts("amount", self.rates, days, needed=True)[0],
                "kind": columns.words("kind", COST_KINDS, needed=True),
            }
        )
        again = int(columns.table.frame.duplicated().sum())
        if again:
            found = f"{counted(again, 'row is', 'rows are')} equal to one further up"
            self.problems.append(
                warning(f"{FOLDER}/costs.csv", found, "nothing, if they are costs of their own: they were counted")
            )
        return frame[frame["partner"] >= 0].reset_index(drop=True)

    def _answers(self) -> dict[tuple[str, str], bool]:
        path, found = self.file("behaviours.csv"), dict[tuple[str, str], bool]()
        seen: set[tuple[str, str]] = set()
        if path is None:
            return found
        needed = ("partner", "behaviour", "answer")
        for cells in read_rows(path, f"{FOLDER}/{path.name}", self.problems, required=needed, may_be_empty=True):
            partner = cells.known("partner", self.partners, "a partner in organisations.csv")
            behaviour = cells.known("behaviour", tuple(BEHAVIOURS), f"a behaviour, {', '.join(BEHAVIOURS)}")
            answer = cells.one_of("answer", ("high", "low", "cannot_say"))
            if not cells.text("answer"):
                cells.fault("answer", "the cell is empty", "high, low or cannot say")
            if partner and behaviour and (partner, behaviour) in seen:
                cells.fault("behaviour", f"{behaviour} of {partner} stands further up", "one answer for each")
            elif partner and behaviour:
                seen.add((partner, behaviour))
                if answer in ("high", "low"):
                    found[partner, behaviour] = answer == "high"
        return found

    def _contracts(self) -> "pd.DataFrame | None":
        import pandas as pd

        columns = self.columns("contracts.csv", _CONTRACTS, _CONTRACTS_MORE)
        if columns is None:
            return None
        self.alliances_of(columns)
        start, end = columns.days("start", needed=True), columns.days("end")
        early = end < start
        if early.any():
            columns.fault("end", columns.rows[early], "lies before start", "a day on or after start")
        renewed = columns.words("renewed", ("yes", "no", "open"), empty="open")
        endless = (renewed == "no").to_numpy() & np.isnat(end)
        if endless.any():
            columns.fault("end", columns.rows[endless], "not renewed, and no end", "the day it ended")
        return pd.DataFrame(
            {
                "partner": columns.known("partner", self.partners, "a partner in organisations.csv"),
                "start": start,
                "end": end,
                "every": columns.numbers("renewal_every", 1, 400),
                "renewed": renewed,
            }
        )


FILES = (
    *("sales.csv", "costs.csv", "rates.csv", "resources.csv", "activities.csv", "activity_terms.csv"),
    *("events.csv", "behaviours.csv", "contracts.csv"),
    *ENTERED_NAMES,
)
"""Files of the folder that are read."""
_NAMES = frozenset(name.removesuffix(".csv") + suffix for name in FILES for suffix in SUFFIXES)
