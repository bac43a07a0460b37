"""What the tables of the portfolio review are built of."""

from alliancenet.language import say
from alliancenet.model.review import AllianceReview
from alliancenet.model.tiers import TierDecision
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column

BAND_TONE = {"red": "red", "amber": "amber", "green": "green"}
BAND_MARK = {"red": "▲", "amber": "◆", "green": "●", "grey": "?"}


def tier_cell(tier: TierDecision) -> Cell:
    """The tier in force, and the proposed one where it differs."""
    text = str(tier.in_force or words.NONE)
    other = "" if tier.tier == tier.in_force else say("proposed: {what}", what=tier.tier or say("none"))
    return Cell(text=text, order=float(tier.in_force or 9), detail=other, tone="amber" if other else "")


def alliance_cell(one: AllianceReview) -> Cell:
    """Name of an alliance, leading to its page when it has an audit."""
    target = ("alliance", one.id, one.last_wave) if one.last_wave else ()
    return Cell(text=one.name, target=target)


def names_of(view: ReviewView) -> dict[str, str]:
    """Names of alliances and goals by id."""
    known = {alliance.id: alliance.name for alliance in view.review.alliances}
    return known | {goal.goal: goal.name for goal in view.review.goals}


def in_tier_order(view: ReviewView) -> list[AllianceReview]:
    """Alliances by tier in force, then by value, highest first."""

    def place(one: AllianceReview) -> tuple[int, float, str]:
        return (one.tier.in_force or 9, -(one.value.value or 0.0), one.id)

    return sorted(view.review.alliances, key=place)


def columns(*shorthand: str) -> tuple[Column, ...]:
    """Columns from ``key:Title`` with # for numbers, ~ for sentences, ! for codes and days."""
    return tuple(_column(title) for title in shorthand)


def _column(shorthand: str) -> Column:
    key, _, title = shorthand.partition(":")
    kind = title[-1] if title[-1] in "#~!" else ""
    widths = {"~": "wide", "!": "nowrap"}
    return Column(key=key, title=say(title.rstrip("#~!")), is_number=kind == "#", width=widths.get(kind, ""))
