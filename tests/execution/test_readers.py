"""Who reads what of the review of execution."""

from dataclasses import replace

import pytest

from alliancenet.errors import AuditFormatError, NotPermitted
from alliancenet.execution.findings import EXECUTION_RULES
from alliancenet.model.register import OrganisationId, Person, PersonId
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.execution_view import PARTS, execution_for
from alliancenet.report.tables import execution as tables
from alliancenet.rules.rule import RULES
from alliancenet.store.execution_file import EXECUTION_FILE, read_execution_review, to_json, write_execution

from .records import register_of, review_of, trial_files

FORM = "alliance,since,form,reason,decided_by\n"
SAT = "partner,respondent,date,SAT1,SAT2,SAT3,SAT4,SAT5,SATO,complaint,staff,JOB\n"
PEOPLE = (
    Person(id=PersonId("x-77"), organisation=OrganisationId("own"), name="Vera Quist", level="senior"),
    Person(
        id=PersonId("x-78"), organisation=OrganisationId("own"), name="Olaf Brandt", level="senior", public_role=True
    ),
)
R = ReaderRole


def whole(path):
    """A review with something in every part."""
    sat = SAT + "".join(
        f"{partner},{partner}-r{number},2026-03-01,4,4,{3 + number % 2},4,4,{3 + number % 3},"
        f"{'handled_badly' if number == 2 else 'none'},no,\n"
        for partner, count in (("p1", 6), ("p2", 7), ("p3", 3))
        for number in range(count)
    )
    talk = "negotiation,date,person,firm,function,signed_on\n" + "".join(
        f"north,2025-01-{day},{person},,manager,2025-02-01\n" for day in (10, 17, 24) for person in ("own-1", "p1-1")
    )
    files = trial_files(4.0) | {
        "satisfaction.csv": sat,
        "schemes.csv": "role,measure,share_of_variable_pay,kind\nsales,units,1,volume\n",
        "negotiations.csv": talk,
        "benchmarks.csv": "dimension,value,unit,who,source,date\nsales,9,EUR,peers,said Vera Quist,2026-01-01\n",
        "strategy_acts.csv": "date,alliance,firm,level,teller,reached,message\n"
        "2026-01-01,north,own,senior,x-77,1,as Quist put it\n2026-01-02,north,own,senior,x-78,1,\n",
        "forms.csv": FORM + "north,2025-01-01,contract,Vera Quist wished it,Vera Quist\n",
    }
    files["interventions.csv"] = files["interventions.csv"].replace(",comparison,,", ",comparison,vera quist,")
    return review_of(path, files, register_of(people=PEOPLE))


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    return whole(tmp_path_factory.mktemp("readers"))


def seen(review, role):
    view = execution_for(review, Reader(role=role, firm="p1"))
    return view, repr(view.review) + repr(tables.all_tables(view))


@pytest.mark.parametrize("role", [R.PARTNER, R.FACILITATOR])
def test_some_read_nothing(review, role):
    with pytest.raises(NotPermitted):
        execution_for(review, Reader(role=role, firm="p1"))


def test_every_role_has_its_parts_or_none():
    assert set(PARTS) == {R.ANALYST, R.ALLIANCE_MANAGER, R.EXECUTIVE, R.HR}


def test_hr_reads_rewards_and_telling_and_no_trace_of_the_rest(review):
    view, text = seen(review, R.HR)
    assert view.parts == {"rewards", "telling"}
    assert {finding.part for finding in view.review.findings} <= view.parts
    assert not any(word in text for word in ("a thing helps", "p1-r2", "Firm p2", "SATO", "contract", "peers"))


def test_who_to_call_is_for_those_who_know_people(review):
    assert "p1-r2" in seen(review, R.ALLIANCE_MANAGER)[1]
    assert "p1-r2" not in seen(review, R.EXECUTIVE)[1]


def test_a_single_small_partner_does_not_follow_from_the_total(review):
    """Three answered at p3: the counts of the others would leave theirs over."""
    view, _ = seen(review, R.EXECUTIVE)
    assert {partner.at_risk for partner in view.review.satisfaction.partners} == {None}


def test_counts_by_partner_are_told_where_nothing_is_left_over(review):
    large = tuple(partner for partner in review.satisfaction.partners if partner.partner != "p3")
    some = replace(review, satisfaction=replace(review.satisfaction, partners=large))
    view, _ = seen(some, R.EXECUTIVE)
    assert None not in {partner.at_risk for partner in view.review.satisfaction.partners}


def test_pairs_who_met_are_for_those_who_know_people(review):
    assert review.negotiations[0].pairs == (("own-1", "p1-1", None),)
    assert seen(review, R.EXECUTIVE)[0].review.negotiations[0].pairs == ()


@pytest.mark.parametrize(("formed", "carried", "told"), [(6, 3, 3), (6, 6, None), (6, 0, None), (3, 1, None)])
def test_ties_carried_over_are_a_count_where_none_of_a_pair_follows(review, formed, carried, told):
    found = replace(review.negotiations[0], formed=formed, carried=carried, wave="w1")
    view, _ = seen(replace(review, negotiations=(found,)), R.EXECUTIVE)
    assert view.review.negotiations[0].carried == told


@pytest.mark.parametrize("role", [R.EXECUTIVE, R.HR, R.ALLIANCE_MANAGER, R.ANALYST])
def test_a_name_that_is_no_public_fact_stands_nowhere(review, role):
    assert "quist" not in seen(review, role)[1].lower()


def test_a_name_stands_nowhere_in_the_file_either(review):
    assert "quist" not in to_json(review).lower()


def test_a_public_role_is_named_and_others_are_somebody_of_their_firm(review):
    _, text = seen(review, R.EXECUTIVE)
    assert "Olaf Brandt" in text
    assert "somebody of Own" in text
    assert "x-77" not in text


def test_those_who_know_people_read_a_pseudonym(review):
    assert "x-77" in seen(review, R.ALLIANCE_MANAGER)[1]


def test_no_staff_answer_stands_in_a_review(tmp_path):
    rows = "".join(f"p1,s{number},2026-03-01,,,,,,,,yes,{1 + number % 5}\n" for number in range(6))
    rows += "".join(f"p1,c{number},2026-03-01,4,4,4,3,4,{3 + number % 3},none,no,\n" for number in range(6))
    text = to_json(review_of(tmp_path, {"satisfaction.csv": SAT + rows}))
    assert not any(f'"s{number}"' in text for number in range(6))
    assert "JOB" not in text


def test_the_file_comes_back_as_it_was_written(review, tmp_path):
    write_execution(tmp_path, review)
    assert to_json(read_execution_review(tmp_path)) == to_json(review)


def test_a_changed_file_is_refused(review, tmp_path):
    path = write_execution(tmp_path, review)
    path.write_text(path.read_text().replace('"at_risk"', '"at_rest"', 1))
    with pytest.raises(AuditFormatError, match=EXECUTION_FILE):
        read_execution_review(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"format": "alliancenet-execution/9", "execution": {}}'])
def test_a_damaged_file_is_refused_with_a_sentence(tmp_path, text):
    (tmp_path / EXECUTION_FILE).write_text(text)
    with pytest.raises(AuditFormatError):
        read_execution_review(tmp_path)


def test_no_code_is_used_twice():
    assert not set(EXECUTION_RULES) & set(RULES)


def test_every_rule_speaks_of_a_part_somebody_reads():
    assert {rule.part for rule in EXECUTION_RULES.values()} <= PARTS[R.ANALYST]
