"""Logs join the waves: the survey first, logs for the silent, unknown people stay unknown."""

from dataclasses import replace

import numpy as np
import pytest

from alliancenet.metrics.logs import log_agreement
from alliancenet.metrics.picture import Picture
from alliancenet.model.multiplex import Layer, Origin
from alliancenet.model.score import SubjectKind
from alliancenet.model.wave import LogContact, LogCoverage
from alliancenet.multiplex.build import build_multiplex
from alliancenet.settings import default_settings
from alliancenet.sources.logs import joined_with_logs
from tests.conftest import a_case

PEOPLE = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}


def logs(steps, unknown=(), dark=()):
    names = sorted(PEOPLE)
    pairs = [sorted(names.index(name) for name in pair) for pair in steps]
    return LogContact(
        coverage=LogCoverage(
            seen=np.array([name not in unknown for name in names]),
            listed=np.ones(len(names), dtype=bool),
            dark=np.array([0 if PEOPLE[name] in dark else -1 for name in names]),
        ),
        pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        step=np.array(list(steps.values()), dtype=float),
    )


def case_with(reports, contact, silent=()):
    case = a_case(PEOPLE, reports, silent=silent)
    wave = joined_with_logs(case.wave, contact)
    return replace(
        case,
        wave=wave,
        picture=Picture(build_multiplex(case.register, case.alliance, wave), default_settings()),
        measured={},
    )


def contact_of(case, one, other):
    names = sorted(PEOPLE)
    i, j = sorted((names.index(one), names.index(other)))
    rows = [at for at, pair in enumerate(case.picture.multiplex.pairs.tolist()) if pair == [i, j]]
    return case.picture.mean_contact[rows[0]] if rows else "not listed"


def test_logs_alone_make_the_layer_and_say_so():
    case = case_with({}, logs({("a1", "b1"): 4}), silent=tuple(PEOPLE))
    assert contact_of(case, "a1", "b1") == 4
    assert case.picture.multiplex.source[Layer.COMMUNICATION].origin is Origin.LOGS
    assert case.wave.responded.all()


def test_people_outside_the_logs_are_unknown_not_absent():
    case = case_with({}, logs({("a1", "b1"): 4}, unknown=("b2",)), silent=tuple(PEOPLE))
    assert np.isnan(contact_of(case, "a1", "b2"))
    assert contact_of(case, "a1", "a2") == "not listed"


def test_contact_inside_a_firm_without_logs_of_its_own_is_unknown():
    case = case_with({}, logs({("a1", "b1"): 4}, dark=("b",)), silent=tuple(PEOPLE))
    assert np.isnan(contact_of(case, "b1", "b2"))
    assert (contact_of(case, "a1", "a2"), contact_of(case, "a2", "b2")) == ("not listed", "not listed")


def test_contact_seen_inside_a_firm_without_logs_of_its_own_is_contact():
    case = case_with({}, logs({("a1", "b1"): 4, ("b1", "b2"): 3}, dark=("b",)), silent=tuple(PEOPLE))
    assert contact_of(case, "b1", "b2") == 3


def test_survey_comes_first_where_somebody_answered():
    told = {"communication": {("a1", "b1"): 2}}
    assert contact_of(case_with(told, logs({("a1", "b1"): 5}), silent=("b1",)), "a1", "b1") == 2


def test_logs_speak_for_pairs_of_whom_neither_answered():
    told = {"communication": {("a1", "a2"): 2}}
    case = case_with(told, logs({("b1", "b2"): 5}), silent=("b1", "b2"))
    assert contact_of(case, "b1", "b2") == 5


def test_silent_pair_the_logs_saw_nothing_of_had_no_contact():
    told = {"communication": {("a1", "a2"): 2}}
    case = case_with(told, logs({}), silent=("b1", "b2"))
    assert contact_of(case, "b1", "b2") == 0


def test_agreement_counts_pairs_only_one_source_has():
    told = {"communication": {("a1", "b1"): 4, ("b1", "a1"): 4, ("a1", "b2"): 2, ("b2", "a1"): 2}}
    case = case_with(told, logs({("a1", "b1"): 5, ("a2", "b2"): 1}))
    found = {score.metric: score.value for score in log_agreement(case) if score.subject.kind is SubjectKind.ALLIANCE}
    assert [found[f"log_agreement.{name}"] for name in ("both", "only_survey", "only_logs")] == [1, 1, 1]


def test_agreement_counts_people_only_one_source_has():
    told = {"communication": {("a1", "b1"): 4, ("b1", "a1"): 4}}
    case = case_with(told, logs({("a1", "a2"): 5}, unknown=("b1",)))
    found = {score.metric: (score.value, score.n) for score in log_agreement(case)}
    assert found["log_agreement.people_only_survey"] == (1, 2)  # b1, of a1 and b1
    assert found["log_agreement.people_only_logs"] == (2, 3)  # a2 and b2, of all but b1


def test_agreement_equals_spearman_over_the_pairs():
    from scipy.stats import spearmanr

    told = {"communication": {("a1", "b1"): 4, ("a1", "b2"): 2, ("a2", "b1"): 1}}
    case = case_with(told, logs({("a1", "b1"): 5, ("a1", "b2"): 1, ("b1", "b2"): 2}), silent=("b1", "b2"))
    score = next(score for score in log_agreement(case) if score.metric == "log_agreement")
    # pairs in order: a1a2, a1b1, a1b2, a2b1, a2b2; b1b2 is told by neither
    assert score.value == pytest.approx(spearmanr([0, 4, 2, 1, 0], [0, 5, 1, 0, 0]).statistic)
