"""Gates, checklists, lessons, causes."""

from datetime import date, timedelta

from built_portfolios import DAY, a_holding, audited

from alliancenet.model.portfolio import ChecklistItem, Choice, Gate, GatePassage, Goal, Lesson, Proposal
from alliancenet.portfolio.actions.causes import causes_of
from alliancenet.portfolio.checklists import checklist_states
from alliancenet.portfolio.lessons import lessons_for
from alliancenet.portfolio.pipeline import proposal_states, skipped_gates


def passage(gate, days_ago, decision=""):
    return GatePassage(proposal="p", gate=gate, entered=DAY - timedelta(days=days_ago), decision=decision)


def proposed(*passages, **fields):
    proposal = Proposal(id="p", name="Pelican", **{"partner": "Sole Mare", "goal": "g", "owner": "Kim", **fields})
    holding = a_holding(proposals={"p": proposal}, passages=passages, goals={"g": Goal(id="g", name="Asia")})
    return proposal_states(holding)[0]


def test_proposal_stands_in_the_last_gate_it_entered():
    state = proposed(passage(Gate.PRESENTATION, 40, "go on"), passage(Gate.DISCUSSION, 12))
    assert (state.gate, state.days_in_gate, state.slow) == ("discussion", 12, False)


def test_gate_entered_after_the_review_does_not_count():
    assert proposed(passage(Gate.PRESENTATION, 5), passage(Gate.DISCUSSION, -5)).gate == "presentation"


def test_more_than_ninety_days_in_a_gate_is_slow():
    assert proposed(passage(Gate.PRESENTATION, 91)).slow
    assert not proposed(passage(Gate.PRESENTATION, 90)).slow


def test_skipped_gates_are_named():
    assert skipped_gates([Gate.PRESENTATION, Gate.NEGOTIATION]) == ("discussion", "evaluation")


def test_what_a_proposal_lacks_is_listed():
    state = proposed(passage(Gate.PRESENTATION, 9), passage(Gate.DISCUSSION, 3), owner="", goal="x")
    assert state.missing == (
        "owner",
        "goal 'x' is not on record",
        "build, buy or partner is undecided",
        "decision at presentation",
    )


def test_decided_proposal_lacks_nothing():
    assert proposed(passage(Gate.PRESENTATION, 9), choice=Choice.PARTNER).missing == ()


def item(name, done=None, due=None):
    return ChecklistItem(alliance="north", checklist="launch", item=name, done=done, owner="Kim", due=due)


def test_checklist_counts_what_is_done_and_names_what_is_late():
    items = (
        item("a", done=date(2026, 1, 1)),
        item("b", due=date(2026, 4, 1)),
        item("c", due=date(2026, 5, 1)),
        item("d"),
    )
    state = checklist_states(a_holding(checklists=items), "north")[0]
    assert (state.done, state.total, state.completion) == (1, 4, 25)
    assert state.overdue == ("b (Kim, due 2026-04-01)",)
    assert len(state.open_items) == 3


def test_item_done_after_the_review_is_still_open():
    state = checklist_states(a_holding(checklists=(item("a", done=date(2026, 6, 1)),)), "north")[0]
    assert state.done == 0


def a_lesson(name, *codes, reused=0, day=date(2025, 1, 1)):
    return Lesson(id=name, day=day, text="introduce a second pair", codes=codes, reused=reused)


def test_lessons_are_found_by_code_most_reused_first():
    lessons = (a_lesson("l1", "N-DROP"), a_lesson("l2", "N-DROP", "G-ZERO", reused=3), a_lesson("l3", "N-DROPS"))
    assert [lesson.id for lesson in lessons_for(lessons, "n-drop")] == ["l2", "l1"]


def test_lessons_of_a_family_are_found_by_its_letter():
    lessons = (a_lesson("l1", "N-DROP"), a_lesson("l2", "G-ZERO"))
    assert [lesson.id for lesson in lessons_for(lessons, "N")] == ["l1"]
    assert lessons_for(lessons, "N-") == lessons_for(lessons, "N")


def test_causes_are_those_below_green_furthest_first_and_at_most_three():
    scores = {
        "integration.cultural": 60.0,
        "climate.relationship_conflict": 40.0,
        "climate.roles": 70.0,
        "sponsor_score": 20.0,
        "climate.measuring": 50.0,
        "climate.trust": 90.0,
    }
    causes = causes_of(a_holding(audits=[audited(scores=scores)]), "north")
    assert [(cause.name, cause.below_green) for cause in causes] == [
        ("too little attention to the relationship", 55),
        ("personality and team conflict", 35),
        ("incompatible cultures", 15),
    ]
    assert causes[0].measures == ("sponsor_score 20", "climate.measuring 50")


def test_unmeasured_causes_are_not_named():
    assert causes_of(a_holding(), "north") == ()
