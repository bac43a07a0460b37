"""What economics worked out as scores, for the rules about money; money in units of the reporting currency."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from alliancenet.economics.growth.offers import Offers, offers_of
from alliancenet.economics.growth.spread import Spread, spreads_of
from alliancenet.economics.growth.wallet import ALL, Growth, Wallets, wallets_of
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.valuing import CustomerReview
from alliancenet.economics.overview import EconomicsReview
from alliancenet.language import stored
from alliancenet.model.catalogue import CARDS, card_of
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.customers import Keeping
from alliancenet.model.economics import Earned, IntervalKind, MoneyLine
from alliancenet.model.profit import BEHAVIOURS, PartnerBehaviours, StopGain
from alliancenet.model.register import OrganisationId
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.strength import BaseReview


def scores_of(
    review: EconomicsReview,
    customers: CustomerReview,
    base: BaseReview | None,
    own: str,
    apart: Mapping[str, tuple[float, str]],
    ledger: MoneyLedger,
) -> tuple[Score, ...]:
    """Every score the rules about money look at.

    Parameters
    ----------
    ledger : over the span of the review: wallets, spread and offers are worked out from it.
    own : id of the own firm, which resources and kept partners are about.
    apart : by alliance, see `for_portfolio.contributions_apart`.
    """
    unit = 10 ** CURRENCIES[review.currency]
    firm = Subject(kind=SubjectKind.FIRM, id=own)
    found: list[Score] = []
    for statement in review.statements:
        subject = Subject(kind=SubjectKind.FIRM, id=statement.partner)
        found += [_line(name, subject, statement.lines[name], unit, statement.documents) for name in _LINES]
        found += _losing(subject, review.earned.get(statement.partner, ()))
    for behaviours in review.behaviours:
        found += _behaviours(behaviours, unit)
    for loss in review.losses:
        if loss.stop is not None:
            found.append(_stop(Subject(kind=SubjectKind.FIRM, id=loss.partner), loss.stop, unit))
    for use in review.uses:
        found.append(_score(f"utilisation.{use.resource}", firm, use.utilisation, label=review.names[use.period]))
    found += _kept(firm, customers.keeping)
    found += _climbs(firm, base, unit) if base else ()
    for alliance, (share, period) in apart.items():
        found.append(_score("contribution_apart", Subject(kind=SubjectKind.ALLIANCE, id=alliance), share, label=period))
    found += _wallets(wallets_of(ledger), unit)
    found += _spreads(firm, spreads_of(ledger) or (), ledger)
    found += _menus(firm, offers_of(ledger), unit)
    return tuple(found)


_LINES = ("net_sales", "cost_to_serve", "contribution")


def _score(
    metric: str,
    subject: Subject,
    value: float | None,
    *,
    n: int = 1,
    interval: tuple[float, float] | None = None,
    label: str = "",
    reason: str = "",
) -> Score:
    card = card_of(metric) or CARDS["contribution"]
    return Score(
        metric=metric,
        subject=subject,
        value=value,
        unit=card.says,
        n=n,
        interval=interval,
        state=State.OK if value is not None else State.NOT_ENOUGH_EVIDENCE,
        label=label,
        reason=reason,
    )


def _line(name: str, subject: Subject, line: MoneyLine, unit: int, documents: int) -> Score:
    if line.value is None:
        return _score(name, subject, None, n=documents, reason=line.reason)
    has_ends = line.kind is IntervalKind.BOUNDS and line.low is not None and line.high is not None
    ends = ((line.low or 0) / unit, (line.high or 0) / unit) if has_ends else None
    return _score(name, subject, line.value / unit, n=documents, interval=ends, label=line.kind.value)


def _losing(subject: Subject, earned: Sequence[Earned]) -> Iterator[Score]:
    """Closed periods in a row, up to the last one, with a loss at best."""
    lost = list(takewhile(lambda period: period.high is not None and period.high < 0, reversed(earned)))
    if lost:
        yield _score("losing_periods", subject, float(len(lost)), n=len(earned))


def _behaviours(behaviours: PartnerBehaviours, unit: int) -> Iterator[Score]:
    subject = Subject(kind=SubjectKind.FIRM, id=behaviours.partner)
    for behaviour in behaviours.behaviours:
        if behaviour.above_median:
            yield _score(
                f"behaviour_cost.{behaviour.id}",
                subject,
                behaviour.above_median / unit,
                label=BEHAVIOURS[behaviour.id],
            )


def _stop(subject: Subject, stop: StopGain, unit: int) -> Score:
    ends = (stop.none_avoided / unit, stop.all_avoided / unit)
    return _score(
        "stop_gain",
        subject,
        stop.value / unit,
        interval=(min(ends), max(ends)),
        label=stored("over {years} years, present value", years=f"{stop.years:g}"),
    )


def _climbs(firm: Subject, base: BaseReview, unit: int) -> Iterator[Score]:
    for state in base.states:
        if state.climb is not None:
            ends = (state.climb.low / unit, state.climb.high / unit)
            count = len(state.partners)
            yield _score(
                f"conversion_worth.{state.state}",
                firm,
                state.climb.value / unit,
                n=count,
                interval=ends,
                label=state.climb_to,
            )


def _kept(firm: Subject, keeping: Keeping) -> Iterator[Score]:
    if keeping.rate is None:
        yield _score("customers_kept", firm, None, n=keeping.at_start, reason=keeping.reason)
        return
    rate, low, high = keeping.rate
    yield _score(
        "customers_kept",
        firm,
        rate,
        n=keeping.at_start,
        interval=(low, high),
        label=stored(
            "{kept} of {total} partners of {first_text} were still there in {last_text}",
            kept=keeping.kept,
            total=keeping.at_start,
            first_text=keeping.first,
            last_text=keeping.last,
        ),
    )
    if keeping.revenue_kept is not None:
        between = stored("from {first_text} to {last_text}", first_text=keeping.first, last_text=keeping.last)
        yield _score("sales_kept", firm, keeping.revenue_kept, n=keeping.at_start, label=between)


def _wallets(wallets: Wallets | None, unit: int) -> Iterator[Score]:
    """The best wallet of each partner that loses no money."""
    best: dict[str, Growth] = {}
    for growth in wallets.growth if wallets else ():
        best.setdefault(growth.share.partner, growth)
    for partner, growth in best.items():
        if growth.gain is None or growth.low is None or growth.high is None or growth.share.share is None:
            continue
        shares = {"target": f"{100 * growth.target:.0f} %", "now": f"{100 * growth.share.share:.0f} %"}
        label = (
            stored("a share of {target} instead of {now} of what it spends", **shares)
            if growth.share.category == ALL
            else stored(
                "a share of {target} instead of {now} of what it spends on {category_text}",
                **shares,
                category_text=growth.share.category,
            )
        )
        ends = (growth.low / unit, growth.high / unit)
        yield _score(
            "wallet_gain",
            Subject(kind=SubjectKind.FIRM, id=partner),
            growth.gain / unit,
            interval=ends,
            label=label,
        )


def _spreads(firm: Subject, spreads: Sequence[Spread], ledger: MoneyLedger) -> Iterator[Score]:
    names = {firm.id: firm.name for firm in ledger.project.register.organisations.values()}
    for spread in spreads:
        if spread.herfindahl is not None:
            largest, share = spread.shares[0]
            yield _score(
                f"sales_spread.{spread.scheme}",
                firm,
                spread.herfindahl,
                n=len(spread.shares),
                label=stored(
                    "{firm} has {share} of them",
                    firm=names.get(OrganisationId(largest), largest),
                    share=f"{100 * share:.0f} %",
                ),
            )


def _menus(firm: Subject, offers: Offers | None, unit: int) -> Iterator[Score]:
    for number, menu in enumerate(offers.menus if offers else ()):
        if menu.over is not None:
            yield _score(f"menu_over.{number}", firm, menu.over / unit, label=menu.offering)
