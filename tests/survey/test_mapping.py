"""Mapping files: nothing is guessed, every fault is said, every odd answer is counted."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from alliancenet.errors import InputError
from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.model.instrument import Instrument
from alliancenet.model.multiplex import Layer, Measure
from alliancenet.model.register import OrganisationId, Person, PersonId
from alliancenet.settings import default_settings
from alliancenet.survey.answers import Answers, answers_from
from alliancenet.survey.mapping import read_mapping
from alliancenet.survey.proposal import propose_mapping
from alliancenet.survey.readers.detect import read_export

HEAD = "ResponseId,RecordedDate,Finished,ExternalReference"
ST1 = "Senior leaders of both organisations agree on what this alliance is for."
NET = "How often were the two of you in contact about it?"
SAMPLES = Path(__file__).parent / "samples"


def instruments(*names: str) -> list[Instrument]:
    shipped = shipped_instruments()
    return [read_instrument(shipped[name]) for name in names or ("net", "integration", "climate", "capability")]


def people(*ids: str) -> list[Person]:
    return [Person(id=PersonId(key), organisation=OrganisationId(key[0]), name=f"Name {key}") for key in ids]


def qualtrics(path: Path, columns: dict[str, str], *rows: str) -> Path:
    """A Qualtrics CSV: code and wording of each column, rows as `id,answers…`."""
    texts = ",".join(f'"{text}"' for text in columns.values())
    lines = [f"{HEAD},{','.join(columns)}", f"Response ID,Recorded Date,Finished,External Data Reference,{texts}"]
    lines.append(",".join('"{""ImportId"":""x""}"' for _ in lines[0].split(",")))
    for number, row in enumerate(rows):
        who, _, rest = row.partition(",")
        lines.append(f"R_{number},2026-03-05 10:00:00,True,{who},{rest}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def mapping(path: Path, text: str) -> Path:
    path.write_text(f"format: alliancenet-mapping/1\n{text}", encoding="utf-8")
    return path


def read(tmp_path: Path, columns: dict[str, str], text: str, *rows: str, roster=("a1", "a2", "b1", "b2")) -> Answers:
    export = read_export(qualtrics(tmp_path / "q.csv", columns, *rows))
    asked = instruments()
    return answers_from(
        [(export, read_mapping(mapping(tmp_path / "m.yaml", text), asked))],
        asked,
        people(*roster),
        settings=default_settings(),
    )


def said(answers: Answers) -> str:
    return "\n".join(str(problem) for problem in answers.problems)


def test_missing_column_is_fatal_and_named(tmp_path):
    text = "questions:\n  - {column: Q1, item: INT-ST1}\n  - {column: Q2, item: INT-ST2}\n"
    with pytest.raises(InputError, match=r"m\.yaml, line 4, INT-ST2: q\.csv has no column 'Q2'"):
        read(tmp_path, {"Q1": ST1}, text, "a1,4")


def test_reworded_question_is_used_as_mapped_and_said(tmp_path):
    answers = read(tmp_path, {"Q1": "Our bosses agree."}, "questions:\n  - {column: Q1, item: INT-ST1}\n", "a1,4")
    assert "asked as 'Our bosses agree.'" in said(answers)
    assert answers.opinions.value.tolist() == [4]


def test_accepted_wording_is_quiet(tmp_path):
    text = "questions:\n  - {column: Q1, item: INT-ST1, text: Our bosses agree.}\n"
    assert "asked as" not in said(read(tmp_path, {"Q1": "Our bosses agree."}, text, "a1,4"))


def test_question_that_changed_since_the_mapping_is_fatal(tmp_path):
    text = "questions:\n  - {column: Q1, item: INT-ST1, text: Our bosses agree.}\n"
    with pytest.raises(InputError, match="now asks 'Our bosses quarrel"):
        read(tmp_path, {"Q1": "Our bosses quarrel."}, text, "a1,4")


def test_changed_scale_is_fatal_with_counts(tmp_path):
    rows = [f"{who},{value}" for who, value in zip(("a1", "a2", "b1", "b2"), (7, 6, 6, 3), strict=True)]
    with pytest.raises(InputError, match=r"3 of 4 answers are not on the scale: '6' \(2×\), '7' \(1×\)"):
        read(tmp_path, {"Q1": ST1}, "questions:\n  - {column: Q1, item: INT-ST1}\n", *rows)


def test_single_slip_is_left_out_and_counted(tmp_path):
    roster = tuple(f"a{n}" for n in range(12))
    rows = [f"{who},{9 if who == 'a3' else 4}" for who in roster]
    text = "questions:\n  - {column: Q1, item: INT-ST1}\n"
    answers = read(tmp_path, {"Q1": ST1}, text, *rows, roster=roster)
    assert answers.tallies[1].fates == {"used": 11, "not on the scale": 1}
    assert "1 of 12 answers" in said(answers)


def test_words_of_the_export_count_as_the_mapping_says(tmp_path):
    text = 'questions:\n  - {column: Q1, item: INT-ST1}\nanswers: {"voll und ganz": "5"}\n'
    assert read(tmp_path, {"Q1": ST1}, text, "a1,voll und ganz").opinions.value.tolist() == [5]


@pytest.mark.parametrize(
    ("word", "value"),
    [("4", 4), ("4.0", 4), ("rather agree", 4), ("stimme eher zu", 4), ("Rather agree.", 4), ("4 - rather agree", 4)],
)
def test_step_is_known_by_code_number_and_label_in_every_language(tmp_path, word, value):
    text = "questions:\n  - {column: Q1, item: INT-ST1}\n"
    assert read(tmp_path, {"Q1": ST1}, text, f"a1,{word}").opinions.value.tolist() == [value]


def test_number_with_the_label_of_another_step_is_not_read(tmp_path):
    with pytest.raises(InputError, match="1 - agree"):
        read(tmp_path, {"Q1": ST1}, "questions:\n  - {column: Q1, item: INT-ST1}\n", "a1,1 - agree", "a2,1 - agree")


@pytest.mark.parametrize("word", ["cannot say", "kann ich nicht beurteilen", "cannot_say"])
def test_declined_is_unknown_not_a_number(tmp_path, word):
    answers = read(tmp_path, {"Q1": ST1}, "questions:\n  - {column: Q1, item: INT-ST1}\n", f"a1,{word}")
    assert np.isnan(answers.opinions.value).tolist() == [True]
    assert answers.tallies[1].fates == {"declined to say": 1}


def test_gate_no_is_contact_zero_and_blank_stays_unknown(tmp_path):
    columns = {f"{item}_{who}": "" for item in ("NET0", "NET1") for who in ("a2", "b1", "b2")}
    text = 'roster:\n  - {columns: "NET0_*", item: NET0}\n  - {columns: "NET1_*", item: NET1}\n'
    answers = read(tmp_path, columns, text, "a1,no,,yes,,,3")
    contact = answers.reports[Layer.COMMUNICATION]
    found = {answers.people[alter]: value for alter, value in zip(contact.alter, contact.value, strict=True)}
    assert found == {"a2": 0, "b2": 3}


def test_gate_yes_without_frequency_is_unknown_contact(tmp_path):
    columns = {"NET0_a2": "", "NET0_b1": "", "NET1_a2": "", "NET1_b1": ""}
    text = 'roster:\n  - {columns: "NET0_*", item: NET0}\n  - {columns: "NET1_*", item: NET1}\n'
    contact = read(tmp_path, columns, text, "a1,yes,yes,,2").reports[Layer.COMMUNICATION]
    assert np.isnan(contact.value).tolist() == [True, False]


def test_gate_alone_gives_ties_without_steps(tmp_path):
    columns = {"NET0_a2": "", "NET0_b1": ""}
    answers = read(tmp_path, columns, 'roster:\n  - {columns: "NET0_*", item: NET0}\n', "a1,yes,no")
    contact = answers.reports[Layer.COMMUNICATION]
    assert contact.source.measure is Measure.TIES
    assert contact.value.tolist() == [1, 0]


def test_contradicted_gate_is_counted(tmp_path):
    columns = {"NET0_a2": "", "NET1_a2": ""}
    text = 'roster:\n  - {columns: "NET0_*", item: NET0}\n  - {columns: "NET1_*", item: NET1}\n'
    assert "1 answers although NET0 says there was nothing" in said(read(tmp_path, columns, text, "a1,no,4"))


def test_answer_about_oneself_is_left_out_and_counted(tmp_path):
    answers = read(tmp_path, {"NET1_a1": "", "NET1_b1": ""}, 'roster:\n  - {columns: "NET1_*", item: NET1}\n', "a1,5,4")
    assert answers.tallies[1].fates == {"about oneself": 1, "used": 1}


def test_answer_about_somebody_unknown_is_counted_and_named(tmp_path):
    answers = read(tmp_path, {"NET1_z9": "", "NET1_b1": ""}, 'roster:\n  - {columns: "NET1_*", item: NET1}\n', "a1,5,4")
    assert answers.tallies[1].fates == {"about somebody not on the roster": 1, "used": 1}
    assert "'z9'" in said(answers)


def test_alias_of_the_mapping_says_who_is_meant(tmp_path):
    text = 'roster:\n  - {columns: "NET1_*", item: NET1}\npeople: {z9: b1}\n'
    answers = read(tmp_path, {"NET1_z9": ""}, text, "a1,5")
    assert [answers.people[at] for at in answers.reports[Layer.COMMUNICATION].alter] == ["b1"]


def test_alias_of_nobody_is_fatal(tmp_path):
    with pytest.raises(InputError, match="'z9' stands for 'b7', who is not on the roster"):
        read(tmp_path, {"Q1": ST1}, "questions:\n  - {column: Q1, item: INT-ST1}\npeople: {z9: b7}\n", "a1,5")


def test_column_not_mapped_is_counted_until_it_is_ignored(tmp_path):
    text = "questions:\n  - {column: Q1, item: INT-ST1}\n"
    assert "1 columns are not used: Q2" in said(read(tmp_path, {"Q1": ST1, "Q2": "Site?"}, text, "a1,5,here"))
    assert "not used" not in said(read(tmp_path, {"Q1": ST1, "Q2": "Site?"}, text + "ignore: [Q2]\n", "a1,5,here"))


def test_two_exports_of_one_wave_count_each_person_once(tmp_path):
    asked = instruments()
    lines = mapping(tmp_path / "m.yaml", "questions:\n  - {column: Q1, item: INT-ST1}\n")
    monday = read_export(qualtrics(tmp_path / "monday.csv", {"Q1": ST1}, "a1,2", "b1,3"))
    friday = read_export(qualtrics(tmp_path / "friday.csv", {"Q1": ST1}, "a1,4", "b1,3", "b2,5"))
    known = read_mapping(lines, asked)
    answers = answers_from(
        [(monday, known), (friday, known)], asked, people("a1", "b1", "b2"), settings=default_settings()
    )
    assert answers.opinions.value.tolist() == [4, 3, 5]
    assert answers.tallies[1].fates == {"replaced by another response of the same person": 2}


def test_exports_of_different_questions_add_up(tmp_path):
    asked = instruments()
    known = read_mapping(mapping(tmp_path / "m.yaml", "questions:\n  - {column: Q1, item: INT-ST1}\n"), asked)
    other = read_mapping(mapping(tmp_path / "n.yaml", "questions:\n  - {column: Q1, item: INT-ST2}\n"), asked)
    first = read_export(qualtrics(tmp_path / "a.csv", {"Q1": ST1}, "a1,2"))
    second = read_export(qualtrics(tmp_path / "b.csv", {"Q1": "x"}, "a1,4"))
    answers = answers_from([(first, known), (second, other)], asked, people("a1", "b1"), settings=default_settings())
    assert answers.opinions.value.tolist() == [2, 4]


def test_finished_response_beats_a_later_half_finished_one(tmp_path):
    path = qualtrics(tmp_path / "q.csv", {"Q1": ST1}, "a1,5", "a1,1")
    text = path.read_text(encoding="utf-8").replace("R_1,2026-03-05 10:00:00,True", "R_1,2026-03-06 10:00:00,False")
    path.write_text(text, encoding="utf-8")
    asked = instruments()
    known = read_mapping(mapping(tmp_path / "m.yaml", "questions:\n  - {column: Q1, item: INT-ST1}\n"), asked)
    assert answers_from(
        [(read_export(path), known)], asked, people("a1"), settings=default_settings()
    ).opinions.value.tolist() == [5]


def test_respondent_column_of_the_mapping_says_who_answered(tmp_path):
    text = "respondent: {name: Q9}\nquestions:\n  - {column: Q1, item: INT-ST1}\n"
    answers = read(tmp_path, {"Q1": ST1, "Q9": "Your name"}, text, ",5,Name b2")
    assert answers.tallies[0].fates == {"matched by name": 1}


def test_responses_after_the_close_are_left_out(tmp_path):
    asked = instruments()
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q1": ST1}, "a1,5"))
    known = read_mapping(mapping(tmp_path / "m.yaml", "questions:\n  - {column: Q1, item: INT-ST1}\n"), asked)
    answers = answers_from([(export, known)], asked, people("a1"), closes=date(2026, 3, 4), settings=default_settings())
    assert answers.tallies[0].fates == {"outside the dates of the wave": 1}
    assert not answers.responded.any()


def test_answers_of_a_firm_keep_their_evidence(tmp_path):
    text = "questions:\n  - {column: CAP1, item: CAP1}\n  - {column: CAP1_evidence, item: CAP1, field: evidence}\n"
    answers = read(tmp_path, {"CAP1": "", "CAP1_evidence": ""}, text, "a1,3,the handbook")
    (one,) = answers.organisation_answers
    assert (one.organisation, one.item, one.value, one.evidence) == ("a", "CAP1", "3", "the handbook")


def test_a_line_a_firm_does_not_need_stays_an_answer(tmp_path):
    asked = instruments("linkages")
    export = read_export(qualtrics(tmp_path / "q.csv", {"LNK1": "", "LNK2": ""}, "a1,Not needed,in place"))
    text = "questions:\n  - {column: LNK1, item: LNK1}\n  - {column: LNK2, item: LNK2}\n"
    known = read_mapping(mapping(tmp_path / "m.yaml", text), asked)
    answers = answers_from([(export, known)], asked, people("a1"), settings=default_settings())
    assert {(answer.item, answer.value) for answer in answers.organisation_answers} == {
        ("LNK1", "not_needed"),
        ("LNK2", "2"),
    }


def test_who_only_gave_opinions_did_not_answer_the_roster(tmp_path):
    columns = {"NET1_b1": "", "Q1": ST1}
    text = 'roster:\n  - {columns: "NET1_*", item: NET1}\nquestions:\n  - {column: Q1, item: INT-ST1}\n'
    answers = read(tmp_path, columns, text, "a1,4,5", "a2,,5")
    assert [answers.people[at] for at in np.flatnonzero(answers.responded)] == ["a1"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("questions:\n  - {column: Q1, item: NOPE}\n", "'NOPE' is no item"),
        ("questions:\n  - {column: Q1, columns: Q1, item: INT-ST1}\n", "2 of column, columns, at"),
        ("questions:\n  - {at: '12', item: INT-ST1}\n", "column letters"),
        ("questions:\n  - {column: Q1, item: NET1}\n", "stands in the wrong list"),
        ("questions:\n  - {column: Q1, item: INT-ST1, check: look}\n", "this line is a proposal"),
        ("questions:\n  - {column: Q1, itm: INT-ST1}\n", "did you mean 'item'"),
        ("log:\n  - {column: Strong_tie_score, layer: trust}\n", "layer: communication"),
        ("platform: telepathy\nquestions:\n  - {column: Q1, item: INT-ST1}\n", "one of: qualtrics"),
        ("ignore: [Q1]\n", "no column is placed"),
    ],
)
def test_fault_of_a_mapping_file_is_said(tmp_path, text, fault):
    with pytest.raises(InputError) as raised:
        read_mapping(mapping(tmp_path / "m.yaml", text), instruments())
    assert fault in str(raised.value)


def test_all_faults_of_a_mapping_file_come_at_once(tmp_path):
    text = "questions:\n  - {column: Q1, item: NOPE}\n  - {column: Q2, item: NADA}\n"
    with pytest.raises(InputError) as raised:
        read_mapping(mapping(tmp_path / "m.yaml", text), instruments())
    assert [problem.line for problem in raised.value.problems] == [3, 4]


def test_one_column_for_two_items_is_fatal(tmp_path):
    text = "questions:\n  - {column: Q1, item: INT-ST1}\n  - {column: Q1, item: INT-ST2}\n"
    with pytest.raises(InputError, match=r"is INT-ST1 already \(line 3\)"):
        read(tmp_path, {"Q1": ST1}, text, "a1,5")


@pytest.mark.parametrize("name", ["qualtrics", "google_forms", "survey_monkey", "limesurvey_codes", "limesurvey_texts"])
def test_proposal_without_doubts_reads_as_the_mapping_made_by_hand(tmp_path, name):
    from_hand = SAMPLES / f"{name}.map.yaml"
    export, asked = read_export(SAMPLES / f"{name}.csv"), instruments()
    roster = [
        Person(id=PersonId(one), organisation=OrganisationId("x"), name=full, addresses=(address,))
        for one, full, address in (
            ("a1", "Anna Berg", "anna.berg@nordwind.example"),
            ("a2", "Jürgen Müller", "juergen.mueller@nordwind.example"),
            ("b1", "Paul O'Neill", "paul.oneill@suedstern.example"),
            ("b2", "Zoë Álvarez", "zoe.alvarez@suedstern.example"),
        )
    ]
    proposed = tmp_path / "p.yaml"
    proposed.write_text(propose_mapping(export, asked, roster, settings=default_settings()).text, encoding="utf-8")
    ours, theirs = (
        answers_from([(export, read_mapping(path, asked))], asked, roster, settings=default_settings())
        for path in (proposed, from_hand)
    )
    assert {layer: report.value.tolist() for layer, report in ours.reports.items()} == {
        layer: report.value.tolist() for layer, report in theirs.reports.items()
    }
    assert ours.choices == theirs.choices


@pytest.mark.parametrize(
    "wording",
    [
        "Senior leaders of both organisations do not agree on what this alliance is for.",
        "Leaders of both firms agree what the alliance is for.",
    ],
)
def test_reworded_question_is_proposed_only_with_a_check(tmp_path, wording):
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q1": wording}, "a1,4"))
    proposal = propose_mapping(export, instruments(), settings=default_settings())
    assert (proposal.placed, proposal.doubtful) == (1, 1)
    assert "INT-ST1" in proposal.text


def test_unchecked_proposal_is_refused(tmp_path):
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q1": ST1.replace("agree", "do not agree")}, "a1,4"))
    path = tmp_path / "p.yaml"
    path.write_text(propose_mapping(export, instruments(), settings=default_settings()).text, encoding="utf-8")
    with pytest.raises(InputError, match="this line is a proposal"):
        read_mapping(path, instruments())


def test_name_of_the_alliance_in_the_question_leaves_no_doubt(tmp_path):
    text = "In the last three months, did you deal with this person about *Helios & Co*? - Name b1"
    other = text.replace("b1", "b2")
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q1_1": text, "Q1_2": other}, "a1,yes,no"))
    proposal = propose_mapping(export, instruments(), people("b1", "b2"), settings=default_settings())
    assert '{columns: "Q1_*", item: "NET0", person: "text"}' in proposal.text
    assert proposal.doubtful == 0


def test_what_is_not_placed_is_listed_with_what_is_near(tmp_path):
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q7": "Do the leaders of both organisations agree?"}, "a1,4"))
    ((name, near),) = propose_mapping(export, instruments(), settings=default_settings()).unplaced
    assert name == "Q7"
    assert "INT-ST1" in near


def test_unknown_name_is_proposed_as_a_comment_never_as_a_fact(tmp_path):
    columns = {"NET1_a": f"{NET} - Name b1", "NET1_b": f"{NET} - Winter, Katarina"}
    export = read_export(qualtrics(tmp_path / "q.csv", columns, "a1,1,2"))
    katharina = Person(id=PersonId("b2"), organisation=OrganisationId("b"), name="Katharina Winter")
    proposal = propose_mapping(export, instruments(), [*people("a1", "b1"), katharina], settings=default_settings())
    assert proposal.unknown_people == ("Winter, Katarina",)
    assert '# "Winter, Katarina": b2' in proposal.text


def test_mapping_of_another_platform_is_refused(tmp_path):
    text = "platform: limesurvey\nquestions:\n  - {column: Q1, item: INT-ST1}\n"
    with pytest.raises(InputError, match=r"q\.csv comes from qualtrics, the mapping is for limesurvey"):
        read(tmp_path, {"Q1": ST1}, text, "a1,4")


def test_replaced_text_is_counted_as_replaced(tmp_path):
    answers = read(tmp_path, {"Q1": "?"}, "questions:\n  - {column: Q1, item: OPEN1}\n", "a1,old", "a1,new")
    assert answers.texts == {"OPEN1": (("a1", "new"),)}
    assert answers.tallies[1].fates == {"used": 1, "replaced by another response of the same person": 1}


def test_two_columns_about_one_person_count_once(tmp_path):
    text = 'roster:\n  - {columns: "NET1_*", item: NET1}\npeople: {bb: b1}\n'
    answers = read(tmp_path, {"NET1_b1": "", "NET1_bb": ""}, text, "a1,4,3")
    assert answers.reports[Layer.COMMUNICATION].value.tolist() == [4]
    assert answers.tallies[1].fates == {"used": 1, "said twice in one response": 1}


@pytest.mark.parametrize(("first", "second", "ticked"), [("x", "", True), ("x", "no", False), ("", "", False)])
def test_ticks_are_proposed_only_where_cells_show_them_and_with_a_check(tmp_path, first, second, ticked):
    gate = "In the last three months, did you deal with this person about Helios? - Name"
    columns = {"Q1_1": f"{gate} a2", "Q1_2": f"{gate} b1", "Q2": "Site?"}
    export = read_export(qualtrics(tmp_path / "q.csv", columns, f"a1,{first},{second},here"))
    proposal = propose_mapping(export, instruments(), people("a1", "a2", "b1"), settings=default_settings())
    assert ("ticked: true" in proposal.text) == ticked
    assert proposal.doubtful == 2 * ticked


def test_ticked_people_make_the_others_no_contact(tmp_path):
    columns = {"NET0_a2": "", "NET0_b1": "", "Q1": ST1}
    text = 'roster:\n  - {columns: "NET0_*", item: NET0, ticked: true}\nquestions:\n  - {column: Q1, item: INT-ST1}\n'
    answers = read(tmp_path, columns, text, "a1,Selected,,5", "b2,,,4")
    contact = answers.reports[Layer.COMMUNICATION]
    assert contact.value.tolist() == [1]
    assert [answers.people[at] for at in np.flatnonzero(answers.complete)] == ["a1", "b2"]
