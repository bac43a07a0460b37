"""Where profit is made and lost: heading and tiles over all partners."""

from alliancenet.language import digits, say, say_n
from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.figures.spark import spark
from alliancenet.report.headlines import Headline
from alliancenet.report.home import Tile

_NAMES_IN_HEADING = 3


def span_in_words(review: EarningsReview) -> str:
    """The periods, no name of which is broken at its hyphen."""
    return span_of(review).replace("-", "\N{NON-BREAKING HYPHEN}")


def span_of(review: EarningsReview) -> str:
    """The periods in the reader's words."""
    if not review.first:
        return say("no closed period")
    return review.first if review.first == review.last else say("{low} to {high}", low=review.first, high=review.last)


def losing(review: EarningsReview) -> list[PartnerEarnings]:
    """Partners whose contribution lies below zero, the heaviest loss first."""
    found = [(partner.statement.lines["contribution"].value, partner) for partner in review.partners]
    lost = [(value, partner) for value, partner in found if value is not None and value < 0]
    return [partner for _, partner in sorted(lost, key=lambda pair: (pair[0], pair[1].id))]


def contribution_of(partner: PartnerEarnings) -> int:
    """Minor units; 0 where it is not known."""
    return partner.statement.lines["contribution"].value or 0


def headline(view: EarningsView) -> Headline:
    """Where profit is made and lost, in one sentence."""
    review = view.review
    known = [partner for partner in review.partners if partner.statement.lines["contribution"].value is not None]
    below = say(
        "{span}, closed periods only; contribution after cost to serve.", span=words.capital(span_in_words(review))
    )
    if not known:
        return Headline(sentence=say("What partners earn cannot be told yet: not enough data to say."), below=below)
    gains = sum(max(0, contribution_of(partner)) for partner in known)
    earned = words.amount(gains, review.currency)
    lost = losing(review)
    if not lost:
        said = say(
            "none of {count} partners costs more than it brings; together they earn {earned}",
            count=words.counted(len(known)),
            earned=earned,
        )
    else:
        back = words.amount(-sum(map(contribution_of, lost)), review.currency)
        names = [partner.name for partner in lost[:_NAMES_IN_HEADING]]
        names += [say("{count} more", count=words.counted(len(lost) - len(names)))] if len(lost) > len(names) else []
        said = say_n(
            "{losers} of {total} partners gives back {back} of the {earned} that the others earn: {names}",
            "{losers} of {total} partners give back {back} of the {earned} that the others earn: {names}",
            len(lost),
            losers=words.counted_of(len(lost)),
            total=words.counted(len(known)),
            back=back,
            earned=earned,
            names=words.listed(names),
        )
    unknown = len(review.partners) - len(known)
    if unknown:
        more = say_n(
            "Of {n} partner more there is not enough data to say.",
            "Of {n} partners more there is not enough data to say.",
            unknown,
        )
        below += f" {more}"
    return Headline(sentence=words.sentence(said), below=below)


def tiles(view: EarningsView) -> tuple[Tile, ...]:
    """Contribution of all, partners that lose, what stopping would change, capacity nobody uses."""
    review = view.review
    return (_total(review), _losses(review), _stopping(review), _unused(review))


def totals_by_period(review: EarningsReview) -> list[tuple[str, float | None]]:
    """Contribution of all partners in each closed period; None where one of them is not known."""
    names = list(dict.fromkeys(earned.period for partner in review.partners for earned in partner.periods))
    values: dict[str, list[float | None]] = {name: [] for name in names}
    for partner in review.partners:
        for earned in partner.periods:
            values[earned.period].append(earned.value)
    return [(name, None if None in found else sum(filter(None, found))) for name, found in values.items()]


def _total(review: EarningsReview) -> Tile:
    known = [partner for partner in review.partners if partner.statement.lines["contribution"].value is not None]
    total = sum(map(contribution_of, known))
    by_period = totals_by_period(review)
    # a change is told only where the span is one period, like the one before it
    moved = say("of all partners together")
    if review.first == review.last and len(by_period) > 1 and None not in (by_period[-1][1], by_period[-2][1]):
        more = (by_period[-1][1] or 0.0) - (by_period[-2][1] or 0.0)
        size = words.amount(abs(more) * review.minor_units, review.currency)
        before = by_period[-2][0]
        moved = (
            say("▲ {size} more than in {before}", size=size, before=before)
            if more > 0
            else say("▼ {size} less than in {before}", size=size, before=before)
        )
    big, currency = words.amount_parts(total, review.currency)
    return Tile(
        title=say("Contribution", context="of money"),
        big=big if known else words.NONE,
        of=currency if known else "",
        moved=moved,
        tone=("on-track" if total > 0 else "act") if known else "not-measured",
        spark=spark([value for _, value in by_period]),
        anchor="#curve",
    )


def _losses(review: EarningsReview) -> Tile:
    lost = losing(review)
    ratio = review.curve.loss_ratio
    moved = say("nobody costs more than they bring")
    if lost:
        size = words.amount(-sum(map(contribution_of, lost)), review.currency)
        share = digits(f"{100 * (ratio or 0):.0f} %")
        moved = say("{size}, {share} of what the others earn", size=size, share=share) if ratio else size
    return Tile(
        title=say("Partners that lose money"),
        big=str(len(lost)),
        of=say("of {count}", count=len(review.partners)),
        moved=moved,
        tone="act" if lost else "on-track",
        spark=None,
        anchor="#losses",
    )


def _stopping(review: EarningsReview) -> Tile:
    lost = [partner for partner in losing(review) if partner.stop is not None]
    helps = [partner for partner in lost if partner.stop is not None and partner.stop.value > 0]
    others = len(lost) - len(helps)
    if not lost:
        moved = say("no partner to stop")
    elif others:
        moved = say_n(
            "{others} would cost more than it loses",
            "{others} would cost more than they lose",
            others,
            others=words.counted_of(others),
        )
    else:
        moved = say("over {years} years", years=digits(f"{lost[0].stop.years:g}")) if lost[0].stop else ""
    return Tile(
        title=say("Stopping would gain with"),
        big=str(len(helps)),
        of=say("of {count}", count=len(lost)),
        moved=words.capital(moved),
        tone="watch" if helps else "on-track",
        spark=None,
        anchor="#losses",
    )


def _unused(review: EarningsReview) -> Tile:
    cost = sum(use.cost for use in review.uses)
    unused = sum(use.unused for use in review.uses)
    over = [use.resource for use in review.uses if use.is_over]
    if not cost:
        return Tile(
            title=say("Capacity nobody uses"),
            big=words.NONE,
            of="",
            moved=say("no resources on record"),
            tone="not-measured",
            spark=None,
            anchor="#capacity",
        )
    moved = say("of {amount} paid for; never spread over partners", amount=words.amount(cost, review.currency))
    if over:
        moved = say("{names} was used beyond its capacity", names=words.listed([words.plain(name) for name in over]))
    return Tile(
        title=say("Capacity nobody uses"),
        big=words.amount_parts(unused, review.currency)[0],
        of=review.currency,
        moved=moved,
        tone="act" if over else "not-measured",
        spark=None,
        anchor="#capacity",
    )
