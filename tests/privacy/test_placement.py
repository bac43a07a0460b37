"""Plans of staffing leave for HR and the analyst alone, and say nothing of anybody's place in the network to HR."""

from datetime import date

import pytest
from built_plans import PERSON, a_proposal

from alliancenet.errors import NotPermitted
from alliancenet.model.staffing import StaffingPlan
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.placement import proposal_for
from alliancenet.report import placement

HR, ANALYST = (Reader(role=role) for role in (ReaderRole.HR, ReaderRole.ANALYST))
TODAY = date.today()


def told(reader, **fields):
    view = proposal_for(a_proposal(**fields), reader, TODAY)
    return "\n".join(placement.lines(view)), view


@pytest.mark.parametrize("role", [role for role in ReaderRole if role not in {ReaderRole.HR, ReaderRole.ANALYST}])
def test_everybody_else_is_refused(role):
    with pytest.raises(NotPermitted, match="made for: analyst, hr"):
        proposal_for(a_proposal(), Reader(role=role, firm="own"), TODAY)


def test_hr_reads_who_is_proposed_and_why():
    text, _ = told(HR)
    assert PERSON in text
    assert "skills 75 (weight 0.4): short of negotiation" in text


def test_hr_does_not_read_that_a_bridge_keeps_a_position_empty_and_the_analyst_does():
    assert ["the bridge they are part of" in told(reader)[0] for reader in (HR, ANALYST)] == [False, True]


def test_hr_does_not_read_coverage_of_a_level_of_few_people():
    levels = [[effect.level for effect in told(reader)[1].proposal.best.effects] for reader in (HR, ANALYST)]
    assert levels == [["operating"], ["senior", "operating"]]


def test_the_second_plan_is_told_by_the_same_rules():
    second = told(HR)[1].proposal.second
    assert isinstance(second, StaffingPlan)
    assert [effect.level for effect in second.effects] == ["operating"]


def test_the_next_best_is_told_with_what_it_costs():
    assert "The next best plan fills as many and has 3.0 points less." in told(HR)[0]


def test_a_plan_nothing_was_proved_of_claims_nothing():
    from dataclasses import replace

    open_end = replace(a_proposal().best, is_proved=False, bound=300.0, gap=16 / 284)
    text, _ = told(HR, best=open_end)
    assert "Not proved" in text
    assert "No plan fills more" not in text
    assert "within 5.6\u00a0% of best when time ran out" in text
