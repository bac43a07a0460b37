from itertools import chain
from pathlib import Path

import pytest

from alliancenet.instruments.phrases import shipped_phrases
from alliancenet.instruments.reading import (
    find_instruments,
    project_instruments,
    read_instrument,
    shipped_instruments,
)
from alliancenet.model.instrument import AnswerType, Direction, Escape, Kind, View
from alliancenet.model.multiplex import Layer

SHIPPED = sorted(shipped_instruments())
PULSE = """\
id: pulse
version: 3
kind: people
languages: [en, de]
title: {en: Pulse, de: Puls}
intro: {en: One minute., de: Eine Minute.}
answered_by: {en: everyone, de: alle}
purposes: [alliance_audit]
scale: agree
scales:
  agree: {min: 1, max: 5, labels: {1: {en: disagree, de: nein}, 5: {en: agree, de: ja}}}
items:
  - id: PUL1
    text: {en: We look forward to the next meeting., de: Wir freuen uns auf das nächste Treffen.}
    dimension: energy
  - id: PUL2
    text: {en: This alliance wears me out., de: Diese Allianz zehrt an mir.}
    dimension: energy
    reversed: true
"""


def test_every_instrument_of_the_measurement_model_is_shipped():
    assert set(SHIPPED) == {
        *("net", "integration", "climate", "spectrum", "value", "contract", "capability", "tiering"),
        *("sponsor", "roles", "launch", "handshake", "crm_priorities", "linkages", "manager_tasks"),
        *("fit", "interview", "switching", "telling"),
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_instrument_has_every_text_in_english_and_german(name):
    instrument = read_instrument(shipped_instruments()[name])
    texts = [instrument.title, instrument.intro, instrument.answered_by]
    texts += [text for item in instrument.items for text in (item.text, item.hint) if text]
    texts += [section.title for section in instrument.sections]
    assert instrument.languages == ("en", "de")
    assert all(text["en"].strip() and text["de"].strip() and text["en"] != text["de"] for text in texts)


def test_item_ids_are_unique_over_all_shipped_instruments():
    ids = [item.id for path in shipped_instruments().values() for item in read_instrument(path).items]
    assert len(ids) == len(set(ids))


def test_the_three_people_instruments_have_a_short_form():
    short = {name for name, path in shipped_instruments().items() if read_instrument(path).short_items}
    assert short == {"net", "integration", "climate"}


def test_a_respondent_is_asked_for_twenty_minutes_or_eight():
    asked = [read_instrument(shipped_instruments()[name]) for name in ("net", "integration", "climate")]
    assert sum(instrument.minutes for instrument in asked) == 20
    assert sum(instrument.minutes_short for instrument in asked) == 8


def test_the_short_form_of_the_roster_holds_the_starred_items():
    net = read_instrument(shipped_instruments()["net"])
    assert [item.id for item in net.short_items] == ["NET0", "NET1", "NET2", "NET3", "NET5", "NET7", "NET8"]


def test_roster_items_name_every_layer_and_its_direction():
    net = read_instrument(shipped_instruments()["net"])
    found = {item.layer: item.direction for item in net.items if item.layer}
    towards, back, view = Direction.RESPONDENT_TO_ALTER, Direction.ALTER_TO_RESPONDENT, Direction.RESPONDENT_VIEW
    assert found == {
        Layer.COMMUNICATION: Direction.SYMMETRIC,
        Layer.IMPORTANCE: view,
        Layer.CLOSENESS: Direction.SYMMETRIC,
        Layer.FRIENDSHIP: Direction.SYMMETRIC,
        Layer.TRUST: towards,
        Layer.ADVICE: towards,
        Layer.WORK_FLOW: back,
        Layer.INFORMATION_QUALITY: back,
        Layer.WANTED_CHANGE: view,
    }


def test_only_the_friendship_item_is_restricted_on_the_roster():
    net = read_instrument(shipped_instruments()["net"])
    assert [item.id for item in net.items if item.restricted] == ["NET4"]


def test_no_contact_settles_the_frequency_at_zero_and_closes_the_rest():
    net = read_instrument(shipped_instruments()["net"])
    gate, *others = net.items
    assert [(implied.code, implied.item, implied.value) for implied in gate.implies] == [("no", "NET1", 0.0)]
    assert all(item.ask_if and (item.ask_if.item, item.ask_if.code) == ("NET0", "yes") for item in others)


def test_one_may_decline_every_roster_item_after_the_frequency():
    net = read_instrument(shipped_instruments()["net"])
    declinable = [item.id for item in net.items if item.allow == (Escape.PREFER_NOT_TO_SAY,)]
    assert declinable == [f"NET{number}" for number in range(2, 10)]


def test_the_roster_speaks_of_ninety_days_and_takes_fifteen_more_names():
    net = read_instrument(shipped_instruments()["net"])
    assert (net.kind, net.window_days, net.added_names) == (Kind.ROSTER, 90, 15)


def test_climate_scores_nine_dimensions_and_only_shows_debate_and_outcome():
    climate = read_instrument(shipped_instruments()["climate"])
    assert len(climate.scored_dimensions) == 9
    assert set(climate.dimensions) - set(climate.scored_dimensions) == {"task_debate", "outcome"}


def test_only_relationship_conflict_is_reversed_in_climate():
    climate = read_instrument(shipped_instruments()["climate"])
    assert [item.id for item in climate.items if item.reversed] == ["CLI-CON1", "CLI-CON2"]


def test_blind_spots_have_an_own_and_a_partner_item():
    both = {View.OWN, View.PARTNER}
    found = set()
    for name in ("climate", "integration"):
        items = read_instrument(shipped_instruments()[name]).items
        views = {item.dimension: {other.view for other in items if other.dimension == item.dimension} for item in items}
        found |= {dimension for dimension, seen in views.items() if both <= seen}
    assert found == {"commitment", "trust", "openness", "flexibility", "cultural"}


def test_the_contract_asks_ten_expectations_of_both_debtors():
    contract = read_instrument(shipped_instruments()["contract"])
    asked = {(item.dimension, item.view) for item in contract.items}
    expectations = {item.dimension for item in contract.items}
    assert len(expectations) == 10
    assert asked == {(name, view) for name in expectations for view in (View.OWN, View.PARTNER)}


def test_a_contract_answer_has_no_mean():
    assert read_instrument(shipped_instruments()["contract"]).dimensions == ()


@pytest.mark.parametrize(("name", "items"), [("linkages", 8), ("manager_tasks", 12), ("crm_priorities", 23)])
def test_a_checklist_has_the_published_number_of_lines(name, items):
    assert len(read_instrument(shipped_instruments()[name]).items) == items


def test_customer_priorities_have_eleven_tasks_and_twelve_lines_on_technology():
    facets = [item.facet for item in read_instrument(shipped_instruments()["crm_priorities"]).items]
    assert (facets.count("task"), facets.count("technology")) == (11, 12)


def test_a_conversation_gives_notes_and_no_numbers():
    guide = read_instrument(shipped_instruments()["interview"])
    assert {item.answer for item in guide.items} == {AnswerType.TEXT}


def test_a_profile_is_collected_for_staffing_and_nothing_else():
    fit = read_instrument(shipped_instruments()["fit"])
    assert set(chain.from_iterable(item.purposes for item in fit.items)) == {"staffing"}


def test_an_instrument_in_the_project_folder_is_found_beside_the_shipped_ones(tmp_path):
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys" / "pulse.yaml").write_text(PULSE, encoding="utf-8")
    found = find_instruments(tmp_path)
    assert set(found) == {*SHIPPED, "pulse"}
    assert read_instrument(found["pulse"]).scored_dimensions == ("energy",)


def test_a_project_replaces_a_shipped_instrument_of_the_same_id(tmp_path):
    (tmp_path / "surveys").mkdir()
    own = tmp_path / "surveys" / "climate.yaml"
    own.write_text(PULSE.replace("id: pulse", "id: climate"), encoding="utf-8")
    assert find_instruments(tmp_path)["climate"] == own


def test_a_language_is_added_by_adding_keys(tmp_path):
    text = PULSE.replace("[en, de]", "[en, de, fr]").replace("{en: Pulse,", "{en: Pulse, fr: Pouls,")
    for english in ("One minute.", "everyone", "disagree", "agree", "We look forward to the next meeting."):
        text = text.replace(f"en: {english},", f"en: {english}, fr: «{english}»,")
    text = text.replace("en: This alliance wears me out.,", "en: This alliance wears me out., fr: Elle m'épuise.,")
    path = tmp_path / "pulse.yaml"
    path.write_text(text, encoding="utf-8")
    assert read_instrument(path).items[1].text["fr"] == "Elle m'épuise."


def test_a_bare_text_stands_for_the_only_language(tmp_path):
    path = tmp_path / "short.yaml"
    path.write_text(
        "id: short\nversion: 1\nkind: people\nlanguages: [en]\ntitle: Short\nintro: Please answer.\n"
        "answered_by: everyone\npurposes: [alliance_audit]\n"
        "items:\n  - {id: ONE, text: All well?, answer: text}\n",
        encoding="utf-8",
    )
    assert read_instrument(path).items[0].text == {"en": "All well?"}


def test_words_of_the_forms_exist_in_english_and_german():
    assert all(set(texts) == {"en", "de"} for texts in shipped_phrases().values())


def test_the_format_page_names_every_key_of_an_item():
    from alliancenet.instruments.items import ITEM_KEYS

    page = (Path(__file__).resolve().parents[2] / "surveys" / "README.md").read_text(encoding="utf-8")
    assert [key for key in ITEM_KEYS if f"`{key}`" not in page] == []


OWN = (
    "id: {id}\nversion: 1\nkind: people\nlanguages: [en]\ntitle: Own\nintro: Hi.\nanswered_by: all\n"
    "purposes: [alliance_audit]\nscale: s\nscales: {{s: {{min: 1, max: 5, labels: {{1: low, 5: high}}}}}}\n"
    "items:\n- {{id: {item}, text: I., dimension: energy}}\n"
)


def test_an_item_two_instruments_ask_is_a_fault_of_the_users_file(tmp_path):
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys" / "pulse.yaml").write_text(OWN.format(id="pulse", item="CLI-TRU2"), encoding="utf-8")
    problems = []
    project_instruments(tmp_path, problems)
    assert [(problem.file, problem.key) for problem in problems] == [("surveys/pulse.yaml", "CLI-TRU2")]


def test_a_file_that_replaces_a_shipped_instrument_may_keep_its_items(tmp_path):
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys" / "climate.yaml").write_text(OWN.format(id="climate", item="CLI-TRU2"), encoding="utf-8")
    problems = []
    found = {instrument.id: instrument for instrument in project_instruments(tmp_path, problems)}
    assert (problems, len(found["climate"].items)) == ([], 1)
