"""The health index H (means, not ends), its parts, and the gates its colour cannot pass."""

from collections.abc import Iterator

import numpy as np

from alliancenet.metrics import redundancy as bridges
from alliancenet.metrics.case import Case, Scores, band_of
from alliancenet.metrics.climate import climate
from alliancenet.metrics.governance import issues_settled, reviews_held
from alliancenet.metrics.levels import integration, integration_index
from alliancenet.metrics.participants import boundary_spanners
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.said import sponsor_visibility, told
from alliancenet.metrics.sponsors import requires_sponsor, sponsor_score, sponsor_sides
from alliancenet.metrics.withholding import confidence_of
from alliancenet.model.audit import Confidence
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Band, Score, Subject, SubjectKind

_UNIT = CARDS["health"].says


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
    yield _part(case, "network", _network_inputs(case))
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
    colour is at best amber. The interval takes the weighted ends of the parts' intervals. H is
    never added to performance, and does not predict success.
    """
    weights = case.settings.table("health_weights")
    parts = {one.metric.partition(".")[2]: one for one in health_part(case)}
    known = {name: part for name, part in parts.items() if part.is_ok}
    missing = [name.replace("_", " and ") for name in parts if name not in known]
    if len(missing) > 1:
        yield withheld("health", case.subject, _UNIT, len(known), f"{', '.join(missing)} cannot be told")
        return
    total = sum(weights[name] for name in known)
    value, low, high = (sum(weights[name] * bound for name, bound in ends.items()) / total for ends in _ends(known))
    gates = _gates(case, missing)
    yield Score(
        metric="health",
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=len(known),
        interval=(low, high),
        inputs=tuple(part.metric for part in known.values()),
        label="; ".join(reason for _, reason in gates),
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
    red_levels = [one for one in integration(case) if one.value is not None and band_of(case, one.value) is Band.RED]
    if red_levels:
        colour = Band.AMBER if len(red_levels) == 1 else Band.RED
        *others, last = (one.metric.partition(".")[2] for one in red_levels)
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
        one.value is not None and 5 - one.value / 25 >= limit
        for one in climate(case)
        if one.metric == "climate.relationship_conflict" and one.subject.kind is SubjectKind.FIRM
    )


def _colour(case: Case, value: float, gates: list[tuple[str, str]]) -> str:
    order = [Band.GREY.value, Band.RED.value, Band.AMBER.value, Band.GREEN.value]
    return min([band_of(case, value).value, *(colour for colour, _ in gates)], key=order.index)


def _network_inputs(case: Case) -> list[Score]:
    inputs: list[Score] = []
    for a, b in case.picture.firm_pairs:
        pair = case.pair(a, b)
        size = told(bridges.redundancy(case), "redundancy", pair)
        target = told(bridges.redundancy_target(case), "redundancy_target", pair)
        if size and target and size.value is not None and target.value:
            inputs.append(_points(size, [100 * min(1.0, one / target.value) for one in _three(size)]))
        share = told(bridges.concentration(case), "concentration", pair)
        if share:
            ok = case.settings.number("concentration.ok")
            low, value, high = (100 * min(1.0, (1 - one) / (1 - ok)) for one in _three(share))
            inputs.append(_points(share, [high, value, low]))
    spanners = [one for one in boundary_spanners(case) if one.value is not None]
    if len(spanners) == len(case.firms):
        target_each = case.settings.table("spanner.target")[case.tier]
        fewest = min(spanners, key=lambda one: one.value or 0.0)
        inputs.append(_points(fewest, [100 * min(1.0, one / target_each) for one in _three(fewest)]))
    return inputs


def _three(score: Score) -> tuple[float, float, float]:
    value = score.value or 0.0
    low, high = score.interval or (value, value)
    return low, value, high


def _points(score: Score, ends: list[float]) -> Score:
    return Score(
        metric=score.metric,
        subject=score.subject,
        value=ends[1],
        unit=_UNIT,
        n=score.n,
        interval=(ends[0], ends[2]),
        inputs=score.inputs,
    )


def _alliance(case: Case, scores: Scores, metric_id: str) -> list[Score]:
    found = told(scores, metric_id, case.subject)
    return [] if found is None else [found]


def _part(case: Case, name: str, inputs: list[Score]) -> Score:
    subject: Subject = case.subject
    if not inputs:
        return withheld(f"health_part.{name}", subject, _UNIT, 0, "none of its inputs can be told")
    low, value, high = (float(np.mean(ends)) for ends in zip(*(_three(one) for one in inputs), strict=True))
    return Score(
        metric=f"health_part.{name}",
        subject=subject,
        value=value,
        unit=_UNIT,
        n=len(inputs),
        interval=(low, high),
        inputs=tuple(dict.fromkeys(one.metric for one in inputs)),
        band=band_of(case, value),
    )


def _ends(known: dict[str, Score]) -> list[dict[str, float]]:
    three = {name: _three(part) for name, part in known.items()}
    return [{name: ends[place] for name, ends in three.items()} for place in (1, 0, 2)]
