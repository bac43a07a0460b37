"""How far two waves may be apart when nothing changed: the error of a change.

The same people answering again: people who stayed are paired with themselves, people who joined or
left stand for themselves (Welch). Networks: both waves answered again. Who was missing in either
wave is added.
"""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.noise import Noise
from alliancenet.model.score import Score, Subject

Key = tuple[str, Subject]
_COUNTS = ("people", "ties", "pairs", "groups", "1 covered")
_ROUNDING = 2 / 12  # variance of a difference of two whole numbers for being whole (Sheppard)
_FEWEST = 1.0
_KINDS = 3  # of people's answers: on scales, goals, trust in people


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeError:
    """Standard error of a difference between two waves, its degrees of freedom, and where it is from."""

    error: float
    freedom: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Roster:
    """People of two waves side by side."""

    now: IntArray
    before: IntArray
    firm: IntArray
    stayed: IntArray
    least: int

    @classmethod
    def of(cls, case: Case, earlier: Case) -> "_Roster":
        place = {person: at for at, person in enumerate(dict.fromkeys((*case.wave.people, *earlier.wave.people)))}
        now = np.array([place[person] for person in case.wave.people], dtype=np.int64)
        before = np.array([place[person] for person in earlier.wave.people], dtype=np.int64)
        firm = np.zeros(len(place), dtype=np.int64)
        firm[before], firm[now] = earlier.picture.multiplex.firm, case.picture.multiplex.firm
        return cls(
            now=now,
            before=before,
            firm=firm,
            stayed=np.intersect1d(now, before),
            least=case.settings.whole("suppression.min_n"),
        )

    def laid_out(self, people: FloatArray, place: IntArray) -> FloatArray:
        """Float array (kinds of answers, n_people of either wave)."""
        kinds = people.reshape(-1, len(place))
        found = np.zeros((_KINDS, len(self.firm)))
        found[: len(kinds), place] = kinds
        return found


def change_error(case: Case, now: Score, before: Score) -> ChangeError | None:
    """Error of the difference between a score and the same score of the wave before.

    Returns
    -------
    None where nothing tells how either would be answered again.
    """
    earlier = case.earlier
    if earlier is None or now.value is None or before.value is None:
        return None
    after, past = case.noise_of(now), earlier.noise_of(before)
    if not (after.is_told and past.is_told):
        return None
    roster = _Roster.of(case, earlier)
    parts, method = _of_people(roster, after, past)
    networks = _of_networks(now, after, past, abs(now.value - before.value))
    unanswered = after.unanswered**2 + past.unanswered**2
    alone = after.again**2 + past.again**2
    answering = sum(variance for variance, _ in parts)
    total = answering + sum(variance for variance, _ in networks) + unanswered + alone
    weighed = [*parts, *networks]
    below = sum(variance**2 / freedom for variance, freedom in weighed)
    methods = [
        method if parts else "",
        "networks answered again" if networks else "",
        "who was missing" if unanswered > 0 else "",
    ]
    return ChangeError(
        error=float(np.sqrt(total)),
        freedom=float(total**2 / below) if below > 0 else float("inf"),
        method=", ".join(part for part in methods if part) or "on record",
    )


def _of_people(roster: _Roster, after: Noise, past: Noise) -> tuple[list[tuple[float, float]], str]:
    """Variance and degrees of freedom by firm, and how people were put together."""
    if not len(after.people) and not len(past.people):
        return [], ""
    kinds = zip(roster.laid_out(after.people, roster.now), roster.laid_out(past.people, roster.before), strict=True)
    found = [_of_kind(roster, now, before) for now, before in kinds if now.any() or before.any()]
    methods = dict.fromkeys(method for _, method in found)
    return [part for parts, _ in found for part in parts], ", ".join(methods)


def _of_kind(roster: _Roster, now: FloatArray, before: FloatArray) -> tuple[list[tuple[float, float]], str]:
    both = roster.stayed[(now[roster.stayed] != 0) & (before[roster.stayed] != 0)]
    if _tells_few(roster, now[both] - before[both], both):
        return [*_by_firm(roster, now), *_by_firm(roster, before)], "two groups of people"
    method = "the same people answering again" if len(both) else "two groups of people"
    return _by_firm(roster, now - before), method


def _by_firm(roster: _Roster, moved: FloatArray) -> list[tuple[float, float]]:
    found = []
    for firm in np.unique(roster.firm):
        inside = moved[(roster.firm == firm) & (moved != 0)]
        if len(inside):
            found.append((float((inside**2).sum()), max(len(inside) - 1.0, _FEWEST)))
    return found


def _tells_few(roster: _Roster, moved: FloatArray, who: IntArray) -> bool:
    """So few of those who stayed answered otherwise that the paired error would tell by how much."""
    for firm in np.unique(roster.firm[who]):
        inside = np.round(moved[roster.firm[who] == firm], 9)
        alike = np.unique(inside, return_counts=True)[1].max()
        if len(inside) - alike < roster.least:
            return True
    return False


def _of_networks(now: Score, after: Noise, past: Noise, difference: float) -> list[tuple[float, float]]:
    if not len(after.networks) and not len(past.networks):
        return []
    found = [(float(part.var(ddof=1)), len(part) - 1.0) for part in (after.networks, past.networks) if len(part) > 1]
    if now.unit.startswith(_COUNTS):
        found.append((_ROUNDING, float("inf")))
    if not len(after.people) and sum(variance for variance, _ in found) <= 0:
        # no network answered again moved it: that it cannot move is more than so few networks tell
        found.append(((difference / 2) ** 2, float("inf")))
    return found


def answering_error(noise: Noise) -> float | None:
    """Standard error of answering again, beside that of who is missing; None where nothing tells."""
    if not noise.is_told:
        return None
    return float(np.sqrt(max(noise.error**2 - float((noise.silent**2).sum()), 0.0)))
