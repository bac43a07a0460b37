"""The review as lines of text for the terminal."""

from collections.abc import Iterable, Iterator, Sequence

from alliancenet.model.review import AllianceReview, PortfolioReview, ProposedAction
from alliancenet.model.score import Score
from alliancenet.model.sponsors import Ratio

_HEAD = ("alliance", "tier", "H", "P", "importance", "depth", "sponsors", "proposed")


def summary(review: PortfolioReview) -> Iterator[str]:
    """Headline, one row per alliance, then what needs a decision, then what could not be told."""
    yield f"Portfolio on {review.as_of}"
    yield review.headline
    yield ""
    yield from table([_HEAD, *(_row(alliance) for alliance in in_tier_order(review.alliances))])
    yield "H health, P performance, 0-100, never added; - unknown. Proposals: a person decides."
    yield from _sections(review)


def _sections(review: PortfolioReview) -> Iterator[str]:
    moved = (
        f"{alliance.id}: {mover.sentence}"
        for alliance in review.alliances
        if alliance.change
        for mover in alliance.change.movers
    )
    tiers = (
        f"{alliance.id}: in tier {alliance.tier.in_force}, proposed {alliance.tier.tier}; {alliance.tier.reason}"
        for alliance in review.alliances
        if alliance.tier.tier != alliance.tier.in_force
    )
    goals = (f"{goal.name}: {goal.state}" for goal in review.goals if goal.state != "carried")
    for title, lines in (
        ("Proposed", map(_action, review.actions)),
        (
            "For the portfolio",
            (f"{action.proposal} ({action.rule}): {action.sentence}" for action in review.portfolio_actions),
        ),
        ("Sponsors", _sponsors(review)),
        ("Tiers", (review.tier_cap.reason, *tiers)),
        ("Resources against tiers", (f"{inversion.alliance}: {inversion.sentence}" for inversion in review.inversions)),
        ("Goals", goals),
        ("Changed since the audit before", moved),
        ("Could not be told", (*review.not_told, *review.about_money)),
    ):
        yield from _section(title, lines)


def in_tier_order(alliances: Iterable[AllianceReview]) -> list[AllianceReview]:
    """By tier in force, then by value, highest first, then by id."""
    return sorted(alliances, key=lambda one: (one.tier.in_force or 9, -(one.value.value or 0.0), one.id))


def _row(one: AllianceReview) -> tuple[str, ...]:
    proposed = one.action.proposal if one.action else ""
    tier = f"{one.tier.in_force or '-'}"
    if one.tier.tier != one.tier.in_force:
        tier += f" > {one.tier.tier or '-'}"
    gaps = len(one.sponsors.gaps)
    sponsors = "not required" if not one.sponsors.required else f"{gaps} gap{'s' * (gaps > 1)}" if gaps else "ok"
    scores = (one.health, one.performance, one.tier.importance, one.tier.depth)
    return (one.name, tier, *map(_points, scores), sponsors, proposed)


def _points(score: Score) -> str:
    return "-" if score.value is None else f"{score.value:.0f}"


def _action(action: ProposedAction) -> str:
    notes = f" [{'; '.join(action.notes)}]" if action.notes else ""
    return f"{action.subject}: {action.proposal} ({action.rule}): {action.sentence}{notes}"


def _sponsors(review: PortfolioReview) -> Iterator[str]:
    yield from (_ratio(ratio) for ratio in review.sponsors.ratios)
    for load in review.sponsors.loads:
        if load.state != "ok":
            yield f"{load.name or load.person} sponsors {len(load.alliances)} alliances: {load.state}"
    for alliance in review.alliances:
        yield from (f"{alliance.id}: {gap}" for gap in alliance.sponsors.gaps)


def _ratio(ratio: Ratio) -> str:
    unknown = f", {ratio.unknown} cannot be told" if ratio.unknown else ""
    return f"{ratio.name}: {ratio.count} of {ratio.total} required{unknown} {ratio.band}".rstrip()


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    known = list(lines)
    if known:
        yield f"\n{title}"
        yield from (f"  {line}" for line in known)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
