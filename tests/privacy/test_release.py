"""What is told of a block of answers lets nobody solve for an answer, also with the own one."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from built_audits import an_audit

from alliancenet.auditing import audit_case
from alliancenet.metrics.levels import goal_agreement
from alliancenet.metrics.release import too_alike
from alliancenet.model.instrument import View
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.model.wave import LogContact, LogCoverage, LogMonth
from alliancenet.privacy import Reader, ReaderRole, view_for
from alliancenet.settings import default_settings
from tests.privacy.solver import blocks_of, derived
from tests.privacy.told import FEW_SHUFFLES, ITEMS, MEASURED, a_told_case, some_answers

READERS = tuple(Reader(role=role, firm="b" if role is ReaderRole.PARTNER else "a") for role in ReaderRole)
READERS_OF_GROUPS = [Reader(role=ReaderRole.EXECUTIVE, firm="a"), Reader(role=ReaderRole.PARTNER, firm="b")]
UNGUARDED = {**FEW_SHUFFLES, "suppression.spread": 0}
USUAL, SKEWED = [0.05, 0.12, 0.25, 0.36, 0.22], [0.0, 0.02, 0.08, 0.4, 0.5]
AS_LARGE_AS_ASKED = 7


def skewed_answers(people, seed):
    """Answers as people give them: about themselves they think well, and firms differ in what they think."""
    rng = np.random.default_rng(seed)
    shares = {
        (firm, name): np.array(SKEWED if ITEMS[name][1].view is View.OWN else USUAL)
        for firm in "ab"
        for name in MEASURED
    }
    return {
        person: {name: float(rng.choice(5, p=shares[person[0], name]) + 1) for name in MEASURED} for person in people
    }


def a_project(seed):
    """Answers of two firms of five to nine people."""
    rng = np.random.default_rng([seed, 18])
    sizes = {firm: int(rng.integers(5, 10)) for firm in "ab"}
    return skewed_answers([f"{firm}{number}" for firm, size in sizes.items() for number in range(size)], seed)


def told_of(answers, limits=FEW_SHUFFLES, readers=READERS):
    audit = audit_case(a_told_case(answers, limits=limits))
    return [view_for(audit, reader) for reader in readers]


@cache
def a_project_told(seed, limits):
    """Answers of a project, and the audit made of them."""
    answers = a_project(seed)
    return answers, audit_case(a_told_case(answers, limits=dict(limits)))


def attacked(answers, views):
    """Answers tried; derived by readers who answered nothing, and by respondents who read; numbers withheld."""
    tried, outside, inside, means = 0, 0, 0, 0
    blocks = list(blocks_of(answers, views))
    for block in blocks:
        tried += len(block.rows) * len(block.items)
        items, mean = derived(block, None)
        outside, means = outside + len(items) * len(block.rows), means + mean * len(block.rows)
        found = [derived(block, knows) for knows in set(block.rows)]
        inside += len({item for items, _ in found for item in items}) * len(block.rows)
        means += any(mean for _, mean in found) * len(block.rows)
    withheld = sum(not block.whole_is_told for block in blocks)
    apart = [block.views_are_told for block in blocks if block.views]
    return np.array([tried, outside, inside, means, withheld, len(blocks), apart.count(False), len(apart)])


def attack(seeds, limits=FEW_SHUFFLES, readers=READERS):
    """Sums of `attacked` over projects, all of them and those of seven people a side and more.

    Parameters
    ----------
    readers : who put together what each of them gets.
    """
    found, large = np.zeros(8, dtype=int), np.zeros(8, dtype=int)
    for seed in seeds:
        answers, audit = a_project_told(seed, tuple(limits.items()))
        counts = attacked(answers, [view_for(audit, reader) for reader in readers])
        found += counts
        is_large = min(sum(person[0] == firm for person in answers) for firm in "ab") >= AS_LARGE_AS_ASKED
        large += counts if is_large else 0
    tried, outside, inside, means, withheld, blocks, *_ = found
    who = ", ".join(reader.role for reader in readers)
    print(
        f"derived of {tried} answers: {outside} by {who}, {inside} by a respondent, "
        f"{means} means of a person; withheld {withheld} of {blocks} means; "
        f"at 7 + 7 and more {large[4]} of {large[5]}, blind spots {large[6]} of {large[7]}"
    )
    return found, large


def test_no_answer_follows_from_what_is_told_in_random_projects():
    (_, outside, inside, means, *_), _ = attack(range(4))
    assert (outside, inside, means) == (0, 0, 0)


def test_the_same_solver_derives_answers_where_nobody_asks_whether_they_are_alike():
    (_, _, inside, *_), _ = attack(range(4), UNGUARDED)
    assert inside > 0


@pytest.mark.slow
def test_no_answer_of_twenty_thousand_follows_and_few_means_are_withheld():
    (tried, outside, inside, means, *_), large = attack(range(60))
    assert tried >= 20_000
    assert (outside, inside, means) == (0, 0, 0)
    assert large[4] <= 0.15 * large[5]


PEOPLE = [f"{firm}{number}" for firm in "ab" for number in range(7)]


@pytest.mark.parametrize(
    ("known", "is_alike"),
    [
        ([75.0] * 5, True),
        ([100.0, 75, 75, 75, 75], True),
        ([25.0, 75, 75, 75, 75], True),
        ([100.0, 100, 75, 75, 75], False),
        ([50.0, 75, 75, 75, 100], False),
        ([50.0, 75], True),
    ],
)
def test_too_alike_is_all_but_one(known, is_alike):
    assert too_alike(np.array(known), default_settings()) is is_alike


def scores_of(views):
    return {(score.metric, score.subject.id): score for view in views for score in view.scores}


def with_said(item, values, firm="a"):
    """Random answers, and those of one firm to an item as given."""
    answers = some_answers(PEOPLE, 1, MEASURED)
    for number, value in enumerate(values):
        answers[f"{firm}{number}"][item] = float(value)
    return answers


@pytest.mark.parametrize("value", [1, 5])
def test_a_blind_spot_is_withheld_without_saying_whose_answers_are_alike(value):
    answers = with_said("CLI-TRU1", [value] * 7)
    for number, other in enumerate((5, 5, 5, 4, 4, 5, 3)):
        answers[f"a{number}"]["CLI-TRU2"] = float(other)
    views = told_of(answers)
    spots = [scores_of(views)["blind_spot.trust", firm] for firm in "ab"]
    assert {(spot.value, spot.reason) for spot in spots} == {
        (None, "too few, or too alike, to tell without telling on people")
    }
    assert scores_of(views)["climate.trust", "a"].is_ok
    assert not any(derived(block, knows)[0] for block in blocks_of(answers, views) for knows in (None, *block.rows))


@pytest.mark.parametrize("values", [[4] * 7, [4, 4, 4, 4, 4, 4, 5]], ids=["all alike", "all but one"])
def test_withheld_because_alike_reads_as_withheld_because_few_answered(values):
    few = with_said("INT-ST3", [])
    for number in range(4):
        del few[f"a{number}"]["INT-ST3"]
    reasons = [
        scores_of(told_of(told))["sponsor_visibility", "a"].reason for told in (with_said("INT-ST3", values), few)
    ]
    assert reasons[0] == reasons[1]


@pytest.mark.parametrize(("unlike", "is_told"), [((), False), (("a0",), False), (("a0", "b0"), True)])
def test_goals_that_all_or_all_but_one_chose_are_told_by_no_number(unlike, is_told):
    goals = {person: ("G3", "G4", "G5") if person in unlike else ("G0", "G1", "G2") for person in PEOPLE}
    case = a_told_case(some_answers(PEOPLE, 1, MEASURED), goals=goals)
    assert (goal_agreement(case) is not None) is is_told


def test_a_number_of_a_second_alliance_does_not_tell_what_its_one_further_member_said():
    answers = some_answers(PEOPLE, 1, MEASURED)
    first = a_told_case({one: told for one, told in answers.items() if one != "a6"})
    alone = told_of_case(a_told_case(answers))
    beside = told_of_case(replace(a_told_case(answers), others=(first,)))
    assert (alone["climate.trust", "a"].is_ok, beside["climate.trust", "a"].is_ok) == (True, False)
    assert beside["climate.trust", "b"].is_ok


def told_of_case(case):
    audit = audit_case(case)
    return scores_of([view_for(audit, reader) for reader in READERS_OF_GROUPS])


@pytest.mark.parametrize(("moved", "months"), [((0, 0), 1), ((1, 0), 0), ((4, 5), 0), ((5, 0), 1)])
def test_months_of_contact_are_not_shown_to_groups_where_few_opted_out_joined_or_left(moved, months):
    audit = an_audit(log_trend=(LogMonth(month=202603, volume=9.0, alive=2, share_alive=0.5, new=None, fading=None),))
    firms = tuple(replace(firm, seen=9, moved=few) for firm, few in zip(audit.alliance.firms, moved, strict=True))
    audit = replace(audit, alliance=replace(audit.alliance, firms=firms))
    assert len(view_for(audit, READERS_OF_GROUPS[0]).log_trend) == months
    assert len(view_for(audit, Reader(role=ReaderRole.ALLIANCE_MANAGER)).log_trend) == 1


@pytest.mark.parametrize("metric", ["reply_hours", "after_hours", "log_agreement", "log_agreement.people_only_logs"])
@pytest.mark.parametrize(("moved", "is_told"), [((0, 0), True), ((1, 0), False), ((4, 5), False), ((5, 6), True)])
def test_sums_over_logs_are_not_shown_to_groups_where_few_opted_out_joined_or_left(metric, moved, is_told):
    subject = Subject(kind=SubjectKind.ALLIANCE, id="nordwind")
    score = Score(metric=metric, subject=subject, value=5.0, unit="", n=40, interval=(4.0, 6.0))
    audit = an_audit(scores=(score,))
    firms = tuple(replace(firm, seen=9, moved=few) for firm, few in zip(audit.alliance.firms, moved, strict=True))
    audit = replace(audit, alliance=replace(audit.alliance, firms=firms))
    partner = Reader(role=ReaderRole.PARTNER, firm="partner")
    for reader in (partner, Reader(role=ReaderRole.EXECUTIVE), Reader(role=ReaderRole.HR)):
        assert [seen.is_ok for seen in view_for(audit, reader).scores] == [is_told]
    assert [seen.is_ok for seen in view_for(audit, Reader(role=ReaderRole.ALLIANCE_MANAGER)).scores] == [True]


def test_one_who_opted_out_or_left_since_an_earlier_wave_stands_in_the_audit_as_moved():
    answers = some_answers(PEOPLE, 1, MEASURED)
    case = with_logs(a_told_case(answers))
    out = {**case.register.people, "a1": replace(case.register.people["a1"], opted_out=True)}
    before = a_told_case({one: told for one, told in answers.items() if one != "b6"})
    cases = [
        case,
        replace(case, register=replace(case.register, people=out)),
        with_logs(a_told_case(answers, earlier=before)),
    ]
    moved = [tuple(firm.moved for firm in audit_case(case).alliance.firms) for case in cases]
    assert moved == [(0, 0), (1, 0), (0, 1)]


def with_logs(case):
    """The case with logs that saw everybody, and nobody in contact."""
    everybody = np.ones(len(PEOPLE), dtype=bool)
    coverage = LogCoverage(seen=everybody, listed=everybody, dark=np.full(len(PEOPLE), -1))
    logs = LogContact(
        coverage=coverage, pairs=np.empty((0, 2), dtype=np.int64), step=np.empty(0), trend=(), answering=()
    )
    return replace(case, wave=replace(case.wave, logs=logs))
