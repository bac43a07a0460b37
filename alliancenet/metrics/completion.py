"""How far a checklist is."""

from dataclasses import dataclass

from alliancenet.instruments.ratings import Rating
from alliancenet.model.instrument import Escape, Instrument


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
