"""Survey and logs side by side: do they tell the same about who is in contact."""

from collections.abc import Iterator

import numpy as np

from alliancenet.metrics.case import Case, metric, withheld
from alliancenet.model.multiplex import FloatArray, IntArray, Layer
from alliancenet.model.score import Score

_UNIT = "Spearman's rank correlation -1 to 1"


@metric(
    id="log_agreement",
    unit=_UNIT,
    low=-1,
    high=1,
    smallest_n="3 pairs both sources know",
    source="Spearman 1904; own limit",
)
def log_agreement(case: Case) -> Iterator[Score]:
    """Rank correlation of contact in the survey and in the logs; and pairs only one of them has.

    Notes
    -----
    Over pairs of people the logs know of whom at least one answered. `both`, `only_survey`,
    `only_logs` count pairs with some contact in the source named.
    """
    logs, asked = case.wave.logs, case.wave.reports.get(Layer.COMMUNICATION)
    if logs is None or asked is None or asked.source.measured_once:
        reason = "there are no logs" if logs is None else "contact was not asked"
        yield withheld("log_agreement", case.subject, _UNIT, 0, reason)
        return
    said, seen = _steps_of_both(case)
    counts = {
        "both": (said > 0) & (seen > 0),
        "only_survey": (said > 0) & (seen == 0),
        "only_logs": (said == 0) & (seen > 0),
    }
    for name, pairs in counts.items():
        yield Score(
            metric=f"log_agreement.{name}",
            subject=case.subject,
            value=float(pairs.sum()),
            unit="pairs",
            n=len(said),
            inputs=("communication layer", "logs"),
        )
    if len(said) < 3 or np.ptp(said) == 0 or np.ptp(seen) == 0:
        yield withheld("log_agreement", case.subject, _UNIT, len(said), "the pairs do not vary in one source")
        return
    from scipy.stats import spearmanr

    yield Score(
        metric="log_agreement",
        subject=case.subject,
        value=float(spearmanr(said, seen).statistic),
        unit=_UNIT,
        n=len(said),
        inputs=("communication layer", "logs"),
    )


def _steps_of_both(case: Case) -> tuple[FloatArray, FloatArray]:
    """Step by the survey and by the logs, for every pair both can tell about."""
    logs = case.wave.logs
    if logs is None:
        return np.empty(0), np.empty(0)
    n_people, answered = len(case.wave.people), case.wave.responded
    first, second = np.triu_indices(n_people, k=1)
    told = logs.known[first] & logs.known[second] & (answered[first] | answered[second])
    pairs = np.column_stack([first[told], second[told]])
    said = _looked_up(case.picture.multiplex.pairs, case.picture.mean_contact, pairs, n_people)
    seen = _looked_up(logs.pairs, logs.step, pairs, n_people)
    known = ~np.isnan(said)
    return said[known], seen[known]


def _looked_up(listed: IntArray, values: FloatArray, pairs: IntArray, n_people: int) -> FloatArray:
    """Values of the wanted pairs; 0 for pairs not listed."""
    found = np.zeros(n_people * n_people)
    found[listed[:, 0] * n_people + listed[:, 1]] = values
    return np.asarray(found[pairs[:, 0] * n_people + pairs[:, 1]])
