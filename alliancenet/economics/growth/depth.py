"""How deep a relationship with a customer goes, against others of its size (E13, S64)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.economics.growth.wallet import share_by_partner
from alliancenet.economics.impact.answers import table_of
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.serving import where
from alliancenet.model.score import SubjectKind

_LEVELS, _LEVEL = "counterpart_coverage", SubjectKind.LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """A value, and how far it lies from the median partner of its size; None where not known, or too few peers are."""

    value: float | None
    gap: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How deep the relationship with one partner goes.

    Parameters
    ----------
    categories, offered : categories it buys, and all that are sold to anybody, in the span.
    gap : categories less those of the median partner of its size; None with too few of them.
    peers : partners of its size.
    open : categories most of its peers buy and it does not.
    alliances : of it with us.
    wallet : our share 0-1 of what it spends.
    satisfaction : its overall answers, points 0-100; of fewer people than may be told of, not known.
    contribution : of the span, minor units.
    levels : share 0-1 of the levels of hierarchy told by its newest audit on which both firms are in touch.
    """

    partner: str
    categories: int
    offered: int
    gap: float | None
    peers: int
    open: tuple[str, ...]
    alliances: int
    wallet: Yardstick
    satisfaction: Yardstick
    contribution: Yardstick
    levels: Yardstick


def depth_of(ledger: MoneyLedger) -> tuple[Depth, ...] | None:
    """Depth of each buyer in the span, against partners of its size; None without categories in sales.csv."""
    sales = ledger.books.sales
    if sales is None or not (sales["category"] != "").any():
        return None
    numbers = [int(ledger.accounts.periods[place]) for place in ledger.totals.span]
    inside = sales["is_revenue"] & (sales["category"] != "") & sales["period"].isin(numbers) & (sales["net"] > 0)
    rows = sales[inside & (sales["partner"] >= 0)].drop_duplicates(["partner", "category"])
    names = sorted(map(str, set(rows["category"])))
    buys = np.zeros((len(ledger.books.partners), len(names)), dtype=np.float64)
    buys[rows["partner"].to_numpy(dtype=np.int64), [names.index(str(name)) for name in rows["category"]]] = 1
    return tuple(_depths(ledger, buys, names))


def _depths(ledger: MoneyLedger, buys: FloatArray, names: Sequence[str]) -> Iterator[Depth]:
    sizes, buyers = _sizes(ledger, buys), buys.sum(axis=1) > 0
    limits = ledger.settings.table("wallet.limits")
    sides = _sides(ledger)
    alliances = [alliance.organisations for alliance in ledger.project.register.alliances.values()]
    for place in where(buyers):
        peers = np.flatnonzero((sizes == sizes[place]) & (np.arange(len(sizes)) != place) & buyers)
        enough = len(peers) >= limits["peers"]
        often = buys[peers].mean(axis=0) >= limits["peer_share"] if enough else np.zeros(len(names), dtype=bool)
        count = int(buys[place].sum())
        partner = ledger.books.partners[place]
        yield Depth(
            partner=partner,
            categories=count,
            offered=len(names),
            gap=count - float(np.median(buys[peers].sum(axis=1))) if enough else None,
            peers=len(peers),
            open=tuple(name for number, name in enumerate(names) if often[number] and not buys[place, number]),
            alliances=sum(partner in firms for firms in alliances),
            **{name: _yardstick(values, place, peers, limits["peers"]) for name, values in sides.items()},
        )


def _yardstick(values: FloatArray, place: int, peers: IntArray, least: float) -> Yardstick:
    if np.isnan(values[place]):
        return Yardstick(value=None)
    known = values[peers][~np.isnan(values[peers])]
    gap = float(values[place] - np.median(known)) if len(known) >= least else None
    return Yardstick(value=float(values[place]), gap=gap)


def _sides(ledger: MoneyLedger) -> Mapping[str, FloatArray]:
    """What is known of each partner beside what it buys; NaN where it is not."""
    partners, totals = ledger.books.partners, ledger.totals
    wallets = {partner: found[-1][1] for partner, found in share_by_partner(ledger).items() if found}
    return {
        "wallet": np.array([wallets.get(partner, np.nan) for partner in partners]),
        "satisfaction": _satisfaction(ledger),
        "contribution": np.where(totals.is_known, totals.contribution, np.nan),
        "levels": _levels(ledger),
    }


def _satisfaction(ledger: MoneyLedger) -> FloatArray:
    """Mean of the overall answers of a partner's people, from as many people on as may be told of."""
    found = np.full(len(ledger.books.partners), np.nan)
    answers = ledger.books.entered.qualities
    if not answers:
        return found
    table, _ = table_of(ledger.books.partners, answers)
    answered: BoolArray = ~np.isnan(table.outcome)
    least = ledger.settings.table("impact.groups")["people"]
    for place in np.unique(table.partner[answered]):
        told = table.outcome[answered & (table.partner == place)]
        if len(told) >= least:
            found[place] = told.mean()
    return found


def _levels(ledger: MoneyLedger) -> FloatArray:
    """Share of levels of hierarchy in touch, of those told; of several alliances the best covered one."""
    found = np.full(len(ledger.books.partners), np.nan)
    places = {partner: place for place, partner in enumerate(ledger.books.partners)}
    alliances = ledger.project.register.alliances.values()
    for alliance in alliances:
        audit = ledger.newest_audits.get(alliance.id)
        if audit is None:
            continue
        told = [score.value for score in audit.scores if score.metric == _LEVELS and score.subject.kind is _LEVEL]
        known = [value for value in told if value is not None]
        for place in (places[firm] for firm in alliance.organisations if known and firm in places):
            found[place] = np.fmax(found[place], sum(value > 0 for value in known) / len(known))
    return found


def _sizes(ledger: MoneyLedger, buys: FloatArray) -> FloatArray:
    """Size class: as entered under the scheme `size`, else thirds of buyers by sales."""
    found = np.full(len(ledger.books.partners), -1.0)
    buyers = np.array(where(buys.sum(axis=1) > 0), dtype=np.int64)
    entered = {row.partner: row.category for row in ledger.books.entered.categories or () if row.scheme == "size"}
    if entered:
        classes = sorted(set(entered.values()))
        for place in buyers.tolist():
            name = entered.get(ledger.books.partners[place])
            found[place] = -1.0 if name is None else classes.index(name)
        return found
    order = buyers[np.argsort(ledger.totals.sales[buyers], kind="stable")]
    found[order] = np.arange(len(order)) * 3 // max(len(order), 1)
    return found
