"""The health index H (means, not ends), its parts, and the gates its colour cannot pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.metrics import redundancy as bridges
from alliancenet.metrics.case import Case, Scores, band_of
from alliancenet.metrics.climate import climate
from alliancenet.metrics.governance import issues_settled, reviews_held
from alliancenet.metrics.levels import integration, integration_index
from alliancenet.metrics.noise import Formula, Noise, mean, together
from alliancenet.metrics.participants import boundary_spanners
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.said import sponsor_visibility, told
from alliancenet.metrics.sponsors import requires_sponsor, sponsor_score, sponsor_sides
from alliancenet.metrics.withholding import confidence_of, silent_are_close
from alliancenet.model.audit import Confidence
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Band, Score, SubjectKind

_UNIT = CARDS["health"].says


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What goes into a part of H, in points, and how far off it may be."""

    metric: str
    value: float
    noise: Noise


@metric("health_part")
def health_part(case: Case) -> Iterator[Score]:
    """Return the four parts of H: integration, climate, network, sponsor and governance.

    Notes
    -----
    Network: mean of redundancy over target, concentration and spanner sufficiency. Sponsor and
    governance: mean of sponsor score, visibility, reviews held and issues settled. Each input
    enters once; what cannot be told is left out and named in the reason.
    """
    yield _part(case, "integration", _alliance(case, integration_index(case), "integration_index"))
    yield _part(case, "climate", _alliance(case, climate(case), "climate"))
    doubt = silent_are_close(case)
    yield _part(case, "network", _network_inputs(case), no_interval=doubt)
    yield _part(
        case,
        "sponsor_governance",
        [
            *_alliance(case, sponsor_score(case), "sponsor_score"),
            *_alliance(case, sponsor_visibility(case), "sponsor_visibility"),
            *_alliance(case, reviews_held(case), "reviews_held"),
            *_alliance(case, issues_settled(case), "issues_settled"),
        ],
    )


@metric("health")
def health(case: Case) -> Iterator[Score]:
    """Weighted mean of the four parts; its band is held back by the gates in the label.

    Notes
    -----
    Weights .30 integration, .30 climate, .20 network, .20 sponsor and governance, re-scaled over
    the parts there are; with more than one part missing there is no H, with one missing the
    colour is at best amber. The interval is that of the parts together (`Noise`), and there is none
    where the network's part has none. H is never added to performance, and does not predict success.
    """
    weights = case.settings.table("health_weights")
    parts = {score.metric.partition(".")[2]: score for score in health_part(case)}
    known = {name: part for name, part in parts.items() if part.is_ok}
    missing = [name.replace("_", " and ") for name in parts if name not in known]
    if len(missing) > 1:
        yield withheld("health", case.subject, _UNIT, len(known), f"{', '.join(missing)} cannot be told")
        return
    weight = np.array([weights[name] for name in known])
    values = np.array([part.value or 0.0 for part in known.values()])
    value = float(weight @ values / weight.sum())
    noise = together(
        lambda drawn: np.asarray(weight @ drawn / weight.sum()),
        values,
        [case.noise_of(part) for part in known.values()],
    )
    case.noise["health", case.subject] = noise
    gates = _gates(case, missing)
    network = known.get("network")
    no_interval = network.label if network is not None and network.interval is None else ""
    yield Score(
        metric="health",
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=len(known),
        interval=None if no_interval else noise.around(value, 0.0, 100.0),
        inputs=tuple(part.metric for part in known.values()),
        label="; ".join(reason for reason in (*(reason for _, reason in gates), no_interval) if reason),
        band=_colour(case, value, gates),
    )


def _gates(case: Case, missing: list[str]) -> list[tuple[str, str]]:
    """Colours H cannot be better than, each with its reason."""
    gates = [(Band.AMBER.value, f"{name} cannot be told") for name in missing]
    own = next((side for side in sponsor_sides(case) if side.firm.own), None)
    if requires_sponsor(case, case.alliance) and own is not None and own.is_known and not own.is_active:
        gates.append((Band.AMBER.value, "no active own sponsor"))
    least, red = case.settings.whole("redundancy.people_a_side"), case.settings.number("redundancy.red")
    for score in bridges.redundancy(case):
        sizes = [case.roster_size(firm) for firm in score.subject.id.split("|")]
        is_pair = score.subject.kind is SubjectKind.PAIR
        if is_pair and score.value is not None and score.value <= red and min(sizes) >= least:
            gates.append((Band.RED.value, "one departure cuts the alliance"))
    red_levels = [
        score for score in integration(case) if score.value is not None and band_of(case, score.value) is Band.RED
    ]
    if red_levels:
        colour = Band.AMBER if len(red_levels) == 1 else Band.RED
        *others, last = (level.metric.partition(".")[2] for level in red_levels)
        names = f"{', '.join(others)} and {last} integration are" if others else f"{last} integration is"
        gates.append((colour.value, f"{names} red"))
    if _conflict_is_high(case):
        gates.append((Band.RED.value, "relationship conflict is high"))
    if confidence_of(case) is Confidence.LOW:
        gates.append((Band.GREY.value, "confidence is low"))
    return gates


def _conflict_is_high(case: Case) -> bool:
    limit = case.settings.number("conflict.red")
    return any(
        score.value is not None and 5 - score.value / 25 >= limit
        for score in climate(case)
        if score.metric == "climate.relationship_conflict" and score.subject.kind is SubjectKind.FIRM
    )


def _colour(case: Case, value: float, gates: list[tuple[str, str]]) -> str:
    order = [Band.GREY.value, Band.RED.value, Band.AMBER.value, Band.GREEN.value]
    return min([band_of(case, value).value, *(colour for colour, _ in gates)], key=order.index)


def _network_inputs(case: Case) -> list[Input]:
    inputs: list[Input] = []
    for a, b in case.picture.firm_pairs:
        pair = case.pair(a, b)
        size = told(bridges.redundancy(case), "redundancy", pair)
        target = told(bridges.redundancy_target(case), "redundancy_target", pair)
        if size and target and target.value:
            inputs.append(_points(case, [size], partial(_reached, target.value)))
        share = told(bridges.concentration(case), "concentration", pair)
        if share:
            inputs.append(_points(case, [share], partial(_spread_out, case.settings.number("concentration.ok"))))
    spanners = _spanners(case)
    if len(spanners) == len(case.firms):
        inputs.append(_points(case, spanners, partial(_reached, case.settings.table("spanner.target")[case.tier])))
    return inputs


def _spanners(case: Case) -> list[Score]:
    """Boundary spanners of each firm: as told, or as estimated where too few answered to tell who they are.

    Left out, they would count as good as the rest of the part. With low confidence nothing of the
    network is told, and they are not estimated either.
    """
    spanners = boundary_spanners(case)
    if confidence_of(case) is not Confidence.LOW:
        spanners = tuple(case.estimates.get((score.metric, score.subject), score) for score in spanners)
    return [score for score in spanners if score.value is not None]


def _reached(target: float, found: FloatArray) -> FloatArray:
    """Points of the lowest of some counts against a target."""
    return np.asarray(100 * np.minimum(1.0, np.maximum(found.min(axis=0), 0.0) / target))


def _spread_out(ok: float, share: FloatArray) -> FloatArray:
    return np.asarray(100 * np.clip((1 - share[0]) / (1 - ok), 0.0, 1.0))


def _points(case: Case, scores: Sequence[Score], formula: Formula) -> Input:
    values = [score.value or 0.0 for score in scores]
    noise = together(formula, values, [case.noise_of(score) for score in scores])
    return Input(metric=scores[0].metric, value=float(formula(np.array(values)[:, None])[0]), noise=noise)


def _alliance(case: Case, scores: Scores, metric_id: str) -> list[Input]:
    found = told(scores, metric_id, case.subject)
    if found is None or found.value is None:
        return []
    return [Input(metric=metric_id, value=found.value, noise=case.noise_of(found))]


def _part(case: Case, name: str, inputs: list[Input], *, no_interval: str = "") -> Score:
    """One part of H: the mean of its inputs."""
    metric_id = f"health_part.{name}"
    if not inputs:
        return withheld(metric_id, case.subject, _UNIT, 0, "none of its inputs can be told")
    values = [part.value for part in inputs]
    value = float(np.mean(values))
    noise = together(mean, values, [part.noise for part in inputs])
    case.noise[metric_id, case.subject] = noise
    return Score(
        metric=metric_id,
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=len(inputs),
        interval=None if no_interval else noise.around(value, 0.0, 100.0),
        inputs=tuple(dict.fromkeys(part.metric for part in inputs)),
        label=no_interval and f"no interval: {no_interval}",
        band=band_of(case, value),
    )
