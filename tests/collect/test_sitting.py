"""Drafts and answers: kept once, changed until the close, never those of two windows mixed."""

from datetime import timedelta

import pytest
from collected_waves import CLOSES, TODAY, fill_in, middling, send_in
from sqlalchemy import func, select

from alliancenet.collect import sitting
from alliancenet.collect.schema import SUBMISSION
from alliancenet.collect.sitting import Changed, Closed
from alliancenet.collect.steps import steps_of
from alliancenet.collect.wave import (
    NotNow,
    WaveState,
    close_wave,
    extend,
    freeze,
    journal_of,
    prepare,
    record_of,
    survey_in,
)

ME = "bw-ki005"


def kept_answers(store):
    with store.reading() as connection:
        query = select(func.count()).where(SUBMISSION.c.respondent == ME, SUBMISSION.c.body.is_not(None))
        return connection.execute(query).scalar()


def shown(store):
    standing = sitting.standing_of(store, ME)
    pages = {step.key for step in steps_of(survey_in(store), ME, standing.kept)}
    return pages, sitting.digest_of_pages(standing.kept, pages)


def test_what_is_sent_twice_is_kept_once(store):
    fill_in(store, ME, ["bw-ki001"], middling, send=False)
    assert send_in(store, ME, submission="a" * 32)
    assert not send_in(store, ME, submission="a" * 32)
    assert kept_answers(store) == 1


def test_the_same_answers_from_two_windows_are_kept_once(store):
    fill_in(store, ME, ["bw-ki001"], middling, send=False)
    assert send_in(store, ME, submission="a" * 32)
    assert not send_in(store, ME, submission="b" * 32)
    assert kept_answers(store) == 1


def test_what_changed_in_another_window_is_not_sent_unseen(store):
    kept = fill_in(store, ME, ["bw-ki001"], middling, send=False)
    pages, digest = shown(store)
    step = next(key for key in kept if key.startswith("about"))
    sitting.keep(store, ME, step, {"answers": {"NET1": "1"}}, TODAY)
    with pytest.raises(Changed, match="since this page was shown"):
        sitting.send(store, ME, pages, submission="a" * 32, shown=digest, opt_out=False, today=TODAY)
    assert kept_answers(store) == 0


def test_the_same_page_sent_with_other_content_is_refused(store):
    fill_in(store, ME, ["bw-ki001"], middling, send=False)
    send_in(store, ME, submission="a" * 32)
    with pytest.raises(Changed, match="with other answers"):
        send_in(store, ME, submission="a" * 32, opt_out=True)


def test_somebody_elses_page_is_not_taken_for_ones_own(store):
    fill_in(store, ME, [], middling, send=False)
    send_in(store, ME, submission="a" * 32)
    fill_in(store, "bw-ki006", [], middling, send=False)
    with pytest.raises(Changed):
        send_in(store, "bw-ki006", submission="a" * 32)


def test_changed_answers_take_the_place_of_the_first(store):
    fill_in(store, ME, ["bw-ki001"], middling)
    sitting.change(store, ME, TODAY)
    kept = sitting.standing_of(store, ME).kept
    step = next(key for key in kept if key.startswith("about"))
    sitting.keep(store, ME, step, {"answers": {"NET1": "1"}}, TODAY)
    assert kept_answers(store) == 1  # the first holds until the second is sent
    assert send_in(store, ME)
    assert kept_answers(store) == 1
    assert [entry.act for entry in journal_of(store)][-2:] == ["answered", "changed answers"]


def test_a_card_of_somebody_no_longer_chosen_is_not_sent(store):
    kept = fill_in(store, ME, ["bw-ki001", "bw-ki002"], middling, send=False)
    choosing = next(key for key in kept if key.startswith("people"))
    sitting.keep(store, ME, choosing, {"chosen": ["bw-ki002"], "added": []}, TODAY)
    send_in(store, ME)
    with store.reading() as connection:
        body = connection.execute(select(SUBMISSION.c.body)).scalar()
    assert "bw-ki001" not in body


def test_nothing_is_taken_after_the_last_day(store):
    late = CLOSES + timedelta(days=1)
    with pytest.raises(Closed):
        fill_in(store, ME, [], middling, today=late)
    fill_in(store, ME, [], middling, today=CLOSES)
    assert kept_answers(store) == 1


def test_nothing_is_taken_of_a_closed_wave_and_all_of_one_that_was_extended(store):
    fill_in(store, ME, [], middling, send=False)
    close_wave(store)
    with pytest.raises(Closed):
        send_in(store, ME)
    extend(store, CLOSES + timedelta(days=5), TODAY)
    assert send_in(store, ME, today=CLOSES + timedelta(days=3))


def test_a_retry_after_the_close_is_told_that_it_was_kept(store):
    fill_in(store, ME, [], middling, send=False)
    send_in(store, ME, submission="a" * 32)
    close_wave(store)
    assert send_in(store, ME, submission="a" * 32) is False


def test_freezing_erases_what_nobody_sent_and_cannot_be_undone(store):
    fill_in(store, ME, [], middling)
    fill_in(store, "bw-ki006", [], middling, send=False)
    close_wave(store)
    assert freeze(store).state is WaveState.FROZEN
    assert not sitting.standing_of(store, "bw-ki006").kept
    with pytest.raises(NotNow, match="frozen"):
        extend(store, CLOSES, TODAY)


def test_a_wave_is_frozen_only_after_it_was_closed(store):
    with pytest.raises(NotNow, match="close it first"):
        freeze(store)


def test_what_people_were_told_is_not_changed_once_the_wave_is_open(store):
    survey, wave = survey_in(store), record_of(store)
    with pytest.raises(NotNow, match="not changed any more"):
        prepare(store, survey, {}, wave.opens, wave.closes)


def test_the_journal_tells_of_respondents_by_day_only(store):
    fill_in(store, ME, [], middling)
    entry = next(entry for entry in journal_of(store) if entry.act == "answered")
    assert (entry.time.hour, entry.time.minute, entry.time.second) == (0, 0, 0)


def test_somebody_who_is_not_asked_cannot_answer(store):
    with pytest.raises(NotNow, match="not asked"):
        sitting.keep(store, "nobody", "x", {}, TODAY)
