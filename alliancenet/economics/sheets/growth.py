"""Sheets of what could grow: wallet, depth, spread, offers, prospects."""

from collections.abc import Iterator, Sequence

from alliancenet.economics.growth.depth import Depth, Yardstick
from alliancenet.economics.growth.offers import MenuCheck, Offers
from alliancenet.economics.growth.screen import ScreenedProspect
from alliancenet.economics.growth.spread import Spread
from alliancenet.economics.growth.wallet import ALL, Growth, Wallets, WalletShare
from alliancenet.economics.sheets.building import (
    SheetContent,
    SheetNames,
    columns,
    listed,
    note,
    number,
    on,
    row,
    words,
)
from alliancenet.language import stored, stored_n
from alliancenet.model.sheets import SheetCell, SheetNote, SheetRow


def wallet_sheet(wallets: Wallets, names: SheetNames) -> SheetContent:
    """One row a wallet, growth by its low end first; no sum."""
    growths = [*wallets.growth, *wallets.repair_first, *wallets.not_told]
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "category:Category",
            "share:Our share%",
            "target:Aimed at%",
            "gain:Gain of a period$",
            "sales:More sales$",
            "serving:More cost to serve$",
            "source:Where the spend is known from~",
        ),
        rows=tuple(_wallet_row(growth, names) for growth in growths),
        notes=(
            note(
                stored("Ranked by the low end of the gain. The gains are not added up: the sum would be no forecast.")
            ),
        )
        if wallets.growth
        else (),
    )


def _wallet_row(growth: Growth, names: SheetNames) -> SheetRow:
    share = growth.share
    margin = stored("at {whose_said} margin", whose_said=growth.margin_of) if growth.margin_of else ""
    return row(
        names.cell(share.partner),
        words(stored("everything") if share.category == ALL else share.category, share.period),
        number(share.share, share.low, share.high, why=share.reason),
        number(growth.target if growth.reason == "" else None, why="-"),
        number(growth.gain, growth.low, growth.high, why=growth.reason),
        number(growth.sales, why="-", detail=margin),
        number(growth.serving, why="-"),
        _source(share),
        partner=share.partner,
    )


def _source(share: WalletShare) -> SheetCell:
    when = on(share.source_date)
    return words(
        share.source,
        stored("{when_date}; older than the limit, ask again", when_date=when) if share.is_old else when,
    )


def depth_sheet(depths: Sequence[Depth], names: SheetNames) -> SheetContent:
    """One row a partner."""
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "categories:Categories bought#",
            "gap:Against its peers#",
            "open:Peers buy, it does not~",
            "alliances:Alliances with it#",
            "wallet:Our share%",
            "satisfaction:Satisfaction 0-100^",
            "levels:Levels in touch%",
            "contribution:Contribution$",
            "apart:Against its peers$",
        ),
        rows=tuple(
            row(
                names.cell(depth.partner),
                number(depth.categories, detail=stored("of {count}", count=depth.offered)),
                number(depth.gap, why=stored("too few peers"), detail=stored_n("{n} peer", "{n} peers", depth.peers)),
                words(listed(depth.open) or stored("nothing")),
                number(depth.alliances),
                *(number(side.value) for side in (depth.wallet, depth.satisfaction, depth.levels, depth.contribution)),
                _apart(depth.contribution),
                partner=depth.partner,
            )
            for depth in depths
        ),
    )


def _apart(side: Yardstick) -> SheetCell:
    return number(side.gap, why=stored("not known") if side.value is None else stored("too few peers"))


def spread_sheet(spreads: Sequence[Spread], names: SheetNames) -> SheetContent:
    """One row a way of cutting."""
    return SheetContent(
        columns=columns(
            "scheme:Cut by",
            "index:Herfindahl index#",
            "effective:As many equal ones#",
            "normalised:0 spread, 1 all in one#",
            "largest:Largest",
            "share:Its share of sales%",
            "margin:Net margin gone without it%",
            "told:What it says~",
        ),
        rows=tuple(_spread_row(spread, names) for spread in spreads),
        notes=tuple(_spread_notes(spreads, names)),
    )


def _spread_row(spread: Spread, names: SheetNames) -> SheetRow:
    largest = spread.shares[0] if spread.shares else ("", 0.0)
    count = stored_n("{n} category", "{n} categories", len(spread.shares)) if spread.shares else ""
    return row(
        words(spread.scheme, count),
        number(spread.herfindahl, why=stored("withheld: {why_said}", why_said=spread.reason)),
        number(spread.effective, why="-"),
        number(spread.normalised, why="-"),
        words(names.of(largest[0]) if spread.shares else "-"),
        number(largest[1] if spread.shares else None, why="-"),
        number(spread.largest_margin, why=stored("not known") if spread.shares else "-"),
        words(stored("concentrated") if spread.is_warned else "" if spread.shares else "-", _together(spread)),
    )


def _together(spread: Spread) -> str:
    together = spread.together
    if together is None:
        return ""
    if together.ratio is None:
        return stored("moving together cannot be told: {why_said}", why_said=together.reason)
    changes, ratio = stored_n("{n} change", "{n} changes", together.periods), f"{together.ratio:.2f}"
    if not together.shrunk:
        return stored(
            "the total varies {ratio} times what it would if nothing moved together ({changes_said})",
            ratio=ratio,
            changes_said=changes,
        )
    return stored(
        "the total varies {ratio} times what it would if nothing moved together ({changes_said}, correlations shrunk "
        "by {share})",
        ratio=ratio,
        changes_said=changes,
        share=f"{100 * together.shrunk:.0f} %",
    )


def _spread_notes(spreads: Sequence[Spread], names: SheetNames) -> Iterator[SheetNote]:
    for spread in spreads:
        if spread.without_category:
            firms = listed([names.of(partner) for partner in spread.without_category[:12]])
            more = len(spread.without_category) - 12
            if more > 0:
                told = stored(
                    "No category by {scheme_text}: {firms_text} and {more} more.",
                    scheme_text=spread.scheme,
                    firms_text=firms,
                    more=more,
                )
            else:
                told = stored(
                    "No category by {scheme_text}: {firms_text}.", scheme_text=spread.scheme, firms_text=firms
                )
            yield note(told)


def offer_sheet(offers: Offers, names: SheetNames) -> SheetContent:  # noqa: ARG001 - every sheet takes them
    """One row an offering, bandwidth as notes."""
    return SheetContent(
        columns=columns(
            "offering:Offering",
            "verdict:Menu prices",
            "alone:Elements one by one$",
            "premium:Premium of the bundle$",
            "over:Over the premium$",
            "core:Naked core~",
            "advice:What to change~",
        ),
        rows=tuple(_menu_row(menu) for menu in offers.menus),
        notes=tuple(_bandwidth_notes(offers)),
    )


def _menu_row(menu: MenuCheck) -> SheetRow:
    advice = [
        stored(told, elements=listed(elements))
        for told, elements in (
            (stored("few use it, so unbundle: {elements}"), menu.unbundle),
            (stored("nearly all use it, so into the core: {elements}"), menu.into_core),
            (stored("priced below its cost: {elements}"), menu.under_cost),
        )
        if elements
    ]
    verdict = {True: stored("hold"), False: stored("do not hold"), None: stored("cannot be checked")}[menu.passes]
    return row(
        words(menu.offering),
        words(verdict, menu.reason),
        number(menu.alone),
        number(menu.premium),
        number(menu.over),
        words(listed(menu.core) or stored("none is named")),
        words("; ".join(advice) or stored("nothing")),
    )


def _bandwidth_notes(offers: Offers) -> Iterator[SheetNote]:
    band = offers.bandwidth
    if band.own is None:
        yield note(stored("Bandwidth cannot be told: no relationship is rated on the spectrum."))
        return
    yield note(
        stored_n(
            "Bandwidth: our relationships lie between {low} and {high} of 100 ({n} partner).",
            "Bandwidth: our relationships lie between {low} and {high} of 100 ({n} partners).",
            band.n,
            low=f"{band.own[0]:.0f}",
            high=f"{band.own[1]:.0f}",
        )
    )
    if band.room is not None and band.industry is not None:
        yield note(
            stored_n(
                "With {n} rival the industry lies between {low} and {high}: room to flare out by {down} points towards "
                "transactions and {up} towards collaboration.",
                "With {n} rivals the industry lies between {low} and {high}: room to flare out by {down} points "
                "towards transactions and {up} towards collaboration.",
                band.rivals,
                low=f"{band.industry[0]:.0f}",
                high=f"{band.industry[1]:.0f}",
                down=f"{band.room[0]:.0f}",
                up=f"{band.room[1]:.0f}",
            )
        )


def prospect_sheet(prospects: Sequence[ScreenedProspect], names: SheetNames) -> SheetContent:  # noqa: ARG001
    """One row a prospect, with what each criterion rests on."""
    return SheetContent(
        columns=columns(
            "prospect:Prospect",
            "score:Score 0-100^",
            "contribution:Contribution of a period$",
            "verdict:Verdict",
            "why:What it rests on~",
        ),
        rows=tuple(_prospect_row(prospect) for prospect in prospects),
    )


def _prospect_row(prospect: ScreenedProspect) -> SheetRow:
    forecast = prospect.contribution
    parts = [
        f"{name} {'not known' if points is None else f'{points:.0f} ({why})'}"
        for name, points, why in prospect.criteria
    ]
    money = number(None)
    if forecast is not None:
        low, high = (forecast.low, forecast.high) if forecast.n else (None, None)
        rests = f"{forecast.n} partners of its segment" if forecast.n else "a guess of its owner"
        money = number(forecast.value, low, high, interval="quartiles", detail=rests)
    verdict = "screen out" if prospect.is_out else "" if prospect.score is None else "look at it"
    return row(
        words(prospect.prospect),
        number(prospect.score, prospect.low, prospect.high, why=f"withheld: {prospect.reason}"),
        money,
        words(verdict or "cannot be told", "a loss is forecast even at its high end" if prospect.is_out else ""),
        words("; ".join(parts)),
    )
