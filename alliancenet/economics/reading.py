"""`economics/` of a project folder, read whole: every fault of every file at once."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.economics.books import BEHAVIOURS, COST_KINDS, GROUPS, Activities, Books
from alliancenet.economics.columns import CheckedColumns
from alliancenet.economics.money import CURRENCIES, POINT, Rates
from alliancenet.economics.plan import MoneyPlan, read_plan
from alliancenet.errors import Problem
from alliancenet.files.table import read_table
from alliancenet.model.register import Register
from alliancenet.settings import Settings
from alliancenet.sources.cells import read_rows
from alliancenet.sources.checks import counted, stop_at_faults, warning

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "economics"
_MOST = 1e9
_SALES = ("partner", "date", "amount")
_SALES_MORE = (
    *("currency", "discount", "rebate", "product_cost", "product", "category", "quantity", "document", "line"),
    *("kind", "alliance", "channel", "due", "paid"),
)
_COSTS, _COSTS_MORE = ("partner", "date", "amount", "kind"), ("currency", "alliance", "note")
_RESOURCES = ("resource", "period", "cost")
_RESOURCES_MORE = ("currency", "people", "paid_minutes", "practical_share", "capacity_minutes")
_ACTIVITIES = ("activity", "resource", "minutes")
_ACTIVITIES_MORE = ("minutes_low", "minutes_high", "group", "behaviour", "avoidable", "from", "to")
_TERMS, _TERMS_MORE = ("activity", "attribute", "minutes"), ("minutes_low", "minutes_high")
_CONTRACTS, _CONTRACTS_MORE = ("partner", "start"), ("end", "renewal_every", "renewed", "alliance")
_EVENTS, _EVENTS_MORE = ("partner", "date", "activity"), ("count", "minutes", "id", "alliance")


def has_books(project: Path) -> bool:
    """Whether a project folder holds files of economics."""
    return any((project / FOLDER).glob("*.csv"))


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
        found = "there are no CSV files" if (project / FOLDER).is_dir() else "there is no such folder"
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


class _Reading:
    """One pass over the folder: later files name what stands in earlier ones."""

    def __init__(
        self, folder: Path, plan: MoneyPlan, register: Register, settings: Settings, problems: list[Problem]
    ) -> None:
        self.folder, self.plan, self.settings, self.problems = folder, plan, settings, problems
        self.partners = [firm.id for firm in register.organisations.values() if not firm.own]
        self.alliances = list(register.alliances)
        self.rates = self._rates()

    def books(self) -> Books:
        self._note_files()
        sales, costs, answers = self._sales(), self._costs(), self._answers()
        capacity, resources = self._capacity()
        activities = self._activities(resources)
        events, attributes = self._events(activities)
        return Books(
            plan=self.plan,
            rates=self.rates,
            partners=self.partners,
            sales=sales,
            costs=costs,
            capacity=capacity,
            activities=activities,
            events=events,
            attributes=attributes,
            contracts=self._contracts(),
            answers=answers,
            remarks=tuple(self.problems),
        )

    def _note_files(self) -> None:
        self.problems.extend(
            warning(f"{FOLDER}/{path.name}", "the file was not read", "nothing, if that is meant", "check its name")
            for path in sorted(self.folder.glob("*.csv"))
            if path.name not in FILES
        )

    def _columns(
        self, name: str, required: Sequence[str], optional: Sequence[str], *more: str
    ) -> CheckedColumns | None:
        path = self.folder / name
        if not path.is_file():
            return None
        shown = f"{FOLDER}/{name}"
        known = (*required, *optional, *more)
        table = read_table(path, self.problems, required=required, known=known, name=shown, may_be_empty=True)
        return None if table is None else CheckedColumns(table, known, self.problems)

    def _rates(self) -> Rates:
        steps: dict[str, list[tuple[object, Decimal]]] = {}
        path = self.folder / "rates.csv"
        rows = (
            read_rows(path, f"{FOLDER}/rates.csv", self.problems, required=("currency", "from", "rate"))
            if path.is_file()
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
        return Rates(reporting=self.plan.currency, steps=ordered)  # type: ignore[arg-type]

    def _sales(self) -> "pd.DataFrame | None":
        import pandas as pd

        columns = self._columns("sales.csv", _SALES, _SALES_MORE)
        if columns is None:
            return None
        self._check_alliances(columns)
        days = columns.days("date", needed=True)
        kind = columns.words("kind", ("invoice", "credit", "order"), empty="invoice")
        amount, _ = columns.amounts("amount", self.rates, days, needed=True)
        money = {name: columns.amounts(name, self.rates, days) for name in ("discount", "rebate", "product_cost")}
        for name in ("discount", "rebate"):
            negative = (money[name][0] < 0) & (kind != "credit").to_numpy()
            if negative.any():
                columns.fault(name, columns.rows[negative], "less than 0", "what was taken off, as a positive amount")
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
                "partner": columns.known("partner", self.partners, "a partner in organisations.csv"),
                "day": days,
                "period": self.plan.periods.of_days(days),
                "net": net,
                "discount": signed["discount"],
                "rebate": signed["rebate"],
                "cost": signed["product_cost"],
                "has_cost": money["product_cost"][1],
                "kind": kind,
                "late": np.maximum(late, 0),
                **{name: columns.text(name) for name in ("product", "category", "document", "channel")},
            }
        )
        self._refuse_doubles(columns, frame)
        return self._without_orders(frame)

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
                    f"{counted(without, 'row is', 'rows are')} equal to one further up and have no document",
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

        columns = self._columns("costs.csv", _COSTS, _COSTS_MORE)
        if columns is None:
            return None
        self._check_alliances(columns)
        days = columns.days("date", needed=True)
        return pd.DataFrame(
            {
                "partner": columns.known("partner", self.partners, "a partner in organisations.csv"),
                "period": self.plan.periods.of_days(days),
                "amount": columns.amounts("amount", self.rates, days, needed=True)[0],
                "kind": columns.words("kind", COST_KINDS, needed=True),
            }
        )

    def _check_alliances(self, columns: CheckedColumns) -> None:
        if columns.has("alliance"):
            columns.known("alliance", self.alliances, "an alliance in alliances.yaml", optional=True)

    def _answers(self) -> dict[tuple[str, str], bool]:
        path, found = self.folder / "behaviours.csv", dict[tuple[str, str], bool]()
        seen: set[tuple[str, str]] = set()
        if not path.is_file():
            return found
        needed = ("partner", "behaviour", "answer")
        for cells in read_rows(path, f"{FOLDER}/behaviours.csv", self.problems, required=needed, may_be_empty=True):
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

        columns = self._columns("contracts.csv", _CONTRACTS, _CONTRACTS_MORE)
        if columns is None:
            return None
        self._check_alliances(columns)
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

    def _capacity(self) -> "tuple[pd.DataFrame | None, list[str]]":
        import pandas as pd

        columns = self._columns("resources.csv", _RESOURCES, _RESOURCES_MORE)
        if columns is None:
            return None, []
        periods = columns.periods("period", self.plan.periods)
        first_days = np.array(
            [self.plan.periods.first_day(int(number) or 8) for number in periods], dtype="datetime64[D]"
        )
        cost, _ = columns.amounts("cost", self.rates, first_days, needed=True)
        if (cost < 0).any():
            columns.fault("cost", columns.rows[cost < 0], "less than 0", "what the resource costs in the period")
        people, paid = columns.numbers("people", 0, 1e6), columns.numbers("paid_minutes", 0, 1e6)
        usual = self.settings.number("capacity.people")
        share = columns.numbers("practical_share", 0, 1, empty=usual)
        given = columns.numbers("capacity_minutes", 0, 1e12)
        minutes = np.where(np.isnan(given), people * paid * share, given)
        unclear = ~(minutes > 0)
        if unclear.any():
            columns.fault(
                "capacity_minutes",
                columns.rows[unclear],
                "no minutes",
                "capacity_minutes above 0, or people and paid_minutes (per person and period)",
            )
        names = columns.text("resource")
        if (names == "").any():
            columns.fault("resource", columns.rows[(names == "").to_numpy()], "the cell is empty", "an id")
        places, different = pd.factorize(names)
        frame = pd.DataFrame({"resource": places, "period": periods, "cost": cost, "minutes": minutes})
        again = frame.duplicated(["resource", "period"]).to_numpy()
        if again.any():
            columns.fault("period", columns.rows[again], "resource and period stand further up", "one row for each")
        return frame, [str(name) for name in different]

    def _minutes(self, columns: CheckedColumns) -> "dict[str, np.ndarray]":
        middle = columns.numbers("minutes", 0, _MOST, needed=True)
        low, high = columns.numbers("minutes_low", 0, _MOST), columns.numbers("minutes_high", 0, _MOST)
        low, high = np.where(np.isnan(low), middle, low), np.where(np.isnan(high), middle, high)
        for name, wrong in (("minutes_low", low > middle), ("minutes_high", high < middle)):
            if wrong.any():
                columns.fault(name, columns.rows[wrong], "not in order", "minutes_low ≤ minutes ≤ minutes_high")
        return {"low": low, "minutes": middle, "high": high}

    def _activities(self, resources: list[str]) -> Activities | None:
        import pandas as pd

        columns = self._columns("activities.csv", _ACTIVITIES, _ACTIVITIES_MORE)
        if columns is None:
            return None
        names, different = pd.factorize(columns.text("activity"))
        first, last = columns.days("from"), columns.days("to")
        frame = pd.DataFrame(
            {
                "activity": names,
                "resource": columns.known("resource", resources, f"a resource in {FOLDER}/resources.csv"),
                "first": np.where(np.isnat(first), np.datetime64("0001-01-01"), first),
                "last": np.where(np.isnat(last), np.datetime64("9999-12-31"), last),
                **self._minutes(columns),
            }
        )
        if (columns.text("activity") == "").any():
            empty = (columns.text("activity") == "").to_numpy()
            columns.fault("activity", columns.rows[empty], "the cell is empty", "an id")
        self._refuse_overlaps(columns, frame)
        group, behaviour = (
            columns.words("group", GROUPS),
            columns.known("behaviour", tuple(BEHAVIOURS), "a behaviour", optional=True),
        )
        avoidable = columns.numbers("avoidable", 0, 1, empty=0.0)
        place = {int(name): row for row, name in reversed(list(enumerate(names)))}
        ids = tuple(BEHAVIOURS)
        return Activities(
            names=[str(name) for name in different],
            resources=resources,
            standards=frame,
            terms=self._terms([str(name) for name in different]),
            group=[str(group[place[number]]) for number in range(len(different))],
            behaviour=[
                ids[code] if (code := int(behaviour[place[number]])) >= 0 else "" for number in range(len(different))
            ],
            avoidable=np.array([avoidable[place[number]] for number in range(len(different))], dtype=float),
        )

    def _refuse_overlaps(self, columns: CheckedColumns, frame: "pd.DataFrame") -> None:
        ordered = frame.sort_values(["activity", "first"], kind="stable")
        same = (ordered["activity"] == ordered["activity"].shift()).to_numpy()
        early = (ordered["first"] <= ordered["last"].shift()).to_numpy()
        places = ordered.index.to_numpy()[same & early]
        if len(places):
            columns.fault("from", columns.rows[places], "two standards hold on one day", "one at a time (from, to)")

    def _terms(self, activities: list[str]) -> "pd.DataFrame":
        import pandas as pd

        columns = self._columns("activity_terms.csv", _TERMS, _TERMS_MORE)
        if columns is None:
            return pd.DataFrame({"activity": [], "attribute": [], "low": [], "minutes": [], "high": []})
        names = columns.text("attribute")
        taken = names.isin(["", *_EVENTS, *_EVENTS_MORE]).to_numpy()
        if taken.any():
            columns.fault(
                "attribute", columns.rows[taken], "no attribute", f"a column of {FOLDER}/events.csv of its own"
            )
        return pd.DataFrame(
            {
                "activity": columns.known("activity", activities, f"an activity in {FOLDER}/activities.csv"),
                "attribute": names,
                **self._minutes(columns),
            }
        )

    def _events(self, activities: Activities | None) -> "tuple[pd.DataFrame | None, dict[str, np.ndarray]]":
        import pandas as pd

        attributes = [] if activities is None else list(dict.fromkeys(map(str, activities.terms["attribute"])))
        columns = self._columns("events.csv", _EVENTS, _EVENTS_MORE, *attributes)
        if columns is None:
            return None, {}
        self._check_alliances(columns)
        days = columns.days("date", needed=True)
        partners = columns.known("partner", self.partners, "a partner in organisations.csv", optional=True)
        nobody = int((columns.text("partner") == "").sum())
        if nobody:
            self.problems.append(
                warning(
                    f"{FOLDER}/events.csv",
                    counted(nobody, "row names no partner", "rows name no partner"),
                    "nothing, if the work was for none: it is counted as such",
                    key="partner",
                )
            )
        names = [] if activities is None else activities.names
        if activities is None and len(columns):
            self.problems.append(
                Problem(
                    file=f"{FOLDER}/activities.csv",
                    found="the file is missing while events.csv has rows",
                    needed="the activities that events.csv names",
                    action="add it, with resource and minutes of each",
                )
            )
            place = np.full(len(columns), -1)
        else:
            place = columns.known("activity", names, f"an activity in {FOLDER}/activities.csv")
        ids = columns.text("id")
        again = (ids.duplicated() & (ids != "")).to_numpy()
        if again.any():
            columns.fault("id", columns.rows[again], "the id stands further up", "each event once")
        frame = pd.DataFrame(
            {
                "partner": partners,
                "day": days,
                "period": self.plan.periods.of_days(days),
                "activity": place,
                "count": columns.numbers("count", 0, _MOST, empty=1.0),
                "minutes": columns.numbers("minutes", 0, _MOST),
            }
        )
        return frame, {name: columns.attribute(name) for name in attributes}


FILES = (
    *("sales.csv", "costs.csv", "rates.csv", "resources.csv", "activities.csv", "activity_terms.csv"),
    *("events.csv", "behaviours.csv", "contracts.csv"),
)
"""Files of the folder that are read."""
