"""An attacker with every published number of two waves solves for what is hidden, and fails."""

from dataclasses import replace

import numpy as np
import pytest
from built_audits import an_audit
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.metrics.climate import climate
from alliancenet.metrics.perception import blind_spot, perception_gap
from alliancenet.model.score import SubjectKind
from alliancenet.model.wave import Opinions
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for
from alliancenet.settings import changed, default_settings
from tests.conftest import a_case

OWN, PARTNER = "CLI-{}1", "CLI-{}2"
DIMENSIONS = {"commitment": "COM", "trust": "TRU", "openness": "OPN", "flexibility": "FLX", "measuring": "MEA"}
ITEMS = [form.format(short) for short in DIMENSIONS.values() for form in (OWN, PARTNER)]
READERS = [LOCAL_READER, Reader(role=ReaderRole.EXECUTIVE)]


@st.composite
def two_waves(draw):
    """Firms of 3 to 9, of which up to two joined and two left; everybody else answers as before."""
    people = [f"{firm}{number}" for firm in "ab" for number in range(draw(st.integers(3, 9)))]
    joined = {firm: draw(st.integers(0, 2)) for firm in "ab"}
    left = {firm: draw(st.integers(0, 2)) for firm in "ab"}
    by_firm = {firm: [one for one in people if one[0] == firm] for firm in "ab"}
    first = [one for firm, mine in by_firm.items() for one in mine[: len(mine) - joined[firm]]]
    second = [one for firm, mine in by_firm.items() for one in mine[left[firm] :]]
    steps = st.lists(st.integers(1, 5), min_size=len(ITEMS), max_size=len(ITEMS))
    return [first, second], {one: draw(steps) for one in people}


def case_of(present, answers, limits, earlier=None):
    names = sorted(present)
    cells = [(names.index(one), at, answers[one][at]) for one in names for at in range(len(ITEMS))]
    respondent, item, value = (np.array(part) for part in zip(*cells, strict=True))
    told = Opinions(items=tuple(ITEMS), respondent=respondent, item=item, value=value.astype(float))
    case = a_case({one: one[0] for one in names}, {}, wave={"opinions": told}, settings=limits)
    return replace(case, earlier=earlier)


def published(case, reader):
    scores = tuple(one for measure in (climate, perception_gap, blind_spot) for one in measure(case))
    return [one for one in view_for(an_audit(scores=scores), reader).scores if one.is_ok]


class Attacker:
    """Knows who answered in which wave, what every number means, and that nobody changed an answer."""

    def __init__(self, people):
        self.place = {(one, item): at for at, (one, item) in enumerate((one, item) for one in people for item in ITEMS)}
        self.rows, self.values = [], []

    def mean(self, people, items):
        """Mean of some people's answers to some items, in points, as a row of the system."""
        row = np.zeros(len(self.place))
        for one in people:
            for item in items:
                row[self.place[one, item]] = 1 / (len(people) * len(items))
        return row

    def hear(self, scores, present):
        side = {firm: [one for one in present if one[0] == firm] for firm in "ab"}
        told = [
            name
            for name in DIMENSIONS
            if any(one.metric == f"climate.{name}" and one.subject.id == "x" for one in scores)
        ]
        for one in scores:
            family, _, dimension = one.metric.partition(".")
            items = [form.format(DIMENSIONS[dimension]) for form in (OWN, PARTNER)] if dimension else []
            if one.metric == "climate":
                items = [form.format(DIMENSIONS[name]) for name in told for form in (OWN, PARTNER)]
            scale = 1.0
            if family == "climate" and one.subject.kind is SubjectKind.FIRM:
                row = self.mean(side[one.subject.id], items)
            elif family == "climate":
                row = (self.mean(side["a"], items) + self.mean(side["b"], items)) / 2
            elif family == "perception_gap":
                row, scale = self.mean(side["a"], items) - self.mean(side["b"], items), 25.0
            else:
                rated, rating = ("a", "b") if one.subject.id == "a" else ("b", "a")
                row, scale = self.mean(side[rated], items[:1]) - self.mean(side[rating], items[1:]), 25.0
            self.rows.append(row)
            self.values.append(one.value * scale)

    def learns(self, target):
        """The target follows from what was heard."""
        if not self.rows:
            return False
        system = np.array(self.rows)
        weights = np.linalg.lstsq(system.T, target, rcond=None)[0]
        return bool(np.abs(system.T @ weights - target).max() < 1e-8)


def attack(waves, answers, reader, limits):
    """Attacker who heard both waves, and the sums that must stay hidden."""
    attacker, earlier, hidden = Attacker(sorted(answers)), None, []
    for present in waves:
        earlier = case_of(present, answers, limits, earlier)
        attacker.hear(published(earlier, reader), present)
        for firm in "ab":
            mine = [one for one in present if one[0] == firm]
            if 0 < len(mine) < 5:
                hidden += [(mine, [item]) for item in ITEMS]
                hidden += [(mine, [form.format(short) for form in (OWN, PARTNER)]) for short in DIMENSIONS.values()]
    hidden += [([one], [item]) for one in answers for item in ITEMS]
    hidden += [
        ([one], [form.format(short) for form in (OWN, PARTNER)]) for one in answers for short in DIMENSIONS.values()
    ]
    for firm in "ab":
        moved = [one for one in set(waves[0]) ^ set(waves[1]) if one[0] == firm]
        hidden += [(moved, [form.format("TRU") for form in (OWN, PARTNER)])] if moved else []
    return attacker, hidden


@given(two_waves(), st.sampled_from(READERS))
@settings(max_examples=25, deadline=None)
def test_nothing_hidden_follows_from_what_two_waves_publish(told, reader):
    attacker, hidden = attack(*told, reader, default_settings())
    assert [cell for cell in hidden if attacker.learns(attacker.mean(*cell))] == []


@given(two_waves())
@settings(max_examples=10, deadline=None)
def test_the_attackers_equations_hold_for_the_true_answers(told):
    waves, answers = told
    attacker, _ = attack(waves, answers, LOCAL_READER, default_settings())
    truth = np.array([25 * (answers[one][ITEMS.index(item)] - 1) for one, item in attacker.place])
    if attacker.rows:
        assert np.array(attacker.rows) @ truth == pytest.approx(np.array(attacker.values))


def test_the_same_attacker_succeeds_where_waves_are_not_guarded():
    people = [f"{firm}{number}" for firm in "ab" for number in range(7)]
    answers = {one: [1 + (at + len(one)) % 5 for at in range(len(ITEMS))] for one in people}
    waves = [[one for one in people if one != "a6"], people]
    guarded, unguarded = (
        attack(waves, answers, LOCAL_READER, limits)[0]
        for limits in (default_settings(), changed(default_settings(), {"suppression.drift": 0}))
    )
    newcomer = unguarded.mean(["a6"], ["CLI-TRU1", "CLI-TRU2"])
    assert (unguarded.learns(newcomer), guarded.learns(newcomer)) == (True, False)


def test_a_newcomer_does_not_hide_a_firm_whose_people_answer_anew():
    people = [f"{firm}{number}" for firm in "ab" for number in range(8)]
    before = {one: [1 + (at + number) % 5 for at in range(len(ITEMS))] for number, one in enumerate(people)}
    after = {one: [6 - step for step in steps] for one, steps in before.items()}
    earlier = case_of([one for one in people if one != "a7"], before, default_settings())
    scores = published(case_of(people, after, default_settings(), earlier), LOCAL_READER)
    assert {one.subject.id for one in scores if one.metric == "climate.trust"} == {"a", "b", "x"}
