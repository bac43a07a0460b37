"""The whole review: documented, repeatable, honest about what it does not know."""

import json
from datetime import date

import jsonschema
import pytest
from built_portfolios import a_holding, a_register, a_sponsor, an_alliance, audited, kpis, meeting, member, rated

from alliancenet.errors import AuditFormatError
from alliancenet.model.portfolio import Lesson
from alliancenet.portfolio.actions.facts import facts_of
from alliancenet.portfolio.review import last_day_on_record, review
from alliancenet.portfolio.review_file import REVIEW_FILE, read_review, schema, to_document, to_json, write_review
from alliancenet.portfolio.summary import summary
from alliancenet.portfolio.tiers.importance import importance

HEALTHY = {"health": 82.0, "integration_index": 80.0, "sponsor_score": 80.0}


def a_full_holding():
    register = a_register(
        an_alliance("north", objectives=kpis(80, 90, 70), tier=1, form="alliance"),
        an_alliance("south", objectives=kpis(20, 30, 10), tier=2),
        people=(a_sponsor("kim"), a_sponsor("lee", "partner")),
        memberships=[member(person, name) for name in ("north", "south") for person in ("kim", "lee")],
        touchpoints=[meeting(date(2026, 4, 1), "kim", "lee")],
    )
    audits = [
        audited("north", "w1", date(2025, 10, 24), {**HEALTHY, "health": 60.0}),
        audited("north", "w2", scores=HEALTHY),
        audited("south", "w2", scores={"health": 40.0, "climate.trust": 30.0}),
    ]
    return a_holding(
        register,
        audits=audits,
        ratings=(rated(4, 4, 4, 4, 4), rated(2, 2, 2, 2, 2, alliance="south")),
        lessons=(Lesson(id="l1", day=date(2025, 1, 1), text="pair up", codes=("N-ONEBRIDGE",)),),
    )


def reviewed():
    return review(a_full_holding(), "0.1.0")


def of(name, result=None):
    return next(alliance for alliance in (result or reviewed()).alliances if alliance.id == name)


def test_review_fits_the_shipped_schema():
    document = json.loads(to_json(reviewed()))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(document, schema())
    assert document["format"] == "alliancenet-portfolio/2"


def test_same_holdings_give_the_same_bytes():
    assert to_json(reviewed()) == to_json(reviewed())


def test_review_written_and_read_again_is_the_same(tmp_path):
    write_review(tmp_path, reviewed())
    assert to_json(read_review(tmp_path)) == to_json(reviewed())


def test_folder_without_a_review_has_none(tmp_path):
    assert read_review(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    ["{", "[]", *(f'{{"format": "alliancenet-portfolio/{version}"}}' for version in (1, 2, 3))],
)
def test_damaged_review_says_what_to_do(tmp_path, text):
    (tmp_path / REVIEW_FILE).write_text(text)
    with pytest.raises(AuditFormatError, match="review the portfolio again"):
        read_review(tmp_path)


def test_health_and_performance_stand_side_by_side():
    north = of("north")
    assert (north.health.value, north.health_band, north.performance.value) == (82, "green", 80)


def test_alliance_without_audit_is_grey_and_listed():
    result = review(a_holding(), "0.1.0")
    assert of("north", result).health_band == "grey"
    assert "no audit yet: north" in result.not_told
    assert of("north", result).action.proposal == "measure first"


def test_mover_is_told_where_the_change_is_beyond_answering_again():
    change = of("north").change
    assert [mover.sentence for mover in change.movers] == ["Health: 60 to 82, a rise of 22"]


def test_lessons_stand_beside_the_gap_they_are_about():
    gaps = {gap.code: gap.lessons for gap in of("north").gaps}
    assert gaps["N-ONEBRIDGE"] == ("l1",)


def test_findings_to_check_are_not_gaps():
    assert "N-HUB" not in {gap.code for gap in of("north").gaps}


def test_headline_counts_what_is_proposed_and_the_sponsors():
    assert reviewed().headline == (
        "2 alliances: 1 needs repair, 1 is to be launched anew; "
        "1 of 2 that need sponsors have them active on both sides."
    )


def test_facts_of_the_weak_alliance_name_its_weakest_part():
    holding = a_full_holding()
    south = holding.register.alliances["south"]
    facts = facts_of(holding, south, importance(holding, "south"), {})
    assert (facts.performance, facts.weakest, facts.codes[0]) == (20, "KPI kpi 2 (10)", "N-ONEBRIDGE")


def test_alliance_that_starts_later_is_left_out():
    holding = a_holding(a_register(an_alliance("north", start=date(2027, 1, 1)), an_alliance("south")))
    assert [alliance.id for alliance in review(holding, "0.1.0").alliances] == ["south"]


def test_review_of_an_earlier_day_sees_only_what_was_there():
    holding = a_full_holding()
    earlier = a_holding(
        holding.register,
        as_of=date(2025, 12, 1),
        audits=[audit for all_of in holding.audits.values() for audit in all_of],
    )
    north = of("north", review(earlier, "0.1.0"))
    assert (north.audits, north.health.value) == (1, 60)
    assert north.sponsors.sides[0].active is False


def test_capability_comes_from_the_newest_audit_that_tells():
    old = audited("north", "w1", date(2025, 10, 24), {"capability": 40.0})
    new = audited("south", "w2", scores={"capability": 55.0})
    register = a_register(an_alliance("north"), an_alliance("south"))
    known = {score.metric: score.value for score in review(a_holding(register, audits=[old, new]), "0.1.0").capability}
    assert (known["capability"], known["checklist.manager_tasks"]) == (55, None)


def test_last_day_on_record_is_the_latest_of_audits_and_records():
    holding = a_full_holding()
    assert last_day_on_record(holding.records, holding.audits) == date(2026, 4, 24)
    assert last_day_on_record(type(holding.records)(), {}) is None


def test_summary_never_adds_health_and_performance():
    text = "\n".join(summary(reviewed()))
    assert "never added" in text
    assert "South" in text
    assert "162" not in text


def test_document_names_the_audit_it_rests_on():
    entry = to_document(reviewed())["portfolio"]["alliances"][0]
    assert (entry["id"], entry["last_wave"], entry["audits"]) == ("north", "w2", 2)
