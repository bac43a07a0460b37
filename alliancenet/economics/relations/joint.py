"""What both sides have of a relationship, and when that was last looked at (S73)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.economics.entered.relations import BENEFIT_KINDS, SIDES, JointBenefit
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.language import in_percent
from alliancenet.model.currencies import in_words

_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class SideValue:
    """Benefits of one side.

    Parameters
    ----------
    counts : by kind.
    worth : sum in minor units a period; None unless every benefit of the side has one.
    known : benefits with a worth.
    """

    side: str
    counts: tuple[tuple[str, int], ...]
    worth: int | None
    known: int
    benefits: tuple[JointBenefit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointValue:
    """Both sides of one partner.

    Parameters
    ----------
    balance : our share 0-1 of the worth of both; None unless both are known.
    one_sided : kinds that one side alone has.
    evaluated : day of the last formal evaluation, None without one.
    is_due : it lies longer back than the limit, or there is none.
    """

    partner: str
    sides: tuple[SideValue, ...]
    balance: float | None
    one_sided: tuple[str, ...]
    evaluated: date | None
    is_due: bool


def joint_values_of(ledger: MoneyLedger) -> tuple[JointValue, ...] | None:
    """Joint value by partner; None without joint_value.csv."""
    rows = ledger.books.entered.joint_value
    if rows is None:
        return None
    months = ledger.settings.number("joint_value.months")
    return tuple(
        _joint(partner, [row for row in rows if row.partner == partner], ledger.as_of, months)
        for partner in dict.fromkeys(row.partner for row in rows)
    )


def _joint(partner: str, rows: Sequence[JointBenefit], today: date, months: float) -> JointValue:
    sides = tuple(_side(side, [row for row in rows if row.side == side]) for side in SIDES)
    worths = [side.worth for side in sides]
    whole = sum(worth or 0 for worth in worths)
    days = [row.evaluated for row in rows if row.evaluated is not None and row.evaluated <= today]
    last = max(days, default=None)
    return JointValue(
        partner=partner,
        sides=sides,
        balance=(worths[0] or 0) / whole if None not in worths and whole > 0 else None,
        one_sided=tuple(kind for kind in BENEFIT_KINDS if len({bool(dict(side.counts)[kind]) for side in sides}) == 2),
        evaluated=last,
        is_due=last is None or (today - last).days > months * _YEAR / 12,
    )


def _side(side: str, rows: Sequence[JointBenefit]) -> SideValue:
    known = [row for row in rows if row.worth is not None]
    return SideValue(
        side=side,
        counts=tuple((kind, sum(row.kind == kind for row in rows)) for kind in BENEFIT_KINDS),
        worth=sum(row.worth or 0 for row in known) if rows and len(known) == len(rows) else None,
        known=len(known),
        benefits=tuple(rows),
    )


def joint_lines(values: Sequence[JointValue], currency: str) -> Iterator[str]:
    """Two rows a partner, then balance and evaluation."""
    rows: list[tuple[str, ...]] = [("partner", "side", *BENEFIT_KINDS, "worth a period")]
    for value in values:
        for side in value.sides:
            known = f"not known ({side.known} of {len(side.benefits)})"
            worth = known if side.worth is None else in_words(side.worth, currency)
            counts = tuple(str(count) for _, count in side.counts)
            rows.append((value.partner, "ours" if side.side == "own" else "theirs", *counts, worth))
    yield from in_columns(rows)
    for value in values:
        parts = [] if value.balance is None else [f"{in_percent(value.balance)} of what is known in money is ours"]
        if value.one_sided:
            parts.append(f"one side alone has: {', '.join(value.one_sided)}")
        when = "never evaluated together" if value.evaluated is None else f"last evaluated on {value.evaluated}"
        parts.append(f"{when}{', an evaluation is due' if value.is_due else ''}")
        yield f"  {value.partner}: {'; '.join(parts)}"
