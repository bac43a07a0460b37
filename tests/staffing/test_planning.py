"""Plans: what is planted in the example is found, and no bridge is given up; against trying every plan."""

import shutil
from datetime import date
from itertools import product

import pytest

from alliancenet import resources
from alliancenet.auditing import build_case
from alliancenet.model.staffing import Candidate, StaffingPosition, StaffingRecords, StaffingStage
from alliancenet.settings import changed, default_settings
from alliancenet.sources.project import read_project
from alliancenet.staffing.assignment import fill_weight
from alliancenet.staffing.planning import Planner, propose
from alliancenet.staffing.reading import read_staffing
from tests.conftest import a_case, strong

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("staffing") / "project"
    shutil.copytree(resources.examples() / "staffing", place)
    return place


@pytest.fixture(scope="module")
def project(folder):
    return read_project(folder)


@pytest.fixture(scope="module")
def cases(project):
    return {name: build_case(project, name, 0) for name in project.register.alliances}


@pytest.fixture(scope="module")
def proposal(folder, project, cases):
    records, _ = read_staffing(folder, project.register, DAY)
    return propose(records, project.register, cases, project.settings, DAY, "0.1.0")


def placed(plan):
    return {placement.position: placement.person for placement in plan.placements}


def test_the_planted_positions_are_filled_and_proved_best(proposal):
    assert placed(proposal.best) == {
        "lights-lead": "bw-be005",
        "lights-deputy": "bw-he004",
        "lights-projects": "bw-be006",
        "gauges-repair": "bw-be004",
        "gauges-quality": "bw-he006",
    }
    assert (proposal.best.is_proved, proposal.best.gap) == (True, 0.0)


def test_the_language_alone_keeps_the_desk_in_tokyo_empty(proposal):
    (tokyo,) = proposal.best.open
    assert [(block.condition, block.people) for block in tokyo.blocked] == [("language", 6)]


def test_the_next_best_plan_fills_as_many_with_less(proposal):
    second = proposal.second
    assert placed(second) != placed(proposal.best)
    assert len(second.placements) == 5
    assert 0 < proposal.best.points - second.points < 10


def test_who_carries_the_bridge_would_be_taken_were_it_not_for_the_bridge(folder, project, cases):
    records, _ = read_staffing(folder, project.register, DAY)
    plain = propose(records, project.register, {}, project.settings, DAY, "0.1.0")
    assert placed(plain.best)["lights-projects"] == "bw-he005"


def test_the_bridges_rest_on_as_many_people_as_before(proposal):
    bridges = [(effect.before, effect.after) for effect in proposal.best.effects if effect.measure == "redundancy"]
    assert bridges == [(6.0, 6.0), (1.0, 1.0)]


def test_who_withdrew_or_never_agreed_stands_nowhere_in_the_proposal(proposal):
    assert [person for person in ("bw-be007", "bw-he007") if person in repr(proposal)] == []


def test_two_of_a_pair_are_not_of_one_line_manager(folder, project, cases):
    records, _ = read_staffing(folder, project.register, DAY)
    managers = {candidate.id: candidate.line_manager for candidate in records.candidates}
    best = placed(
        Planner(records, project.register, cases, project.settings).plan(
            Planner(records, project.register, cases, project.settings).solve(), with_reasons=False
        )
    )
    assert managers[best["lights-lead"]] != managers[best["lights-deputy"]]


def test_only_people_who_agreed_to_it_have_their_ties_looked_at(folder, project, cases):
    records, _ = read_staffing(folder, project.register, DAY)
    planner = Planner(records, project.register, cases, project.settings)
    known = {
        planner.candidates[row].id
        for (row, _), match in planner.matches.items()
        for part in match.fit.parts
        if part.name == "relation" and part.value is not None
    }
    assert known <= {candidate.id for candidate in records.candidates if candidate.ties_agreed}
    assert known


PEOPLE = {
    **{f"a{n}": {"organisation": "a", "level": "senior"} for n in range(6)},
    **{f"b{n}": {"organisation": "b", "level": "senior"} for n in range(6)},
}


def a_round(points, leaving):
    """Four people for three positions of another alliance; some would leave x, where a0-a2 and b0-b2 are the bridge."""
    case = a_case(PEOPLE, strong([("a0", "b0"), ("a1", "b1"), ("a2", "b2"), ("a3", "b2"), ("a4", "a5")]))
    other = next(iter(case.register.alliances.values()))
    register = case.register
    alliances = {**register.alliances, "y": type(other)(id="y", name="Y", organisations=other.organisations)}
    register = type(register)(
        organisations=register.organisations,
        people=register.people,
        alliances=alliances,
        memberships=register.memberships,
    )
    positions = tuple(
        StaffingPosition(
            id=f"j{n}", title=f"J{n}", alliance="y", stage=StaffingStage.EXIT, time_needed=0.5, needs={f"s{n}": 4}
        )
        for n in range(3)
    )
    candidates = tuple(
        Candidate(
            id=f"a{row}", name="", level="senior", languages=(), free_time=0.5,
            have={f"s{n}": step for n, step in enumerate(steps)}, manager={}, style={},
            would_leave=("x",) if f"a{row}" in leaving else (),
        )
        for row, steps in enumerate(points)
    )  # fmt: skip
    return Planner(StaffingRecords(positions=positions, candidates=candidates), register, {"x": case}, case.settings)


@pytest.mark.parametrize(
    ("points", "leaving"),
    [
        ([(4, 0, 0), (0, 4, 0), (0, 0, 4), (2, 2, 2)], {"a0", "a1", "a2", "a3"}),
        ([(4, 4, 4), (3, 3, 1), (2, 4, 0), (1, 1, 4)], {"a2", "a3"}),
        ([(1, 2, 3), (4, 4, 0), (0, 4, 4), (3, 0, 1)], {"a0", "a3"}),
        ([(4, 4, 4), (4, 4, 4), (4, 4, 4), (0, 0, 0)], set()),
    ],
)
def test_of_all_plans_that_keep_the_bridge_it_is_the_best(points, leaving):
    planner = a_round(points, leaving)
    network = planner.networks["x"]
    reached = []
    for chosen in product([None, 0, 1, 2, 3], repeat=3):
        taken = [row for row in chosen if row is not None]
        gone = [f"a{row}" for row in taken if f"a{row}" in leaving]
        if len(set(taken)) == len(taken) and network.keeps_its_bridges(gone):
            fits = [planner.matches[row, column].fit.points for column, row in enumerate(chosen) if row is not None]
            reached.append(len(taken) * fill_weight(3) + sum(fits))
    found = planner.solve()
    assert found.aim == pytest.approx(max(reached))
    assert network.keeps_its_bridges([f"a{row}" for row, _ in found.cells if f"a{row}" in leaving])


def test_a_position_only_the_bridge_keeps_empty_says_so():
    planner = a_round([(4, 4, 4)], {"a0"})
    plan = planner.plan(planner.solve(), with_reasons=True)
    assert plan.placements == ()
    assert {block.condition for position in plan.open for block in position.blocked} == {"the bridge they are part of"}


def test_staffing_is_off_by_default():
    assert default_settings().is_on("staffing.enabled") is False
    assert changed(default_settings(), {"staffing.enabled": True}).is_on("staffing.enabled")
