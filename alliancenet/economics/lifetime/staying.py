"""Who stays, by class, tenure and every way of cutting; and whether the loyal are the satisfied (E15)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.economics.entered.customers import LIVING
from alliancenet.economics.growth.wallet import share_by_partner
from alliancenet.economics.impact.answers import table_of
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.keeping import active_at, periods_bought, wilson
from alliancenet.economics.statement import last_periods
from alliancenet.economics.strength.states import states_of

CLASS, TENURE = "class", "tenure"
_TENURES = ("less than a year", "one to two years", "two years and more")
_UNKNOWN_TENURE = "as long as the books go back"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptGroup:
    """How many of a group are still there.

    Parameters
    ----------
    way : of cutting: class, tenure, or a scheme of categories.csv.
    rate, low, high : share 0-1 with its 90 % interval (Wilson); None where too few were there for a rate.
    """

    way: str
    group: str
    kept: int
    at_start: int
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loyalty:
    """Partners by share of wallet and satisfaction; `not_told` lack one of the two."""

    both: int
    loyal_only: int
    satisfied_only: int
    neither: int
    not_told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """Who stayed from the first to the last period, whatever their group was at the first.

    Parameters
    ----------
    loyalty : None without shares of wallet or without overall answers of customers.
    """

    first: str
    last: str
    groups: tuple[KeptGroup, ...]
    loyalty: Loyalty | None


def staying_of(ledger: MoneyLedger) -> Staying | None:
    """Count by group; None with fewer than two closed periods, or nobody there at the first."""
    places = last_periods(ledger.accounts, ledger.looked_back + 1)
    if len(places) < 2 or ledger.books.too_few_matched(ledger.settings):
        return None
    before, after = (active_at(ledger.accounts, ledger.settings, place) for place in (places[0], places[-1]))
    if not before.any():
        return None
    least = ledger.settings.whole("keeping.least")
    return Staying(
        first=ledger.accounts.name(places[0]),
        last=ledger.accounts.name(places[-1]),
        groups=tuple(_group(way, group, before & mine, after, least) for way, group, mine in _ways(ledger, places[0])),
        loyalty=_loyalty(ledger),
    )


def _group(way: str, group: str, before: BoolArray, after: BoolArray, least: int) -> KeptGroup:
    at_start, kept = int(before.sum()), int((before & after).sum())
    rate = kept / at_start if at_start >= least else None
    low, high = wilson(kept, at_start) if rate is not None else (None, None)
    return KeptGroup(way=way, group=group, kept=kept, at_start=at_start, rate=rate, low=low, high=high)


def _ways(ledger: MoneyLedger, first: int) -> Iterator[tuple[str, str, BoolArray]]:
    partners = ledger.books.partners
    table = states_of(ledger)
    name = ledger.accounts.name(first)
    if table is not None and name in table.periods:
        states = table.states[:, list(table.periods).index(name)]
        yield from ((CLASS, state.value, states == number) for number, state in enumerate(LIVING))
    tenures = np.array(list(_tenures(ledger, first)), dtype=object)
    yield from ((TENURE, words, tenures == words) for words in (*_TENURES, _UNKNOWN_TENURE) if (tenures == words).any())
    members: dict[tuple[str, str], set[str]] = {}
    for row in ledger.books.entered.categories or ():
        members.setdefault((row.scheme, row.category), set()).add(row.partner)
    for (scheme, category), mine in sorted(members.items()):
        yield scheme, category, np.array([partner in mine for partner in partners], dtype=bool)


def _tenures(ledger: MoneyLedger, first: int) -> Iterator[str]:
    """Tenure of each partner at the end of the first period, by its first contract, else by its first purchase."""
    accounts, contracts = ledger.accounts, ledger.books.contracts
    last_day = np.datetime64(ledger.books.plan.periods.last_day(int(accounts.periods[first])))
    starts: Mapping[int, np.datetime64] = {}
    if contracts is not None and len(contracts):
        earliest = contracts.groupby("partner")["start"].min()
        starts = dict(zip(earliest.index.tolist(), earliest.to_numpy(), strict=True))
    for place, bought in enumerate(periods_bought(accounts)):
        if place in starts:
            years = float((last_day - starts[place]).astype("timedelta64[D]").astype(int)) / 365.25
        elif not len(bought) or bought[0] > first:
            yield ""
            continue
        elif bought[0] == 0:
            yield _UNKNOWN_TENURE
            continue
        else:
            years = (first - int(bought[0]) + 1) / ledger.a_year
        yield "" if years < 0 else _TENURES[min(int(years), len(_TENURES) - 1)]


def _loyalty(ledger: MoneyLedger) -> Loyalty | None:
    answers, limits = ledger.books.entered.qualities, ledger.settings.table("keeping.loyal")
    shares = {partner: found[-1][1] for partner, found in share_by_partner(ledger).items() if found}
    if not answers or not shares:
        return None
    table, _ = table_of(ledger.books.partners, answers)
    counts = {(loyal, pleased): 0 for loyal in (True, False) for pleased in (True, False)}
    for place, partner in enumerate(ledger.books.partners):
        told = table.outcome[(table.partner == place) & ~np.isnan(table.outcome)]
        if partner in shares and len(told):
            counts[shares[partner] >= limits["wallet"], bool(told.mean() >= limits["satisfied"])] += 1
    return Loyalty(
        both=counts[True, True],
        loyal_only=counts[True, False],
        satisfied_only=counts[False, True],
        neither=counts[False, False],
        not_told=int(ledger.totals.on_record.sum()) - sum(counts.values()),
    )


def loyalty_words(loyalty: Loyalty) -> str:
    """The four counts in a sentence."""
    return (
        f"Loyal is not satisfied: {loyalty.both} partners are both, {loyalty.loyal_only} loyal though not satisfied, "
        f"{loyalty.satisfied_only} satisfied though not loyal, {loyalty.neither} neither; of {loyalty.not_told} one of "
        "the two is not known."
    )


def staying_lines(staying: Staying, currency: str) -> Iterator[str]:  # noqa: ARG001
    """A row a group, then the loyal and the satisfied."""
    rows = [(f"from {staying.first}", f"to {staying.last}", "kept", "rate")]
    for found in staying.groups:
        if found.rate is None or found.low is None or found.high is None:
            rate = "too few for a rate"
        else:
            rate = f"{100 * found.rate:.0f} % (90 % interval {100 * found.low:.0f} to {100 * found.high:.0f})"
        rows.append((found.way, found.group, f"{found.kept} of {found.at_start}", rate))
    yield from in_columns(rows)
    if staying.loyalty is not None:
        yield loyalty_words(staying.loyalty)
