"""Planted truths of satisfaction, rewards, negotiations, benchmarks, loop, telling and form."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats

from alliancenet.execution.looping import LoopInputs, ProposalRound
from alliancenet.execution.overview import AuditsBeside
from alliancenet.execution.satisfying import rank_correlations
from alliancenet.model.action import Action, ActionState
from alliancenet.model.register import AllianceId, OrganisationId, Person, PersonId, Touchpoint
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.execution_view import execution_for
from alliancenet.report.tables.benchmarks import benchmarks

from .records import OUTCOMES, late_issue, register_of, review_of

SAT = "partner,respondent,date,SAT1,SAT2,SAT3,SAT4,SAT5,SATO,complaint,staff,JOB\n"
PAY = "role,measure,share_of_variable_pay,kind\n"
TALK = "negotiation,date,person,firm,function,lead,met,signed_on\n"
MARK = "dimension,value,unit,who,source,date,low,high,n\n"
TOLD = "date,alliance,firm,level,reached,by_leader\n"
FORM = "alliance,since,form,reason\n"


def codes(review):
    return [finding.code for finding in review.findings]


def answers(partner, *overall, complaint="none", day="2026-03-01"):
    rows = [
        f"{partner},{partner}-{number},{day},4,4,4,3,{4 + number % 2},{value},{complaint},no,\n"
        for number, value in enumerate(overall)
    ]
    return "".join(rows)


# S19


def test_who_is_satisfied_with_a_complaint_handled_badly_is_at_risk(tmp_path):
    rows = answers("p1", 4, 5, 3, 4, 2) + "p1,x,2026-03-01,4,4,4,4,4,5,handled_badly,no,\n"
    rows += "p1,y,2026-03-01,2,2,2,2,2,2,handled_badly,no,\n"
    review = review_of(tmp_path, {"satisfaction.csv": SAT + rows})
    (partner,) = review.satisfaction.partners
    assert (partner.at_risk, partner.badly, partner.to_call) == (1, 2, (("x", date(2026, 3, 1)),))
    assert codes(review) == ["M-COMPLAINT"]


def test_a_complaint_handled_well_puts_nobody_at_risk(tmp_path):
    rows = answers("p1", 4, 5, 3, 4, 2, complaint="handled_well")
    review = review_of(tmp_path, {"satisfaction.csv": SAT + rows})
    assert codes(review) == []
    assert review.satisfaction.handled_well.value == 1


def test_fewer_than_five_people_of_a_partner_are_not_told(tmp_path):
    review = review_of(tmp_path, {"satisfaction.csv": SAT + answers("p1", 4, 5, 3, 4)})
    assert {score.state for score in review.satisfaction.partners[0].scores} == {State.SUPPRESSED}


def test_the_newest_answer_of_a_person_counts_and_old_ones_do_not(tmp_path):
    rows = answers("p1", 1, 1, 1, 1, 2) + answers("p1", 4, 4, 4, 4, 5, day="2026-04-01")
    rows += answers("p2", 3, 3, 3, 3, 4, day="2020-04-01")
    review = review_of(tmp_path, {"satisfaction.csv": SAT + rows})
    (partner,) = review.satisfaction.partners
    assert partner.scores[1].value == pytest.approx(4.2)


def test_an_index_needs_four_drivers(tmp_path):
    rows = "".join(f"p1,a{number},2026-03-01,4,4,{number % 5 + 1},,,4,none,no,\n" for number in range(6))
    review = review_of(tmp_path, {"satisfaction.csv": SAT + rows})
    index = review.satisfaction.partners[0].scores[0]
    assert (index.n, index.value) == (0, None)


def test_the_mean_over_partners_leaves_out_who_may_not_be_told(tmp_path):
    rows = answers("p1", 4, 5, 3, 4, 2) + answers("p2", 1, 2, 1, 1, 1) + answers("p3", 5, 5)
    review = review_of(tmp_path, {"satisfaction.csv": SAT + rows})
    overall = review.satisfaction.overall[1]
    assert (overall.n, overall.value) == (2, pytest.approx((3.6 + 1.2) / 2))


def linked(partners, slope=1.0):
    rows = []
    for place in range(1, partners + 1):
        mood = 1.5 + 3 * place / partners
        rows += [f"p{place},s{number},2026-03-01,,,,,,,,yes,{min(5, mood + 0.1 * number):.2f}\n" for number in range(5)]
        theirs = mood if slope > 0 else 6 - mood
        rows += [
            f"p{place},c{number},2026-03-01,4,4,4,4,4,{min(5, theirs + 0.1 * number):.2f},none,no,\n"
            for number in range(5)
        ]
    return {"satisfaction.csv": SAT + "".join(rows)}


@pytest.mark.parametrize(("slope", "expected"), [(1.0, 1.0), (-1.0, -1.0)])
def test_staff_and_partners_that_move_together_are_told(tmp_path, slope, expected):
    (link,) = review_of(tmp_path, linked(12, slope)).satisfaction.links
    assert link.value == pytest.approx(expected, abs=0.02)


def test_the_link_needs_ten_partners(tmp_path):
    (link,) = review_of(tmp_path, linked(9)).satisfaction.links
    assert link.value is None
    assert "9 partners" in link.reason


def test_the_link_is_told_apart_where_contact_is_high_and_low(tmp_path):
    """24 partners, half of whom were met: what holds for all holds in both halves."""
    partners = tuple(f"p{number}" for number in range(1, 25))
    crew = [Person(id=PersonId(f"{partner}-x"), organisation=OrganisationId(partner)) for partner in partners[1::2]]
    meetings = tuple(
        Touchpoint(date=date(2026, 3, 1), alliance=AllianceId("north"), type="working", attendees=(person.id,))
        for person in crew
    )
    register = replace(register_of(partners, people=crew), touchpoints=meetings)
    links = review_of(tmp_path, linked(24), register).satisfaction.links
    assert [link.n for link in links] == [24, 12, 12]
    assert [link.label.partition(";")[0] for link in links[1:]] == ["where contact is high", "where contact is low"]


def rated(novelty, what="novelty"):
    return {"partner_ratings.csv": f"partner,{what}\n" + "".join(f"p{at},{value}\n" for at, value in novelty.items())}


@pytest.mark.parametrize("what", ["integration", "novelty"])
def test_the_link_is_told_apart_where_partners_take_part_and_what_they_get_is_new(tmp_path, what):
    """Planted: together where it is high, the other way round where it is low."""
    together, apart = linked(24)["satisfaction.csv"], linked(24, -1.0)["satisfaction.csv"]
    rows = [row for row in together.splitlines(True)[1:] if int(row[1 : row.index(",")]) > 12]
    rows += [row for row in apart.splitlines(True)[1:] if int(row[1 : row.index(",")]) <= 12]
    register = register_of(tuple(f"p{number}" for number in range(1, 25)))
    ratings = rated({at: 5 if at > 12 else 2 for at in range(1, 25)}, what)
    links = review_of(tmp_path, {"satisfaction.csv": SAT + "".join(rows), **ratings}, register).satisfaction.links
    assert [link.label.partition(";")[0] for link in links[1:]] == [f"where {what} is high", f"where {what} is low"]
    assert [link.value for link in links[1:]] == [pytest.approx(1, abs=0.05), pytest.approx(-1, abs=0.05)]


def test_a_half_of_few_partners_says_how_many_there_are(tmp_path):
    register = register_of(tuple(f"p{number}" for number in range(1, 13)))
    ratings = rated({at: 5 if at > 8 else 2 for at in range(1, 13)})
    _, link = review_of(tmp_path, {**linked(12), **ratings}, register).satisfaction.links
    assert (link.value, link.reason) == (None, "4 and 8 partners; 10 are needed on either side")


def moved_by_one_driver(partners=12, people=8):
    """Overall follows the first driver alone, which is met worst; the other four are noise."""
    rng = np.random.default_rng(4)
    rows = []
    for place in range(1, partners + 1):
        for number in range(people):
            others = rng.integers(3, 6, 4)
            first = int(rng.integers(1, 5))
            overall = min(5, first + 1)
            rows.append(f"p{place},c{number},2026-03-01,{first},{','.join(map(str, others))},{overall},none,no,\n")
    return {"satisfaction.csv": SAT + "".join(rows)}


def test_the_driver_that_moves_satisfaction_and_is_met_worst_is_to_be_mended_first(tmp_path):
    found = review_of(tmp_path, moved_by_one_driver()).satisfaction.impact
    by_driver = {driver.metric: driver for driver in found.drivers}
    first = by_driver["satisfaction.responsiveness"]
    assert found.kind == "relative weights"
    assert (first.cell, first.is_told) == ("fix now", True)
    assert first.impact > 0.9
    assert sum(driver.impact for driver in found.drivers) == pytest.approx(1)


def test_impact_is_johnsons_relative_weights_of_all_answers(tmp_path):
    """Against the definition: weights of the correlations of everybody's answers, by numpy alone."""
    files = moved_by_one_driver()
    found = review_of(tmp_path, files).satisfaction.impact
    rows = [list(map(float, row.split(",")[3:9])) for row in files["satisfaction.csv"].splitlines()[1:]]
    correlations = np.corrcoef(np.array(rows).T)
    roots, vectors = np.linalg.eigh(correlations[:5, :5])
    link = vectors @ np.diag(np.sqrt(roots)) @ vectors.T
    weights = link**2 @ np.linalg.solve(link, correlations[:5, 5]) ** 2
    assert found.r2 == pytest.approx(weights.sum())
    assert [driver.impact for driver in found.drivers] == pytest.approx(weights / weights.sum())


def test_few_answers_tell_no_impact_and_say_why(tmp_path):
    found = review_of(tmp_path, {"satisfaction.csv": SAT + answers("p1", 4, 5, 3, 4, 2)}).satisfaction.impact
    assert (found.kind, found.drivers) == ("", ())
    assert "fewer than 5 people of 3 partners" in found.reason


def test_rank_correlations_are_spearmans():
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 5, (4, 12)).astype(float), rng.normal(size=(4, 12))
    known = [stats.spearmanr(a, b).statistic for a, b in zip(first, second, strict=True)]
    assert rank_correlations(first, second) == pytest.approx(known)


def test_issues_past_their_day_are_told_with_their_age(tmp_path):
    register = register_of(issues=[late_issue(date(2026, 2, 1)), late_issue(date(2026, 12, 1))])
    review = review_of(tmp_path, {"satisfaction.csv": SAT + answers("p1", 4, 5, 3, 4, 2)}, register)
    (issue,) = review.satisfaction.past_due
    assert issue.age == (date(2026, 6, 1) - date(2026, 1, 5)).days
    assert "M-PASTDUE" in codes(review)


# S23


def test_a_switch_from_volume_to_margin_and_customers_raises_alignment_from_0_to_100(tmp_path):
    """As Square D did it."""
    before = review_of(tmp_path / "a", {"schemes.csv": PAY + "sales,units,1,volume\n"})
    after = review_of(
        tmp_path / "b", {"schemes.csv": PAY + "sales,margin,.6,margin\nsales,valued customers,.4,customers\n"}
    )
    assert before.rewards[0].alignment.value == 0
    assert after.rewards[0].alignment.value == 100
    assert (codes(before), codes(after)) == (["M-REWARD"], [])


@pytest.mark.parametrize(
    ("rows", "points", "is_misaligned"),
    [
        ("r,a,.5,volume\nr,b,.5,margin\n", 50, False),
        ("r,a,.51,volume\nr,b,.49,margin\n", 49, True),
        ("r,a,1,other\n", 50, False),
        ("r,a,.6,volume\nr,b,.4,retention\n", 40, True),
    ],
)
def test_alignment_weighs_each_element_by_its_share(tmp_path, rows, points, is_misaligned):
    (role,) = review_of(tmp_path, {"schemes.csv": PAY + rows}).rewards
    assert (role.alignment.value, role.is_misaligned) == (pytest.approx(points), is_misaligned)


# S28

DAYS = ("2025-01-10", "2025-01-20", "2025-02-10")


def talks(*pairs, days=DAYS, lead=""):
    """Sessions in which each pair of (our function, their function) met."""
    rows = []
    for day in days:
        for place, (ours, theirs) in enumerate(pairs, start=1):
            leads = "yes" if lead == ours else ""
            rows.append(f"north,{day},own-{place},,{ours},{leads},p1-{place},2025-02-15\n")
            rows.append(f"north,{day},p1-{place},,{theirs},,own-{place},2025-02-15\n")
    return {"negotiations.csv": TALK + "".join(rows)}


def share(review, part):
    (found,) = review.negotiations
    return next(score for score in found.scores if score.metric == f"negotiation.{part}")


def test_all_matched(tmp_path):
    review = review_of(tmp_path, talks(("manager", "manager"), ("lawyer", "lawyer"), lead="manager"))
    assert [share(review, part).value for part in ("role_match", "paired_sessions", "led_by_others_than_lawyers")] == [
        1,
        1,
        1,
    ]
    assert share(review, "managers_over_lawyers").value == 0.5
    assert review.negotiations[0].formed == 1
    assert codes(review) == []


def test_none_matched(tmp_path):
    review = review_of(tmp_path, talks(("manager", "lawyer"), ("lawyer", "technical"), lead="lawyer"))
    assert share(review, "role_match").value == 0
    assert share(review, "led_by_others_than_lawyers").value == 0
    assert review.negotiations[0].sessions[0].unpaired == ("manager", "technical")
    assert codes(review) == ["M-PAIRING", "M-PAIRING"]


def test_two_sessions_are_listed_without_a_share(tmp_path):
    review = review_of(tmp_path, talks(("manager", "manager"), days=DAYS[:2]))
    assert share(review, "role_match").value is None
    assert len(review.negotiations[0].sessions) == 2


def crowd(size, met=""):
    rows = []
    for day in DAYS:
        for number in range(size):
            firm = ("own", "p1")[number % 2]
            rows.append(f"north,{day},x{number},{firm},manager,,{met if number == 0 else ''},\n")
    return {"negotiations.csv": TALK + "".join(rows)}


def test_attendance_counts_as_meeting_in_small_sessions_only(tmp_path):
    small, large = (review_of(tmp_path / str(size), crowd(size)).negotiations[0] for size in (8, 10))
    assert small.sessions[0].encounters == 16
    assert any("who was there" in label for label in small.labels)
    assert large.sessions[0].encounters is None
    assert any("not on record for 3 of 3" in label for label in large.labels)


def test_who_wrote_down_whom_they_met_met_nobody_else(tmp_path):
    found = review_of(tmp_path, crowd(10, met="x1")).negotiations[0]
    assert [session.encounters for session in found.sessions] == [1, 1, 1]


# S66


def own_score(value, interval=None, metric="health"):
    subject = Subject(kind=SubjectKind.ALLIANCE, id="north")
    return Score(metric=metric, subject=subject, value=value, unit="points 0-100", n=4, interval=interval)


def gaps(path, rows, *scores):
    beside = AuditsBeside(scores={"north": scores})
    return review_of(path, {"benchmarks.csv": MARK + rows}, beside=beside)


def test_a_gap_holds_both_intervals(tmp_path):
    review = gaps(tmp_path, "health,70,points,peers,round,2025-12-01,65,78,9\n", own_score(60.0, (55.0, 64.0)))
    (gap,) = review.benchmarks
    assert (gap.gap, gap.low, gap.high, gap.is_behind) == (-10, -23, -1, True)
    assert codes(review) == ["M-BEHIND"]


def test_a_gap_whose_interval_holds_zero_is_not_behind(tmp_path):
    review = gaps(tmp_path, "health,70,points,peers,round,2025-12-01,55,78,9\n", own_score(60.0, (55.0, 64.0)))
    assert review.benchmarks[0].is_behind is False
    assert codes(review) == []


def test_an_old_benchmark_is_marked_and_alarms_nobody(tmp_path):
    review = gaps(tmp_path, "health,70,points,peers,round,2023-12-01,,,\n", own_score(60.0))
    assert review.benchmarks[0].is_old
    assert codes(review) == []


def test_best_in_class_and_a_rival_stand_apart(tmp_path):
    rows = "health,80,points,best in class,a,2026-01-01,,,\nhealth,50,points,rival,b,2026-01-01,,,\n"
    review = gaps(tmp_path, rows, own_score(60.0))
    assert [(gap.who, gap.gap) for gap in review.benchmarks] == [("best in class", -20), ("rival", 10)]


def test_a_dimension_without_a_number_of_ours_says_so(tmp_path):
    (gap,) = gaps(tmp_path, "performance,80,points,peers,a,2026-01-01,,,\n").benchmarks
    assert gap.gap is None
    assert "no number of our own" in gap.reason


def test_dimensions_nobody_compared_are_named(tmp_path):
    review = gaps(
        tmp_path, "health,80,points,a,b,2026-01-01,,,\n", own_score(60.0), own_score(50.0, None, "performance")
    )
    assert review.missing == ("Performance",)


def test_dimensions_are_sorted_by_the_impact_that_was_worked_out(tmp_path):
    """The driver that moves satisfaction comes first, whatever stands first in the file and is entered there."""
    mark = MARK.replace(",n\n", ",n,impact\n")
    rows = "satisfaction.product_quality,4,steps,peers,a,2026-01-01,,,,0.9\n"
    rows += "health,80,points,peers,a,2026-01-01,,,,\n"
    rows += "satisfaction.responsiveness,4,steps,peers,a,2026-01-01,,,,\n"
    rows += "performance,80,points,peers,a,2026-01-01,,,,0.5\n"
    files = {"benchmarks.csv": mark + rows, **moved_by_one_driver()}
    review = review_of(tmp_path, files, beside=AuditsBeside(scores={"north": [own_score(60.0)]}))
    assert [(gap.dimension, gap.impact_by) for gap in review.benchmarks] == [
        ("satisfaction.responsiveness", "relative weights"),
        ("satisfaction.product_quality", "relative weights"),
        ("performance", "as entered"),
        ("health", ""),
    ]


def test_a_number_of_others_without_a_count_says_so(tmp_path):
    review = gaps(tmp_path, "health,70,points,peers,round,2025-12-01,65,78,\n", own_score(60.0))
    (row,) = benchmarks(execution_for(review, Reader(role=ReaderRole.ANALYST))).rows
    assert row[5].detail == "a mean without a count"


def test_own_metrics_are_compared_by_the_direction_of_a_test(tmp_path):
    files = {
        "benchmarks.csv": MARK + "claims,4,count,peers,a,2026-01-01,,,\n",
        "outcomes.csv": OUTCOMES + "p1,claims,2025-Q4,9\np2,claims,2025-Q4,7\np2,claims,2025-Q3,100\n",
        "interventions.csv": "id,hypothesis,metric,direction,decided_on,start,end\n"
        "t,x,claims,down,2026-01-01,2026-07-01,2026-12-31\n",
    }
    (gap,) = review_of(tmp_path, files).benchmarks
    assert (gap.ours, gap.is_behind) == (8, True)


# S67


def action(number, state, opened, changed, owner="somebody"):
    return Action(
        id=number,
        key=f"north:{number}",
        alliance="north",
        code="",
        subject="",
        title="",
        why="",
        wave="w1",
        owner=owner,
        due=date(2026, 3, 1),
        state=state,
        reason="",
        opened=opened,
        by="me",
        changed=changed,
    )


def test_the_loop_counts_each_step_and_its_days(tmp_path):
    loop = LoopInputs(
        proposed=frozenset({"north:1", "north:2", "north:3", "north:4"}),
        reviewed=date(2026, 1, 1),
        actions=(
            action(1, ActionState.DONE, date(2026, 1, 11), date(2026, 1, 31)),
            action(2, ActionState.OPEN, date(2026, 1, 15), date(2026, 1, 15), owner=""),
            action(3, ActionState.DONE, date(2026, 4, 10), date(2026, 4, 20)),
        ),
        waves={"north": [date(2026, 1, 1), date(2026, 4, 1)]},
    )
    found = review_of(tmp_path, {"forms.csv": FORM}, beside=AuditsBeside(loop=loop)).loop
    steps = {step.step: (step.count, step.of, step.days) for step in found.steps}
    assert steps == {
        "decided": (3, 4, 10),
        "with an owner": (2, 4, None),
        "done": (2, 4, 15),
        "measured afterwards": (1, 4, 60),
    }


def test_each_quarter_tells_what_became_of_its_proposals(tmp_path):
    rounds = (
        ProposalRound(
            day=date(2025, 10, 1),
            until=date(2026, 4, 1),
            proposed=frozenset({"north:1", "north:2", "north:3"}),
            actions=(
                action(1, ActionState.DONE, date(2025, 10, 9), date(2025, 12, 1)),
                action(2, ActionState.OPEN, date(2025, 10, 9), date(2025, 10, 9), owner=""),
                action(9, ActionState.DONE, date(2025, 10, 9), date(2025, 10, 9)),
            ),
        ),
        ProposalRound(day=date(2026, 4, 1), until=None, proposed=frozenset({"north:2", "north:4"})),
    )
    loop = LoopInputs(proposed=frozenset({"north:2"}), reviewed=date(2026, 4, 2), rounds=rounds)
    first, newest = review_of(tmp_path, {"forms.csv": FORM}, beside=AuditsBeside(loop=loop)).loop.rounds
    assert (first.proposals, first.decided, first.owned, first.done, first.gone) == (3, 2, 1, 1, 2)
    assert (newest.proposals, newest.decided, newest.gone) == (2, 0, None)


def test_proposals_nobody_decided_on_are_a_finding(tmp_path):
    loop = LoopInputs(proposed=frozenset({"north:1", "north:2", "north:3"}), reviewed=date(2026, 1, 1))
    review = review_of(tmp_path, {"forms.csv": FORM}, beside=AuditsBeside(loop=loop))
    assert codes(review) == ["M-LOOP"]


def test_a_record_nobody_keeps_is_not_an_empty_one(tmp_path):
    review = review_of(tmp_path, {"forms.csv": FORM}, beside=AuditsBeside(loop=LoopInputs()))
    kept = {source.source: source.partners for source in review.loop.coverage}
    assert kept == dict.fromkeys(("sales", "costs and time", "contacts", "survey", "tickets"))


# S74


def reach(review):
    return {(found.firm, found.level): found.share.value for found in review.telling.reach}


def test_reach_is_that_of_the_act_that_reached_most(tmp_path):
    rows = "2026-01-01,north,own,operating,1,no\n2026-02-01,north,own,operating,1,yes\n2026-03-01,north,own,,4,yes\n"
    found = review_of(tmp_path, {"strategy_acts.csv": TOLD + rows})
    assert reach(found)[("own", "operating")] == 1
    assert reach(found)[("p1", "senior")] == 0


def test_acts_are_not_added_up(tmp_path):
    rows = "2026-01-01,north,own,operating,1,no\n2026-02-01,north,own,operating,1,yes\n"
    review = review_of(tmp_path, {"strategy_acts.csv": TOLD + rows})
    assert reach(review)[("own", "operating")] == 0.5


def test_what_was_told_long_ago_reached_nobody_now(tmp_path):
    review = review_of(tmp_path, {"strategy_acts.csv": TOLD + "2024-01-01,north,own,,4,yes\n"})
    assert set(reach(review).values()) == {0}
    (found,) = review.findings
    assert (found.code, found.sentence) == ("M-TOLD", "North: the strategy was told to nobody in the last year")


def test_one_finding_names_every_group_the_strategy_did_not_reach(tmp_path):
    rows = "2026-01-01,north,own,senior,1,yes\n2026-01-01,north,p1,operating,0,no\n2024-01-01,north,p1,senior,1,no\n"
    (found,) = review_of(tmp_path, {"strategy_acts.csv": TOLD + rows}).findings
    assert found.sentence == (
        "North: the strategy reached less than half of Own (operating not told in the last year, project leader not "
        "told in the last year) and Firm p1 (operating 0 % reached, project leader not told in the last year, senior "
        "not told in the last year)"
    )


def test_more_people_than_there_are_is_no_reach(tmp_path):
    review = review_of(tmp_path, {"strategy_acts.csv": TOLD + "2026-01-01,north,own,senior,7,yes\n"})
    share = next(found.share for found in review.telling.reach if (found.firm, found.level) == ("own", "senior"))
    assert share.value is None
    assert "more people" in share.reason


@pytest.mark.parametrize(("band", "found"), [("red", ["M-TOLD"]), ("amber", [])])
def test_people_who_say_they_do_not_know_it_are_a_finding(tmp_path, band, found):
    subject = Subject(kind=SubjectKind.FIRM, id="p1")
    score = Score(metric="strategy_known", subject=subject, value=50.0, unit="points 0-100", n=9, band=band)
    rows = "2026-01-01,north,own,,4,yes\n2026-01-01,north,p1,,4,yes\n"
    review = review_of(tmp_path, {"strategy_acts.csv": TOLD + rows}, beside=AuditsBeside(known={"north": [score]}))
    assert codes(review) == found


# S75


def test_time_in_each_form_adds_up_to_the_day_of_the_report(tmp_path):
    rows = "north,2024-01-01,contract,\nnorth,2025-01-01,alliance,both grew\nnorth,2025-07-01,contract,back again\n"
    review = review_of(tmp_path, {"forms.csv": FORM + rows})
    (history,) = review.forms
    assert dict(history.in_form) == {"contract": 366 + 335, "alliance": 181}
    assert history.changes == 2
    assert sum(step.days for step in history.steps) == (date(2026, 6, 1) - date(2024, 1, 1)).days


def test_what_changed_around_a_change_is_told(tmp_path):
    register = register_of(issues=[late_issue(date(2026, 2, 1))])
    rows = "north,2024-01-01,contract,\nnorth,2026-02-01,alliance,\n"
    (history,) = review_of(tmp_path, {"forms.csv": FORM + rows}, register).forms
    assert history.steps[1].around == ("1 issue opened",)
    assert history.steps[0].around == ()


def test_a_register_that_names_another_form_is_a_finding(tmp_path):
    review = review_of(
        tmp_path / "a", {"forms.csv": FORM + "north,2024-01-01,contract,\n"}, register_of(form="alliance")
    )
    assert codes(review) == ["M-FORM"]
    review = review_of(
        tmp_path / "b", {"forms.csv": FORM + "north,2024-01-01,contract,\n"}, register_of(form="contract")
    )
    assert codes(review) == []
