"""Computed contributions as the portfolio's own records: what is computed wins over what was typed in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from alliancenet.economics.overview import EconomicsReview, economics_review
from alliancenet.economics.periods import Periods
from alliancenet.economics.reading import has_books, read_books
from alliancenet.errors import Problem
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.economics import Earned
from alliancenet.model.portfolio import Economics, PortfolioRecords
from alliancenet.model.register import Alliance, Register
from alliancenet.model.settings import Settings
from alliancenet.sources.checks import warning
from alliancenet.sources.place import PROJECT_FILE

_FILE = "portfolio/economics.csv"


def with_computed(
    project: Path, register: Register, records: PortfolioRecords, settings: Settings, as_of: date
) -> tuple[PortfolioRecords, tuple[Problem, ...]]:
    """Lay what `economics/` says over the typed-in contributions.

    Parameters
    ----------
    project : the project folder; without files of economics the records come back as they are.
    as_of : only periods that ended by this day are used.

    Returns
    -------
    The records, and a warning for each typed-in contribution that differs from the computed one.

    Notes
    -----
    An alliance has the numbers of its partner, of all its partners together where it has several. Of a partner
    with several alliances it has what the rows that name it add up to, and nothing where none does: a partner's
    contribution is counted once. The computed periods are those after the last unknown one: consecutive, closed
    and of one length.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    if not has_books(project):
        return records, ()
    books = read_books(project, register, settings)
    review = economics_review(books, settings, as_of)
    kept, warnings = list(records.economics), [*review.remarks, *_other_money(records.money, books.plan.currency)]
    for alliance in register.alliances.values():
        computed = list(_computed(alliance, register, review, books.plan.periods))
        warnings.extend(_not_split(alliance, register, review))
        if not computed:
            continue
        kept, differing = _laid_over(kept, alliance, computed, books.plan.periods, settings)
        warnings.extend(differing)
    return replace(records, economics=tuple(kept), money=books.plan.currency), tuple(warnings)


def _other_money(typed: str, computed: str) -> Iterator[Problem]:
    if typed and typed != computed:
        found = f"typed-in sums are in {typed}, and those computed from economics/ in {computed}"
        yield warning(PROJECT_FILE, found, "one of them", f"write `money: {computed}`, and the sums in it", "money")


def contributions_apart(
    register: Register, typed: Sequence[Economics], review: EconomicsReview, periods: Periods
) -> dict[str, tuple[float, str]]:
    """How far typed-in contributions lie from the computed ones, the widest by alliance.

    Returns
    -------
    By alliance, the difference as a share of the computed contribution, and the day the period ends.
    """
    widest: dict[str, tuple[float, str]] = {}
    for alliance in register.alliances.values():
        by_period = {periods.of(record.day): record for record in _computed(alliance, register, review, periods)}
        for record in typed:
            value = by_period.get(periods.of(record.day)) if record.alliance == alliance.id else None
            if value is None or record.contribution is None or not value.contribution:
                continue
            share = abs(record.contribution - value.contribution) / abs(value.contribution)
            widest[alliance.id] = max(widest.get(alliance.id, (0.0, "")), (share, f"period to {record.day}"))
    return widest


def _computed(alliance: Alliance, register: Register, review: EconomicsReview, periods: Periods) -> Iterator[Economics]:
    partners = _partners(alliance, register)
    shared = {partner for partner in partners if len(_alliances_of(partner, register)) > 1}
    histories = [
        review.by_alliance.get((partner, alliance.id), ()) if partner in shared else review.earned.get(partner, ())
        for partner in partners
    ]
    if not histories or not all(histories):
        return
    together = list(zip(*histories, strict=True))
    known = 0
    for row in reversed(together):
        if any(earned.value is None for earned in row):
            break
        known += 1
    # what stopping would change is worked out of a partner, not of one of its alliances
    stops = [None if partner in shared else review.stop.get(partner) for partner in partners]
    gains = [gain.value / 10 ** CURRENCIES[review.currency] for gain in stops if gain is not None]
    for place, row in enumerate(together[len(together) - known :], start=1):
        is_last = place == known
        yield Economics(
            alliance=alliance.id,
            day=periods.last_day(periods.named(row[0].period) or 0),
            contribution=_sum(row, "value"),
            contribution_high=_sum(row, "high"),
            stop_gain=sum(gains) if is_last and len(gains) == len(stops) else None,
            is_computed=True,
        )


def _partners(alliance: Alliance, register: Register) -> list[str]:
    return [firm for firm in alliance.organisations if not register.organisations[firm].own]


def _alliances_of(partner: str, register: Register) -> list[str]:
    return [alliance.id for alliance in register.alliances.values() if partner in alliance.organisations]


def _not_split(alliance: Alliance, register: Register, review: EconomicsReview) -> Iterator[Problem]:
    """Partners of an alliance that have others as well, where no row says what belongs to this one."""
    for partner in _partners(alliance, register):
        alliances = _alliances_of(partner, register)
        if len(alliances) > 1 and partner in review.earned and (partner, alliance.id) not in review.by_alliance:
            yield warning(
                "economics/",
                f"{partner} has {len(alliances)} alliances ({', '.join(alliances)}), and no row names {alliance.id}",
                f"rows with `alliance` {alliance.id}, for a contribution of it",
                "fill in the column `alliance` of sales.csv, costs.csv and events.csv; until then what "
                f"{partner} earns counts for the partner alone",
                "alliance",
            )


def _sum(row: Sequence[Earned], name: str) -> float:
    return float(sum(getattr(earned, name) for earned in row))


def _laid_over(
    records: list[Economics], alliance: Alliance, computed: list[Economics], periods: Periods, settings: Settings
) -> tuple[list[Economics], list[Problem]]:
    by_period = {periods.of(record.day): record for record in computed}
    kept, warnings = [], []
    for record in records:
        value = by_period.get(periods.of(record.day)) if record.alliance == alliance.id else None
        if value is None or record.contribution is None or value.contribution is None:
            kept.append(record)
            continue
        share = settings.number("economics.entered_differs")
        if abs(record.contribution - value.contribution) > share * abs(value.contribution):
            warnings.append(
                warning(
                    _FILE,
                    f"{alliance.id}: contribution {record.contribution:,.2f} typed in for {record.day}, "
                    f"{value.contribution:,.2f} computed",
                    "one number",
                    "the computed one counts; correct the other, or leave the cell empty",
                    "contribution",
                )
            )
        kept.append(replace(record, contribution=None))
    return [*kept, *computed], warnings
