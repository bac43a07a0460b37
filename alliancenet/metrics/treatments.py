"""What different treatments of non-response make of the same numbers, side by side."""

from collections.abc import Callable, Iterator

import numpy as np

from alliancenet.graph.nonresponse import treatments
from alliancenet.metrics.case import Case, metric, withheld
from alliancenet.model.multiplex import FloatArray, Layer
from alliancenet.model.score import Score

_UNIT = "as the measure treated"


@metric(
    id="nonresponse",
    unit=_UNIT,
    low=None,
    high=None,
    smallest_n="contact reported person by person, somebody silent, at most `nonresponse.largest` people",
    source="Stork & Richards 1992; Huisman 2009; Smith, Morgan & Moody 2021",
)
def nonresponse(case: Case) -> Iterator[Score]:
    """Density and E-I of reported contact under each treatment of missing answers, and their spread.

    Notes
    -----
    Treatments: `observed` cells only; `one_sided` reports stand for both ends; `reconstruction`
    by the other side's report; `imputation` from respondents. A wide `spread` says that the
    number rests on how silence is read. Cost: O(20 people²).
    """
    multiplex = case.picture.multiplex
    reason = _why_not(case)
    if reason:
        yield withheld("nonresponse", case.subject, _UNIT, 0, reason)
        return
    treated = treatments(_report_matrix(case), symmetric=True)
    across = multiplex.firm[:, None] != multiplex.firm[None, :]
    for name, statistic in (("density", _density), ("ei", _ei_index(across))):
        values = {kind: float(np.mean([statistic(one) for one in made])) for kind, made in treated.items() if made}
        for kind, value in {**values, "spread": max(values.values()) - min(values.values())}.items():
            yield Score(
                metric=f"nonresponse.{name}.{kind}",
                subject=case.subject,
                value=value,
                unit="share of ordered pairs 0-1" if name == "density" else "-1 to 1",
                n=int((~multiplex.complete).sum()),
                inputs=("communication layer",),
                label="n counts silent people",
            )


def _why_not(case: Case) -> str:
    multiplex, largest = case.picture.multiplex, case.settings.whole("nonresponse.largest")
    if not multiplex.has(Layer.COMMUNICATION) or multiplex.source[Layer.COMMUNICATION].measured_once:
        return "contact was not reported person by person"
    if multiplex.complete.all():
        return "everybody answered"
    if multiplex.complete.sum() < 2 or not (multiplex.reports[Layer.COMMUNICATION] > 0).any():
        return "too few reports of contact"
    return f"not worked out above {largest} people" if len(multiplex.people) > largest else ""


def _report_matrix(case: Case) -> FloatArray:
    """Float array (n, n): 1 contact, 0 none, NaN unknown, as the row reports it."""
    multiplex = case.picture.multiplex
    n_people = len(multiplex.people)
    reports = np.where(multiplex.complete[:, None], 0.0, np.nan) * np.ones((n_people, n_people))
    first, second = multiplex.pairs.T
    both = multiplex.reports[Layer.COMMUNICATION]
    told = np.where(np.isnan(both), np.nan, (both > 0).astype(float))
    reports[first, second], reports[second, first] = told[:, 0], told[:, 1]
    np.fill_diagonal(reports, np.nan)
    return reports


def _density(reports: FloatArray) -> float:
    off = ~np.eye(len(reports), dtype=bool)
    return float(np.nanmean(reports[off]))


def _ei_index(across: np.ndarray) -> Callable[[FloatArray], float]:
    off = ~np.eye(len(across), dtype=bool)

    def statistic(reports: FloatArray) -> float:
        external, internal = np.nansum(reports[across]), np.nansum(reports[off & ~across])
        return float((external - internal) / (external + internal))

    return statistic
