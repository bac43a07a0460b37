"""Who stays and what each is worth: heading and tiles."""

from collections.abc import Iterable

from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.strength import BaseReview
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.headlines import Headline
from alliancenet.report.home import Tile

_WEAK = ("stranger", "acquaintance")


def customers_headline(view: EarningsView) -> Headline:
    """How the base moves, and what it is worth."""
    review = view.review
    keeping = review.keeping
    values, keeps = _known_values(review.partners), review.base is not None and review.base.keeps_the_weak
    below = f"As of {words.day(review.as_of)}; present values, {review.years:g} years."
    parts = []
    if keeping.first and keeping.at_start:
        gone = keeping.at_start - keeping.kept
        parts.append(
            f"all {words.counted(keeping.at_start)} partners of {keeping.first} still buy"
            if not gone
            else f"{words.counted(gone)} of {words.counted(keeping.at_start)} partners of {keeping.first} no longer buy"
        )
    if values:
        bad = sum(value < 0 for value in values)
        worth = words.amount(sum(values), review.currency)
        parts.append(f"what the base brings in the next {review.years:g} years is worth {worth}")
        if bad and not keeps:
            parts.append(
                f"{words.counted(bad)} of them would take more than {'it brings' if bad == 1 else 'they bring'}"
            )
    if keeps:
        left = review.base is not None and any(state.left for state in review.base.states)
        since = f", though some left since {review.base.first}," if left and review.base else ""
        parts.append(f"the weak relationships{since} are worth keeping")
    if not parts:
        return Headline(sentence="Who stays cannot be told yet: not enough data to say.", below=below)
    return Headline(sentence=words.sentence(", and ".join(["; ".join(parts[:2]), *parts[2:]])), below=below)


def bucket_sentence(review: EarningsReview) -> str:
    """Whether the weak states are worth keeping, and what makes it so; "" where the base has no value."""
    base = review.base
    if base is None or base.weak is None:
        return ""
    low, high = (words.amount(end, review.currency) for end in (base.weak.low, base.weak.high))
    added = words.amount(base.weak.value, review.currency)
    if not base.keeps_the_weak:
        return words.sentence(f"{base.verdict}: over all time they add {added} (90 % interval {low} to {high})")
    inflow = words.amount(base.inflow or 0, review.currency)
    return words.sentence(
        f"{_bucket(base)}: over all time {_weak(base)} add {added} (90 % interval {low} to {high}), "
        f"{inflow} of it by those who come up from them"
    )


def _bucket(base: BaseReview) -> str:
    leaks = any(state.left for state in base.states)
    return "keep the bucket, leaky as it is" if leaks else "keep the weak relationships"


def _weak(base: BaseReview) -> str:
    """The weak states somebody is in."""
    held = [f"{state.state}s" for state in base.states if state.state in _WEAK and state.partners]
    return words.listed(held) or "strangers and acquaintances"


def climb_sentences(review: EarningsReview) -> list[str]:
    """What a step up is worth, for each state somebody is in."""
    found = []
    for state in review.base.states if review.base else ():
        if state.climb is not None:
            low, high = (words.amount(end, review.currency) for end in (state.climb.low, state.climb.high))
            pays = "pays" if state.climb.low > 0 else "may pay or not"
            worth = words.amount(state.climb.value, review.currency)
            step = f"making a {state.climb_to} of one {state.state} {pays}"
            ends = f"90 % interval {low} to {high}"
            found.append(words.sentence(f"{step}: {worth} more ({ends}), before what it costs"))
    return found


def _known_values(partners: Iterable[PartnerEarnings]) -> list[int]:
    return [partner.value.value for partner in partners if partner.value and partner.value.value is not None]


def customers_tiles(view: EarningsView) -> tuple[Tile, ...]:
    """Kept, sales kept, worth, and of how many it is known."""
    review, keeping = view.review, view.review.keeping
    values = _known_values(review.partners)
    rate = keeping.rate
    kept_words = keeping.reason or (
        f"90 % interval {100 * rate[1]:.0f} to {100 * rate[2]:.0f} %" if rate else "not enough data to say"
    )
    bad = [value for value in values if value < 0]
    return (
        Tile(
            title="Partners kept",
            big=str(keeping.kept),
            of=f"of {keeping.at_start}",
            moved=kept_words,
            tone="not-measured" if rate is None else "on-track" if rate[2] >= review.least_kept else "watch",
            spark=None,
            anchor="#kept",
        ),
        Tile(
            title="Sales kept",
            big=words.NONE if keeping.revenue_kept is None else f"{100 * keeping.revenue_kept:.0f}",
            of="" if keeping.revenue_kept is None else "%",
            moved=f"with growth {100 * keeping.revenue_with_growth:.0f} %"
            if keeping.revenue_with_growth is not None
            else kept_words,
            tone="not-measured" if keeping.revenue_kept is None else "on-track",
            spark=None,
            anchor="#kept",
        ),
        Tile(
            title="Worth from here on",
            big=words.amount_parts(sum(values), review.currency)[0] if values else words.NONE,
            of=review.currency if values else "",
            moved=f"{len(values)} of {len(review.partners)} partners known",
            tone="on-track" if sum(values) > 0 else "act" if values else "not-measured",
            spark=None,
            anchor="#value",
        ),
        Tile(
            title="Worth less than nothing",
            big=str(len(bad)),
            of=f"of {len(values)}",
            moved=words.amount(sum(bad), review.currency) if bad else "no partner takes more than it brings",
            tone="act" if bad else "on-track",
            spark=None,
            anchor="#value",
        ),
    )
