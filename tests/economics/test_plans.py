"""Levers board, and who is next (E20, E21)."""

from dataclasses import replace
from datetime import date

import pytest
from economics.firms import golden_files, ledger_of

from alliancenet.economics.plans.levers import lever_lines, levers_of
from alliancenet.economics.plans.next_acts import next_acts_of, next_lines
from alliancenet.economics.plans.repair_steps import STEPS, repair_steps_of
from alliancenet.errors import InputError
from alliancenet.model.portfolio import Decision, DecisionKind, PortfolioRecords
from alliancenet.model.register import Alliance, AllianceId, OrganisationId

DAY = date(2026, 3, 31)
LEVERS = "id,goal,lever,name,owner,trigger,segment,aim,start,end,budget,test\n"


def golden_with(path, **files):
    return ledger_of(
        path, golden_files() | {f"{name}.csv": text for name, text in files.items()}, *"ABCDEFGHIJKL", as_of=DAY
    )


def test_twelve_cells_of_which_the_empty_ones_are_named(tmp_path):
    board = levers_of(golden_with(tmp_path, levers=LEVERS + "care,retain,service,Care,ann,,,,,,100,\n"))
    assert len(board.cells) == 12
    assert len(board.empty) == 11
    assert ("retain", "service") not in board.empty
    assert board.budget == 100_00


def test_a_programme_that_raises_a_segment_that_loses_is_flagged_and_one_that_lowers_is_not(tmp_path):
    categories = "partner,scheme,category\nK,size,heavy\nL,size,heavy\nA,size,good\n"
    rows = (
        "push,use,pricing,Push,ann,,heavy,,,,1,\nsink,use,pricing,Sink,ann,,heavy,lower,,,1,\n"
        "grow,use,pricing,Grow,ann,,good,,,,1,\nkeep,retain,pricing,Keep,ann,,heavy,,,,1,\n"
    )
    flags = {
        flag.programme: flag.flag
        for flag in levers_of(golden_with(tmp_path, levers=LEVERS + rows, categories=categories)).flags
    }
    assert "loses 220 EUR at best" in flags["push"]
    assert "repair first" in flags["keep"]
    assert set(flags) == {"push", "keep"}


def test_programmes_without_owner_segment_or_in_the_past_are_pointed_out(tmp_path):
    rows = (
        "a,use,service,,,,,,,,1,\nb,use,service,,ann,,nowhere,,,,1,\nc,use,service,,ann,,,,2024-01-01,2024-06-30,1,\n"
    )
    board = levers_of(golden_with(tmp_path, levers=LEVERS + rows))
    flags = [(flag.programme, flag.flag) for flag in board.flags]
    assert flags == [("a", "no owner"), ("b", "nobody is in its segment nowhere"), ("c", "ended on 2024-06-30")]
    assert any("look at b" in line for line in lever_lines(board, "EUR"))


def test_a_budget_left_open_leaves_the_sum_unknown(tmp_path):
    board = levers_of(golden_with(tmp_path, levers=LEVERS + "a,use,service,,ann,,,,,,,\n"))
    assert board.budget is None
    assert board.without_budget == 1


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,win,service,,,,,,,,,", "goal: 'win' is unknown"),
        ("a,use,luck,,,,,,,,,", "lever: 'luck' is unknown"),
        ("a,use,event,,ann,,,,,,,", "no trigger of a programme by events"),
        ("a,use,service,,,,,,2026-02-01,2026-01-01,,", "lies before start"),
        ("a,use,service,,,,,sideways,,,,", "aim: 'sideways' is unknown"),
        ("a,use,service,,,,,,,,,\na,use,service,,,,,,,,,", "the same id stands"),
    ],
)
def test_a_programme_that_cannot_be_is_refused(tmp_path, row, told):
    with pytest.raises(InputError) as error:
        golden_with(tmp_path, levers=LEVERS + row + "\n")
    assert told in str(error.value)


def base(path, **files):
    """Twelve partners over two years: p0 loses, p1 fell silent of late, p2 sells less and less."""
    sales, costs = ["partner,date,amount,product_cost\n"], ["partner,date,amount,kind\n"]
    for number in range(12):
        for year in (2024, 2025):
            for month in (2, 5, 8, 11):
                last = (year, month) == (2025, 11)
                if number == 1 and last:
                    continue
                falls = (year - 2024) * 4 + month // 3 if number == 2 else 0
                sales.append(f"p{number},{year}-{month:02d}-15,{100 * (number + 1) - 20 * falls},10\n")
        costs.append(f"p{number},2025-11-20,{9000 if number == 0 else 5},other\n")
    names = [f"p{number}" for number in range(12)]
    whole = {"sales.csv": "".join(sales), "costs.csv": "".join(costs), "events.csv": "partner,date,activity\n"}
    plan = "{currency: EUR, complete_from: 2024-01-01, complete_to: 2025-12-31}"
    more = {f"{name}.csv": text for name, text in files.items()}
    return next_acts_of(ledger_of(path, whole | more, *names, as_of=date(2025, 12, 31), periods=4, plan=plan))


def test_the_best_fifth_by_potential_comes_first_with_its_share(tmp_path):
    found = base(tmp_path)
    assert [act.partner for act in found.acts[:2]] == ["p11", "p10"]
    assert [act.is_top for act in found.acts[:3]] == [True, True, False]
    assert 2 / 12 < found.top_share < 1
    assert sum(map(sum, found.fifths)) == 12


def test_who_loses_money_is_repaired_before_it_grows(tmp_path):
    acts = {act.partner: act for act in base(tmp_path, levers=LEVERS + "push,use,service,,ann,,,,,,1,\n").acts}
    assert acts["p0"].act == "repair before growing"
    assert acts["p0"].programmes == ()
    assert acts["p5"].programmes == ("push",)


def test_falling_sales_and_an_ending_contract_say_when(tmp_path):
    contracts = (
        "partner,start,end,renewal_every,renewed\np4,2024-01-01,2026-04-30,4,open\np5,2024-01-01,2027-04-30,4,open\n"
    )
    acts = {act.partner: act for act in base(tmp_path, contracts=contracts).acts}
    assert "sales fell two periods in a row" in acts["p2"].triggers
    assert acts["p4"].triggers == ("a contract ends on 2026-04-30",)
    assert acts["p4"].by == date(2026, 4, 30)
    assert acts["p5"].triggers == ()


def test_a_larger_share_of_wallet_adds_to_the_potential(tmp_path):
    wallet = "partner,category,period,spend,source,source_date\np9,all,2025-Q4,5000,books,2025-12-01\n"
    plain = {act.partner: act.potential for act in base(tmp_path).acts}
    more = {act.partner: act.potential for act in base(tmp_path, wallet=wallet).acts}
    assert more["p9"] > plain["p9"]
    assert more["p8"] == plain["p8"]


def test_the_list_names_the_owner(tmp_path):
    found = base(tmp_path, account_teams="partner,function,person\np3,technical,bo\np3,sales,ann\n")
    assert next(act.owner for act in found.acts if act.partner == "p3") == "ann"
    assert any(line.startswith("p3") and "ann" in line for line in next_lines(found, "EUR"))


def decided(ledger, *kinds):
    alliance = Alliance(
        id=AllianceId("deal"), name="Deal", organisations=(OrganisationId("own"), OrganisationId("L")), tier=1
    )
    register = replace(ledger.project.register, alliances={alliance.id: alliance})
    decisions = tuple(
        Decision(alliance=alliance.id, day=date(2026, 1, 5), kind=kind, owner="ann", result="done") for kind in kinds
    )
    project = replace(ledger.project, register=register, records=PortfolioRecords(decisions=decisions))
    return {step.step: step.state for step in repair_steps_of(replace(ledger, project=project)) if step.partner == "L"}


@pytest.mark.parametrize(
    ("kinds", "states"),
    [
        ((), ["next", "open", "open", "open", "open"]),
        ((DecisionKind.INSIDE_REVIEW,), ["done", "next", "open", "open", "open"]),
        ((DecisionKind.COST_SHARED,), ["next", "open", "done out of order", "open", "open"]),
        (tuple(STEPS), ["done", "done", "done", "done", "next"]),
    ],
)
def test_the_next_step_of_a_loss_is_the_first_without_a_record(tmp_path, kinds, states):
    assert list(decided(golden_with(tmp_path), *kinds).values()) == states


def test_losses_come_heaviest_first_and_nobody_else_has_steps(tmp_path):
    steps = repair_steps_of(golden_with(tmp_path))
    assert list(dict.fromkeys(step.partner for step in steps)) == ["L", "K", "J", "I"]
    assert len(steps) == 20
