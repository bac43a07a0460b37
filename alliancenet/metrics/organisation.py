"""Answers of a firm as a whole: who rated what, and how far a checklist is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alliancenet.metrics.scoring import value_of
from alliancenet.model.instrument import Escape, Instrument, Item
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """How far a checklist is.

    Parameters
    ----------
    done, open : item ids at the highest step, and at a lower one.
    not_needed, unanswered : item ids that count neither way.
    """

    done: tuple[str, ...]
    open: tuple[str, ...]
    not_needed: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Done over needed, 0-1, among the lines answered; None when there are none."""
        needed = len(self.done) + len(self.open)
        return len(self.done) / needed if needed else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Share if every unanswered line were open, and if every one were done."""
        needed = len(self.done) + len(self.open) + len(self.unanswered)
        if not needed:
            return None
        return len(self.done) / needed, (len(self.done) + len(self.unanswered)) / needed


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
    items = dict.fromkeys(item for one in ratings for item in one.values)
    values = {item: [one.values[item] for one in ratings if item in one.values] for item in items}
    return Rating(
        organisation=ratings[0].organisation,
        rater=ratings[0].rater if len(ratings) == 1 else None,
        values={item: sum(steps) / len(steps) for item, steps in values.items()},
        declined={item: escape for one in ratings for item, escape in one.declined.items() if item not in items},
        evidence={item: text for one in reversed(ratings) for item, text in one.evidence.items()},
    )


def completion(instrument: Instrument, rating: Rating, *, dimension: str = "") -> Completion:
    """Lines done and open of a checklist (S7, S27, S52, S55), or of one part of it.

    Parameters
    ----------
    dimension : only the lines of this part; all by default.

    Notes
    -----
    Only the highest step is done. A line without an answer is neither done nor open.
    """
    lines = [item for item in instrument.items if item.is_measured and dimension in {"", item.dimension}]
    answered = [item for item in lines if item.id in rating.values]
    done = tuple(item.id for item in answered if item.scale and rating.values[item.id] == item.scale.high)
    not_needed = tuple(item.id for item in lines if rating.declined.get(item.id) is Escape.NOT_NEEDED)
    known = {item.id for item in answered} | set(not_needed)
    return Completion(
        done=done,
        open=tuple(item.id for item in answered if item.id not in done),
        not_needed=not_needed,
        unanswered=tuple(item.id for item in lines if item.id not in known),
    )


def readiness(instrument: Instrument, rating: Rating) -> dict[str, float | None]:
    """Points 0-100 per part of a checklist: mean of 0, 50 and 100 over its lines (S15; own limit).

    Notes
    -----
    Lines not answered or not needed are left out; a part without any answer is None.
    """
    points: dict[str, list[float]] = {dimension: [] for dimension in instrument.dimensions}
    for item in instrument.items:
        if item.is_measured and item.scale and item.id in rating.values:
            share = (rating.values[item.id] - item.scale.low) / item.scale.span
            points[item.dimension].append(100 * share)
    return {part: sum(values) / len(values) if values else None for part, values in points.items()}
