"""The partner's answers joined: the same as asked by one collector, counted, and asked where anything is in doubt."""

import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner
from collected_waves import TODAY, a_project_to_collect, open_in
from two_sides import HANDOVER, HERE, OURS, THEIRS, THERE, a_side, answer, closed

from alliancenet.auditing import audit_project
from alliancenet.cli import alliancenet
from alliancenet.collect.closing import gather, hand_in
from alliancenet.collect.handover import Stranger, document_of, handover_from, handover_of
from alliancenet.collect.joining import Keep, NotJoined, join, joined_people, pair, settle
from alliancenet.collect.matching import MatchState
from alliancenet.collect.places import place_of
from alliancenet.collect.sealing import NotOpened
from alliancenet.collect.sent import sent_answers
from alliancenet.collect.standing import desk_view
from alliancenet.collect.store import copied, opened
from alliancenet.collect.wave import NotNow, extend, freeze, survey_in
from alliancenet.model.instrument import Mode
from alliancenet.sources.project import read_project
from alliancenet.visible import visible


def taken(store, handover, mark="m"):
    join(store, handover, mark, 5, TODAY)
    (report,) = gather(store).joined
    return report


def with_person(handover, person, **changes):
    people = tuple(replace(other, **changes) if other.id == person else other for other in handover.people)
    return replace(handover, people=people)


def renamed(handover, before, after):
    """The same people under another id, as the partner's own roster has them."""

    def name(person):
        return after if person == before else person

    return replace(
        handover,
        people=tuple(replace(person, id=name(person.id)) for person in handover.people),
        asked=tuple(map(name, handover.asked)),
        not_named=tuple(map(name, handover.not_named)),
        rows=tuple((row[0], name(row[1]), row[2], name(row[3]), *row[4:]) for row in handover.rows),
    )


def fate_of(report, there):
    return next(match for match in report.matches if match.there.id == there)


@pytest.mark.slow
def test_two_collectors_joined_give_the_rows_and_the_audit_one_collector_gives(side, handover, tmp_path):
    both = a_project_to_collect(tmp_path / "both")
    store = open_in(both)
    answer(store, OURS + THEIRS)
    hand_in(closed(store), both)
    assert taken(side, handover).people == tuple(THEIRS)
    assert set(gather(side).rows) == set(gather(store).rows)
    ours = tmp_path / "ours"
    hand_in(side, ours)
    (first,), (second,) = (audit_project(read_project(folder), seed=1) for folder in (both, ours))
    assert [(score.metric, score.value) for score in first.scores] == [
        (score.metric, score.value) for score in second.scores
    ]
    assert [finding.code for finding in first.findings] == [finding.code for finding in second.findings]
    store.close()


def test_what_is_handed_over_reads_back_as_it_was(handover):
    assert handover_from(document_of(handover)) == handover


@pytest.mark.parametrize("name", ["می\u200cخواهم", "Ann\u202e Berg\u200b", "An\u00adna Berg", "Ann\nBerg"])
def test_a_name_with_letters_that_are_not_seen_stops_no_hand_over(handover, name):
    other = with_person(handover, "gr-ki003", name=name)
    (there,) = (person.name for person in handover_from(document_of(other)).people if person.id == "gr-ki003")
    assert there == " ".join(visible(name).split())


def test_each_side_asks_its_own_people_only(side):
    view = desk_view(side, TODAY, names=True)
    assert view.asked == 20
    assert {person.organisation for person in view.silent} == {"Brightwater Instruments"}


def test_the_desk_counts_who_was_handed_over(side, handover):
    taken(side, handover)
    view = desk_view(side, TODAY, names=False)
    assert (view.answered, view.joined) == (12, 10)
    assert {rate.title: rate.answered for rate in view.alliances[0].firms} == {
        "Brightwater Instruments": 12, "Grünwald Keramik": 10,
    }  # fmt: skip
    assert joined_people(side) == set(THEIRS)


@pytest.mark.parametrize("sign", ["address", "name"])
def test_other_ids_are_matched_by_address_or_name(side, handover, sign):
    away = {"address": {"name": ""}, "name": {"address": ""}}[sign]
    report = taken(side, with_person(renamed(handover, "gr-ki003", "4711"), "4711", **away))
    assert (fate_of(report, "4711").fate, fate_of(report, "4711").why) == (MatchState.MATCHED, sign)
    assert "gr-ki003" in report.people
    assert any(row[4] == "gr-ki003" for row in gather(side).rows)
    assert not any("4711" in row for row in gather(side).rows)


def test_a_name_written_the_other_way_round_is_the_same_name(side, handover):
    there = next(person for person in handover.people if person.id == "gr-ki003")
    first, last = there.name.split(" ")
    turned = with_person(renamed(handover, "gr-ki003", "4711"), "4711", name=f"{last}, {first}", address="")
    assert fate_of(taken(side, turned), "4711").here == "gr-ki003"


@pytest.mark.parametrize(
    ("there", "changes", "why"),
    [
        ("gr-ki003", {"name": "Somebody Else"}, "another name"),
        ("gr-ki003", {"firm": "Elsewhere", "organisation": "elsewhere", "name": ""}, "another firm"),
        ("gr-ki003", {"address": "=other"}, "different people"),
        ("gr-ki003", {"name": "=other", "address": ""}, "different people"),
    ],
)
def test_signs_that_say_different_things_are_asked_and_nothing_is_joined_silently(side, handover, there, changes, why):
    other = next(person for person in handover.people if person.id == "gr-ki004")
    changes = {key: getattr(other, key) if value == "=other" else value for key, value in changes.items()}
    handover = with_person(handover, there, **changes)
    if changes.get("address"):  # so that not both are taken for one
        handover = with_person(handover, "gr-ki004", address="", name="", id="gr-x")
        handover = replace(handover, asked=(*handover.asked, "gr-x"), rows=tuple(
            row for row in handover.rows if "gr-ki004" not in row))  # fmt: skip
    report = taken(side, handover)
    assert fate_of(report, there).fate is MatchState.ASKED
    assert why in fate_of(report, there).why
    assert there not in report.people
    assert not any(row[2] == there for row in gather(side).rows)


def test_two_there_for_one_here_are_both_asked(side, handover):
    person = next(person for person in handover.people if person.id == "gr-ki003")
    twin = replace(person, id="twin")
    report = taken(side, replace(handover, people=(*handover.people, twin)))
    assert {fate_of(report, there).fate for there in ("gr-ki003", "twin")} == {MatchState.ASKED}
    pair(side, "twin", None)
    (report,) = gather(side).joined
    assert fate_of(report, "gr-ki003").fate is MatchState.MATCHED
    pair(side, "twin", "gr-ki003")
    (report,) = gather(side).joined
    assert (fate_of(report, "twin").fate, fate_of(report, "gr-ki003").fate) == (MatchState.MATCHED, MatchState.ASKED)
    pair(side, "gr-ki003", "gr-ki003")
    (report,) = gather(side).joined
    assert {fate_of(report, there).fate for there in ("gr-ki003", "twin")} == {MatchState.ASKED}


def test_namesakes_in_one_firm_are_asked(side, handover):
    survey = survey_in(side)
    twins = [person for person in survey.people if person.organisation == THERE][:2]
    with side.writing() as connection:
        from alliancenet.collect.schema import WAVE
        from alliancenet.collect.survey import document_of as text_of

        people = tuple(replace(person, name="Ann Berg") if person in twins else person for person in survey.people)
        connection.execute(WAVE.update().values(survey=text_of(replace(survey, people=people))))
    stranger = Stranger(id="new", organisation=THERE, firm="Grünwald Keramik", name="Ann Berg")
    report = taken(side, replace(handover, people=(*handover.people, stranger)))
    assert fate_of(report, "new").fate is MatchState.ASKED
    assert set(fate_of(report, "new").could_be) == {person.id for person in twins}


def test_somebody_only_there_stays_out_until_said(side, handover):
    report = taken(side, with_person(renamed(handover, "gr-ki003", "4711"), "4711", name="Xenia Zuruf", address=""))
    assert fate_of(report, "4711").fate is MatchState.ONLY_THERE
    assert "gr-ki003" in report.only_here
    assert report.left_out["of people who are not matched"] > 0
    pair(side, "4711", "gr-ki003")
    (report,) = gather(side).joined
    assert "gr-ki003" in report.people
    assert report.left_out == {}
    with pytest.raises(NotNow, match="not on the roster"):
        pair(side, "4711", "nobody")
    with pytest.raises(NotNow, match="on no list"):
        pair(side, "4712", "gr-ki003")


def test_somebody_who_answered_twice_the_same_counts_once(side, handover):
    own = sent_answers(side)
    mine = tuple(row[1:] for row in own.rows if row[2] == "bw-ki001")
    report = taken(side, replace(handover, rows=(*handover.rows, *mine), asked=(*handover.asked, "bw-ki001")))
    (twice,) = report.twice
    assert (twice.here, twice.is_same) == ("bw-ki001", True)
    assert report.conflicting == ()
    assert [row for row in gather(side).rows if row[2] == "bw-ki001"] == [
        row for row in own.rows if row[2] == "bw-ki001"
    ]


def test_different_answers_of_one_person_are_asked_and_then_hold_as_said(side, handover):
    mine = [row[1:] for row in sent_answers(side).rows if row[2] == "bw-ki001"]
    at = next(number for number, row in enumerate(mine) if row[2] == "NET1" and row[4] in "1234")
    mine[at] = (*mine[at][:4], "5", "")
    report = taken(side, replace(handover, rows=(*handover.rows, *mine), asked=(*handover.asked, "bw-ki001")))
    assert [twice.here for twice in report.conflicting] == ["bw-ki001"]
    key = mine[at][:4]

    def value():
        return [row[5] for row in gather(side).rows if row[1:5] == key]

    before = value()
    assert before != ["5"]
    settle(side, "bw-ki001", Keep.THERE, sent_answers(side))
    assert value() == ["5"]
    assert gather(side).joined[0].conflicting == ()
    settle(side, "bw-ki001", Keep.HERE, sent_answers(side))
    assert value() == before
    with pytest.raises(NotNow, match="did not answer on both sides"):
        settle(side, "bw-ki002", Keep.HERE, sent_answers(side))


def test_the_same_file_twice_is_refused_and_a_newer_one_takes_its_place(side, handover):
    taken(side, handover, "first")
    with pytest.raises(NotNow, match="this very file was joined"):
        join(side, handover, "first", 5, TODAY)
    fewer = replace(handover, rows=tuple(row for row in handover.rows if row[1] != "gr-ki001"))
    assert "gr-ki001" not in taken(side, fewer, "second").people


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"wave": "w2"}, "holds wave w2, and this is wave w1"),
        ({"questions": {"net": "0" * 64}}, "net: the other side asked other questions"),
        ({"questions": {"other": "0" * 64}}, "there is nothing to join"),
        ({"min_n": 8}, "groups of fewer than 8"),
    ],
)
def test_what_does_not_belong_to_this_wave_is_refused_with_a_sentence(side, handover, changes, why):
    with pytest.raises(NotJoined, match=why):
        join(side, replace(handover, **changes), "m", 5, TODAY)
    assert gather(side).joined == ()


def test_another_alliance_is_refused(side, handover):
    rows = tuple(("elsewhere", *row[1:]) for row in handover.rows)
    with pytest.raises(NotJoined, match="it is about elsewhere"):
        join(side, replace(handover, rows=rows), "m", 5, TODAY)


def test_a_list_nobody_of_whom_is_known_is_refused(side, handover):
    people = tuple(Stranger(id=f"x{at}", organisation="x", firm="x") for at in range(3))
    with pytest.raises(NotJoined, match="none of the 3 people"):
        join(side, replace(handover, people=people, rows=(), asked=(), not_named=()), "m", 5, TODAY)


def test_nothing_is_joined_while_people_answer_or_when_it_is_frozen(side, handover):
    extend(side, TODAY, TODAY)
    with pytest.raises(NotNow, match="the wave is open"):
        join(side, handover, "m", 5, TODAY)
    freeze(closed(side))
    with pytest.raises(NotNow, match="the wave is frozen"):
        join(side, handover, "m", 5, TODAY)


HOSTILE = '=HYPERLINK("http://x")'


def test_answers_no_question_has_stay_out_and_are_counted(side, handover):
    rows = {
        ("kiln", "gr-ki001", "NET1", "gr-ki002", "99", ""): "that are none the question has",
        ("kiln", "gr-ki001", "NOPE", "", "1", ""): "to questions that are not asked here",
        ("other", "gr-ki001", "NET1", "gr-ki002", "1", ""): "about an alliance that is not asked about here",
        ("kiln", "gr-ki001", "GOAL1", "", "Steal everything", ""): "that are none the question has",
        ("kiln", "gr-ki001", "NET1", "gr-ki001", "1", ""): "of somebody about themselves",
    }
    keys = {row[:4] for row in rows}
    kept = tuple(row for row in handover.rows if row[:4] not in keys)
    report = taken(side, replace(handover, rows=(*kept, *rows)))
    assert report.left_out == {reason: sum(other == reason for other in rows.values()) for reason in rows.values()}


def test_hostile_text_is_text_in_the_file(side, handover):
    rows = tuple((*row[:4], HOSTILE, HOSTILE) if row[2] == "OPEN1" else row for row in handover.rows)
    taken(side, handover_from(document_of(replace(handover, rows=rows))))
    said = {cell for row in gather(side).rows if row[3] == "OPEN1" for cell in row[5:] if "HYPER" in cell}
    assert said == {f"'{HOSTILE}"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda h: {"rows": (*h.rows, h.rows[0])}, "two answers to one question"),
        (lambda h: {"people": (*h.people, h.people[0])}, "stands on its list twice"),
        (lambda h: {"rows": (("kiln", "stranger", "NET1", "", "1", ""),)}, "not on its list"),
        (lambda h: {"asked": ()}, "who were not asked"),
        (lambda h: {"sender": ""}, "which project it came from"),
    ],
)
def test_a_hand_over_that_contradicts_itself_is_refused(handover, change, why):
    with pytest.raises(NotOpened, match=why):
        handover_from(document_of(replace(handover, **change(handover))))


@pytest.mark.parametrize("promised", list(Mode))
def test_people_keep_what_they_were_promised(collected, handover, tmp_path, promised):
    folder = shutil.copytree(collected[0], tmp_path / "named")
    store = opened(place_of(folder, "w1"))
    with store.writing() as connection:
        from alliancenet.collect.schema import WAVE
        from alliancenet.collect.survey import document_of as text_of

        survey = replace(survey_in_open(connection), mode=Mode.NAMED_FOR_FACILITATOR)
        connection.execute(WAVE.update().values(survey=text_of(survey)))
    join(store, replace(handover, mode=promised, not_named=("gr-ki002",)), "m", 5, TODAY)
    found = set(gather(store).opted_out)
    assert found == (set(handover.asked) if promised is Mode.GROUPS_ONLY else {"gr-ki002"})
    store.close()


def survey_in_open(connection):
    from alliancenet.collect.schema import WAVE
    from alliancenet.collect.survey import survey_of

    return survey_of(connection.execute(WAVE.select()).first().survey)


@pytest.mark.parametrize(("names", "texts"), [("true", "false"), ("false", "true"), ("false", "false")])
def test_only_what_the_notice_says_is_handed_over(tmp_path, names, texts):
    more = HANDOVER.replace("names: true", f"names: {names}").replace("texts: true", f"texts: {texts}")
    _, store = a_side(tmp_path / "b", THERE, more=more)
    answer(store, THEIRS[:2])
    notice = " ".join(survey_in(store).notice["en"]["net"])
    text = document_of(handover_of(closed(store)))
    assert ("Juergen" in text or "gruenwald.example" in text) == (names == "true")
    assert ("We talk." in text) == (texts == "true")
    assert ("go with them, so that" in notice) == (names == "true")
    assert ("own words goes with them" in notice) == (texts == "true")
    assert "the survey team of Brightwater" in notice
    store.close()


def test_people_who_were_not_told_are_not_handed_over(side):
    with pytest.raises(NotNow, match="were not told"):
        handover_of(side)


def test_a_backup_holds_what_was_joined(side, handover, tmp_path):
    taken(side, handover)
    target = opened(tmp_path / "b.sqlite", make=True)
    copied(side, target)
    assert gather(target) == gather(side)
    target.close()


@pytest.mark.slow
def test_the_whole_way_by_commands(tmp_path):
    def run(*words):
        result = CliRunner().invoke(alliancenet, ["collect", *map(str, words)])
        assert result.exit_code == 0, result.output
        return result.output

    (ours, store), (theirs, other) = a_side(tmp_path / "a", HERE), a_side(tmp_path / "b", THERE, more=HANDOVER)
    answer(store, OURS[:6])
    answer(other, THEIRS[:6])
    for side in (closed(store), closed(other)):
        side.close()
    said = run("key", ours, "-o", tmp_path / "key")
    assert said.partition("Its mark is ")[2][:24] == run("key", ours).partition("Its mark is ")[2][:24]
    sealed = run("seal", theirs, "--wave", "w1", "--for", tmp_path / "key", "-o", tmp_path / "sealed")
    assert "6 people, for the survey team of Brightwater" in sealed
    assert b"gr-ki" not in (tmp_path / "sealed").read_bytes()
    joined = run("join", ours, "--wave", "w1", tmp_path / "sealed")
    assert sealed.partition("Its mark is ")[2][:24] == joined.partition("Its mark is ")[2][:24]
    for line in ("matched: 38 of 38 people", "only here: 0", "only there: 0", "answered twice: 0"):
        assert line in joined
    assert "gr-ki003" in (ours / "collected" / "w1.csv").read_text(encoding="utf-8")
    assert "matched: 38" in run("join", ours, "--wave", "w1")
    again = CliRunner().invoke(alliancenet, ["collect", "join", str(ours), "--wave", "w1", str(tmp_path / "sealed")])
    assert isinstance(again.exception, NotNow)
