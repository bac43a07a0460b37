"""What different treatments of non-response make of the same numbers, side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.graph.nonresponse import interval, treatments
from alliancenet.metrics.case import Case
from alliancenet.metrics.noise import Z90
from alliancenet.metrics.registry import metric, withheld
from alliancenet.model.catalogue import CARDS
from alliancenet.model.multiplex import Layer
from alliancenet.model.score import Score

_UNIT = CARDS["nonresponse"].says
_GROUPS = 20  # of respondents left out in turn; more change the standard error by a few percent
_DRAWN = "imputation"
Treated = Mapping[str, tuple[FloatArray, ...]]
Statistic = Callable[[FloatArray], float]


@metric("nonresponse")
def nonresponse(case: Case) -> Iterator[Score]:
    """Density and E-I of reported contact under each treatment of missing answers, and their spread.

    Notes
    -----
    Treatments: `observed` cells only; `one_sided` reports stand for both ends; `reconstruction`
    by the other side's report; `imputation` from respondents. A wide `spread` says that the
    number rests on how silence is read. Intervals: of the imputation over its draws; of the
    others by leaving respondents out, a group at a time, with the finite population correction;
    that of the spread puts their ends together. Cost: O(80 people²).

    References
    ----------
    Kott 2001, J. Official Statistics 17:521-526 (delete-a-group jackknife).
    """
    multiplex = case.picture.multiplex
    reason = _why_not(case)
    if reason:
        yield withheld("nonresponse", case.subject, _UNIT, 0, reason)
        return
    reports, complete = _report_matrix(case), multiplex.complete
    statistics = {"density": _density, "ei": _ei_index(multiplex.firm[:, None] != multiplex.firm[None, :])}
    read, left_out = _read(treatments(reports, symmetric=True), statistics), _with_fewer(reports, complete, statistics)
    share = float(complete.mean())
    for name, least in (("density", 0.0), ("ei", -1.0)):
        told = _with_ends(read[name], [fewer[name] for fewer in left_out], share, least)
        for kind, (low, value, high) in {**told, "spread": _spread(list(told.values()))}.items():
            yield Score(
                metric=f"nonresponse.{name}.{kind}",
                subject=case.subject,
                value=value,
                unit="share of ordered pairs 0-1" if name == "density" else "-1 to 1",
                n=int((~complete).sum()),
                interval=(low, high),
                inputs=("communication layer",),
                label="n counts silent people",
            )


def _read(treated: Treated, statistics: Mapping[str, Statistic]) -> dict[str, dict[str, FloatArray]]:
    """Each statistic of what each treatment made; the tables themselves, people² each, are let go."""
    return {
        name: {kind: np.array([statistic(table) for table in made]) for kind, made in treated.items()}
        for name, statistic in statistics.items()
    }


def _with_ends(
    read: Mapping[str, FloatArray], left_out: Sequence[Mapping[str, FloatArray]], share: float, least: float
) -> dict[str, tuple[float, float, float]]:
    """Low end, value and high end of a statistic under each treatment that made something.

    Parameters
    ----------
    read, left_out : the statistic by treatment, and the same with each group of respondents left out.
    share : of the people that answered.
    least : lowest value there can be; the highest is 1. Both are the ends where a group that is
        left out takes the last tie with it.
    """
    told = {}
    for kind, values in read.items():
        if kind == _DRAWN and len(values):
            value, (low, high) = float(values.mean()), interval(values)
            told[kind] = (min(low, value), value, max(high, value))
        elif len(values):
            fewer = np.array([found[kind][0] for found in left_out])
            value, error = float(values.mean()), float(np.sqrt((len(fewer) - 1) * np.var(fewer) * (1 - share)))
            margin = 2.0 if np.isnan(error) else Z90 * error
            told[kind] = (max(value - margin, least), value, min(value + margin, 1.0))
    return told


def _spread(told: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """How far the treatments lie apart: at least, as found, at most."""
    low, value, high = zip(*told, strict=True)
    return max(0.0, max(low) - min(high)), max(value) - min(value), max(high) - min(low)


def _with_fewer(
    reports: FloatArray, complete: BoolArray, statistics: Mapping[str, Statistic]
) -> list[dict[str, dict[str, FloatArray]]]:
    """Statistics with a group of respondents taken as silent, for each of up to twenty groups."""
    respondents = np.flatnonzero(complete)
    found = []
    for group in np.array_split(respondents, min(_GROUPS, len(respondents))):
        fewer = reports.copy()
        fewer[group] = np.nan
        found.append(_read(treatments(fewer, symmetric=True, draws=0), statistics))
    return found


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
    told = reports[~np.eye(len(reports), dtype=bool)]
    told = told[~np.isnan(told)]
    return float(told.sum() / len(told)) if len(told) else float("nan")


def _ei_index(across: BoolArray) -> Statistic:
    inside = ~across & ~np.eye(len(across), dtype=bool)

    def statistic(reports: FloatArray) -> float:
        told = np.nan_to_num(reports, nan=0.0)
        external, internal = told[across].sum(), told[inside].sum()
        return float((external - internal) / (external + internal)) if external + internal else float("nan")

    return statistic
