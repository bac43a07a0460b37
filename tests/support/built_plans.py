"""Plans of staffing for tests of what tells them."""

from datetime import date

from built_audits import limits

from alliancenet.model.staffing import (
    Blocked,
    FitPart,
    NetworkEffect,
    OpenPosition,
    PlanCondition,
    StaffingFit,
    StaffingPlacement,
    StaffingPlan,
    StaffingProposal,
)

PERSON, TITLE, EMPTY = "Wilhelmina Considered", "Keeper of the quay", "Keeper of the lock"


def a_fit(points=83.0):
    parts = (
        FitPart(name="skills", weight=0.4, value=0.75, because="short of negotiation"),
        FitPart(name="relation", weight=0.2, value=None, because="ties were not looked at"),
        FitPart(name="working style", weight=0.15, value=0.9, because="0.4 steps apart on 6 of 6: a talking point"),
        FitPart(name="availability", weight=0.25, value=0.9, because="40% free, 40% needed"),
    )
    return StaffingFit(points=points, low=points - 15, high=points + 5, parts=parts)


def a_plan(*, person=PERSON, points=83.0):
    placement = StaffingPlacement(
        position="quay", title=TITLE, alliance="nordwind", person=f"id of {person}", label=person, fit=a_fit(points)
    )
    blocked = (Blocked(condition=PlanCondition.BRIDGE, people=1),)
    empty = OpenPosition(
        position="lock", title=EMPTY, alliance="nordwind", blocked=blocked, because="who qualifies is needed elsewhere"
    )
    about = {"alliance": "nordwind", "name": "Nordwind", "firms": "Own and Partner", "before": 0.25, "after": 0.75}
    effects = (
        NetworkEffect(measure="counterpart_coverage", level="senior", is_of_enough=False, **about),
        NetworkEffect(measure="counterpart_coverage", level="operating", **about),
    )
    return StaffingPlan(
        placements=(placement,),
        open=(empty,),
        points=points,
        is_proved=True,
        aim=284.0,
        bound=284.0,
        gap=0.0,
        effects=effects,
    )


def a_proposal(as_of=None, **fields):
    about = {
        "best": a_plan(),
        "second": a_plan(person="Ottokar Considered", points=80.0),
        "positions": 2,
        "candidates": 4,
        "alliances": {"nordwind": "Nordwind"},
        "notes": (),
        "limits": limits(),
        "keep_days": 30,
        "settings_digest": "0" * 64,
        "tool_version": "0.1.0",
        **fields,
    }
    return StaffingProposal(as_of=as_of or date.today(), **about)
