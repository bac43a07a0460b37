"""Values of partners that buy at fixed times, by BG/BB (E16.3)."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from alliancenet.economics.entered.customers import TenderChance
from alliancenet.economics.lifetime.chances import Takers, chance_there, fit_chances, taken_ahead
from alliancenet.economics.lifetime.closed import per_period
from alliancenet.economics.lifetime.fitting import Fitted
from alliancenet.economics.lifetime.valuing import missing_of, note_of
from alliancenet.economics.statement import Totals
from alliancenet.model.customers import ModelNote, PartnerValue
from alliancenet.model.settings import Settings

NAME = "chances at fixed times (BG/BB)"


def by_chances_taken(totals: Totals, settings: Settings) -> tuple[ModelNote, dict[int, PartnerValue]]:
    """Fit the model where chances are on record and enough, and value each partner by it."""
    entries = totals.accounts.books.entered.chances
    if entries is None:
        return ModelNote(model=NAME, parameters={}, reason="economics/chances.csv is missing"), {}
    seen = [chance for chance in entries if chance.day <= totals.accounts.as_of]
    by_partner: dict[str, list[TenderChance]] = {}
    for chance in sorted(seen, key=lambda chance: chance.day):
        by_partner.setdefault(chance.partner, []).append(chance)
    limits = settings.table("lifetime.buying")
    taken = [sum(chance.taken for chance in chances) for chances in by_partner.values()]
    missing = missing_of(
        (len(by_partner), limits["partners"], "partners with chances"),
        (sum(count > 1 for count in taken), limits["repeat"], "that took two or more"),
    )
    if missing:
        return ModelNote(model=NAME, parameters={}, reason=missing), {}
    takers = _takers(list(by_partner.values()))
    fitted = fit_chances(takers)
    note = note_of(NAME, ("alpha", "beta", "gamma", "delta"), fitted)
    if fitted.reason:
        return note, {}
    return note, dict(_values(totals, settings, fitted, takers, by_partner))


def _takers(chances: Sequence[Sequence[TenderChance]]) -> Takers:
    return Takers(
        taken=np.array([sum(chance.taken for chance in own) for own in chances], dtype=np.float64),
        last=np.array(
            [max((number for number, chance in enumerate(own, 1) if chance.taken), default=0) for own in chances],
            dtype=np.float64,
        ),
        chances=np.array([len(own) for own in chances], dtype=np.float64),
        weights=np.ones(len(chances)),
    )


def _values(
    totals: Totals, settings: Settings, fitted: Fitted, takers: Takers, by_partner: dict[str, list[TenderChance]]
) -> Iterator[tuple[int, PartnerValue]]:
    a_year = _chances_a_year([chance.day for own in by_partner.values() for chance in own])
    rate = per_period(settings.number("economics.discount_year"), a_year)
    ahead = max(round(settings.number("economics.horizon_years") * a_year), 1)
    expected = [taken_ahead(fitted.values, takers, step) for step in range(1, ahead + 1)]
    discounted = sum(
        (now - before) / (1 + rate) ** step
        for step, (before, now) in enumerate(
            zip([np.zeros(len(takers.taken)), *expected[:-1]], expected, strict=True), 1
        )
    )
    there = chance_there(fitted.values, takers)
    places = {partner: place for place, partner in enumerate(totals.partners)}
    amounts = [chance.amount for own in by_partner.values() for chance in own if chance.amount is not None]
    usual = float(np.mean(amounts)) if amounts else None
    for row, (partner, own) in enumerate(by_partner.items()):
        place = places[partner]
        number = float(np.asarray(discounted)[row])
        mine = [chance.amount for chance in own if chance.amount is not None]
        reason = "chances.csv gives no amounts" if usual is None else ""
        if not totals.is_known[place] or totals.sales[place] <= 0:
            reason = "its contribution and sales are not known in every period looked back"
        if reason or usual is None:
            yield place, PartnerValue(partner=partner, alive=float(there[row]), reason=reason)
            continue
        # the own mean counts as many times as it was seen, that of all once
        money = (sum(mine) + usual) / (len(mine) + 1)
        margin = int(totals.contribution[place]) / int(totals.sales[place])
        yield (
            place,
            PartnerValue(
                partner=partner,
                value=round(number * money * margin),
                model="chances to come; own mean amount shrunken to that of all",
                alive=float(there[row]),
            ),
        )


def _chances_a_year(days: Sequence[date]) -> float:
    different = sorted(set(days))
    years = (different[-1] - different[0]).days / 365.25
    # one chance alone tells no rhythm: it is taken for a yearly one
    return (len(different) - 1) / years if years > 0 else 1.0
