"""What each partner is worth from here on, by the model its data bear (E16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.accounts import PartnerAccounts, accounts_of
from alliancenet.economics.books import Books
from alliancenet.economics.lifetime.buying import (
    Buyers,
    chance_alive,
    fit_buying,
    fit_spending,
    money_of_a_purchase,
    purchases_ahead,
)
from alliancenet.economics.lifetime.closed import per_period, value_at_constant_rate
from alliancenet.economics.lifetime.fitting import Fitted
from alliancenet.economics.lifetime.keeping import Z90, keeping_of
from alliancenet.economics.lifetime.renewing import fit_renewals, renewals_left
from alliancenet.economics.statement import Totals, last_periods, totals_of
from alliancenet.model.customers import Keeping, ModelNote, PartnerValue
from alliancenet.model.settings import Settings

_WEEK = 7.0
_MOST_RENEWALS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReview:
    """Who stays and what each is worth; internal to the own firm.

    Parameters
    ----------
    values : one for each partner on record, highest value first.
    notes : one for each model.
    """

    currency: str
    as_of: date
    keeping: Keeping
    values: tuple[PartnerValue, ...]
    notes: tuple[ModelNote, ...]
    years: float


def customer_review(books: Books, settings: Settings, as_of: date, steps: int) -> CustomerReview:
    """Work out keeping and values.

    Parameters
    ----------
    steps : periods looked back, for the kept rate and the contribution of a period.
    """
    accounts = accounts_of(books, settings, as_of)
    return customer_review_of_totals(totals_of(accounts, last_periods(accounts, steps)), settings, steps)


def customer_review_of_totals(totals: Totals, settings: Settings, steps: int) -> CustomerReview:
    """The same from totals that were summed already."""
    from alliancenet.economics.lifetime.chance_values import by_chances_taken

    accounts = totals.accounts
    keeping = keeping_of(accounts, settings, steps)
    contracts, by_contract = _by_contract(accounts, totals, settings)
    chances, by_chances = by_chances_taken(totals, settings)
    buying, by_buying = _by_buying(accounts, totals, settings)
    values = [
        by_contract.get(place)
        or by_chances.get(place)
        or by_buying.get(place)
        or _at_constant_rate(totals, place, keeping, settings)
        for place in np.flatnonzero(totals.on_record).tolist()
    ]
    values.sort(key=lambda found: (found.value is None, -(found.value or 0), found.partner))
    return CustomerReview(
        currency=accounts.books.plan.currency,
        as_of=accounts.as_of,
        keeping=keeping,
        values=tuple(values),
        notes=(contracts, chances, buying),
        years=settings.number("economics.horizon_years"),
    )


def horizon_of(totals: Totals, settings: Settings) -> tuple[float, int]:
    """Discount rate of a period, and periods to the horizon."""
    a_year = totals.accounts.books.plan.periods.a_year
    rate = per_period(settings.number("economics.discount_year"), a_year)
    return rate, round(settings.number("economics.horizon_years") * a_year)


def _at_constant_rate(totals: Totals, place: int, keeping: Keeping, settings: Settings) -> PartnerValue:
    partner = totals.partners[place]
    if not totals.is_known[place]:
        return PartnerValue(partner=partner, reason="its contribution is not known in every period looked back")
    if keeping.rate is None:
        return PartnerValue(partner=partner, reason=f"the kept rate is not known: {keeping.reason}")
    rate, count = horizon_of(totals, settings)
    periods = max(len(totals.span), 1)
    kept = [share ** (1 / keeping.steps) for share in keeping.rate]
    margins = [
        int(side[place]) / periods for side in (totals.contribution, totals.contribution_low, totals.contribution_high)
    ]
    every = [value_at_constant_rate(margin, share, rate, count) for margin in margins for share in kept]
    return PartnerValue(
        partner=partner,
        value=round(every[0]),
        low=round(min(every)),
        high=round(max(every)),
        model="constant kept rate, first margin now",
    )


def _by_contract(
    accounts: PartnerAccounts, totals: Totals, settings: Settings
) -> tuple[ModelNote, dict[int, PartnerValue]]:
    name, limits = "renewals (shifted beta-geometric)", settings.table("lifetime.renewals")
    rows = accounts.books.contracts
    if rows is None:
        return ModelNote(model=name, parameters={}, reason="economics/contracts.csv is missing"), {}
    terms, has_left = _terms(accounts)
    usable = terms >= 0
    lost = np.bincount(terms[usable & has_left], minlength=2)[1:]
    kept = np.bincount(terms[usable & ~has_left], minlength=2)[1:]
    longest = max(len(lost), len(kept))
    lost, kept = (np.pad(side, (0, longest - len(side))) for side in (lost, kept))
    too_few = missing_of(
        (int(usable.sum()), limits["contracts"], "contracts with renewal_every"),
        (int(lost.sum()), limits["losses"], "contracts not renewed"),
        (longest, limits["renewals"], "renewals seen"),
    )
    if too_few:
        return ModelNote(model=name, parameters={}, reason=too_few), {}
    fitted = fit_renewals(lost.tolist(), kept.tolist())
    note = note_of(name, ("alpha", "beta"), fitted)
    if fitted.reason:
        return note, {}
    return note, dict(_contract_values(totals, fitted, terms, has_left, settings))


def _contract_values(
    totals: Totals,
    fitted: Fitted,
    terms: np.ndarray,
    has_left: np.ndarray,
    settings: Settings,
) -> Iterator[tuple[int, PartnerValue]]:
    rows = totals.accounts.books.contracts
    assert rows is not None
    alpha, beta = fitted.values
    rate, _ = horizon_of(totals, settings)
    partner, every = rows["partner"].to_numpy(dtype=np.int64), rows["every"].to_numpy(dtype=np.float64)
    for place in np.unique(partner[terms >= 0]).tolist():
        mine = np.flatnonzero((partner == place) & (terms >= 0) & ~has_left)
        name = totals.partners[place]
        model = "renewals to come, for ever, just before the next one"
        if not totals.is_known[place]:
            reason = "its contribution is not known in every period looked back"
            yield place, PartnerValue(partner=name, reason=reason, model=model)
            continue
        # a partner with several contracts is there as long as its longest-kept one
        best = max(mine, key=lambda row: terms[row], default=None)
        margin = int(totals.contribution[place]) / max(len(totals.span), 1)
        if best is None:
            yield place, PartnerValue(partner=name, value=0, low=0, high=0, model="all its contracts have ended")
            continue
        term = (1 + rate) ** every[best] - 1
        ahead = partial(_renewals, renewal=int(terms[best]) + 1, term=term)
        told = float(ahead((alpha, beta))[0])
        spread = fitted.spread(ahead)
        ends = value_range(told * every[best], None if spread is None else float(spread[0]), totals, place)
        yield (
            place,
            PartnerValue(
                partner=name, value=round(margin * every[best] * told), low=ends[0], high=ends[1], model=model
            ),
        )


def _renewals(values: tuple[float, ...], renewal: int, term: float) -> FloatArray:
    return np.array([renewals_left(values[0], values[1], renewal, term)])


def value_range(factor: float, spread: float | None, totals: Totals, place: int) -> tuple[int | None, int | None]:
    """Ends of a value: the 90 % interval of what is to come, at the bounds of the contribution of a period.

    Parameters
    ----------
    factor : what a period's contribution is multiplied with.
    spread : standard error of its logarithm; None where nobody knows.
    """
    if spread is None:
        return None, None
    periods = max(len(totals.span), 1)
    margins = [int(side[place]) / periods for side in (totals.contribution_low, totals.contribution_high)]
    every = [margin * factor * np.exp(side * Z90 * spread) for margin in margins for side in (-1, 1)]
    return round(min(every)), round(max(every))


def _terms(accounts: PartnerAccounts) -> "tuple[np.ndarray, np.ndarray]":
    """Renewals each contract came to (the one it was lost at, or those it survived), -1 where unknown."""
    rows = accounts.books.contracts
    assert rows is not None
    a_year = accounts.books.plan.periods.a_year
    today = np.datetime64(accounts.as_of)
    end, start = (rows[name].to_numpy().astype("datetime64[D]") for name in ("end", "start"))
    has_left = (rows["renewed"] == "no").to_numpy() & (end <= today)
    until = np.where(np.isnat(end) | (end > today), today, end)
    term = rows["every"].to_numpy(dtype=np.float64) * 365.25 / a_year
    passed = (until - start).astype("timedelta64[D]").astype(np.float64) / term
    lost = np.maximum(np.rint(passed), 1)
    # terms of months are not all of one length; a term that ended and is still open was not renewed yet
    undecided = (rows["renewed"] == "open").to_numpy() & (end <= today)
    survived = np.where(undecided, np.maximum(np.rint(passed) - 1, 0), np.floor(passed + 0.02))
    found = np.where(has_left, lost, survived)
    known = ~np.isnan(term) & (passed > 0) & (found <= _MOST_RENEWALS)
    return np.where(known, np.nan_to_num(found), -1).astype(np.int64), has_left


def missing_of(*needs: tuple[int, float, str]) -> str:
    """What there is too little of, in words: count, least, what; "" where there is enough."""
    return "; ".join(f"{count:,} {what}, {least:g} are needed" for count, least, what in needs if count < least)


def note_of(model: str, names: tuple[str, ...], fitted: Fitted, check: str = "") -> ModelNote:
    """What a fit found, its parameters by name."""
    return ModelNote(
        model=model,
        parameters=dict(zip(names, fitted.values, strict=True)),
        log_likelihood=fitted.log_likelihood,
        check=check,
        reason=fitted.reason,
    )


def _by_buying(
    accounts: PartnerAccounts, totals: Totals, settings: Settings
) -> tuple[ModelNote, dict[int, PartnerValue]]:
    name, limits = "purchases (BG/NBD)", settings.table("lifetime.buying")
    books = accounts.books
    if books.sales is None:
        return ModelNote(model=name, parameters={}, reason="economics/sales.csv is missing"), {}
    if books.contracts is not None and not books.contracts.empty:
        return ModelNote(model=name, parameters={}, reason="contracts are on record: leaving is seen"), {}
    places, buyers = _buyers(books, np.datetime64(accounts.as_of))
    repeat = int((buyers.repeats > 0).sum())
    too_few = missing_of(
        (len(places), limits["partners"], "partners that bought"), (repeat, limits["repeat"], "repeat buyers")
    )
    if too_few:
        return ModelNote(model=name, parameters={}, reason=too_few), {}
    check, is_better = _held_out(books, np.datetime64(accounts.as_of))
    fitted = fit_buying(buyers)
    note = note_of(name, ("r", "alpha", "a", "b"), fitted, check)
    if fitted.reason or not is_better:
        reason = fitted.reason or "it predicts worse than the same rate as before"
        return ModelNote(
            model=name, parameters=note.parameters, log_likelihood=note.log_likelihood, check=check, reason=reason
        ), {}
    return note, dict(_buying_values(totals, fitted, places, buyers, _money(buyers, limits["independence"]), settings))


def _buying_values(
    totals: Totals,
    fitted: Fitted,
    places: "list[int]",
    buyers: Buyers,
    spending: "_Spending",
    settings: Settings,
) -> Iterator[tuple[int, PartnerValue]]:
    rate, count = horizon_of(totals, settings)
    weeks = 365.25 / _WEEK / totals.accounts.books.plan.periods.a_year
    ahead = partial(discounted_purchases, buyers=buyers, weeks=weeks, count=count, rate=rate)
    discounted, spread = ahead(fitted.values), fitted.spread(ahead)
    reach = None if spread is None else np.hypot(spread, spending.spread)
    alive = chance_alive(fitted.values, buyers)
    for row, place in enumerate(places):
        name = totals.partners[place]
        sales = int(totals.sales[place])
        if not totals.is_known[place] or sales <= 0:
            reason = "its contribution and sales are not known in every period looked back"
            yield place, PartnerValue(partner=name, alive=float(alive[row]), reason=reason)
            continue
        money = float(discounted[row]) * float(spending.money[row])
        ends: tuple[int | None, int | None] = (None, None)
        if reach is not None:
            # contribution over sales is of the whole span, as both its ends are
            ends = value_range(money * max(len(totals.span), 1) / sales, float(reach[row]), totals, place)
        yield (
            place,
            PartnerValue(
                partner=name,
                value=round(money * int(totals.contribution[place]) / sales),
                low=ends[0],
                high=ends[1],
                model=f"purchases to come; {spending.how}",
                alive=float(alive[row]),
            ),
        )


def discounted_purchases(
    values: tuple[float, ...], buyers: Buyers, weeks: float, count: int, rate: float
) -> FloatArray:
    """Expected purchases to the horizon, each period's discounted to now.

    Parameters
    ----------
    weeks, count, rate : of a period, periods to the horizon, discount rate of a period.
    """
    ahead = [purchases_ahead(values, buyers, step * weeks) for step in range(count + 1)]
    parts = [(after - before) / (1 + rate) ** (step + 1) for step, (before, after) in enumerate(pairwise(ahead))]
    return np.asarray(sum(parts), dtype=np.float64)


def _buyers(books: Books, until: np.datetime64) -> tuple[list[int], Buyers]:
    """Purchases of every partner in weeks from its first; purchases on one day are one."""
    assert books.sales is not None
    sales = books.sales[books.sales["is_revenue"] & (books.sales["net"] > 0)]
    sales = sales[sales["day"].to_numpy() <= until]
    daily = sales.groupby(["partner", "day"], as_index=False)["net"].sum()
    first = daily.groupby("partner")["day"].transform("min")
    repeats = daily[daily["day"] > first]
    by_partner = daily.groupby("partner")["day"]
    starts, ends = by_partner.min().to_numpy(), by_partner.max().to_numpy()
    places = [int(str(place)) for place in by_partner.min().index]
    counts = by_partner.size().to_numpy(dtype=np.float64) - 1
    means = repeats.groupby("partner")["net"].mean().reindex(places).fillna(0.0).to_numpy(dtype=np.float64)
    return places, Buyers(
        repeats=counts, last=_weeks(ends - starts), seen=_weeks(until.astype("datetime64[s]") - starts), mean=means
    )


def _weeks(lengths: np.ndarray) -> FloatArray:
    return lengths.astype("timedelta64[s]").astype(np.float64) / (_WEEK * 86_400)


def _held_out(books: Books, until: np.datetime64) -> tuple[str, bool]:
    """Fit on the first two thirds of the time, predict the last one, beside the same rate as before."""
    assert books.sales is not None
    days = books.sales["day"].to_numpy().astype("datetime64[D]")
    first = days.min()
    cut = first + (until.astype("datetime64[D]") - first) * 2 // 3
    places, before = _buyers(books, cut)
    fitted = fit_buying(before)
    if fitted.reason:
        return f"on the first two thirds: {fitted.reason}", False
    later_places, later = _buyers(books, until)
    total = dict(zip(later_places, later.repeats.tolist(), strict=True))
    actual = np.array([total[place] for place in places]) - before.repeats
    weeks = float((until.astype("datetime64[D]") - cut).astype(int)) / _WEEK
    predicted = purchases_ahead(fitted.values, before, weeks)
    same_rate = np.divide(before.repeats, before.seen, out=np.zeros_like(before.seen), where=before.seen > 0) * weeks
    errors = [float(side.sum()) - float(actual.sum()) for side in (predicted, same_rate)]
    whole = max(float(actual.sum()), 1.0)
    text = (
        f"last third: {predicted.sum():,.0f} purchases predicted, {actual.sum():,.0f} seen "
        f"({errors[0] / whole:+.0%}); the same rate as before: {errors[1] / whole:+.0%}"
    )
    return text, abs(errors[0]) <= abs(errors[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spending:
    """Money of a purchase of each partner, how it was told, and the standard error of its logarithm."""

    money: FloatArray
    how: str
    spread: FloatArray


def _money(buyers: Buyers, independence: float) -> _Spending:
    """Money of a purchase, and how it was told."""
    from scipy.stats import spearmanr

    some = (buyers.repeats > 0) & (buyers.mean > 0)
    x, mean = buyers.repeats[some], buyers.mean[some]
    population = float(np.average(mean, weights=x))
    shrunken = np.where(some, (buyers.repeats * buyers.mean + population) / (buyers.repeats + 1), population)
    varied = len(set(x.tolist())) > 1 and len(set(mean.tolist())) > 1
    correlation = abs(float(spearmanr(x, mean).statistic)) if varied else 0.0
    # a mean of few purchases lies off by as much as means of partners differ
    apart = np.full(len(some), float(np.std(np.log(mean)))) / np.sqrt(buyers.repeats + 1)
    if correlation > independence:
        how = f"own mean shrunken to that of all (how often and how much go together, {correlation:.2f})"
        return _Spending(money=shrunken, how=how, spread=apart)
    fitted = fit_spending(buyers)
    if fitted.reason:
        how = f"own mean shrunken to that of all (gamma-gamma: {fitted.reason})"
        return _Spending(money=shrunken, how=how, spread=apart)
    money = money_of_a_purchase(fitted.values, buyers)
    spread = fitted.spread(lambda values: money_of_a_purchase(values, buyers))
    return _Spending(money=money, how="money by gamma-gamma", spread=apart if spread is None else spread)
