"""A small smoke of the simulator, and of what the rules make of alliances whose truth is known."""

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import simulated

from alliancenet.auditing import _all_scores
from alliancenet.model.finding import Severity
from alliancenet.report import words
from alliancenet.rules.measuring import measured_from
from alliancenet.rules.rule import RULES, apply_rule, with_values

NO_RULE = {
    "sponsor_score": "S-NONE, S-IDLE and S-PLAN read its three parts",
    "integration_seen": "G-ZERO reads its parts, G-FLOOR the level",
    "integration_said": "G-FLOOR reads the level, G-ASYM the difference of the firms",
    "integration_index": "G-FLOOR reads each of its five levels",
    "climate": "H-CLIMATE reads each dimension over both firms, P-GAP the difference of the firms",
    "outcome": "shown beside performance, never judged; the action rules read the partner's",
    "spanner_score": "people are not judged",
    "health_part": "H-LOW reads their mean, the rules of each family what they are made of",
    "performance": "the action rules of the portfolio read it",
    "asked": "the project's own question: only it knows what is good",
}


@cache
def in_order():
    return simulated.healthy("rings", 14, 1)


def severities(truth, seed):
    findings = simulated.audited(truth, [simulated.answered(truth, seed)]).findings
    return {found.code: found.severity for found in findings}


@pytest.mark.parametrize("gap", simulated.GAPS)
def test_planted_gap_is_found(gap):
    truth = simulated.planted(simulated.at_random(3, size=10), gap, 3)
    assert simulated.FOUND_BY[gap] & severities(truth, 3).keys()


def test_an_alliance_in_order_has_no_high_and_no_medium_finding():
    found = severities(in_order(), 1)
    assert {code for code, severity in found.items() if severity in {Severity.HIGH, Severity.MEDIUM}} == set()


def test_silence_hides_answers_and_changes_none():
    full, part = (told(simulated.answered(in_order(), 1, silent=share)) for share in (0.0, 0.2))
    assert len(part) < len(full)
    assert all(str(full[key]) == str(value) for key, value in part.items())


def told(wave):
    return {
        (layer, one, other): value
        for layer, part in wave.reports.items()
        for one, other, value in zip(part.respondent, part.alter, part.value, strict=True)
    }


def test_same_seeds_give_the_same_audit():
    first, second = (simulated.audited(in_order(), [simulated.answered(in_order(), 1)]) for _ in range(2))
    assert first == second


def test_every_score_with_a_band_has_a_rule_or_a_reason_why_not():
    case = simulated.case_of(in_order(), [simulated.answered(in_order(), 1)])
    measured = measured_from(case, _all_scores(case))
    usual = {(code, hit.sentence) for code, rule in RULES.items() for hit in apply_rule(rule, measured)[0]}
    banded = {key for key, score in measured.scores.items() if words.band_of(score) is not None}
    read = set()
    for metric, subject in banded:
        red = with_values(measured, {(metric, subject): 0.0})
        found = {(code, hit.sentence) for code, rule in RULES.items() for hit in apply_rule(rule, red)[0]}
        if found - usual:
            read.add(metric)
    silent = {metric for metric, _ in banded} - read
    assert {metric for metric in silent if metric.partition(".")[0] not in NO_RULE} == set()


def test_two_careless_people_confirm_no_tie_and_are_counted():
    truth = in_order()
    audit = simulated.audited(truth, [simulated.answered(truth, 1, careless=1)])
    assert [score.value for score in audit.scores if score.metric == "quality.careless"] == [2]


def test_a_declined_friendship_question_leaves_core_ties_counted():
    truth = in_order()
    wave = simulated.answered(truth, 1)
    case = simulated.case_of(truth, [wave], resamples=0)
    from alliancenet.metrics.cohesion import ei_index
    from alliancenet.model.multiplex import CORE_LAYERS

    assert (case.nothing_is_missing, case.all_is_known_of(CORE_LAYERS)) == (False, True)
    (score,) = ei_index(case)
    assert score.interval == (score.value, score.value)


@pytest.mark.parametrize("style", ["lower", "smaller"])
def test_a_firm_that_answers_lower_on_everything_is_told_once(style):
    truth = simulated.healthy("dense", 20, 2, style=style)
    audit = simulated.audited(truth, [simulated.answered(truth, 2)])
    perception = [found.code for found in audit.findings if found.code.startswith("P-") and found.code != "P-SPREAD"]
    assert perception == ["P-SCALE"]
