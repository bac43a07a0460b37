"""The portfolio review as one reader may see it."""

from dataclasses import dataclass, replace

from alliancenet.errors import NotPermitted
from alliancenet.language import stored
from alliancenet.model.review import AllianceReview, PeopleChange, PortfolioReview
from alliancenet.privacy.money import WITHHELD, without_money
from alliancenet.privacy.offices import without_names
from alliancenet.privacy.reader import Reader

_SMALL_COUNTS = ("core_entered", "core_lost", "spanners_gained", "spanners_lost")

_UNCOUNTED = {"N-SPANNERS": stored("too few boundary spanners")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """A review a reader may see; made only by `review_for`.

    Parameters
    ----------
    withheld : what this reader does not see and why, in sentences.
    """

    reader: Reader
    review: PortfolioReview
    withheld: tuple[str, ...]


def review_for(review: PortfolioReview, reader: Reader) -> ReviewView:
    """Return the view of a reader.

    Raises
    ------
    NotPermitted
        For a partner firm: the portfolio holds the own firm's other alliances and its decisions.

    Notes
    -----
    What alliances bring and cost is for those who may see money; see `without_money`.
    The review holds no answer. Sponsors and owners are named where the register says that their
    role is public, or as people elsewhere; see `offices.label_of`. Readers who do not
    know people one by one see no count of people who entered or left the core or the boundary spanners
    while it is above zero and below the smallest group; one hidden count of an alliance hides all four,
    so that none follows from the others. Nor do they read which firm has how few boundary spanners.
    """
    if not reader.is_own_firm:
        raise NotPermitted("the portfolio review is for the own firm; a partner reads the report of its alliance")
    review, unnamed = without_names(review, reader)
    if not reader.sees_money:
        review, unnamed = without_money(review), (*unnamed, WITHHELD)
    if reader.knows_people:
        return ReviewView(reader=reader, review=review, withheld=unnamed)
    least = review.limits.min_n
    alliances = tuple(_without_counts(_without_small_groups(alliance, least)) for alliance in review.alliances)
    hidden = any(now.change != before.change for now, before in zip(alliances, review.alliances, strict=True))
    return ReviewView(
        reader=reader,
        review=replace(review, alliances=alliances),
        withheld=(
            *((stored("turnover of the core where fewer than {n} people moved", n=least),) if hidden else ()),
            *unnamed,
        ),
    )


def _without_counts(alliance: AllianceReview) -> AllianceReview:
    """The review with one sentence for findings that count a firm's people by their place."""
    gaps = (replace(gap, sentence=_UNCOUNTED.get(gap.code, gap.sentence)) for gap in alliance.gaps)
    return replace(alliance, gaps=tuple(dict.fromkeys(gaps)))


def _without_small_groups(alliance: AllianceReview, least: int) -> AllianceReview:
    change = alliance.change
    if change is None or change.people is None or not _has_small_group(change.people, least):
        return alliance
    people = replace(change.people, core_entered=None, core_lost=None, spanners_gained=None, spanners_lost=None)
    return replace(alliance, change=replace(change, people=people))


def _has_small_group(people: PeopleChange, least: int) -> bool:
    return any(0 < (getattr(people, name) or 0) < least for name in _SMALL_COUNTS)
