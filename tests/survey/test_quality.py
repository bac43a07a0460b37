"""Data quality counts what a careful reader would notice, and changes nothing."""

import numpy as np

from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.model.instrument import Instrument
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Origin
from alliancenet.model.register import OrganisationId, Person, PersonId
from alliancenet.model.wave import Opinions, Reports
from alliancenet.settings import default_settings
from alliancenet.survey.answers import Answers
from alliancenet.survey.quality import quality_of, quality_problems

NAN = float("nan")


def instrument(name: str) -> Instrument:
    return read_instrument(shipped_instruments()[name])


def person(key: str, level: str = "operating", *roles: str) -> Person:
    return Person(id=PersonId(key), organisation=OrganisationId(key[0]), level=level, roles=frozenset(roles))


def answers(people: list[Person], responded=None, reports=None, opinions=None) -> Answers:
    n = len(people)
    return Answers(
        people=tuple(person.id for person in people),
        responded=np.array(responded or [True] * n),
        complete=np.zeros(n, dtype=bool),
        reports=reports or {},
        opinions=opinions,
    )


def reports(*rows: tuple[int, int, float]) -> Reports:
    respondent, alter, value = zip(*rows, strict=True)
    return Reports(
        respondent=np.array(respondent),
        alter=np.array(alter),
        value=np.array(value, dtype=float),
        source=LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY),
    )


def opinions(table: dict[int, list[float]]) -> Opinions:
    items = tuple(item.id for item in instrument("climate").items if item.is_measured)
    rows = [(who, at, value) for who, values in table.items() for at, value in enumerate(values)]
    who, item, value = zip(*rows, strict=True)
    return Opinions(items=items, respondent=np.array(who), item=np.array(item), value=np.array(value, dtype=float))


def test_response_rate_is_counted_per_firm_and_level():
    people = [person("a1", "senior"), person("a2"), person("a3"), person("b1")]
    quality = quality_of(answers(people, [False, True, False, True]), [], people, settings=default_settings())
    rates = {(rate.organisation, rate.level): (rate.answered, rate.asked) for rate in quality.rates}
    assert rates == {
        ("a", ""): (1, 3),
        ("a", "operating"): (1, 2),
        ("a", "senior"): (0, 1),
        ("b", ""): (1, 1),
        ("b", "operating"): (1, 1),
    }


def test_rate_of_a_person_without_level_counts_for_the_firm_once():
    people = [person("a1", "")]
    assert [
        (rate.level, rate.asked) for rate in quality_of(answers(people), [], people, settings=default_settings()).rates
    ] == [("", 1)]


def lines_of(given, name, people):
    return quality_of(given, [instrument(name)], people, settings=default_settings()).straight_lines


def test_same_answer_to_everything_is_a_straight_line():
    people = [person("a1"), person("a2"), person("b1")]
    given = opinions({0: [4] * 16, 1: [4, 2] * 8, 2: [4] * 5})
    (line,) = quality_of(
        answers(people, opinions=given), [instrument("climate")], people, settings=default_settings()
    ).straight_lines
    assert (line.person, line.instrument, line.answers, line.share) == ("a1", "climate", 16, 1.0)


def test_content_with_everything_but_not_with_what_is_asked_the_other_way_round_is_no_straight_line():
    people = [person("a1")]
    turned = [item.reversed for item in instrument("climate").items if item.is_measured]
    given = opinions({0: [1 if is_turned else 5 for is_turned in turned]})
    assert (
        quality_of(
            answers(people, opinions=given), [instrument("climate")], people, settings=default_settings()
        ).straight_lines
        == ()
    )


def test_where_nothing_was_asked_the_other_way_round_nobody_is_called_careless():
    people = [person("a1")]
    given = opinions({0: [4] * 12})
    assert (
        quality_of(
            answers(people, opinions=given), [instrument("climate")], people, settings=default_settings()
        ).straight_lines
        == ()
    )


def test_trust_in_everybody_alike_is_no_straight_line():
    people = [person(f"a{n:02}") for n in range(14)]
    same = reports(*((0, alter, 3.0) for alter in range(1, 13)))
    given = answers(people, reports={Layer.TRUST: same})
    assert lines_of(given, "net", people) == ()


def test_declined_answers_are_no_straight_line():
    people = [person("a1")]
    given = opinions({0: [NAN] * 12})
    assert (
        quality_of(
            answers(people, opinions=given), [instrument("climate")], people, settings=default_settings()
        ).straight_lines
        == ()
    )


def test_straight_line_over_people_leaves_contact_out():
    people = [person(f"a{n:02}") for n in range(14)]
    same = reports(*((0, alter, 3.0) for alter in range(1, 13)))
    often = reports(*((1, alter, 0.0) for alter in range(2, 14)))
    layers = (Layer.TRUST, Layer.ADVICE, Layer.WORK_FLOW)
    given = answers(people, reports={**dict.fromkeys(layers, same), Layer.COMMUNICATION: often})
    assert [
        line.person
        for line in quality_of(given, [instrument("net")], people, settings=default_settings()).straight_lines
    ] == ["a00"]


def test_two_reports_two_steps_apart_are_listed():
    people = [person("a1"), person("a2"), person("b1")]
    contact = reports((0, 1, 4), (1, 0, 2), (0, 2, 3), (2, 0, 2), (1, 2, 5), (2, 1, NAN))
    quality = quality_of(
        answers(people, reports={Layer.COMMUNICATION: contact}), [], people, settings=default_settings()
    )
    assert quality.compared == 2
    assert [
        (discrepancy.first, discrepancy.second, discrepancy.said_first, discrepancy.said_second)
        for discrepancy in quality.discrepancies
    ] == [("a1", "a2", 4, 2)]


def test_key_people_who_did_not_answer_are_named():
    people = [
        person("a1", "senior", "executive_sponsor"),
        person("a2", "operating", "buyer"),
        person("b1", "", "alliance_manager"),
    ]
    quality = quality_of(answers(people, [False, False, True]), [], people, settings=default_settings())
    assert quality.missing_key_people == (("a1", ("executive_sponsor",)),)


def test_remarks_are_warnings_with_counts_and_name_nobody():
    people = [person("a1"), person("a2", "", "executive_sponsor"), person("b1")]
    contact = reports((0, 2, 5), (2, 0, 1))
    given = answers(people, [True, False, True], reports={Layer.COMMUNICATION: contact})
    found = quality_problems(quality_of(given, [], people, settings=default_settings()), "w1")
    assert [problem.fatal for problem in found] == [False, False]
    assert "1 of 1 pairs report their contact differently, by up to 4 steps" in found[0].found
    assert "1 executive sponsor" in found[1].found
    assert not any(key in str(problem) for key in ("a1", "a2", "b1") for problem in found)


def test_nothing_odd_says_nothing():
    people = [person("a1"), person("b1")]
    assert quality_problems(quality_of(answers(people), [], people, settings=default_settings()), "w1") == []
