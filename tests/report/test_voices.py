"""Climate, expectations, data quality and open answers as tables."""

from built_audits import a_score, an_audit

from alliancenet.model.audit import OpenAnswer
from alliancenet.model.score import SubjectKind
from alliancenet.privacy import LOCAL_READER, view_for
from alliancenet.report.cells import score_cell
from alliancenet.report.tables import voices


def view_of(*scores, **about):
    return view_for(an_audit(scores=scores, **about), LOCAL_READER)


def test_climate_stands_by_dimension_with_both_firms():
    told = [a_score("climate.trust", 60), a_score("climate.trust", 80, "own", SubjectKind.FIRM)]
    table = voices.climate(view_of(*told))
    assert [cell.text for cell in table.rows[0]] == ["Climate, trust", "60", "80", "not measured"]


def test_the_strip_says_who_answered_and_what_is_odd():
    checks = voices.quality_strip(view_of(a_score("quality.discrepancies", 0.25, unit="share of pairs 0-1")))
    assert checks[-1].title == "Two reports of one contact differ"
    assert checks[-1].text.startswith("25\u00a0% of")
    assert "answered" in checks[0].text


def test_a_check_nobody_could_make_is_left_out():
    assert len(voices.quality_strip(view_of())) == 2


def test_one_sided_expectations_are_listed_for_the_pair():
    score = a_score("contract_congruence", 50, "own|partner", SubjectKind.PAIR, inputs=("early warning owed by A",))
    table = voices.expectations(view_of(score))
    assert [[cell.text for cell in row] for row in table.rows] == [["early warning owed by A"]]


def test_open_answers_without_firm_show_none():
    written = tuple(
        OpenAnswer(item="OPEN1", question="What?", firm="own" if n else "partner", text=f"t{n}") for n in range(6)
    )
    assert {row[1].text for row in voices.open_answers(view_of(open_answers=written)).rows} == {"–"}


def test_each_side_has_its_row_of_the_spectrum_and_what_is_missing_is_no_zero():
    view = view_of(
        a_score("spectrum.position", 69, "own", SubjectKind.FIRM, label="collaborative"),
        a_score("spectrum.position", 31, "partner", SubjectKind.FIRM, label="transactional"),
        a_score("spectrum.fit", 1.5, "own", SubjectKind.FIRM, label="over-designed"),
        a_score("spectrum.mismatch", 1),
    )
    rows = [[cell.text for cell in row] for row in voices.spectrum(view).rows]
    assert rows == [[view.firm_name("own"), "69", "1.50"], [view.firm_name("partner"), "31", "–"]]
    assert [row[0].text for row in voices.firm_measures(view).rows] == ["Relationship spectrum, mismatch"]


def test_the_only_pair_of_two_firms_does_not_repeat_what_the_alliance_says():
    told = (a_score("contract_congruence", 55), a_score("contract_congruence", 55, "own|partner", SubjectKind.PAIR))
    assert len(voices.firm_measures(view_of(*told)).rows) == 1


def test_nobody_rated_capability_and_no_table_claims_it():
    assert voices.capability(view_of()).rows == ()


def test_open_answers_stand_under_their_question():
    written = tuple(
        OpenAnswer(item=f"OPEN{n % 2}", question=f"What {n % 2}?", firm="own", text=f"t{n}") for n in range(10)
    )
    by_question = voices.answers_to_each_question(view_of(open_answers=written))
    assert {question: len(table.rows) for question, table in by_question.items()} == {"What 0?": 5, "What 1?": 5}
    assert all([column.key for column in table.columns] == ["answer", "firm"] for table in by_question.values())


def test_that_numbers_are_estimated_is_said_once_and_the_reported_one_stands_beside():
    view = view_of(a_score("redundancy", 4, label="estimated for missing answers; as reported 5"))
    assert voices.quality_strip(view)[-1].title == "“Reported” beside a number"
    assert score_cell(view.score("redundancy")).detail.endswith("reported\u00a05")
