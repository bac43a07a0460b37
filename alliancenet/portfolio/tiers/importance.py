"""Importance and integration depth of an alliance (C11), from what the committee put on record."""

from datetime import date
from statistics import fmean

from alliancenet.model.portfolio import (
    IMPORTANCE_ITEMS,
    SPECTRUM_ITEMS,
    Governance,
    ImportanceRating,
    Resource,
    SpectrumRating,
)
from alliancenet.model.register import OrganisationId
from alliancenet.model.score import Score
from alliancenet.portfolio.holdings import Holdings, points, unknown
from alliancenet.portfolio.measures import SPECTRUM

Part = tuple[str, float | None, str]


def importance(holdings: Holdings, alliance: str, until: date | None = None) -> Score:
    """Importance I = 25 · mean(TIE1..TIE5), 0-100, from the last rating up to a day.

    Unknown when an item was left open: a missing answer is not replaced.

    References
    ----------
    Segil for rating by importance; five equal weights: own limit.
    """
    ratings = holdings.past(ImportanceRating, alliance, until)
    if not ratings:
        return unknown("importance", alliance, "importance was never rated (ratings.csv)")
    rating = ratings[-1]
    answers = [rating.answers.get(item) for item in IMPORTANCE_ITEMS]
    known = [answer for answer in answers if answer is not None]
    given = tuple(
        f"{item} {'open' if answer is None else answer}" for item, answer in zip(IMPORTANCE_ITEMS, answers, strict=True)
    )
    about = (
        f"rated {rating.day}",
        f"by {rating.owner or 'nobody named'}",
        rating.source or "no source given",
    )
    inputs = (*given, *about, *(("self-reported",) if rating.self_reported else ()))
    if len(known) < len(IMPORTANCE_ITEMS):
        missing = ", ".join(item for item, answer in zip(IMPORTANCE_ITEMS, answers, strict=True) if answer is None)
        return unknown("importance", alliance, f"{missing} left open", inputs, len(known))
    return points("importance", alliance, 25 * fmean(known), inputs, len(known), holdings.limits)


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
    needed = [entry for entry in holdings.linkages(alliance) if entry.needed]
    if not needed:
        return "linkages", None, "no needed linkage on record"
    placed = sum(entry.since is not None and entry.since <= day for entry in needed)
    value = 100 * placed / len(needed)
    return "linkages", value, f"100 × {placed}/{len(needed)} in place = {value:.1f}"


def dedicated_step(holdings: Holdings, alliance: str, day: date) -> Part:
    """25 · step of full-time people, 0 for none to 4 for more than ten."""
    counted = [entry for entry in holdings.past(Resource, alliance, day) if entry.dedicated is not None]
    if not counted:
        return "full-time people", None, "not on record"
    people = counted[-1].dedicated or 0
    step = sum(people >= least for least in holdings.settings.numbers("tier.dedicated_steps"))
    return "full-time people", 25.0 * step, f"25 × step {step} ({people} people) = {25 * step}"


def joint_governance(holdings: Holdings, alliance: str, day: date) -> Part:
    """100 when a joint governance body exists, 0 when it is on record that none does."""
    known = holdings.past(Governance, alliance, day)
    if not known:
        return "joint governance", None, "not on record"
    exists = known[-1].exists
    return "joint governance", 100.0 if exists else 0.0, "exists = 100" if exists else "none = 0"


def spectrum_position(holdings: Holdings, alliance: str, day: date) -> Part:
    """Position on the relationship spectrum, 25 · (mean of REL1..REL8 - 1) (C13).

    Both sides' mean is taken when they are within one scale point; else our own side's.
    """
    sides: dict[OrganisationId, float] = {}
    for rating in holdings.past(SpectrumRating, alliance, day):
        answers = [rating.answers.get(item) for item in SPECTRUM_ITEMS]
        known = [answer for answer in answers if answer is not None]
        if len(known) == len(SPECTRUM_ITEMS):
            sides[rating.organisation] = fmean(known)
    if not sides:
        return _audited_position(holdings, alliance)
    own = [firm for firm in sides if holdings.register.organisations[firm].own]
    agree = max(sides.values()) - min(sides.values()) <= 1
    mean = fmean(sides.values()) if agree or not own else sides[own[0]]
    words = "mean of both sides" if agree and len(sides) > 1 else "one side" if len(sides) == 1 else "our side; "
    if not agree:
        words += f"the sides differ by {max(sides.values()) - min(sides.values()):.1f} points"
    return "spectrum", 25 * (mean - 1), f"25 × ({mean:.2f} - 1) = {25 * (mean - 1):.1f} ({words})"


def _audited_position(holdings: Holdings, alliance: str) -> Part:
    audited = holdings.score(alliance, SPECTRUM)
    if audited.value is None:
        return "spectrum", None, "not rated in full by either side"
    return "spectrum", audited.value, f"{audited.value:.1f} in the last audit"
