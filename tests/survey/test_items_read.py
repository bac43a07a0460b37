"""Every item of every shipped instrument: what it says it is used for is held against what moves."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from small_projects import a_project

from alliancenet.auditing import _open_answers, build_case
from alliancenet.economics.relations.switching import switching_costs
from alliancenet.economics.relations.value import value_drivers
from alliancenet.instruments.reading import read_shipped
from alliancenet.instruments.used import made_of, read_in_waves, told, unread
from alliancenet.metrics.registry import MEASURES
from alliancenet.model.instrument import AnswerType, Kind
from alliancenet.model.portfolio import PortfolioRecords
from alliancenet.portfolio.checklists import checklist_states
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.sponsors import sponsor_reviews
from alliancenet.portfolio.tiers.rounds import decide_tiers
from alliancenet.sources.project import read_project
from alliancenet.sources.surveyed import facts_answered
from alliancenet.staffing.fit_answers import FIT

OWN, PARTNER = [f"o{n}" for n in range(1, 7)], [f"p{n}" for n in range(1, 7)]
PEOPLE = [*OWN, *PARTNER]
GOALS = tuple(f"Goal {n}" for n in range(1, 7))
ALLIANCES = """\
alliances:
  - id: first_alliance
    organisations: [our_firm, partner_firm]
    start: 2024-01-01
    objectives:
"""
LEVELS = ("senior", "project_leader", "operating")
ITEMS = [(instrument, item) for instrument in read_shipped() for item in instrument.items]
ROSTER = [item for instrument, item in ITEMS if instrument.kind is Kind.ROSTER]


def answer_to(item, person, other=0):
    """A plain answer, not the same for everybody and every item."""
    if item.id == "SPO1":
        return f"{person[0]}1"
    by_form = {AnswerType.PICK: "; ".join(GOALS[:3]), AnswerType.TEXT: f"words about {item.id} more than once"}
    by_form |= {AnswerType.DATE: "2026-03-02", AnswerType.NUMBER: "3"}
    if item.answer in by_form:
        return by_form[item.answer]
    points = item.scale.points if item.scale.ordered else item.scale.points[:1]
    return points[(PEOPLE.index(person) // 3 + len(item.id) + other) % len(points)].code


def said_of(item, person, at):
    """What is said of somebody: the most inside a firm, so that there is a core; else this and that."""
    other = PEOPLE[at]
    if item.id == "NET0":
        return "no" if at % 4 == 0 and person[0] != other[0] else "yes"
    # and strong contact and friendship of some across: enough of both kinds that friends can be counted
    is_strong = item.id in {"NET1", "NET2", "NET4"} and (PEOPLE.index(person) + at) % 2 == 0
    return item.scale.points[-1].code if person[0] == other[0] or is_strong else answer_to(item, person, at)


def rows():
    for instrument, item in ITEMS:
        if instrument.kind is Kind.ROSTER:
            for person in PEOPLE:
                for at, other in enumerate(PEOPLE):
                    # the gate alone tells of every fourth pair of the two firms
                    is_gated = item.id == "NET1" and said_of(ROSTER[0], person, at) == "no"
                    if person != other and not is_gated:
                        yield person, item.id, other, said_of(item, person, at)
        elif instrument.kind is Kind.PEOPLE:
            yield from ((person, item.id, "", answer_to(item, person)) for person in PEOPLE)
        else:
            # ratings of a role are told of five people and more
            rated = PEOPLE if instrument.id == "roles" else ("o1", "o2", "p1", "p2")
            yield from ((person, item.id, "", answer_to(item, person)) for person in rated)


def folder_of(path, changed=None):
    lines = ["respondent,item,alter,value", *(",".join(row) for row in map(changed or (lambda row: row), rows()))]
    people = [f"{person},{'our_firm' if person[0] == 'o' else 'partner_firm'}" for person in PEOPLE]
    levels = [f"{line},{LEVELS[at % 3 if at % 6 else 0]}" for at, line in enumerate(people)]
    return a_project(
        path,
        people_csv="\n".join(["id,organisation,level", *levels]) + "\n",
        memberships_csv="\n".join(["person,alliance", *(f"{person},first_alliance" for person in PEOPLE)]) + "\n",
        touchpoints_csv=None,
        alliances_yaml=ALLIANCES + "".join(f"      - {{name: {goal}, kind: strategic, target: 9}}\n" for goal in GOALS),
        answers_csv="\n".join(lines) + "\n",
    )


def everything_told(project, wave):
    """All that is made of a wave: scores, open answers, tiers, lists, sponsors."""
    answered, _ = facts_answered(project.register, [wave], project.instruments)
    case = build_case(replace(project, waves=(wave,), answered=answered), "first_alliance", 0)
    return told_of(project, case, answered)


def told_of(project, case, answered):
    scores = {repr(score) for measure in MEASURES.values() for score in measure(case)}
    holdings = Holdings(
        register=project.register,
        records=PortfolioRecords(),
        settings=project.settings,
        as_of=date(2026, 4, 30),
        answered=answered,
    )
    tiers, _ = decide_tiers(holdings)
    lists = checklist_states(holdings, "first_alliance")
    sponsors = sponsor_reviews(holdings, holdings.alliances, {"first_alliance": 1})
    waved = replace(project, waves=(case.wave,))
    rated = value_drivers(waved, project.settings), switching_costs(waved, project.settings)
    return scores, repr(_open_answers(case)), repr(tiers), repr(lists), repr(sponsors), repr(rated)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return read_project(folder_of(tmp_path_factory.mktemp("all_items")))


@pytest.fixture(scope="module")
def base(project):
    wave = project.waves[0]
    case = build_case(project, "first_alliance", 0)
    return case, told_of(project, case, facts_answered(project.register, [wave], project.instruments)[0])


def other_value(item, end):
    """Another answer, as it stands in a file: an end of the scale, where there is one."""
    if item.answer is AnswerType.SCALE:
        return end(item.scale.points, key=lambda point: point.value).code
    others = {AnswerType.DATE: "2025-01-07", AnswerType.NUMBER: "9" if end is max else "0"}
    return others.get(item.answer, "quite something else" if item.id != "SPO1" else "")


def perturbed(wave, instrument, item, end):
    """The wave with the answers to one item changed."""
    if item.answer is AnswerType.PICK:
        # one firm alone changes its mind
        picks = {person: GOALS[3:] if person[0] == "o" else GOALS[:3] for person in wave.choices[item.id]}
        return replace(wave, choices={**wave.choices, item.id: picks})
    if instrument.kind is Kind.PEOPLE and item.answer is AnswerType.TEXT:
        texts = tuple((person, f"else, {text}") for person, text in wave.texts[item.id])
        return replace(wave, texts={**wave.texts, item.id: texts})
    if instrument.kind is Kind.PEOPLE:
        here = wave.opinions.item == wave.opinions.items.index(item.id)
        said = wave.opinions.value.copy()
        # the own firm alone: where both moved alike, agreement would stand still
        ours = here & (wave.opinions.respondent < len(OWN))
        said[ours] = end(point.value for point in item.scale.points)
        return replace(wave, opinions=replace(wave.opinions, value=np.asarray(said)))
    answers = tuple(
        replace(answer, value=other_value(item, end)) if answer.item == item.id else answer
        for answer in wave.organisation_answers
    )
    return replace(wave, organisation_answers=answers)


def test_every_shipped_item_is_answered_in_the_planted_wave(project):
    wave = project.waves[0]
    said = {*wave.opinions.items, *wave.choices, *wave.texts, *(answer.item for answer in wave.organisation_answers)}
    assert said >= {item.id for instrument, item in ITEMS if instrument.kind is not Kind.ROSTER}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("instrument", "item"),
    [pair for pair in ITEMS if pair[0].kind is not Kind.ROSTER],
    ids=[item.id for instrument, item in ITEMS if instrument.kind is not Kind.ROSTER],
)
def test_something_moves_with_an_item_exactly_when_it_says_so(instrument, item, project, base):
    case, before = base

    def moves(end):
        wave = perturbed(case.wave, instrument, item, end)
        answered, _ = facts_answered(project.register, [wave], project.instruments)
        # the network is the same: only what is said in words and steps changed
        other = replace(case, wave=wave, answered=answered, measured={}, drawn={}, tables={}, rhythms={})
        return told_of(project, other, answered) != before

    assert any(map(moves, (max, min))) is read_in_waves(instrument, item)


@pytest.mark.slow
@pytest.mark.parametrize("item", ROSTER, ids=lambda item: item.id)
def test_something_moves_with_a_question_about_people(item, project, base, tmp_path):
    (net,) = (instrument for instrument, other in ITEMS if other is item)

    def moves(end):
        changed = lambda row: row if row[1] != item.id else (*row[:3], other_value(item, end))  # noqa: E731
        again = read_project(folder_of(tmp_path / end.__name__, changed))
        return everything_told(again, again.waves[0]) != base[1]

    assert any(map(moves, (max, min))) is read_in_waves(net, item)


def test_what_nothing_is_made_of_is_told_of_a_wave(project):
    assert [made_of(instrument, item) for instrument, item in ITEMS if item.id == "FIT-N1"] == [(FIT,)]
    names = unread(project.instruments, project.waves[0])
    assert {"FIT-N1", "SPO5", "TALK1"} <= set(names)
    read = {"VAL1-IMP", "VAL9-PERF", "SWC7", "ROL-PRB1", "CLI-TRU1", "CAP1", "LNK1", "SPO1", "OPEN1"}
    assert read.isdisjoint(names)
    assert told(names).startswith("Collected, used by nothing yet: ")


def test_nothing_is_told_where_everything_is_used(project):
    bare = replace(project.waves[0], organisation_answers=())
    assert told(unread(project.instruments, bare)) == ""
