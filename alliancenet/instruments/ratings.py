"""Answers of a firm as a whole: who rated what, several raters taken together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alliancenet.model.instrument import Escape, Instrument, Item, Scale
from alliancenet.model.register import OrganisationId, PersonId
from alliancenet.model.wave import OrganisationAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One person's answers to one instrument, for their firm.

    Parameters
    ----------
    values : numbers by item id; what was not answered is not in it.
    declined : items answered with "cannot say", "not needed" or "prefer not to say".
    evidence : by item id, where some was given.
    """

    organisation: OrganisationId
    rater: PersonId | None
    values: Mapping[str, float] = field(default_factory=dict)
    declined: Mapping[str, Escape] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)


def value_of(scale: Scale, answer: str) -> float | None:
    """Number of an answer given as its code: ``4``, ``4.0``, ``yes``; None when it is no step."""
    text = answer.strip()
    point = scale.point_of(text) or scale.point_of(text.casefold())
    if point is not None:
        return point.value
    try:
        number = float(text)
    except ValueError:
        return None
    return next((step.value for step in scale.points if step.value == number), None)


def ratings_of(instrument: Instrument, answers: Iterable[OrganisationAnswer]) -> tuple[Rating, ...]:
    """Answers to one instrument, one rating per firm and rater, in the order first met.

    Raises
    ------
    ValueError
        For a value that is no step of its scale: a reader has to settle that before.
    """
    found: dict[tuple[OrganisationId, PersonId | None], Rating] = {}
    for answer in answers:
        item = instrument.item(answer.item)
        if item is None or item.scale is None:
            continue
        key = (answer.organisation, answer.respondent)
        rating = found.setdefault(key, Rating(organisation=key[0], rater=key[1]))
        found[key] = _with(rating, item, answer)
    return tuple(found.values())


def _with(rating: Rating, item: Item, answer: OrganisationAnswer) -> Rating:
    values, declined, evidence = dict(rating.values), dict(rating.declined), dict(rating.evidence)
    if answer.value in list(Escape):
        declined[item.id] = Escape(answer.value)
    elif answer.value.strip():
        value = value_of(item.scale, answer.value) if item.scale else None
        if value is None:
            raise ValueError(f"{item.id}: {answer.value!r} is no step of its scale")
        values[item.id] = value
    if answer.evidence:
        evidence[item.id] = answer.evidence
    return Rating(
        organisation=rating.organisation,
        rater=rating.rater,
        values=values,
        declined=declined,
        evidence=evidence,
    )


def as_one(ratings: Sequence[Rating]) -> Rating | None:
    """Several raters taken together; None without any.

    Notes
    -----
    Steps are averaged, so a line of a checklist is done only when every rater says so. A line is
    declined only where nobody gave a step.
    """
    if not ratings:
        return None
    items = dict.fromkeys(item for rating in ratings for item in rating.values)
    values = {item: [rating.values[item] for rating in ratings if item in rating.values] for item in items}
    return Rating(
        organisation=ratings[0].organisation,
        rater=ratings[0].rater if len(ratings) == 1 else None,
        values={item: sum(steps) / len(steps) for item, steps in values.items()},
        declined={item: escape for rating in ratings for item, escape in rating.declined.items() if item not in items},
        evidence={item: text for rating in reversed(ratings) for item, text in rating.evidence.items()},
    )
