"""Several alliances in one sitting, the short form, last time's roster, and the own picture after the audit."""

import pytest
from collected_waves import Respondent, fill_in, middling, open_in

from alliancenet.auditing import audit_project
from alliancenet.collect.closing import gather, hand_in
from alliancenet.collect.own_pictures import own_views
from alliancenet.collect.own_view import lay_down
from alliancenet.collect.plan import TEMPLATE
from alliancenet.collect.steps import PageKind, steps_of
from alliancenet.collect.wave import NotNow, close_wave, survey_in
from alliancenet.sources.project import read_project

pytestmark = pytest.mark.slow  # two alliances are audited whole


@pytest.fixture
def two_alliances(project):
    """The same people in a second alliance, half of them."""
    text = (project / "alliances.yaml").read_text(encoding="utf-8")
    block = text.partition("alliances:\n")[2].replace("id: kiln", "id: glaze").replace("Kiln: sensors", "Glaze: dyes")
    (project / "alliances.yaml").write_text(text.rstrip("\n") + "\n" + block, encoding="utf-8")
    members = (project / "memberships.csv").read_text(encoding="utf-8")
    more = [line.replace(",kiln,", ",glaze,") for line in members.splitlines()[1:] if line[:2] != "40"][::2]
    (project / "memberships.csv").write_text(members + "\n".join(more) + "\n", encoding="utf-8")
    (project / "collect" / "w1.sqlite").unlink()
    return open_in(project)


def test_one_link_asks_about_every_alliance_of_a_person(two_alliances):
    survey = survey_in(two_alliances)
    in_both = [person.id for person in survey.people if len(survey.alliances_of(person.id)) == 2]
    assert len(in_both) == 19
    me = Respondent(two_alliances, in_both[0])
    assert "Glaze: dyes for firing, Kiln: sensors for firing" in me.get("/").text


def test_what_is_about_a_person_and_not_the_alliance_is_asked_once_and_told_of_both(two_alliances):
    survey = survey_in(two_alliances)
    me, other = [person.id for person in survey.people if len(survey.alliances_of(person.id)) == 2][:2]
    kept = fill_in(two_alliances, me, [other], middling)
    cards = [step for step in steps_of(survey, me, kept) if step.part is PageKind.ABOUT]
    asked = [[item.id for item in card.items] for card in cards]
    assert asked == [[f"NET{n}" for n in range(1, 10)], ["NET1", "NET2", "NET7", "NET8", "NET9"]]
    close_wave(two_alliances)
    closeness = [(row[1], row[5]) for row in gather(two_alliances).rows if row[3:5] == ("NET3", other)]
    assert sorted(closeness) == [("glaze", "3"), ("kiln", "3")]


def test_the_answers_of_two_alliances_are_two_waves_of_the_project(two_alliances, project):
    survey = survey_in(two_alliances)
    me, other = [person.id for person in survey.people if len(survey.alliances_of(person.id)) == 2][:2]
    fill_in(two_alliances, me, [other], middling)
    close_wave(two_alliances)
    hand_in(two_alliances, project)
    answered = {wave.alliance: int(wave.responded.sum()) for wave in read_project(project).waves}
    assert answered == {"kiln": 1, "glaze": 1}


def test_the_short_form_asks_the_short_form_only(project):
    (project / "collect" / "w1.sqlite").unlink()
    short = TEMPLATE.read_text(encoding="utf-8").replace("form: long", "form: short")
    (project / "collect.yaml").write_text(short, encoding="utf-8")
    survey = survey_in(open_in(project))
    asked = {item.id for step in steps_of(survey, "bw-ki005", {}) for item in step.items}
    assert {"CLI-COM1", "INT-ST1"} <= asked
    assert not {"CLI-FLX1", "GOAL1", "NET4"} & asked
    assert survey.minutes("bw-ki005") < 10


def test_whom_one_named_last_time_stands_first(project, store):
    fill_in(store, "bw-ki005", ["gr-ki009"], middling)
    close_wave(store)
    hand_in(store, project)
    rows = (project / "waves.csv").read_text(encoding="utf-8")
    opens, closes = rows.splitlines()[1].split(",")[2:4]
    (project / "waves.csv").write_text(rows + f"w2,,{closes},2099-01-01,90\n", encoding="utf-8")
    (project / "waves.csv").write_text(
        (project / "waves.csv").read_text(encoding="utf-8").replace(f"w1,,{opens},{closes}", f"w1,,{opens},{opens}"),
        encoding="utf-8",
    )
    again = open_in(project, "w2")
    page = Respondent(again, "bw-ki005").get("/people/1/net").text
    first = page.partition('<fieldset class="firm">')[2]
    assert first.startswith("<legend>You named them last time</legend>")
    assert "Joern Weissenrain" in first.partition("</fieldset>")[0]


@pytest.fixture
def audited(project, store):
    people = [person.id for person in survey_in(store).people]
    for at, person in enumerate(people):
        fill_in(store, person, people[at + 1 : at + 7] if at % 7 else people[:2], middling)
    close_wave(store)
    hand_in(store, project)
    return audit_project(read_project(project), seed=1)


def test_everybody_sees_the_own_picture_and_nobody_elses_answers(store, audited):
    lay_down(store, own_views(store, audited))
    me = Respondent(store, "bw-ki005")
    page = me.get("/own").text
    assert "Your own picture" in page
    named = [row[0] for section in own_views(store, audited)["bw-ki005"].sections for row in section.rows]
    assert len(named) in {2, 6}
    assert all(name in page for name in named)
    assert "38 of 38 people answered" in page


def test_a_place_is_not_told_to_whoever_named_too_few(store, audited):
    views = own_views(store, audited)
    few = [view for view in views.values() if len(view.sections[0].rows) == 2]
    many = [view for view in views.values() if len(view.sections[0].rows) == 6]
    assert few
    assert many
    assert all("is not told" in view.sections[1].lines[0] for view in few)
    assert not any("is not told" in view.sections[1].lines[0] for view in many)


def test_there_is_no_picture_before_the_audit(store):
    fill_in(store, "bw-ki005", [], middling)
    assert Respondent(store, "bw-ki005").get("/own").status_code == 404
    with pytest.raises(NotNow, match="not closed"):
        own_views(store, [])
    close_wave(store)
    with pytest.raises(NotNow, match="no audit of wave w1"):
        own_views(store, [])
