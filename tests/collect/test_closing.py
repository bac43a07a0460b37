"""Answers handed in: the same wave as any export of a survey platform gives."""

import shutil

import numpy as np
import pytest
from collected_waves import TODAY, fill_in, middling, open_in, send_in

from alliancenet.auditing import audit_project
from alliancenet.collect.closing import gather, hand_in
from alliancenet.collect.missing import decide, missed_in
from alliancenet.collect.plan import PLAN_FILE, TEMPLATE
from alliancenet.collect.wave import NotNow, close_wave, survey_in
from alliancenet.model.instrument import AnswerType
from alliancenet.model.multiplex import Layer
from alliancenet.resources import unpack_example
from alliancenet.sources.project import read_project

FORMS = ("kiln_2026-04_microsoft_forms", "kiln_2026-04_qualtrics")


def rows_of(store, person):
    return {(row[3], row[4]): row[5] for row in gather(store).rows if row[2] == person}


def test_answers_are_read_only_once_the_wave_is_closed(store):
    with pytest.raises(NotNow, match="not closed"):
        gather(store)


def test_whoever_was_not_chosen_is_no_contact(store):
    fill_in(store, "bw-ki005", ["gr-ki001"], middling)
    close_wave(store)
    rows = rows_of(store, "bw-ki005")
    assert rows["NET0", "gr-ki001"] == "yes"
    assert rows["NET0", "gr-ki002"] == "no"
    assert ("NET0", "bw-ki005") not in rows


def test_what_was_not_sent_is_not_used(store):
    fill_in(store, "bw-ki005", ["gr-ki001"], middling, send=False)
    close_wave(store)
    found = gather(store)
    assert (found.rows, found.unsent, found.answered) == ((), 1, 0)


def test_who_was_missing_counts_once_the_facilitator_says_who_it_is(store):
    fill_in(store, "bw-ki005", [], middling, added=[("Käthe R.", "Grünwald"), ("A Stranger", "")])
    assert [(missed.name, missed.times) for missed in missed_in(store)] == [("A Stranger", 1), ("Käthe R.", 1)]
    close_wave(store)
    assert gather(store).undecided == (("A Stranger", "", 1), ("Käthe R.", "Grünwald", 1))
    decide(store, survey_in(store), "Käthe R.", "Grünwald", "gr-ki002")
    decide(store, survey_in(store), "A Stranger", "", None)
    rows = rows_of(store, "bw-ki005")
    assert (rows["NET0", "gr-ki002"], rows["NET1", "gr-ki002"]) == ("yes", "3")
    assert gather(store).undecided == ()


def test_somebody_chosen_and_added_has_one_card(store):
    fill_in(store, "bw-ki005", ["gr-ki002"], middling, added=[("Käthe R.", "Grünwald")])
    close_wave(store)
    decide(store, survey_in(store), "Käthe R.", "Grünwald", "gr-ki002")
    items = [(row[3], row[4]) for row in gather(store).rows]
    assert len(items) == len(set(items))


def test_a_name_nobody_missed_cannot_be_decided(store):
    with pytest.raises(NotNow, match="nobody named"):
        decide(store, survey_in(store), "Zed", "", None)


def test_whoever_opts_out_is_named_to_nobody(project, store):
    roster = project / "people_gruenwald.csv"
    head, *lines = roster.read_text(encoding="utf-8").splitlines()
    rows = [f"{head},may_be_named", *(f"{line},yes" for line in lines)]
    roster.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert read_project(project).register.people["bw-ki010"].may_be_named
    fill_in(store, "bw-ki010", [], middling, send=False)
    send_in(store, "bw-ki010", opt_out=True)
    close_wave(store)
    hand_in(store, project)
    assert not read_project(project).register.people["bw-ki010"].may_be_named


def test_hostile_text_comes_back_as_text_and_never_as_a_formula(project, store):
    hostile = '=HYPERLINK("http://evil.test")\n"quoted", <script>\x1b[31m'
    fill_in(store, "bw-ki005", [], lambda item, _: hostile if item.answer is AnswerType.TEXT else None)
    close_wave(store)
    path, _ = hand_in(store, project)
    assert ",=" not in path.read_text(encoding="utf-8")
    said = [text for texts in read_project(project).waves[0].texts.values() for _, text in texts]
    assert len(said) == 2
    assert all("<script>" in text for text in said)


def test_handing_in_again_takes_the_place_of_the_first(project, store):
    fill_in(store, "bw-ki005", ["gr-ki001"], middling)
    close_wave(store)
    first, _ = hand_in(store, project)
    raw = first.read_bytes()
    assert hand_in(store, project)[0].read_bytes() == raw
    assert len(list(first.parent.iterdir())) == 1


@pytest.fixture(scope="module")
def by_forms(tmp_path_factory):
    """The example as it is, with the exports of two survey platforms."""
    folder = tmp_path_factory.mktemp("forms") / "project"
    folder.mkdir()
    unpack_example("two_firms", folder)
    return folder


@pytest.fixture(scope="module")
def by_collector(by_forms, tmp_path_factory):
    """The same answers, given in our own collector."""
    folder = shutil.copytree(by_forms, tmp_path_factory.mktemp("collected") / "project")
    said = read_project(by_forms).waves[0]
    lines = (folder / "alliancenet.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not any(name in line for name in FORMS)]
    (folder / "alliancenet.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    shutil.copyfile(TEMPLATE, folder / PLAN_FILE)
    (folder / "waves.csv").write_text(f"id,open,close,window_days\n2026-04,2026-04-01,{TODAY},90\n", encoding="utf-8")
    store = open_in(folder, "2026-04")
    for person in said.people:
        if answers := answers_in(said, person):
            fill_in(store, person, *answers)
    close_wave(store)
    hand_in(store, folder)
    shutil.copyfile(by_forms / "waves.csv", folder / "waves.csv")
    store.close()
    return folder


def answers_in(wave, person):
    """Whom somebody named in a wave and every code they gave."""
    at = wave.people.index(person)
    if not wave.responded[at]:
        return None
    by_layer, chosen = {}, []
    for layer, reports in wave.reports.items():
        for row in np.flatnonzero(reports.respondent == at):
            alter, value = wave.people[reports.alter[row]], reports.value[row]
            by_layer[layer, alter] = value
            if layer is Layer.COMMUNICATION and value > 0:
                chosen.append(alter)
    opinions = {
        wave.opinions.items[item]: value
        for respondent, item, value in zip(
            wave.opinions.respondent, wave.opinions.item, wave.opinions.value, strict=True
        )
        if respondent == at
    }
    texts = {item: dict(said).get(person) for item, said in wave.texts.items()}

    def code(item, alter):
        if item.answer is AnswerType.TEXT:
            return texts.get(item.id)
        if item.answer is AnswerType.PICK:
            return list(wave.choices.get(item.id, {}).get(person, ()))
        value = by_layer.get((item.layer, alter)) if alter else opinions.get(item.id)
        if value is None or np.isnan(value):
            return item.allow[0] if value is not None and item.allow else None
        return next(point.code for point in item.scale.points if point.value == value)

    return chosen, code


@pytest.mark.slow
def test_the_same_wave_by_forms_and_by_the_collector_is_the_same_wave(by_forms, by_collector):
    forms, own = read_project(by_forms).waves[0], read_project(by_collector).waves[0]
    assert own.people == forms.people
    np.testing.assert_array_equal(own.responded, forms.responded)
    np.testing.assert_array_equal(own.complete, forms.complete)
    assert own.reports.keys() == forms.reports.keys()
    for layer, reports in forms.reports.items():
        assert known(own.reports[layer]) == known(reports), layer
    assert own.choices == forms.choices


def known(reports):
    rows = zip(reports.respondent.tolist(), reports.alter.tolist(), reports.value.tolist(), strict=True)
    return sorted(row for row in rows if not np.isnan(row[2]))


@pytest.mark.slow
def test_the_same_wave_by_forms_and_by_the_collector_gives_the_same_audit(by_forms, by_collector):
    (forms,), (own,) = (audit_project(read_project(folder), seed=1) for folder in (by_forms, by_collector))
    assert own.findings == forms.findings
    assert own.scores == forms.scores
    assert own.people == forms.people
    assert own.ties == forms.ties
