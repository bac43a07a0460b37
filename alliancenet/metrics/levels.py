"""Five integration levels: what is said, and seen and said together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from math import comb

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.instruments.used import items, measured, reads
from alliancenet.metrics.case import Case, Scores, band_of
from alliancenet.metrics.completing import around, stand_ins
from alliancenet.metrics.integration import IntegrationLevel, integration_seen
from alliancenet.metrics.noise import Z90, Noise, apart, mean, together
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import few_moved, too_alike, why_hidden_together
from alliancenet.metrics.said import FirmMean, answers_on, firm_means, scores_of, told, views_on
from alliancenet.model.catalogue import CARDS
from alliancenet.model.multiplex import Layer, Measure
from alliancenet.model.register import PersonId
from alliancenet.model.score import Score, State, Subject

_UNIT = CARDS["integration"].says


@metric("integration_said")
def integration_said(case: Case) -> Iterator[Score]:
    """Return the said half of each integration level: by firm for the items, and its parts together.

    Notes
    -----
    Mean of the said parts that can be told (C6): the level's items, firm-balanced; for the
    strategic level also goal agreement, for the interpersonal one trust across the boundary, for
    the cultural one confirmed adaptation. The items must be told; the other parts join them. Goal
    agreement is on a scale of its own: it enters as a share of `goals.full`, the agreement at which
    simulated alliances in order score like their items.
    """
    for level in IntegrationLevel:
        name = f"integration_said.{level}"
        means = firm_means(case, answers_on("integration", level))
        *firms, items = scores_of(case, name, means, _UNIT, (f"integration: {level}",))
        yield from firms
        parts = [part for part in _further_parts(case, level) if part is not None]
        yield items if not items.is_ok else _together(case, items, parts)
        yield from parts


@metric("integration")
def integration(case: Case) -> Iterator[Score]:
    """Each integration level: half what is seen, half what is said.

    Notes
    -----
    Neither kind outvotes the other. Without one half the level is not told, and the reason says
    which half is missing. The interval is that of the two halves together (`Noise`).
    """
    for level in IntegrationLevel:
        name, halves = f"integration.{level}", []
        for kind, scores in (("seen", integration_seen(case)), ("said", integration_said(case))):
            half = told(scores, f"integration_{kind}.{level}", case.subject)
            if half is None:
                yield _without(name, case.subject, kind, scores, level)
                break
            halves.append(half)
        else:
            level_score = _mean_of(case, name, halves)
            yield replace(level_score, band=band_of(case, level_score.value or 0.0))


@metric("integration_index")
def integration_index(case: Case) -> Iterator[Score]:
    """Geometric mean of the five levels, each floored at 1.

    Notes
    -----
    A strong level cannot hide a weak one. `inputs` names the weakest level.
    """
    name = "integration_index"
    scores = integration(case)
    known = [score for score in scores if score.value is not None]
    if len(known) < len(IntegrationLevel):
        missing = [score.metric.partition(".")[2] for score in scores if score.value is None]
        reason = f"{', '.join(missing)} integration cannot be told"
        yield withheld(name, case.subject, _UNIT, len(known), reason)
        return
    weakest = min(known, key=lambda one: one.value or 0.0)
    values = np.array([score.value or 0.0 for score in known])
    value = float(_geometric(values))
    noise = together(_geometric, values, [case.noise_of(score) for score in known])
    case.noise[name, case.subject] = noise
    yield Score(
        metric=name,
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=len(known),
        interval=noise.around(value, 1.0, 100.0),
        inputs=(f"weakest: {weakest.metric.partition('.')[2]}", *(score.metric for score in known)),
    )


def goal_agreement(case: Case) -> tuple[float, tuple[float, float]] | None:
    """Chance-corrected agreement of the two firms' three most important goals, 0-1, with its interval.

    Notes
    -----
    Mean over pairs (one of each firm) of the Jaccard J of their three goals, as (J - J0)/(1 - J0),
    at least 0; J0 is the exact expectation for random triples of the k goals (.259 for k = 8).
    None below five answers per firm, where all or all but one of all people chose the same three, or
    where the change since an earlier wave would tell what few people chose. For more than
    two firms the mean over pairs of firms. The interval is over rosters completed by drawing, and no
    narrower than one silent person's choice.
    """
    picks = case.wave.choices.get("GOAL1", {})
    least, n_goals = case.settings.whole("suppression.min_n"), len(case.alliance.objectives)
    # sorted: drawing depends on the order, and that of the roster would tell who chose what
    sides = [
        sorted(
            (set(goals) for person, goals in picks.items() if case.register.people[person].organisation == firm.id),
            key=sorted,
        )
        for firm in case.firms
    ]
    if n_goals <= 3 or min(map(len, sides)) < least or _choose_alike(case, chain.from_iterable(sides)):
        return None
    if any(few_moved(case, partial(_choosing_otherwise, case, firm.id), least) for firm in case.firms):
        return None
    rng, count = np.random.default_rng(n_goals), case.settings.whole("resamples.rosters")
    shares = [np.full((1, len(side)), 1 / len(side)) for side in sides]
    drawn = [
        _shares_drawn(len(side), case.roster_size(firm.id), count, rng)
        for side, firm in zip(sides, case.firms, strict=True)
    ]
    alike = {(a, b): _jaccards(sides[a], sides[b]) for a, b in case.picture.firm_pairs}
    chance = chance_jaccard(n_goals)
    value = float(_over_pairs(alike, shares, chance)[0])
    sizes = [(len(side), case.roster_size(firm.id)) for side, firm in zip(sides, case.firms, strict=True)]
    one_choice = max(1 / size if size > answered else 0.0 for answered, size in sizes)
    low, high = around(value, list(_over_pairs(alike, drawn, chance)))
    return value, (max(min(low, value - one_choice), 0.0), max(min(max(high, value + one_choice), 1.0), value))


def _goal_noise(case: Case) -> Noise:
    """How far each person's three goals move the agreement, in points; see `Noise`."""
    picks = case.wave.choices.get("GOAL1", {})
    scale = 100 / (1 - chance_jaccard(len(case.alliance.objectives)))
    people, firm = np.zeros(len(case.wave.people)), case.picture.multiplex.firm
    rows = [
        [row for row, person in enumerate(case.wave.people) if firm[row] == position and person in picks]
        for position in range(len(case.firms))
    ]
    chosen = [[set(picks[case.wave.people[row]]) for row in side] for side in rows]
    for a, b in case.picture.firm_pairs:
        alike = _jaccards(chosen[a], chosen[b])
        for side, means in ((a, alike.mean(axis=1)), (b, alike.mean(axis=0))):
            n = len(means)
            people[rows[side]] += scale * (means - means.mean()) / n * np.sqrt(n / (n - 1))
    return Noise(people=people / len(case.picture.firm_pairs))


def _choose_alike(case: Case, chosen: Iterable[set[str]]) -> bool:
    """Whether full agreement, or nearly, would tell a respondent what each of the others chose."""
    choices = [frozenset(goals) for goals in chosen]
    different = list(dict.fromkeys(choices))
    return too_alike(np.array([100.0 * different.index(goals) for goals in choices]), case.settings)


def _choosing_otherwise(now: Case, firm: str, wave: Case) -> dict[PersonId, float]:
    """A firm's people who chose goals in a wave: 25 points, a step, where not the same as now."""
    chosen = now.wave.choices.get("GOAL1", {})
    return {
        person: 25.0 * (set(goals) != set(chosen.get(person, goals)))
        for person, goals in wave.wave.choices.get("GOAL1", {}).items()
        if wave.register.people[person].organisation == firm
    }


def _shares_drawn(n_answers: int, size: int, count: int, rng: np.random.Generator) -> FloatArray:
    """Float array (count, n_answers): share of a completed roster that each answer stands for."""
    rows = stand_ins(n_answers, size, count, rng)
    counted = np.stack([np.bincount(row, minlength=n_answers) for row in rows])
    return np.asarray(np.broadcast_to(counted / rows.shape[1], (count, n_answers)))


def _jaccards(some: list[set[str]], others: list[set[str]]) -> FloatArray:
    return np.array([[len(members & other) / len(members | other) for other in others] for members in some])


def _over_pairs(alike: dict[tuple[int, int], FloatArray], shares: list[FloatArray], chance: float) -> FloatArray:
    means = [np.einsum("di,ij,dj->d", shares[a], found, shares[b]) for (a, b), found in alike.items()]
    return np.asarray(np.mean([np.maximum(0.0, (mean - chance) / (1 - chance)) for mean in means], axis=0))


def chance_jaccard(n_goals: int) -> float:
    """Return the expected Jaccard of two random triples out of `n_goals` goals."""
    ways = comb(n_goals, 3)
    return sum(comb(3, same) * comb(n_goals - 3, 3 - same) / ways * same / (6 - same) for same in range(4))


def _of_full(points: FloatArray, full: float) -> FloatArray:
    """Agreement beyond chance in points, where `full` of 1 counts as 100."""
    return np.asarray(np.minimum(100.0, points / full))


def _further_parts(case: Case, level: IntegrationLevel) -> Iterator[Score | None]:
    if level is IntegrationLevel.STRATEGIC:
        agreement = goal_agreement(case)
        n = len(case.wave.choices.get("GOAL1", {}))
        if agreement is not None:
            full = case.settings.number("goals.full")
            value, low, high = (float(bound) for bound in _of_full(100 * np.array([agreement[0], *agreement[1]]), full))
            noise = together(
                lambda drawn: _of_full(drawn[0], full), [100 * agreement[0]], [apart(_goal_noise(case), 1)]
            )
            _note(case, "strategic.goal_agreement", noise, value, (low, high))
            part = _part(case, "strategic.goal_agreement", value, (low, high), n, "GOAL1")
            yield replace(part, label=f"{agreement[0]:.2f} of 1 beyond chance; {full:g} counts as 100 points")
    if level is IntegrationLevel.INTERPERSONAL:
        yield _cross_trust(case)
    if level is IntegrationLevel.CULTURAL:
        yield _confirmed_adaptation(case)


def trust_across(case: Case) -> FloatArray | None:
    """Each person's mean trust in people of other firms (NET5), 0-100; None when it was not asked."""
    multiplex = case.picture.multiplex
    if not multiplex.has(Layer.TRUST) or multiplex.source[Layer.TRUST].measure is not Measure.STEPS:
        return None
    ends = np.concatenate([multiplex.pairs[:, 0], multiplex.pairs[:, 1]])
    values = np.concatenate([multiplex.reports[Layer.TRUST][:, 0], multiplex.reports[Layer.TRUST][:, 1]])
    rated = np.tile(multiplex.is_cross, 2) & ~np.isnan(values) & (values >= 1)
    total = np.bincount(ends[rated], weights=values[rated], minlength=len(multiplex.people))
    count = np.bincount(ends[rated], minlength=len(multiplex.people))
    return np.where(count > 0, 25 * (total / np.maximum(count, 1) - 1), np.nan)


def _cross_trust(case: Case) -> Score | None:
    if trust_across(case) is None:
        return None
    means = [replace(side, noise=apart(side.noise, 2)) for side in firm_means(case, trust_across)]
    *_, alliance = scores_of(case, "integration_said.interpersonal.cross_trust", means, _UNIT, ("trust layer",))
    return alliance


def _confirmed_adaptation(case: Case) -> Score | None:
    """100 · (1 - |own claim - other side's view|/4), mean of the firms; two firms only.

    Its interval puts the ends of the two differences together.
    """
    own, partner, _ = blocks = views_on("integration", "cultural")
    if len(case.firms) != 2 or why_hidden_together(case, blocks):
        return None
    claims = [firm_means(case, view) for view in (own, partner)]
    gaps = [_gap(claims[0][0], claims[1][1]), _gap(claims[0][1], claims[1][0])]
    low, value, high = (100 - sum(gap[end] for gap in gaps) / 2 for end in (2, 1, 0))
    n = sum(claim.n for claim in claims[0])
    means = [claims[0][0], claims[1][1], claims[0][1], claims[1][0]]
    noise = together(_confirmed, [side.mean or 0.0 for side in means], [side.noise for side in means])
    _note(case, "cultural.confirmed_adaptation", noise, value, (max(low, 0.0), high))
    return _part(case, "cultural.confirmed_adaptation", value, (max(low, 0.0), high), n, "INT-CU2, INT-CU3")


def _confirmed(means: FloatArray) -> FloatArray:
    """Confirmed adaptation from claim and view of the one firm, then of the other."""
    return np.asarray(100 - (np.abs(means[0] - means[1]) + np.abs(means[2] - means[3])) / 2)


def _note(case: Case, name: str, noise: Noise, value: float, ends: tuple[float, float]) -> None:
    """Keep how far off a said part may be: the people of `noise`, and its own interval for who is missing."""
    margin = (value - ends[0], ends[1] - value)
    case.noise[f"integration_said.{name}", case.subject] = Noise(people=noise.people, margin=margin)


def _gap(own: FirmMean, seen: FirmMean) -> tuple[float, float, float]:
    """How far two means are apart: at least, as found, at most."""
    gap = abs((own.mean or 0.0) - (seen.mean or 0.0))
    margin = Z90 * float(np.hypot(own.error, seen.error))
    return max(gap - margin, 0.0), gap, gap + margin


def _part(case: Case, name: str, value: float, interval: tuple[float, float], n: int, source: str) -> Score:
    return Score(
        metric=f"integration_said.{name}",
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=n,
        interval=interval,
        inputs=(source,),
    )


def _together(case: Case, items: Score, parts: list[Score]) -> Score:
    known = [items, *(part for part in parts if part.is_ok)]
    combined = _mean_of(case, items.metric, known)
    return replace(combined, n=items.n, inputs=tuple(source for score in known for source in score.inputs))


def _mean_of(case: Case, name: str, parts: list[Score]) -> Score:
    values = [part.value for part in parts if part.value is not None]
    value = float(np.mean(values))
    noise = together(mean, values, [case.noise_of(part) for part in parts])
    case.noise[name, case.subject] = noise
    return Score(
        metric=name,
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=len(parts),
        interval=noise.around(value, 0.0, 100.0),
        inputs=tuple(part.metric for part in parts),
    )


def _without(name: str, subject: Subject, kind: str, scores: Scores, level: IntegrationLevel) -> Score:
    missing = next(
        score for score in scores if score.metric == f"integration_{kind}.{level}" and score.subject == subject
    )
    return Score(
        metric=name,
        subject=subject,
        value=None,
        unit=_UNIT,
        n=0,
        state=State.NOT_ENOUGH_EVIDENCE,
        reason=f"the {kind} half is missing: {missing.reason}",
    )


def _geometric(values: FloatArray) -> FloatArray:
    return np.asarray(np.exp(np.log(np.maximum(values, 1.0)).mean(axis=0)))


reads("integration, as said", measured("integration"))
reads("goal agreement", items("GOAL1"))
