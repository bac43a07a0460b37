"""Who is next, with what, and when (E20, S63)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from alliancenet.economics.entered.customers import LIVING, Strength
from alliancenet.economics.growth.wallet import wallets_of
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.plans.levers import members_of
from alliancenet.economics.relations.teams import account_owner
from alliancenet.economics.repair import annuity
from alliancenet.economics.strength.states import states_of
from alliancenet.language import in_percent
from alliancenet.model.currencies import in_words
from alliancenet.model.register import Level, Person

GOAL_OF = {
    Strength.STRANGER: "acquire",
    Strength.ACQUAINTANCE: "use",
    Strength.FRIEND: "use",
    Strength.PARTNER: "retain",
    Strength.LOST: "acquire",
}
"""Goal of programmes by state."""
_ACTS = {"acquire": "win", "use": "sell more", "retain": "keep"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """One partner.

    Parameters
    ----------
    potential : value from here on and what a larger share of wallet adds over the horizon, minor units.
    profit_fifth, potential_fifth : 1 is the best; 0 where unknown.
    is_top : among the best fifth by potential.
    state : now; "" where not told.
    act, programmes : what, and which programmes do it.
    triggers : when: what has happened or is about to.
    owner : of the account; "" where nobody is on record.
    by : day it is due; None where nothing is about to happen.
    """

    partner: str
    potential: int | None
    profit_fifth: int
    potential_fifth: int
    is_top: bool
    state: str
    act: str
    programmes: tuple[str, ...]
    triggers: tuple[str, ...]
    owner: str
    by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextActs:
    """The list, best potential first.

    Parameters
    ----------
    top_share : share 0-1 of all potential above 0 that the best fifth by count holds.
    fifths : partners by fifth of present profit (rows) and of potential (columns), best first.
    unknown : partners whose potential is not known.
    """

    acts: tuple[NextAct, ...]
    top_share: float | None
    fifths: tuple[tuple[int, ...], ...]
    unknown: tuple[str, ...]


def next_acts_of(ledger: MoneyLedger) -> NextActs | None:
    """Order partners by potential; None where no value is known."""
    values = {found.partner: found for found in ledger.customers.values}
    growth = _growth(ledger)
    potentials = {
        partner: found.value + growth.get(partner, 0) for partner, found in values.items() if found.value is not None
    }
    if not potentials:
        return None
    order = sorted(potentials, key=lambda partner: (-potentials[partner], partner))
    totals = ledger.totals
    profits = {
        partner: int(totals.contribution[ledger.place(partner)])
        for partner in values
        if totals.is_known[ledger.place(partner)]
    }
    by_potential, by_profit = _fifths(potentials), _fifths(profits)
    table = states_of(ledger)
    top = set(order[: max(len(order) // 5, 1)])
    acts = [
        _act(ledger, partner, potentials, by_profit, by_potential, top, _state(ledger, table, partner))
        for partner in order
    ]
    gains = sum(max(value, 0) for value in potentials.values())
    counts = np.zeros((5, 5), dtype=np.int64)
    for partner in potentials:
        if partner in by_profit:
            counts[by_profit[partner] - 1, by_potential[partner] - 1] += 1
    return NextActs(
        acts=tuple(acts),
        top_share=sum(max(potentials[partner], 0) for partner in top) / gains if gains else None,
        fifths=tuple(tuple(int(count) for count in row) for row in counts),
        unknown=tuple(partner for partner in values if partner not in potentials),
    )


def _growth(ledger: MoneyLedger) -> dict[str, int]:
    """Gain of a larger share of wallet over the horizon, present value: values are present values too."""
    wallets = wallets_of(ledger)
    settings = ledger.settings
    factor = annuity(
        settings.number("economics.discount_year"), ledger.a_year, settings.number("economics.horizon_years")
    )
    found: dict[str, int] = {}
    for growth in wallets.growth if wallets is not None else ():
        if growth.gain is not None and growth.gain > 0:
            found[growth.share.partner] = found.get(growth.share.partner, 0) + round(growth.gain * factor)
    return found


def _fifths(values: Mapping[str, int]) -> dict[str, int]:
    order = sorted(values, key=lambda partner: (-values[partner], partner))
    return {partner: 1 + 5 * number // len(order) for number, partner in enumerate(order)}


def _state(ledger: MoneyLedger, table: object, partner: str) -> str:
    from alliancenet.economics.strength.states import StateTable

    if not isinstance(table, StateTable) or not table.states.size:
        return ""
    number = int(table.states[ledger.place(partner), -1])
    return [*LIVING, Strength.LOST][number].value if number >= 0 else ""


def _act(
    ledger: MoneyLedger,
    partner: str,
    potentials: Mapping[str, int],
    by_profit: Mapping[str, int],
    by_potential: Mapping[str, int],
    top: "set[str]",
    state: str,
) -> NextAct:
    totals, place = ledger.totals, ledger.place(partner)
    loses = bool(totals.is_known[place] and totals.contribution_high[place] < 0)
    goal = GOAL_OF[Strength(state)] if state else "use"
    triggers = list(_triggers(ledger, partner, place))
    due = [day for _, day in triggers]
    return NextAct(
        partner=partner,
        potential=potentials[partner],
        profit_fifth=by_profit.get(partner, 0),
        potential_fifth=by_potential[partner],
        is_top=partner in top,
        state=state,
        act="repair before growing" if loses else _ACTS[goal],
        programmes=() if loses else _programmes(ledger, partner, goal),
        triggers=tuple(words for words, _ in triggers),
        owner=account_owner(ledger.books.entered.teams or (), partner),
        by=min(due, default=None),
    )


def _programmes(ledger: MoneyLedger, partner: str, goal: str) -> tuple[str, ...]:
    return tuple(
        row.id
        for row in ledger.books.entered.programmes or ()
        if row.goal == goal
        and row.aim == "raise"
        and (row.end is None or row.end >= ledger.as_of)
        and (not row.segment or partner in members_of(ledger, row.segment))
    )


def _triggers(ledger: MoneyLedger, partner: str, place: int) -> Iterator[tuple[str, date]]:
    """What happened lately or is about to, each with the day an answer is due."""
    limits = ledger.settings.table("next.limits")
    today, soon = ledger.as_of, timedelta(days=limits["recent"])
    answer = today + timedelta(days=limits["answer"])
    yield from ((words, answer) for words in _responsive(ledger, place, today - soon))
    yield from ((words, answer) for words in _silence(ledger, place, limits["percentile"], int(limits["orders"])))
    contracts = ledger.books.contracts
    if contracts is not None:
        ends = contracts[(contracts["partner"] == place) & (contracts["renewed"] != "no")]["end"].dropna()
        for end in sorted(end.date() for end in ends):
            if today <= end <= today + timedelta(days=limits["contract"]):
                yield f"a contract ends on {end}", end
    found = next((found for found in ledger.customers.values if found.partner == partner), None)
    if found is not None and found.alive is not None and found.alive < limits["alive"]:
        yield f"still buys with a chance of {in_percent(found.alive)}", today + soon
    sales, known = ledger.accounts.sales[place], ledger.accounts.has_sales[place]
    if len(sales) >= 3 and known[-3:].all() and (np.diff(sales[-3:]) < 0).all():
        yield "sales fell two periods in a row", today + soon
    people = ledger.project.register.people
    for joined in sorted(person.joined for person in people.values() if person.joined and _decides(person, partner)):
        if today - soon <= joined <= today:
            yield f"a new decision maker since {joined}", answer
    for row in ledger.books.entered.teams or ():
        person = next((person for name, person in people.items() if name == row.person), None)
        leaves = None if person is None or row.partner != partner else person.left
        if leaves is not None and today <= leaves <= today + timedelta(days=limits["contract"]):
            yield f"its {row.function} contact leaves on {leaves}", leaves


def _decides(person: Person, partner: str) -> bool:
    return person.organisation == partner and person.level == Level.SENIOR


def _responsive(ledger: MoneyLedger, place: int, since: date) -> Iterator[str]:
    events, activities = ledger.books.events, ledger.books.activities
    if events is None or activities is None:
        return
    first, last = np.datetime64(since), np.datetime64(ledger.as_of)
    mine = events.frame[events.frame["partner"] == place]
    # of each sum the first and the last day are on record
    recent = mine[mine["last"].between(first, last) | mine["first"].between(first, last)]
    kinds = {activities.behaviour[int(number)] or activities.group[int(number)] for number in recent["activity"]}
    for kind, words in (("B5", "changed an order lately"), ("presales", "asked for a quote or a visit lately")):
        if kind in kinds:
            yield words


def _silence(ledger: MoneyLedger, place: int, percentile: float, least: int) -> Iterator[str]:
    sales = ledger.books.sales
    if sales is None:
        return
    days = np.unique(sales[(sales["partner"] == place) & (sales["net"] > 0)]["day"].to_numpy().astype("datetime64[D]"))
    days = days[days <= np.datetime64(ledger.as_of)]
    if len(days) < least:
        return
    gaps = np.diff(days).astype(int)
    now = int((np.datetime64(ledger.as_of) - days[-1]).astype(int))
    usual = float(np.percentile(gaps, percentile))
    if now > usual:
        yield f"silent for {now} days, longer than {percentile:g} % of its own gaps"


def next_lines(found: NextActs, currency: str) -> Iterator[str]:
    """Who first, then the table of fifths."""
    if found.top_share is not None:
        yield f"The best fifth of partners hold {in_percent(found.top_share)} of the potential (those marked *)."
    rows = [("partner", "potential", "state", "act", "programmes", "why now", "owner", "by")]
    for act in found.acts:
        potential = "unknown" if act.potential is None else in_words(act.potential, currency)
        rows.append(
            (
                f"{act.partner}{' *' if act.is_top else ''}",
                potential,
                act.state or "not told",
                act.act,
                ", ".join(act.programmes) or "none",
                "; ".join(act.triggers) or "nothing",
                act.owner or "nobody",
                "-" if act.by is None else str(act.by),
            )
        )
    yield from in_columns(rows)
    if found.unknown:
        yield f"Potential not known: {', '.join(found.unknown)}"
    yield "Partners by fifth of present profit (rows) and of potential (columns), best first:"
    yield from in_columns(
        [("", *"12345"), *((str(row + 1), *map(str, counts)) for row, counts in enumerate(found.fifths))]
    )
