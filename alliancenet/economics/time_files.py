"""Files of time and capacity: resources, activities, terms of time equations, events."""

from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.book_folder import FOLDER, MOST, BookFolder
from alliancenet.economics.books import GROUPS, Activities, EventSums
from alliancenet.economics.columns import CheckedColumns
from alliancenet.economics.event_stream import Known, Streamed, streamed_events
from alliancenet.economics.event_sums import EventRows, summed_events
from alliancenet.errors import Problem
from alliancenet.files.table_map import NOT_MATCHED
from alliancenet.model.profit import BEHAVIOURS
from alliancenet.sources.checks import counted, warning

if TYPE_CHECKING:
    import pandas as pd

_RESOURCES = ("resource", "period", "cost")
_RESOURCES_MORE = ("currency", "people", "paid_minutes", "practical_share", "capacity_minutes")
_ACTIVITIES = ("activity", "resource", "minutes")
_ACTIVITIES_MORE = ("minutes_low", "minutes_high", "group", "behaviour", "avoidable", "from", "to")
_TERMS, _TERMS_MORE = ("activity", "attribute", "minutes"), ("minutes_low", "minutes_high")
_EVENTS, _EVENTS_MORE = ("partner", "date", "activity"), ("count", "minutes", "hours", "seconds", "id", "alliance")


class TimeFiles(BookFolder):
    """Reads the files that time-driven costs rest on."""

    def capacity(self) -> "tuple[pd.DataFrame | None, list[str]]":
        """Cost and practical minutes of every resource and period, and the names of resources."""
        import pandas as pd

        columns = self.columns("resources.csv", _RESOURCES, _RESOURCES_MORE)
        if columns is None:
            return None, []
        periods = columns.periods("period", self.plan.periods)
        first_days = self.first_days(periods)
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

    def _minutes(self, columns: CheckedColumns) -> dict[str, FloatArray]:
        middle = columns.numbers("minutes", 0, MOST, needed=True)
        low, high = columns.numbers("minutes_low", 0, MOST), columns.numbers("minutes_high", 0, MOST)
        low, high = np.where(np.isnan(low), middle, low), np.where(np.isnan(high), middle, high)
        for name, wrong in (("minutes_low", low > middle), ("minutes_high", high < middle)):
            if wrong.any():
                columns.fault(name, columns.rows[wrong], "not in order", "minutes_low ≤ minutes ≤ minutes_high")
        return {"low": low, "minutes": middle, "high": high}

    def activities(self, resources: list[str]) -> Activities | None:
        """Standard times, or None without the file."""
        import pandas as pd

        columns = self.columns("activities.csv", _ACTIVITIES, _ACTIVITIES_MORE)
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

    def _measured(self, columns: CheckedColumns) -> FloatArray:
        """Minutes measured, whatever unit the export has them in; NaN where none."""
        found = columns.numbers("minutes", 0, MOST)
        for name, in_minutes in (("hours", 60.0), ("seconds", 1 / 60)):
            if columns.has(name):
                told = columns.spans(name) if name == "hours" else columns.numbers(name, 0, MOST)
                found = np.where(np.isnan(found), told * in_minutes, found)
        return found

    def _refuse_overlaps(self, columns: CheckedColumns, frame: "pd.DataFrame") -> None:
        ordered = frame.sort_values(["activity", "first"], kind="stable")
        same = (ordered["activity"] == ordered["activity"].shift()).to_numpy()
        early = (ordered["first"] <= ordered["last"].shift()).to_numpy()
        places = ordered.index.to_numpy()[same & early]
        if len(places):
            columns.fault("from", columns.rows[places], "two standards hold on one day", "one at a time (from, to)")

    def _terms(self, activities: list[str]) -> "pd.DataFrame":
        import pandas as pd

        columns = self.columns("activity_terms.csv", _TERMS, _TERMS_MORE)
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

    def events(self, activities: Activities | None) -> EventSums | None:
        """Events, summed."""
        streamed = self._streamed(activities)
        if streamed is not None:
            self.problems.extend(streamed.unread)
            self._note_nameless(streamed.nameless)
            return streamed.sums
        attributes = [] if activities is None else list(dict.fromkeys(map(str, activities.terms["attribute"])))
        columns = self.columns("events.csv", _EVENTS, _EVENTS_MORE, *attributes)
        if columns is None:
            return None
        days = columns.days("date", needed=True)
        partners = columns.known(
            "partner", self.partners, "a partner in organisations.csv", optional=True, nobody=NOT_MATCHED
        )
        self._note_nameless(int(columns.text("partner").isin(["", NOT_MATCHED]).sum()))
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
        rows = EventRows(
            partner=partners,
            days=days,
            period=self.plan.periods.of_days(days),
            activity=place,
            alliance=self.alliances_of(columns, partners),
            count=columns.numbers("count", 0, MOST, empty=1.0),
            minutes=self._measured(columns),
            attributes={name: columns.attribute(name) for name in attributes},
        )
        return summed_events(rows, activities)

    def _streamed(self, activities: Activities | None) -> Streamed | None:
        path = self.file("events.csv")
        if path is None or path in self.maps or path.suffix == ".xlsx" or activities is None or not self.partners:
            return None
        known = Known(
            partners=self.partners, alliances=self.alliances, activities=activities, periods=self.plan.periods
        )
        found = streamed_events(path, f"{FOLDER}/{path.name}", known, self.settings.table("economics.stream"))
        if found is None:
            return None
        pairs = (found.sums.frame[name].to_numpy(dtype=np.int64) for name in ("partner", "alliance"))
        # the reader of whole tables names the rows
        return found if self.are_members(*pairs).all() else None

    def _note_nameless(self, rows: int) -> None:
        if rows:
            self.problems.append(
                warning(
                    f"{FOLDER}/events.csv",
                    counted(rows, "row names no partner", "rows name no partner"),
                    "nothing, if the work was for none: it is counted as such",
                    key="partner",
                )
            )
