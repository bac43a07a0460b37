"""Answering between firms: what is handed to the audit, against counting by hand."""

from datetime import date

from alliancenet.comms.addresses import Member, build_directory
from alliancenet.comms.answering import answering
from alliancenet.comms.built import open_build
from alliancenet.comms.window import months_of
from alliancenet.model.score import Subject, SubjectKind
from tests.comms.rolled import a_table, built


def told(tmp_path, rows, *, firms=("a", "b"), each=9, wave=None):
    members = [
        Member(id=f"{firm}{n}", firm=firm, level="senior" if n < 3 else "operating", zone="UTC")
        for firm in firms
        for n in range(each)
    ]
    directory = build_directory(members, [(f"{person.id}@x.example", person.id) for person in members])
    log = a_table(tmp_path / "log.csv", [(at, f"{one}@x.example", f"{other}@x.example") for at, one, other in rows])
    built(tmp_path / "out", log, directory=directory)
    one = open_build(tmp_path / "out")
    people = [member for member in members if wave is None or member.id in wave]
    months = months_of(one, date(2026, 3, 1), date(2026, 3, 31), 0.5)
    contact = one.pair_months(one.numbers([person.id for person in people]), months.days)
    found = answering(one, contact, [person.firm for person in people], [person.level for person in people], months)
    return {group.subject: group for group in found}


def turns(each=9):
    rows = []
    for n in range(each):
        rows.append(("2026-03-02 10:00:00", f"a{n}", f"b{n}"))
        rows.append((f"2026-03-02 {11 + n}:00:00", f"b{n}", f"a{n}"))
    return rows


def of(kind, name):
    return Subject(kind=SubjectKind(kind), id=name)


def test_answers_stand_by_the_firm_that_gives_them(tmp_path):
    found = told(tmp_path, turns())
    asking, answers = found[of("firm", "a")], found[of("firm", "b")]
    assert (asking.messages, asking.delays, asking.timed, asking.after_hours) == (9, (), 9, 0)
    assert (answers.messages, answers.writers, answers.fewest) == (9, 9, 9)
    assert answers.delays == tuple((4 * (n + 1), 1) for n in range(9))
    assert answers.after_hours == 2  # 18:00 and 19:00


def test_a_pair_of_firms_holds_both_directions_and_levels_hold_all_firms(tmp_path):
    found = told(tmp_path, turns())
    pair, senior, operating = found[of("pair", "a|b")], found[of("level", "senior")], found[of("level", "operating")]
    assert (pair.messages, pair.writers, pair.fewest) == (18, 18, 9)
    assert (senior.messages, senior.writers, senior.fewest) == (6, 6, 6)
    assert senior.messages + operating.messages == pair.messages


def test_of_three_firms_each_pair_stands_alone(tmp_path):
    rows = [("2026-03-02 10:00:00", "a1", "b1"), ("2026-03-02 10:00:00", "a1", "c1")]
    found = told(tmp_path, rows, firms=("a", "b", "c"))
    assert {subject.id: group.messages for subject, group in found.items() if subject.kind is SubjectKind.PAIR} == {
        "a|b": 1,
        "a|c": 1,
    }
    assert found[of("firm", "a")].messages == 2


def test_the_people_counted_are_those_of_the_wave(tmp_path):
    found = told(tmp_path, turns(), wave={"a0", "a1", "b0", "b1", "b2"})
    assert (found[of("pair", "a|b")].messages, found[of("pair", "a|b")].fewest) == (18, 2)


def test_the_direction_with_fewer_people_decides_for_the_pair(tmp_path):
    rows = [(f"2026-03-02 1{n}:00:00", f"a{n}", "b0") for n in range(6)] + [("2026-03-02 17:00:00", "b0", "a0")]
    assert told(tmp_path, rows)[of("pair", "a|b")].fewest == 1
