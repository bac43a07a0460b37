"""Relationship climate, dimension by dimension, and the outcome people report."""

from collections.abc import Iterator

import numpy as np

from alliancenet.instruments.used import measured, reads
from alliancenet.metrics.case import Case
from alliancenet.metrics.noise import mean, together
from alliancenet.metrics.registry import metric
from alliancenet.metrics.said import FirmMean, answers_on, firm_means, scores_of
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Score

SCORED = (
    "commitment",
    "trust",
    "fairness",
    "openness",
    "decisions",
    "roles",
    "flexibility",
    "relationship_conflict",
    "measuring",
)
_UNIT = CARDS["climate"].says
_NEITHER = CARDS["task_debate"].says


@metric("climate")
def climate(case: Case) -> Iterator[Score]:
    """Nine scored climate dimensions and their mean, by firm and firm-balanced.

    Notes
    -----
    Relationship conflict is turned round, so that higher is better everywhere. Task debate is
    shown under `task_debate` and never scored. The mean needs at least `climate.dimensions`
    dimensions.
    """
    told: list[list[FirmMean]] = []
    for dimension in SCORED:
        means = firm_means(case, answers_on("climate", dimension))
        yield from scores_of(case, f"climate.{dimension}", means, _UNIT, (f"climate: {dimension}",))
        if all(side.mean is not None for side in means):
            told.append(means)
    yield from scores_of(case, "climate", _over_dimensions(case, told), _UNIT, ("climate dimensions",))


@metric("task_debate")
def task_debate(case: Case) -> Iterator[Score]:
    """How openly people argue about the work; neither good nor bad by itself."""
    means = firm_means(case, answers_on("climate", "task_debate"))
    yield from scores_of(case, "task_debate", means, _NEITHER, ("climate: task debate",), label="shown, not scored")


@metric("outcome")
def outcome(case: Case) -> Iterator[Score]:
    """What people say of the alliance's results (OUT1-3)."""
    means = firm_means(case, answers_on("climate", "outcome"))
    yield from scores_of(case, "outcome", means, _UNIT, ("OUT1-3",))


def _over_dimensions(case: Case, told: list[list[FirmMean]]) -> list[FirmMean]:
    least, means = case.settings.whole("climate.dimensions"), []
    for position, one in enumerate(firm_means(case, lambda _: None)):
        parts = [dimension[position] for dimension in told]
        known = [part.mean for part in parts if part.mean is not None]
        noise = together(mean, known, [part.noise for part in parts if part.mean is not None])
        errors = np.array([part.error for part in parts])
        means.append(
            FirmMean(
                firm=one.firm,
                mean=sum(known) / len(known) if len(known) >= least else None,
                n=min((part.n for part in parts), default=0) if len(known) >= least else 0,
                of=one.of,
                # answers of one person to several questions go together, as far as they do; never as if one
                # question made up for another
                error=max(float(np.linalg.norm(noise.silent)), float(np.linalg.norm(errors)) / max(len(parts), 1)),
                noise=noise,
                reason=f"{len(known)} of {len(SCORED)} dimensions can be told; {least} are needed",
            )
        )
    return means


reads("climate and outcome", measured("climate"))
