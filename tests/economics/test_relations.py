"""Value drivers, propositions, switching costs, ladder, candidates, coverage, teams, joint value, demand."""

from datetime import date
from types import SimpleNamespace

import pytest
from economics.firms import golden_files, ledger_of, register_of

from alliancenet.economics.relations.candidates import candidate_lines, candidates_of
from alliancenet.economics.relations.coverage import coverage_lines, coverage_of
from alliancenet.economics.relations.demand import demand_lines, demand_of
from alliancenet.economics.relations.joint import joint_lines, joint_values_of
from alliancenet.economics.relations.ladder import ladder_lines, ladder_of
from alliancenet.economics.relations.switching import bond_lines, bonds_of, with_bonds
from alliancenet.economics.relations.teams import carried_lines, carried_of, team_lines, teams_of
from alliancenet.economics.relations.value import driver_lines, proposition_lines, propositions_of, value_drivers_of
from alliancenet.errors import InputError
from alliancenet.model.portfolio import Economics, PortfolioRecords
from alliancenet.model.register import Alliance, AllianceId, OrganisationId, Register
from alliancenet.model.wave import OrganisationAnswer, Wave

DAY = date(2026, 3, 31)


def golden_with(path, **files):
    return ledger_of(
        path, golden_files() | {f"{name}.csv": text for name, text in files.items()}, *"ABCDEFGHIJKL", as_of=DAY
    )


def surveyed(path, answers, **files):
    """The golden books with an alliance of the own firm and A, and answers by firm and item."""
    import numpy as np

    plain = register_of(*"ABCDEFGHIJKL")
    alliance = Alliance(
        id=AllianceId("north"), name="North", organisations=(OrganisationId("own"), OrganisationId("A"))
    )
    register = Register(organisations=plain.organisations, people={}, alliances={alliance.id: alliance})
    given = tuple(
        OrganisationAnswer(organisation=OrganisationId(firm), respondent=None, item=item, value=str(value))
        for (firm, item), value in answers.items()
    )
    wave = Wave(
        id="2026-03",
        alliance=alliance.id,
        people=(),
        opens=None,
        closes=date(2026, 3, 20),
        window_days=28,
        responded=np.zeros(0, dtype=bool),
        complete=np.zeros(0, dtype=bool),
        organisation_answers=given,
    )
    from economics.firms import folder_of

    from alliancenet.economics.ledger import open_ledger
    from alliancenet.economics.reading import read_books
    from alliancenet.settings import default_settings
    from alliancenet.sources.loaded import Project

    folder = folder_of(path, golden_files() | {f"{name}.csv": text for name, text in files.items()})
    project = Project(name="p", register=register, settings=default_settings(), waves=(wave,), inputs=())
    return open_ledger(project, folder, read_books(folder, register, default_settings()), DAY, 1)


def performance(firm, *steps):
    return {(firm, f"VAL{number}-PERF"): step for number, step in enumerate(steps, 1) if step is not None}


def test_answers_on_value_drivers_give_gate_and_scores(tmp_path):
    found = value_drivers_of(surveyed(tmp_path, performance("A", 1, 0, 2, 2, 1, -1, -1, 0, 0))).scores[0]
    assert found.cost_mean == pytest.approx(-1 / 3)
    assert found.passes
    assert found.key_score == pytest.approx(50 + 25 * (1 * 1 + 0 + 3 * 2 + 3 * 2 + 2 * 1 - 2) / 12)
    assert found.cost_score == pytest.approx(50 + 25 * (-0.5) / 2.5)


def test_costs_that_are_much_worse_do_not_get_a_firm_shortlisted(tmp_path):
    found = value_drivers_of(surveyed(tmp_path, performance("A", 2, 2, 2, 2, 2, 2, -1, -1, 0))).scores[0]
    assert found.passes is False
    assert found.key_score == 100


def test_three_benefits_bear_no_key_score_and_four_have_bounds(tmp_path):
    three = value_drivers_of(surveyed(tmp_path, performance("A", 1, 1, 1, None, None, None, 0, 0, 0))).scores[0]
    four = value_drivers_of(surveyed(tmp_path, performance("A", 1, 1, 1, 1, None, None, 0, 0, 0))).scores[0]
    assert three.key_score is None
    assert "3 of six benefits" in three.reason
    assert four.low < four.key_score < four.high


def test_a_gate_with_a_cost_left_open_cannot_be_told(tmp_path):
    assert value_drivers_of(surveyed(tmp_path, performance("A", 1, 1, 1, 1, 1, 1, 0, None, 0))).scores[0].passes is None


def test_both_sides_views_are_set_against_each_other(tmp_path):
    answers = performance("A", 0, 0, 0, 0, 0, 0, 0, 0, 0) | performance("own", 2, 0, 0, 0, 0, 0, 0, 0, 0)
    drivers = value_drivers_of(surveyed(tmp_path, answers))
    assert drivers.gaps["north"]["VAL1"] == 2
    assert any("product quality +2.0" in line for line in driver_lines(drivers, "EUR"))


def test_nobody_asked_is_nothing_on_record(tmp_path):
    ledger = surveyed(tmp_path, {})
    assert value_drivers_of(ledger) is None
    assert bonds_of(ledger) is None


def switching(firm, *steps):
    return {(firm, f"SWC{number}"): step for number, step in enumerate(steps, 1) if step is not None}


def test_switching_costs_are_the_mean_of_seven_and_say_who_is_more_bound(tmp_path):
    answers = switching("own", 4, 4, 3, 3, 2, 2, 2) | switching("A", 0, 1, 0, 1, 2, 1, 1)
    bond = bonds_of(surveyed(tmp_path, answers))[0]
    ours = next(side for side in bond.sides if side.is_own)
    assert ours.index == pytest.approx(25 * 20 / 7)
    assert (ours.investments, ours.exposure) == (87.5, 50)
    assert bond.difference == pytest.approx(25 * (20 - 6) / 7)
    assert bond.verdict == "we are more bound than the partner"
    assert any("we are more bound" in line for line in bond_lines((bond,), "EUR"))


def test_the_partners_answers_stand_where_no_switching_cost_was_entered(tmp_path):
    project = surveyed(tmp_path, switching("own", 4, 4, 4, 4, 4, 4, 4) | switching("A", 0, 1, 0, 1, 2, 1, 1)).project
    (found,) = with_bonds(project, PortfolioRecords(), DAY).economics
    assert (found.alliance, found.day) == ("north", DAY)
    assert found.partner_switching_cost == pytest.approx(25 * 6 / 7)
    typed = PortfolioRecords(economics=(Economics(alliance="north", day=DAY, partner_switching_cost=90.0),))
    assert with_bonds(project, typed, DAY) == typed


def test_too_few_answers_or_nobody_asked_leave_the_portfolio_as_it_is(tmp_path):
    assert with_bonds(surveyed(tmp_path, {}).project, PortfolioRecords(), DAY) == PortfolioRecords()
    few = surveyed(tmp_path, switching("A", 2, 2, 2, 2)).project
    assert with_bonds(few, PortfolioRecords(), DAY) == PortfolioRecords()


def test_missing_switching_costs_widen_bounds_and_too_many_withhold_the_index(tmp_path):
    five = bonds_of(surveyed(tmp_path, switching("A", 2, 2, 2, 2, 2)))[0].sides[0]
    four = bonds_of(surveyed(tmp_path, switching("A", 2, 2, 2, 2)))[0].sides[0]
    assert (five.low, five.index, five.high) == pytest.approx((25 * 10 / 7, 50, 25 * 18 / 7))
    assert four.index is None
    assert four.investments == 50


ELEMENTS = "element,partner,difference,own_view,counts,proof,worth\n"


def proposition(path, rows, **files):
    return propositions_of(golden_with(path, value_elements=ELEMENTS + rows, **files))[0]


def test_three_kinds_of_elements_and_contention_are_told_apart(tmp_path):
    rows = "fit,,0.5,,5,documented,10\nspeed,,2,,5,documented,100\nprice,,-1,,4,claimed,30\nstyle,,1,-1,3,none,5\n"
    found = proposition(tmp_path, rows)
    assert [judged.kind for judged in found.elements] == ["parity", "difference", "deficit", "contention"]
    assert found.worth == 70_00


def test_at_most_three_proved_differences_that_matter_resonate(tmp_path):
    rows = "".join(f"e{number},,1.5,,{5 if number < 4 else 2},documented,1\n" for number in range(6))
    found = proposition(tmp_path, rows)
    assert (found.proved, found.resonating) == (6, 3)
    assert found.remark == "too many to be heard"
    assert any("resonates" in line for line in proposition_lines((found,), "EUR"))


def test_a_claimed_difference_is_not_proved(tmp_path):
    assert proposition(tmp_path, "speed,,2,,5,claimed,100\n").proved == 0


def test_a_difference_without_worth_leaves_the_sum_unknown(tmp_path):
    assert proposition(tmp_path, "speed,,2,,5,documented,\n").worth is None


GOALS = "partner,goal,due,met,weight\n"


def test_goals_that_were_not_met_propose_one_step_down(tmp_path):
    goals = GOALS + "A,launch,2025-09-30,no,2\nA,sales,2025-12-31,yes,1\n"
    rung = ladder_of(golden_with(tmp_path, ladder="partner,step,since\nA,preferred,2024-01-01\n", joint_goals=goals))[0]
    assert rung.met == pytest.approx(1 / 3)
    assert rung.proposal == "one step down"


@pytest.mark.parametrize(
    ("ladder", "goals"),
    [
        ("A,preferred,2024-01-01", "A,launch,2025-09-30,yes,1\n"),
        ("A,one_of_many,2024-01-01", "A,launch,2025-09-30,no,1\n"),
        ("A,preferred,2025-12-01", "A,launch,2025-12-30,no,1\n"),
        ("A,preferred,2024-01-01", "A,launch,2024-09-30,no,1\n"),
        ("A,preferred,2024-01-01", "A,launch,2025-09-30,,1\n"),
    ],
)
def test_met_goals_the_lowest_step_grace_and_old_goals_propose_nothing(tmp_path, ladder, goals):
    files = {"ladder": f"partner,step,since\n{ladder}\n", "joint_goals": GOALS + goals}
    assert ladder_of(golden_with(tmp_path, **files))[0].proposal == ""


def growing(path, amount=100, wallet_spend=10_000):
    """A that sells more each quarter and has room in its wallet, one of many."""
    sales = "partner,date,amount,product_cost\n" + "".join(
        f"A,2025-{month:02d}-15,{amount * number},{10 * number}\n" for number, month in enumerate((2, 5, 8, 11), 1)
    )
    wallet = f"partner,category,period,spend,source,source_date\nA,all,2025-Q4,{wallet_spend},x,2025-12-01\n"
    files = {
        "sales.csv": sales,
        "wallet.csv": wallet,
        "costs.csv": "partner,date,amount,kind\n",
        "events.csv": "partner,date,activity\n",
        "ladder.csv": "partner,step,since\nA,one_of_many,2024-01-01\n",
    }
    return files


def test_a_transaction_account_with_room_trust_and_growth_goes_up(tmp_path, monkeypatch):
    ledger = ledger_of(tmp_path, growing(tmp_path), "A", as_of=date(2025, 12, 31))
    from alliancenet.economics import signs

    monkeypatch.setattr(signs.RelationshipSigns, "at", lambda *_: {"trust": 80.0, "wallet": 0.04})
    rung = ladder_of(ledger)[0]
    assert rung.proposal == "one step up"
    assert "sales grew two periods in a row" in rung.reasons


def test_growth_alone_is_not_enough_for_a_step_up(tmp_path):
    rung = ladder_of(ledger_of(tmp_path, growing(tmp_path), "A", as_of=date(2025, 12, 31)))[0]
    assert rung.proposal == ""


def test_no_goals_on_record_is_itself_told(tmp_path):
    rungs = ladder_of(golden_with(tmp_path, ladder="partner,step,since\nA,preferred,2024-01-01\n"))
    assert any("no mutually agreed goals" in line for line in ladder_lines(rungs, "EUR"))


CANDIDATE = "candidate,criterion,side,rating,reason,question\n"


def test_one_cause_of_failure_is_not_outweighed_by_a_good_mean(tmp_path):
    rows = "".join(f"north,{name},own,5,,\n" for name in ("people", "priorities", "skills", "benefit"))
    screen = candidates_of(
        golden_with(tmp_path, alliance_candidates=CANDIDATE + rows + "north,cultures,own,2,slow,\n")
    )[0]
    assert screen.score == 85
    assert screen.weak == ("cultures",)


def test_what_nobody_looked_at_is_an_open_question(tmp_path):
    screens = candidates_of(
        golden_with(tmp_path, alliance_candidates=CANDIDATE + "A,cultures,own,4,,\nA,people,theirs,,,who leads?\n")
    )
    assert screens[0].score is None
    lines = list(candidate_lines(screens, "EUR"))
    assert any("who leads?" in line for line in lines)
    assert any("nobody has looked at skills" in line for line in lines)
    assert any("its first audit tests this screen" in line for line in lines)


def test_sides_that_see_a_candidate_apart_are_told(tmp_path):
    rows = "north,cultures,own,5,,\nnorth,cultures,theirs,2,,\n"
    screen = candidates_of(golden_with(tmp_path, alliance_candidates=CANDIDATE + rows))[0]
    assert screen.criteria[0].apart == 75


def test_a_partner_served_otherwise_than_its_class_is_a_mismatch(tmp_path):
    model = coverage_of(
        golden_with(
            tmp_path,
            coverage="class,served_by\nkey,dedicated\nsmall,web\n",
            served="partner,class,served_by,since\nA,key,dedicated,\nJ,small,dedicated,\n",
        )
    )
    assert model.mismatches == (("J", "dedicated", "web"),)
    by_class = {found.account_class: found for found in model.classes}
    assert by_class["key"].serving == pytest.approx(100 / 840)
    assert "B" in model.without
    assert any("J is served by dedicated" in line for line in coverage_lines(model, "EUR"))


def test_a_shift_shows_cost_to_serve_before_and_after(tmp_path):
    sales = "partner,date,amount,product_cost\n" + "".join(f"A,2025-{month:02d}-15,100,10\n" for month in (2, 5, 8, 11))
    costs = "partner,date,amount,kind\nA,2025-02-15,40,other\nA,2025-05-15,40,other\nA,2025-11-15,5,other\n"
    files = {
        "sales.csv": sales,
        "costs.csv": costs,
        "events.csv": "partner,date,activity\n",
        "served.csv": "partner,class,served_by,since\nA,small,remote,2025-08-10\n",
    }
    shift = coverage_of(ledger_of(tmp_path, files, "A", as_of=date(2025, 12, 31))).shifts[0]
    assert (shift.before, shift.after, shift.periods) == (0.4, 0.05, 1)


def test_an_account_plan_counts_functions_topics_and_planning(tmp_path):
    plans = teams_of(
        golden_with(
            tmp_path,
            account_teams="partner,function,person,in_planning\nA,sales,ann,yes\nA,service,bo,\n",
            insights="partner,topic,known,question,owner,date\nA,business,yes,,,\n"
            "A,rivals,no,who else?,ann,2026-05-01\n",
        )
    )
    assert plans[0].completeness == pytest.approx((2 + 1 + 1) / 8)
    lines = list(team_lines(plans, "EUR"))
    assert any("who else? (ann, 2026-05-01)" in line for line in lines)
    assert any("A, goals: nothing on record" in line for line in lines)


def test_without_audits_nothing_is_carried(tmp_path):
    assert carried_of(golden_with(tmp_path)) is None


def test_what_hangs_on_one_person_is_the_contribution_by_its_share_of_the_core_ties(tmp_path):
    ledger = surveyed(tmp_path, {})
    score = SimpleNamespace(metric="concentration", value=0.5, interval=(0.4, 0.6))
    audit = SimpleNamespace(scores=(score,), wave=SimpleNamespace(id="2026-03"))
    ledger.__dict__["newest_audits"] = {"north": audit}
    carried = carried_of(ledger)
    assert (carried[0].at_stake, carried[0].stake_low, carried[0].stake_high) == (120_00, 96_00, 144_00)
    assert not carried[0].has_successor
    assert any("nobody on record" in line for line in carried_lines(carried, "EUR"))


JOINT = "partner,side,kind,benefit,worth,source,evaluated_on\n"


def test_joint_value_is_balanced_where_both_sides_are_known(tmp_path):
    rows = "A,own,economic,margin,300,books,2025-01-10\nA,theirs,technical,know-how,100,interview,\n"
    value = joint_values_of(golden_with(tmp_path, joint_value=JOINT + rows))[0]
    assert value.balance == 0.75
    assert value.one_sided == ("economic", "technical")
    assert value.is_due


def test_a_benefit_without_worth_leaves_the_balance_open(tmp_path):
    rows = "A,own,economic,margin,300,books,2026-01-10\nA,theirs,social,standing,,interview,\n"
    values = joint_values_of(golden_with(tmp_path, joint_value=JOINT + rows))
    assert values[0].balance is None
    assert not values[0].is_due
    assert any("last evaluated on 2026-01-10" in line for line in joint_lines(values, "EUR"))


def test_kinds_of_demand_with_count_and_contribution(tmp_path):
    rows = "A,5,5,1\nB,1,1,5\nC,5,1,5\nD,3,3,3\n"
    demand = demand_of(golden_with(tmp_path, demands="partner,values_service,pays_for_service,presses_price\n" + rows))
    kinds = {found.partner: found.kind for found in demand.types}
    assert kinds == {
        "A": "values and pays for service",
        "B": "price only",
        "C": "everything at the lowest price",
        "D": "not clear",
    }
    assert next(group.contribution for group in demand.groups if group.partners == ("A",)) == 240_00
    assert any("menu prices" in line for line in demand_lines(demand, "EUR"))


def test_who_is_rated_as_paying_and_has_the_highest_discount_is_pointed_out(tmp_path):
    rows = "L,5,5,1\nD,5,5,1\n"
    demand = demand_of(golden_with(tmp_path, demands="partner,values_service,pays_for_service,presses_price\n" + rows))
    assert [found.disagrees for found in demand.types] == [True, False]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("value_elements", ELEMENTS + "x,,3,,,,\n", "difference: '3'"),
        ("value_elements", ELEMENTS + "x,,1,,,sworn,\n", "proof: 'sworn' is unknown"),
        ("value_elements", ELEMENTS + "x,,1,,,,\nx,,2,,,,\n", "the same element and partner stands"),
        ("ladder", "partner,step\nA,top\n", "step: 'top' is unknown"),
        ("joint_goals", GOALS + "A,x,,yes,1\n", "due: the cell is empty"),
        ("alliance_candidates", CANDIDATE + "n,cultures,own,,,\n", "neither a rating nor a question"),
        ("alliance_candidates", CANDIDATE + "n,luck,own,3,,\n", "criterion: 'luck' is unknown"),
        ("served", "partner,class,served_by\nA,key,fax\n", "served_by: 'fax' is unknown"),
        ("account_teams", "partner,function\nA,law\n", "function: 'law' is unknown"),
        ("insights", "partner,topic,known\nA,goals,\n", "known: the cell is empty"),
        ("joint_value", JOINT + "A,own,money,x,1,,\n", "kind: 'money' is unknown"),
        ("demands", "partner,values_service,pays_for_service,presses_price\nA,9,1,1\n", "values_service: '9'"),
    ],
)
def test_records_that_cannot_be_are_refused(tmp_path, name, text, told):
    with pytest.raises(InputError) as error:
        golden_with(tmp_path, **{name: text})
    assert told in str(error.value)
