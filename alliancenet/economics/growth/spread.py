"""How sales are spread over categories, and whether those move together (E14, S22)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.serving import where
from alliancenet.language import stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Whether categories move together.

    Parameters
    ----------
    ratio : variance of the total's growth over what it would be without common movement; None where
        it cannot be told. 1: nothing in common; above: they rise and fall together.
    shrunk : weight 0-1 of no correlation in the matrix (Ledoit & Wolf 2004); 0 where it was not needed.
    periods : growths it rests on.
    """

    ratio: float | None
    shrunk: float = 0.0
    periods: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Spread of net sales by one way of cutting.

    Parameters
    ----------
    scheme : `partner`, `form` of the alliance, or one of categories.csv.
    shares : by category, 0-1, largest first; empty where withheld.
    herfindahl : sum of squared shares.
    effective : 1 / herfindahl: as many equal categories would be spread alike.
    normalised : herfindahl on a scale from 0 (all alike) to 1 (one has all); None with one category.
    is_warned : above the limit, with enough categories for it to mean something.
    largest_margin : share of the net margin gone if the largest category leaves; None where unknown.
    without_category : partners with sales that have none.
    """

    scheme: str
    shares: tuple[tuple[str, float], ...] = ()
    herfindahl: float | None = None
    effective: float | None = None
    normalised: float | None = None
    is_warned: bool = False
    largest_margin: float | None = None
    together: Together | None = None
    without_category: tuple[str, ...] = ()
    reason: str = ""


def spreads_of(ledger: MoneyLedger) -> tuple[Spread, ...] | None:
    """Spread over every scheme; None without sales."""
    if ledger.books.sales is None or not ledger.totals.span:
        return None
    return tuple(_spread(ledger, scheme, category) for scheme, category in _schemes(ledger))


def _schemes(ledger: MoneyLedger) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield stored("partner"), {partner: partner for partner in ledger.books.partners}
    forms: dict[str, set[str]] = {}
    for alliance in ledger.project.register.alliances.values():
        for firm in alliance.organisations:
            if alliance.form:
                forms.setdefault(firm, set()).add(alliance.form)
    if len({name for names in forms.values() for name in names}) > 1:
        # a partner with alliances of two forms cannot be split: both together are its category
        yield "form", {partner: " and ".join(sorted(names)) for partner, names in forms.items()}
    schemes: dict[str, dict[str, str]] = {}
    for row in ledger.books.entered.categories or ():
        schemes.setdefault(row.scheme, {})[row.partner] = row.category
    yield from schemes.items()


def _spread(ledger: MoneyLedger, scheme: str, category: Mapping[str, str]) -> Spread:
    totals, limits = ledger.totals, ledger.settings.table("spread.limits")
    rows = where(totals.has_sales & totals.on_record)
    unknown = [totals.partners[place] for place in where(totals.on_record & ~totals.has_sales)]
    names = [category.get(totals.partners[place], "") for place in rows]
    without = tuple(totals.partners[place] for place, name in zip(rows, names, strict=True) if not name)
    sums: dict[str, int] = {}
    for place, name in zip(rows, names, strict=True):
        if name:
            sums[name] = sums.get(name, 0) + int(totals.sales[place])
    whole = sum(sums.values())
    if unmatched := ledger.books.too_few_matched(ledger.settings):
        return Spread(scheme=scheme, without_category=without, reason=unmatched)
    if unknown:
        firms = ", ".join(unknown[:5])
        reason = (
            stored("sales are not known of: {firms_text} and others", firms_text=firms)
            if len(unknown) > 5
            else stored("sales are not known of: {firms_text}", firms_text=firms)
        )
        return Spread(scheme=scheme, without_category=without, reason=reason)
    if whole <= 0 or min(sums.values()) < 0:
        reason = stored("sales of a category are below 0") if whole > 0 else stored("no sales of any category")
        return Spread(scheme=scheme, without_category=without, reason=reason)
    shares = sorted(((name, value / whole) for name, value in sums.items()), key=lambda pair: (-pair[1], pair[0]))
    found = herfindahl([share for _, share in shares])
    count = len(shares)
    return Spread(
        scheme=scheme,
        shares=tuple(shares),
        herfindahl=found,
        effective=1 / found,
        normalised=(found - 1 / count) / (1 - 1 / count) if count > 1 else None,
        is_warned=count >= limits["least_categories"] and found > limits["warn"],
        largest_margin=_largest_margin(ledger, shares[0][0], category),
        together=_together(ledger, category, [name for name, _ in shares], int(limits["periods"])),
        without_category=without,
    )


def herfindahl(shares: Sequence[float]) -> float:
    """Sum of squared shares."""
    return float(sum(share**2 for share in shares))


def _largest_margin(ledger: MoneyLedger, largest: str, category: Mapping[str, str]) -> float | None:
    totals = ledger.totals
    rows = np.flatnonzero(totals.has_sales & totals.on_record).tolist()
    if not all(totals.has_margin[place] for place in rows):
        return None
    whole = int(totals.margin[rows].sum())
    mine = sum(int(totals.margin[place]) for place in rows if category.get(totals.partners[place]) == largest)
    return mine / whole if whole > 0 else None


def _together(ledger: MoneyLedger, category: Mapping[str, str], names: Sequence[str], least: int) -> Together:
    accounts = ledger.accounts
    growths = len(accounts.periods) - 1
    if growths < least or len(names) < 2:
        reason = (
            stored("{count} growths from period to period; {least} are needed", count=max(growths, 0), least=least)
            if len(names) > 1
            else stored("one category")
        )
        return Together(ratio=None, periods=max(growths, 0), reason=reason)
    sums = np.zeros((len(accounts.periods), len(names)))
    for place, partner in enumerate(accounts.books.partners):
        if category.get(partner) in names:
            sums[:, names.index(category[partner])] += accounts.sales[place]
    if (sums <= 0).any():
        return Together(ratio=None, periods=growths, reason=stored("a category sold nothing in some period"))
    changes = np.diff(np.log(sums), axis=0)
    weights = sums[-1] / sums[-1].sum()
    shrink = growths < 5 * len(names)
    ratio, weight = common_movement(changes, weights, shrink=shrink)
    if ratio is None:
        return Together(ratio=None, periods=growths, reason=stored("sales of every category grow evenly"))
    return Together(ratio=ratio, shrunk=weight, periods=growths)


def common_movement(changes: FloatArray, weights: FloatArray, *, shrink: bool) -> tuple[float | None, float]:
    """Variance of the total over that without any common movement, and how far correlations were shrunk.

    Parameters
    ----------
    changes : periods × categories.
    weights : of the categories, adding up to 1.
    shrink : pull correlations towards 0 by Ledoit and Wolf's weight.
    """
    centred = changes - changes.mean(axis=0)
    deviations = centred.std(axis=0, ddof=1)
    if (deviations <= 0).any():
        return None, 0.0
    scaled = centred / deviations
    count = len(scaled)
    correlation = scaled.T @ scaled / (count - 1)
    weight = _shrinkage(scaled) if shrink else 0.0
    correlation = (1 - weight) * correlation + weight * np.eye(len(correlation))
    sizes = weights * deviations
    return float(sizes @ correlation @ sizes / (sizes**2).sum()), weight


def _shrinkage(scaled: FloatArray) -> float:
    """Weight of the identity that errs least in expectation (Ledoit & Wolf 2004), for scaled columns."""
    count, size = scaled.shape
    sample = scaled.T @ scaled / count
    target = np.trace(sample) / size * np.eye(size)
    apart = float(((sample - target) ** 2).sum())
    error = sum(float(((np.outer(row, row) - sample) ** 2).sum()) for row in scaled) / count**2
    return min(error / apart, 1.0) if apart > 0 else 1.0
