"""Bandwidth of relationships, and whether the prices of single elements hold up the bundle (E12, S17).

References
----------
Anderson & Narus 1991, 1995.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alliancenet.economics.entered.offers import OfferElement
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.signs import signs_of
from alliancenet.language import stored
from alliancenet.model.currencies import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuCheck:
    """One offering.

    Parameters
    ----------
    premium : of the bundle over its core, minor units.
    alone : sum of the prices of all optional elements.
    over : alone less premium: above 0 the menu holds.
    passes : None where a price or the premium is missing.
    core : elements of the naked core.
    unbundle, into_core : candidates by how many buyers of the bundle use them.
    under_cost : optional elements priced below their cost.
    """

    offering: str
    premium: int | None
    alone: int | None
    over: int | None
    passes: bool | None
    core: tuple[str, ...]
    unbundle: tuple[str, ...]
    into_core: tuple[str, ...]
    under_cost: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bandwidth:
    """Range of relationships, points 0-100 of the spectrum.

    Parameters
    ----------
    own : lowest and highest place over our partners; None with none rated.
    n : partners rated.
    industry : lowest and highest of ours and of the rivals in rivals.csv; None without rivals.
    room : how far rivals reach beyond us at the transactional and at the collaborative end, 0 and up.
    """

    own: tuple[float, float] | None
    n: int
    industry: tuple[float, float] | None
    rivals: int
    room: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Bandwidth and menus."""

    bandwidth: Bandwidth
    menus: tuple[MenuCheck, ...]


def offers_of(ledger: MoneyLedger) -> Offers | None:
    """Check every offering; None without offers.csv and without a rated relationship."""
    entries = ledger.books.entered.offers
    bandwidth = _bandwidth(ledger)
    if entries is None and bandwidth.own is None:
        return None
    names = dict.fromkeys(row.offering for row in entries or ())
    limits = ledger.settings.table("offers.use")
    menus = tuple(
        menu_check(name, [row for row in entries or () if row.offering == name], limits["few"], limits["most"])
        for name in names
    )
    return Offers(bandwidth=bandwidth, menus=menus)


def menu_check(offering: str, rows: Sequence[OfferElement], few: float, most: float) -> MenuCheck:
    """Whether the elements ordered one by one cost more than the bundle's premium.

    Parameters
    ----------
    few, most : shares 0-1 of buyers of the bundle that use an element.
    """
    premium = next((row.premium for row in rows if row.kind == "bundle"), None)
    optional = [row for row in rows if row.kind == "optional"]
    prices = [row.price for row in optional]
    alone = sum(price or 0 for price in prices) if prices and None not in prices else None
    over = alone - premium if alone is not None and premium is not None else None
    missing = (
        stored("no row of the bundle with its premium")
        if premium is None
        else stored("no optional element has a price")
    )
    return MenuCheck(
        offering=offering,
        premium=premium,
        alone=alone,
        over=over,
        passes=None if over is None else over > 0,
        core=tuple(row.element for row in rows if row.kind == "core"),
        unbundle=tuple(
            row.element for row in rows if row.kind == "standard" and row.used is not None and row.used < few
        ),
        into_core=tuple(row.element for row in rows if row.kind in ("standard", "optional") and (row.used or 0) > most),
        under_cost=tuple(
            row.element for row in optional if None not in (row.price, row.cost) and (row.price or 0) < (row.cost or 0)
        ),
        reason=missing if over is None else "",
    )


def _bandwidth(ledger: MoneyLedger) -> Bandwidth:
    signs = signs_of(ledger)
    places = [signs.at(partner, ledger.as_of).get("spectrum") for partner in ledger.books.partners]
    ours = [place for place in places if place is not None]
    rivals = ledger.books.entered.rivals or ()
    own = (min(ours), max(ours)) if ours else None
    theirs = [end for row in rivals for end in (row.low, row.spectrum, row.high) if end is not None]
    industry = (min([*theirs, *ours]), max([*theirs, *ours])) if theirs else None
    return Bandwidth(
        own=own,
        n=len(ours),
        industry=industry,
        rivals=len(rivals),
        room=(own[0] - industry[0], industry[1] - own[1]) if own and industry else None,
    )


def offer_lines(offers: Offers, currency: str) -> Iterator[str]:
    """Bandwidth, then one block an offering."""
    band = offers.bandwidth
    if band.own is None:
        yield "Bandwidth: no relationship is rated on the spectrum."
    else:
        yield f"Bandwidth: ours {band.own[0]:.0f} to {band.own[1]:.0f} of 100 over {band.n} partners"
    if band.room is not None and band.industry is not None:
        yield (
            f"  with {band.rivals} rivals {band.industry[0]:.0f} to {band.industry[1]:.0f}: room to flare out "
            f"{band.room[0]:.0f} points towards transactions, {band.room[1]:.0f} towards collaboration"
        )
    for menu in offers.menus:
        yield f"{menu.offering}: {_verdict(menu, currency)}"
        yield f"  naked core: {', '.join(menu.core) or 'none is named'}"
        for names, words in (
            (menu.unbundle, "few use it, so unbundle"),
            (menu.into_core, "nearly all use it, so into the core"),
            (menu.under_cost, "priced below its cost"),
        ):
            if names:
                yield f"  {words}: {', '.join(names)}"


def _verdict(menu: MenuCheck, currency: str) -> str:
    if menu.over is None or menu.alone is None or menu.premium is None:
        return f"prices cannot be checked: {menu.reason}"
    parts = f"elements alone {in_words(menu.alone, currency)}, premium of the bundle {in_words(menu.premium, currency)}"
    if menu.passes:
        return f"prices hold, by {in_words(menu.over, currency)} ({parts})"
    short = f"{in_words(-menu.over, currency)} short" if menu.over else "they come to the premium and no more"
    return f"prices do not hold: {short} ({parts})"
