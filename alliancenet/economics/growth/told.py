"""Shares of wallet, depth and spread as text."""

from collections.abc import Iterator, Sequence

from alliancenet.economics.growth.depth import Depth
from alliancenet.economics.growth.spread import Spread
from alliancenet.economics.growth.wallet import Growth, Wallets
from alliancenet.economics.layout import in_columns, named
from alliancenet.language import in_percent
from alliancenet.model.currencies import in_words


def wallet_lines(wallets: Wallets, currency: str) -> Iterator[str]:
    """Shares, then what growing would bring; never a sum."""
    rows = [("partner", "category", "period", "share", "bounds", "source")]
    for share in wallets.shares:
        told = f"withheld: {share.reason}" if share.share is None else in_percent(share.share)
        ends = (
            ""
            if share.low is None or share.high is None or share.low == share.high
            else f"{in_percent(share.low)} to {in_percent(share.high)}"
        )
        age = f"{share.source}, {share.source_date}{' (old)' if share.is_old else ''}"
        rows.append((share.partner, share.category, share.period, told, ends, age))
    yield from in_columns(rows)
    if wallets.growth:
        yield "What a larger share would bring in a period, by its low end (no sum: it would not be a forecast):"
        yield from (f"  {_growth(growth, currency)}" for growth in wallets.growth)
    for growth in wallets.repair_first:
        yield f"  {growth.share.partner}: {growth.reason}"
    for growth in wallets.not_told:
        yield f"  {growth.share.partner}, {growth.share.category}: not told, {growth.reason}"


def _growth(growth: Growth, currency: str) -> str:
    share = growth.share
    assert share.share is not None
    assert growth.gain is not None
    assert growth.low is not None
    assert growth.high is not None
    ends = ""
    if growth.low != growth.high:
        ends = f" (bounds {in_words(growth.low, currency)} to {in_words(growth.high, currency)})"
    programme = f", programme {in_words(growth.programme, currency)}" if growth.programme else ""
    return (
        f"{share.partner}, {share.category}: {in_percent(share.share)} to {in_percent(growth.target)} brings "
        f"{in_words(growth.gain, currency)}{ends}; sales {in_words(growth.sales or 0, currency)} more at "
        f"{growth.margin_of} margin, cost to serve {in_words(growth.serving or 0, currency)}{programme}"
    )


def depth_lines(depths: Sequence[Depth], currency: str) -> Iterator[str]:
    """One line a partner."""
    known = ("alliances", "share of wallet", "satisfaction", "levels in touch", "contribution, against peers")
    rows: list[tuple[str, ...]] = [("partner", "categories", "against peers", "its peers buy and it does not", *known)]
    for depth in depths:
        gap = f"too few peers ({depth.peers})" if depth.gap is None else f"{depth.gap:+g} ({depth.peers} peers)"
        earned, apart = depth.contribution.value, depth.contribution.gap
        money = "-" if earned is None else in_words(round(earned), currency)
        rows.append(
            (
                *(depth.partner, f"{depth.categories} of {depth.offered}", gap, ", ".join(depth.open) or "-"),
                str(depth.alliances),
                "-" if depth.wallet.value is None else in_percent(depth.wallet.value),
                "-" if depth.satisfaction.value is None else f"{depth.satisfaction.value:.0f}",
                "-" if depth.levels.value is None else in_percent(depth.levels.value),
                money if apart is None else f"{money}, {'+' if apart > 0 else ''}{in_words(round(apart), currency)}",
            )
        )
    yield from in_columns(rows)


def spread_lines(spreads: Sequence[Spread], currency: str) -> Iterator[str]:  # noqa: ARG001
    """One row a scheme, then what the largest is and what moves together."""
    rows = [("by", "categories", "index", "like so many equal ones", "0 spread, 1 all in one", "")]
    for spread in spreads:
        if spread.herfindahl is None or spread.effective is None:
            rows.append((spread.scheme, "-", f"withheld: {spread.reason}", "", "", ""))
            continue
        normalised = "-" if spread.normalised is None else f"{spread.normalised:.2f}"
        warning = "concentrated" if spread.is_warned else ""
        count = str(len(spread.shares))
        rows.append((spread.scheme, count, f"{spread.herfindahl:.3f}", f"{spread.effective:.1f}", normalised, warning))
    yield from in_columns(rows)
    for spread in spreads:
        if not spread.shares:
            continue
        name, share = spread.shares[0]
        gone = (
            ""
            if spread.largest_margin is None
            else f", {in_percent(spread.largest_margin)} of the net margin gone if it leaves"
        )
        yield f"  {spread.scheme}: largest {name} with {in_percent(share)} of sales{gone}"
        together = spread.together
        if together is not None and together.ratio is not None:
            shrunk = f", correlations shrunk by {in_percent(together.shrunk)}" if together.shrunk else ""
            yield (
                f"    moving together: the total varies {together.ratio:.2f} times what it would without common "
                f"movement ({together.periods} growths{shrunk})"
            )
        elif together is not None:
            yield f"    moving together: not told, {together.reason}"
        if spread.without_category:
            yield f"    no category: {named(spread.without_category)}"
