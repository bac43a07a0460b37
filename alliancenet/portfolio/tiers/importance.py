"""Importance and integration depth of an alliance (C11), from what the committee put on record."""

from datetime import date
from statistics import fmean
from typing import TypeVar

from alliancenet.model.facts import Statement, counting, given, of_committee
from alliancenet.model.portfolio import IMPORTANCE_ITEMS, SPECTRUM_ITEMS, ImportanceRating, Resource
from alliancenet.model.register import AllianceId, OrganisationId
from alliancenet.model.score import Score
from alliancenet.portfolio.holdings import Holdings, points, unknown
from alliancenet.portfolio.measures import SPECTRUM

T = TypeVar("T")
Part = tuple[str, float | None, str]


def importance(holdings: Holdings, alliance: str, until: date | None = None) -> Score:
    """Importance I = 25 · mean(TIE1..TIE5), 0-100, from the last rating up to a day.

    Unknown when an item was left open: a missing answer is not replaced. The committee's rating
    counts; answers of a survey stand beside it, and count only where the committee never rated.

    References
    ----------
    Segil for rating by importance; five equal weights: own limit.
    """
    day = until or holdings.as_of
    stated = of_committee(holdings.facts.importance, alliance, day)
    if stated is None:
        return unknown("importance", alliance, "importance was never rated (ratings.csv)")
    rating = stated.value
    answers = [rating.answers.get(item) for item in IMPORTANCE_ITEMS]
    known = [answer for answer in answers if answer is not None]
    listed = tuple(
        f"{item} {'open' if answer is None else f'{answer:g}'}"
        for item, answer in zip(IMPORTANCE_ITEMS, answers, strict=True)
    )
    about = (
        f"rated {rating.day}",
        f"by {rating.owner or 'nobody named'}",
        rating.source or "no source given",
    )
    unconfirmed = ("not confirmed by the committee",) if stated.is_survey else ()
    notes = (*unconfirmed, *(("self-reported",) if rating.self_reported else ()))
    inputs = (*listed, *about, *notes, *_other_rating(holdings, alliance, day, stated))
    if len(known) < len(IMPORTANCE_ITEMS):
        missing = ", ".join(item for item, answer in zip(IMPORTANCE_ITEMS, answers, strict=True) if answer is None)
        return unknown("importance", alliance, f"{missing} left open", inputs, len(known))
    return points("importance", alliance, 25 * fmean(known), inputs, len(known), holdings.limits)


def _other_rating(holdings: Holdings, alliance: str, day: date, used: Statement[ImportanceRating]) -> tuple[str, ...]:
    """What the newest survey says beside the committee, in a line."""
    said = [
        statement
        for statement in holdings.facts.importance.get((alliance, ""), ())
        if statement.is_survey and statement.day <= day
    ]
    if used.is_survey or not said:
        return ()
    newest = max(said, key=lambda one: one.day)
    answers = given(newest.value)
    told = ", ".join(f"{item} {step:g}" for item, step in sorted(answers.items()))
    return (f"{newest.source} says {told}: not used, the committee decides",)


def depth(holdings: Holdings, alliance: str, until: date | None = None) -> Score:
    """Integration depth D: mean of the parts known, 0-100; needs two of the four.

    Parts: linkages in place / needed; full-time people in steps; joint governance; position on the
    relationship spectrum.

    References
    ----------
    Segil: tiers "depending on the degree of integration"; the four parts: own limit.
    """
    day = until or holdings.as_of
    parts = (
        linkage_share(holdings, alliance, day),
        dedicated_step(holdings, alliance, day),
        joint_governance(holdings, alliance, day),
        spectrum_position(holdings, alliance, day),
    )
    inputs = [f"{name}: {words}" for name, _, words in parts]
    known = [value for _, value, _ in parts if value is not None]
    least = holdings.settings.whole("tier.depth_parts")
    if len(known) < least:
        missing = ", ".join(name for name, value, _ in parts if value is None)
        return unknown("integration_depth", alliance, f"needs {least} of 4 parts; unknown: {missing}", inputs)
    return points("integration_depth", alliance, fmean(known), inputs, len(known), holdings.limits)


def linkage_share(holdings: Holdings, alliance: str, day: date) -> Part:
    """100 · linkages in place / needed."""
    stated = counting(holdings.facts.linkages, alliance, "", day)
    needed = [entry for entry in stated.value if entry.needed] if stated is not None else []
    if stated is None or not needed:
        return "linkages", None, "no needed linkage on record"
    placed = sum(entry.since is not None and entry.since <= day for entry in needed)
    value = 100 * placed / len(needed)
    return "linkages", value, f"100 × {placed}/{len(needed)} in place = {value:.1f}{_from(stated)}"


def dedicated_step(holdings: Holdings, alliance: str, day: date) -> Part:
    """25 · step of full-time people, 0 for none to 4 for more than ten."""
    stated = counting(holdings.facts.dedicated, alliance, "", day)
    if stated is None:
        return "full-time people", None, "not on record"
    step, counted = stated.value, holdings.past(Resource, alliance, day)
    people = next((resource.dedicated for resource in reversed(counted) if resource.dedicated is not None), None)
    words = f" ({people} people)" if not stated.is_survey else ""
    return "full-time people", 25.0 * step, f"25 × step {step}{words} = {25 * step}{_from(stated)}"


def joint_governance(holdings: Holdings, alliance: str, day: date) -> Part:
    """100 when a joint governance body exists, 0 when it is on record that none does."""
    stated = counting(holdings.facts.governance, alliance, "", day)
    if stated is None:
        return "joint governance", None, "not on record"
    words = "exists = 100" if stated.value else "none = 0"
    return "joint governance", 100.0 if stated.value else 0.0, f"{words}{_from(stated)}"


def _from(stated: Statement[T]) -> str:
    """The source, where it is not the usual file."""
    return f", from {stated.source}" if stated.is_survey else ""


def spectrum_position(holdings: Holdings, alliance: str, day: date) -> Part:
    """Position on the relationship spectrum, 25 · (mean of REL1..REL8 - 1) (C13).

    Both sides' mean is taken when they are within one scale point; else our own side's.
    """
    sides: dict[str, float] = {}
    sources: dict[str, None] = {}
    for firm in holdings.register.alliances[AllianceId(alliance)].organisations:
        stated = counting(holdings.facts.spectrum, alliance, firm, day)
        if stated is not None and all(item in stated.value for item in SPECTRUM_ITEMS):
            sides[firm] = fmean(stated.value[item] for item in SPECTRUM_ITEMS)
            sources[_from(stated)] = None
    if not sides:
        return _audited_position(holdings, alliance)
    own = [firm for firm in sides if holdings.register.organisations[OrganisationId(firm)].own]
    agree = max(sides.values()) - min(sides.values()) <= 1
    mean = fmean(sides.values()) if agree or not own else sides[own[0]]
    words = "mean of both sides" if agree and len(sides) > 1 else "one side" if len(sides) == 1 else "our side; "
    if not agree:
        words += f"the sides differ by {max(sides.values()) - min(sides.values()):.1f} points"
    return "spectrum", 25 * (mean - 1), f"25 × ({mean:.2f} - 1) = {25 * (mean - 1):.1f} ({words}){''.join(sources)}"


def _audited_position(holdings: Holdings, alliance: str) -> Part:
    audited = holdings.score(alliance, SPECTRUM)
    if audited.value is None:
        return "spectrum", None, "not rated in full by either side"
    return "spectrum", audited.value, f"{audited.value:.1f} in the last audit"
