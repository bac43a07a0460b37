"""What the files of `economics/` hold, as columns; a file that is not there is None, never empty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.entered.records import Entered
from alliancenet.economics.money import Rates
from alliancenet.economics.plan import MoneyPlan
from alliancenet.errors import Problem
from alliancenet.model.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

GROUPS = ("order", "presales", "delivery", "postsales", "administration", "partner_management")
COST_KINDS = ("freight", "travel", "marketing", "technical", "administration", "rebate", "capital", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activities:
    """Standard times of activities, and the resource each takes.

    Parameters
    ----------
    names : ids of activities; other tables give their places in this list.
    resources : ids of resources; -1 stands for none.
    standards : DataFrame of activity, resource (places), first, last (days the standard holds),
        low, minutes, high, in minutes of one event.
    terms : DataFrame of activity (place), attribute, low, minutes, high.
    group, behaviour : by place, "" where none is given.
    avoidable : by place, share 0-1 of its cost that would go away without the partner.
    """

    names: Sequence[str]
    resources: Sequence[str]
    standards: "pd.DataFrame"
    terms: "pd.DataFrame"
    group: Sequence[str]
    behaviour: Sequence[str]
    avoidable: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSums:
    """Events summed by what a statement tells apart.

    Parameters
    ----------
    frame : DataFrame of partner, period, activity, standard (place in the standards, -1 for none), alliance,
        is_measured, is_lacking (an attribute of its time equation is empty), rows, count, minutes (measured,
        times count), first and last (days).
    attributes : by name, sums of attribute times count, row by row of `frame`.
    """

    frame: "pd.DataFrame"
    attributes: Mapping[str, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """All that was read.

    Parameters
    ----------
    partners : ids of organisations that are not own; tables give places in this list, -1 for none.
    alliances : ids of alliances; tables give places in this list, -1 where a row names none.
    sales : DataFrame of partner, alliance, day, period, net, discount, rebate, cost (minor units), has_cost,
        product, category, document, kind, channel, late (days), paid (NaT while open), has_paid (the file says so).
    matched : share 0-1 of the sales that belong to partners on record; None without sales.
    costs : DataFrame of partner, alliance, period, amount, kind.
    capacity : DataFrame of resource, period, cost (minor units), minutes (practical minutes).
    events : what was done for partners, summed while it was read: there may be millions.
    contracts : DataFrame of partner, start, end (NaT for none), every (periods between renewals),
        renewed (yes, no, open).
    answers : by partner and behaviour, True for high, False for low.
    entered : what people entered beside the books.
    remarks : counted warnings.
    """

    plan: MoneyPlan
    rates: Rates
    partners: Sequence[str]
    alliances: Sequence[str] = ()
    sales: "pd.DataFrame | None" = None
    matched: float | None = None
    costs: "pd.DataFrame | None" = None
    capacity: "pd.DataFrame | None" = None
    activities: Activities | None = None
    events: EventSums | None = None
    contracts: "pd.DataFrame | None" = None
    answers: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    entered: Entered = field(default_factory=Entered)
    remarks: tuple[Problem, ...] = ()

    @property
    def dated(self) -> "dict[str, pd.DataFrame]":
        """Tables there are that have a partner and a period in each row, by the name of their file."""
        events = None if self.events is None else self.events.frame
        found = {"sales": self.sales, "costs": self.costs, "events": events}
        return {name: table for name, table in found.items() if table is not None}

    def too_few_matched(self, settings: Settings) -> str:
        """Why nothing can be said of all partners together; "" where enough sales belong to those on record."""
        least = settings.number("economics.match_least")
        if self.matched is None or self.matched >= least:
            return ""
        return f"{self.matched:.0%} of the sales belong to partners on record; {least:.0%} are needed"


def last_day_on_record(books: Books, today: date) -> date:
    """Day a report is as of where nobody says: the end of the last period of a sale, a cost or an event, or today.

    Later periods are not empty, they are not on record yet. Rows of days to come say nothing of it: a year mistyped in
    one of them would make every partner unknown.
    """
    found = [table["period"].to_numpy() for table in books.dated.values() if len(table)]
    if not found:
        found = [np.array([entry.period for entry in books.entered.states or ()], dtype=np.int64)]
    periods = np.concatenate(found)
    past = periods[periods <= books.plan.periods.of(today)]
    return min(today, books.plan.periods.last_day(int(past.max()))) if len(past) else today
