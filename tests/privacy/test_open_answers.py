"""Open answers: groups of five, no order, no firm where it would tell."""

import pytest
from built_audits import an_audit

from alliancenet.auditing import audit_case
from alliancenet.model.audit import OpenAnswer
from alliancenet.privacy import LOCAL_READER, view_for
from tests.conftest import a_case


def shown(**by_firm):
    answers = tuple(
        OpenAnswer(item="OPEN1", question="What?", firm=firm, text=f"{firm}{number}")
        for firm, count in by_firm.items()
        for number in range(count)
    )
    return view_for(an_audit(open_answers=answers), LOCAL_READER).open_answers


@pytest.mark.parametrize(("own", "partner", "firms"), [(5, 5, {"own", "partner"}), (9, 4, {""}), (4, 1, {""})])
def test_firms_are_named_all_or_none(own, partner, firms):
    assert {answer.firm for answer in shown(own=own, partner=partner)} == firms


def test_four_answers_are_not_shown():
    assert shown(own=4) == ()


def test_the_order_of_open_answers_is_not_that_of_the_people():
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(6)}
    texts = tuple((name, f"text of {position:02}") for position, name in enumerate(sorted(people)))
    case = a_case(people, {}, wave={"texts": {"OPEN1": texts}})
    found = [answer.text for answer in audit_case(case).open_answers]
    assert sorted(found) == [text for _, text in texts]
    assert found != [text for _, text in texts]
    assert found == [answer.text for answer in audit_case(case).open_answers]
