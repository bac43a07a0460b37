"""The four views of a relationship (S61), each a few numbers side by side and never added."""

from collections.abc import Sequence
from dataclasses import dataclass

from alliancenet.language import marked, say
from alliancenet.model.catalogue import Unit
from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.economics import ProfitClass
from alliancenet.model.review import AllianceReview, CardPart
from alliancenet.model.score import Band
from alliancenet.report import words

_MOST = 4
_ECONOMICS = "economics"
_VIEWS = (
    *(marked("economics", context="view"), marked("psychology", context="view")),
    *(marked("sociology", context="view"), marked("operations", context="view")),
)
_GOOD = {
    "psychology": marked("people get on well"),
    "operations": marked("the work fits together"),
    "sociology": marked("the bridge between the firms holds"),
    "economics": marked("it earns money"),
}
_BAD = {
    "economics": marked("it loses money"),
    "psychology": marked("people do not get on"),
    "operations": marked("the work does not fit together"),
    "sociology": marked("the bridge between the firms does not hold"),
}
"""What is said of a view in order, and of one that is not; the first of each is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FourthView:
    """One view: its title, and what, how much, and why not where nothing is known."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


def four_views(
    one: AllianceReview, counted_in: str = "", earned: EarningsReview | None = None
) -> tuple[FourthView, ...]:
    """Views of one alliance, what is known first; those of which nothing is known say so.

    Parameters
    ----------
    counted_in : currency of what was typed in, where that is on record.
    earned : where it was worked out and the reader may see it; then it stands in place of what was typed in.
    """
    partners = _partners(one, earned)
    return tuple(_view(part, counted_in, earned, partners) for part in one.card)


def disagreement(one: AllianceReview, earned: EarningsReview | None = None) -> str:
    """The view in order and the one that is not, in one sentence; "" where all say the same."""
    bands = {part.view: _band(part, _partners(one, earned)) for part in one.card}
    good = next((say(clause) for view, clause in _GOOD.items() if bands.get(view) is Band.GREEN), "")
    bad = next((say(clause) for view, clause in _BAD.items() if bands.get(view) is Band.RED), "")
    return words.sentence(say("{good}, and yet {bad}", good=good, bad=bad)) if good and bad else ""


def _partners(one: AllianceReview, earned: EarningsReview | None) -> list[PartnerEarnings]:
    return [partner for partner in earned.partners if one.id in partner.alliances] if earned else []


def _band(part: CardPart, partners: Sequence[PartnerEarnings]) -> Band | None:
    """Worst band of a view's numbers; of economics, whether it loses; None where nothing has a colour."""
    if part.view == _ECONOMICS:
        return _money_band(part, partners)
    bands = {words.band_of(score) for score in part.scores}
    return next((band for band in (Band.RED, Band.AMBER, Band.GREEN) if band in bands), None)


def _money_band(part: CardPart, partners: Sequence[PartnerEarnings]) -> Band | None:
    classes = {partner.statement.profit for partner in partners}
    if partners:
        lost = ProfitClass.LOSS in classes
        return Band.RED if lost else Band.GREEN if classes == {ProfitClass.PROFITABLE} else None
    value = next((score.value for score in part.scores if score.metric == "contribution"), None)
    return None if value is None or value == 0 else Band.RED if value < 0 else Band.GREEN


def _view(
    part: CardPart, counted_in: str, earned: EarningsReview | None, partners: Sequence[PartnerEarnings]
) -> FourthView:
    computed = _money_rows(earned, partners) if earned is not None and part.view == _ECONOMICS else []
    replaced = {"contribution"} if computed else set[str]()
    known = [score for score in part.scores if score.value is not None and score.metric not in replaced]
    rows = [
        *computed,
        *((_title(score.metric), words.value_of(score), _unit(score.metric, counted_in)) for score in known),
    ]
    if not rows:
        rows = [(say("not enough data to say"), "", "")]
    return FourthView(title=words.capital(say(words.plain(part.view), context="view")), rows=tuple(rows[:_MOST]))


def _money_rows(review: EarningsReview, partners: Sequence[PartnerEarnings]) -> list[tuple[str, str, str]]:
    """Contribution, cost to serve and worth of each partner of the alliance; its name only where there are several."""
    rows = []
    for partner in partners:
        of = say(" with {name}", name=partner.name) if len(partners) > 1 else ""
        line, point = partner.statement.lines["contribution"], review.place(partner.id)
        if line.value is not None:
            told = f"{partner.statement.profit.value}, {review.span}"
            rows.append((say("Contribution{of}", of=of), words.amount(line.value, review.currency), told))
        if point is not None:
            rows.append((say("Cost to serve{of}", of=of), f"{100 * point.cost:.0f}\u00a0%", say("of net sales")))
        if partner.value is not None and partner.value.value is not None:
            worth = words.amount(partner.value.value, review.currency)
            rows.append((say("Worth from here on{of}", of=of), worth, say("present value")))
    return rows


def _title(metric: str) -> str:
    return words.title_of(metric).partition(":")[0]


def _unit(metric: str, counted_in: str) -> str:
    return (
        say("{what}, per period", what=words.money_unit(counted_in) if counted_in else say("currency not on record"))
        if words.unit_of(metric) is Unit.MONEY
        else ""
    )
