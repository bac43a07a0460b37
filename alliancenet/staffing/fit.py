"""How well a person and a position go together, part by part (C15); never from friendship, climate or satisfaction."""

from collections.abc import Collection, Mapping

from alliancenet.language import in_percent
from alliancenet.model.register import Level
from alliancenet.model.staffing import Candidate, FitPart, HardCondition, StaffingFit, StaffingPosition
from alliancenet.settings import Settings

_RANK = {Level.OPERATING: 1, Level.PROJECT_LEADER: 2, Level.SENIOR: 3}
Relation = tuple[float | None, str]
"""Share 0-1 of an existing work relation to the counterparts, None when not known, and what it rests on."""
NO_NETWORK: Relation = (None, "no network is known of the alliance")


def fit_of(
    candidate: Candidate, position: StaffingPosition, relation: Relation, settings: Settings
) -> StaffingFit | None:
    """Fit of a person and a position with its parts; None when no part is known.

    Parameters
    ----------
    relation : 1 for a work tie to the counterparts, .5 for two steps, 0 for none.

    Notes
    -----
    Points are over the parts that are known: who declines that ties are looked at is neither better
    nor worse off. The bounds say what the unknown parts could change.
    """
    weights = settings.table("staffing.weights")
    parts = (
        _skills(candidate, position, weights["skills"], settings),
        FitPart(name="relation", weight=weights["relation"], value=relation[0], because=relation[1]),
        _style(candidate, position, weights["style"]),
        _availability(candidate, position, weights["availability"]),
    )
    known = sum(part.weight for part in parts if part.value is not None)
    if not known:
        return None
    told = sum(part.weight * part.value for part in parts if part.value is not None)
    whole = sum(part.weight for part in parts)
    return StaffingFit(
        points=100 * told / known, low=100 * told / whole, high=100 * (told + whole - known) / whole, parts=parts
    )


def known_share(fit: StaffingFit) -> float:
    """Share 0-1 of the weight of a fit that is known."""
    known = sum(part.weight for part in fit.parts if part.value is not None)
    return known / sum(part.weight for part in fit.parts)


def failing(
    candidate: Candidate,
    position: StaffingPosition,
    partners: Collection[str],
    fit: StaffingFit | None,
    settings: Settings,
) -> frozenset[HardCondition]:
    """Hard conditions that do not hold; a condition nothing is known of does not hold.

    Parameters
    ----------
    partners : firms of the position's alliance that are not own.
    """
    conditions: Mapping[HardCondition, bool] = {
        HardCondition.LANGUAGE: not position.languages or bool(set(position.languages) & set(candidate.languages)),
        HardCondition.LEVEL: not position.level or _is_near(candidate.level, position.level),
        HardCondition.CONFLICT: not set(candidate.conflicts) & set(partners),
        HardCondition.TIME: candidate.free_time is not None and candidate.free_time >= position.time_needed,
        HardCondition.MANAGER: candidate.manager_agrees is not False,
        HardCondition.KNOWN: fit is not None and known_share(fit) >= settings.number("staffing.least_known"),
    }
    return frozenset(condition for condition, holds in conditions.items() if not holds)


def _is_near(level: str, other: str) -> bool:
    ranks = [_RANK.get(Level(known)) if known in set(Level) else None for known in (level, other)]
    return ranks[0] is not None and ranks[1] is not None and abs(ranks[0] - ranks[1]) <= 1


def _skills(candidate: Candidate, position: StaffingPosition, weight: float, settings: Settings) -> FitPart:
    """Mean over the skills needed of what is there, at most 1, weighed by the stage; own and manager's view averaged.

    A needed skill nobody rated is left out, and said; none rated at all is not known.
    """
    stage = settings.table(f"staffing.stage.{position.stage}")
    rated, unrated = dict[str, float](), list[str]()
    for skill in position.needs:
        views = [view[skill] for view in (candidate.have, candidate.manager) if skill in view]
        if views:
            rated[skill] = min(1.0, sum(views) / len(views) / position.needs[skill])
        else:
            unrated.append(skill)
    if not position.needs:
        return FitPart(name="skills", weight=weight, value=None, because="no skill is asked for")
    total = sum(stage.get(skill, 1.0) for skill in rated)
    short = [skill for skill, share in rated.items() if share < 1]
    words = [f"short of {', '.join(map(_plain, short))}" if short else "all that is needed" if rated else ""]
    words += [f"not rated: {', '.join(map(_plain, unrated))}"] if unrated else []
    value = sum(stage.get(skill, 1.0) * share for skill, share in rated.items()) / total if total else None
    return FitPart(name="skills", weight=weight, value=value, because="; ".join(filter(None, words)))


def _plain(skill: str) -> str:
    return skill.replace("_", " ")


def _style(candidate: Candidate, position: StaffingPosition, weight: float) -> FitPart:
    """1 less the mean difference of the answers both gave, over the widest there can be (4 steps)."""
    both = candidate.style.keys() & position.style.keys()
    if not both:
        return FitPart(name="working style", weight=weight, value=None, because="not stated on both sides")
    apart = sum(abs(candidate.style[item] - position.style[item]) for item in both) / len(both)
    because = f"{apart:.1f} steps apart on {len(both)} of 6: a talking point"
    return FitPart(name="working style", weight=weight, value=1 - apart / 4, because=because)


def _availability(candidate: Candidate, position: StaffingPosition, weight: float) -> FitPart:
    """1 less what is short of the time needed, less a half where more than all time is promised."""
    if candidate.free_time is None:
        return FitPart(name="availability", weight=weight, value=None, because="free time is not on record")
    needed = position.time_needed
    short = max(0.0, needed - candidate.free_time) / needed if needed else 0.0
    value = max(0.0, 1 - short - (0.5 if candidate.is_overloaded else 0.0))
    because = f"{in_percent(candidate.free_time)} free, {in_percent(needed)} needed"
    overload = "; promised more than all time by the memberships" if candidate.is_overloaded else ""
    return FitPart(name="availability", weight=weight, value=value, because=because + overload)
