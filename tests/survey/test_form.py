import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.errors import InputError
from alliancenet.instruments.codebook import codebook, codebook_csv
from alliancenet.instruments.form import Handout, Listed, render_form
from alliancenet.instruments.phrases import phrases_in
from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.model.instrument import Kind, Mode
from alliancenet.settings import changed, default_settings
from alliancenet.sources.project import read_project

SHIPPED = sorted(shipped_instruments())
READY = Handout(
    language="en",
    alliance="Orion",
    people=(Listed(id="p1", name="Ada", organisation="A"), Listed(id="p2", name="Bo", organisation="B")),
    goals=("Enter a market", "Learn", "Save cost"),
    mode=Mode.GROUPS_ONLY,
    contact="Kim",
    closes="2026-12-04",
)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


def shipped(name):
    return read_instrument(shipped_instruments()[name])


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag, **wanted):
        return [attrs for name, attrs in self.found if name == tag and wanted.items() <= attrs.items()]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_form_asks_every_item_in_its_language(name, language):
    instrument = shipped(name)
    page = render_form(instrument, replace(READY, language=language), settings=default_settings())
    words = "".join(Tags(page).words)
    for item in instrument.items:
        shown = item.text[language].replace("{alliance}", "Orion").replace("{k}", "3")
        assert shown in words


@pytest.mark.parametrize("name", SHIPPED)
def test_every_id_and_every_field_of_a_form_stands_once(name):
    tags = Tags(render_form(shipped(name), READY, settings=default_settings()))
    ids = [attrs["id"] for _, attrs in tags.found if "id" in attrs]
    radios = [(radio["name"], radio["value"]) for radio in tags.all("input", type="radio")]
    assert len(ids) == len(set(ids))
    assert len(radios) == len(set(radios))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_form_runs_nothing_and_loads_nothing(name):
    page = render_form(shipped(name), READY, settings=default_settings())
    assert not re.search(r"<script|\bon\w+=|javascript:|https?://|@import|url\(|<form|<iframe|<object|<link", page)


def test_hostile_names_are_shown_as_text():
    person = Listed(id="p1", name=HOSTILE, organisation=HOSTILE)
    handout = replace(READY, alliance=HOSTILE, people=(person,), contact=HOSTILE, closes=HOSTILE, goals=(HOSTILE,))
    for name in ("net", "integration"):
        tags = Tags(render_form(shipped(name), handout, settings=default_settings()))
        assert not tags.all("script")
        assert not tags.all("img")
        assert "".join(tags.words).count(HOSTILE) >= 3


def test_a_roster_has_one_card_per_person_and_blank_ones_for_more():
    cards = Tags(render_form(shipped("net"), READY, settings=default_settings())).all("article")
    assert len(cards) == 2 + 15


def test_people_are_grouped_by_organisation():
    words = [word.strip() for word in Tags(render_form(shipped("net"), READY, settings=default_settings())).words]
    assert words.index("A") < words.index("Ada") < words.index("B") < words.index("Bo")


def test_a_person_without_a_name_is_listed_by_id():
    handout = replace(READY, people=(Listed(id="p017", name=""),))
    assert "p017" in "".join(Tags(render_form(shipped("net"), handout, settings=default_settings())).words)


def test_the_short_form_leaves_the_long_items_out():
    page = render_form(shipped("net"), replace(READY, short=True), settings=default_settings())
    assert "NET4" not in page
    assert "NET8" in page


def test_an_instrument_without_short_form_says_so():
    with pytest.raises(InputError, match="no short form"):
        render_form(shipped("value"), replace(READY, short=True), settings=default_settings())


def test_a_language_that_does_not_exist_is_refused():
    with pytest.raises(InputError, match="one of: en, de"):
        render_form(shipped("net"), replace(READY, language="fr"), settings=default_settings())


def test_a_ready_form_is_no_draft():
    assert "Draft" not in render_form(shipped("net"), READY, settings=default_settings())


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ({"mode": None}, "nobody has decided who will see names"),
        ({"contact": ""}, "the person to ask is missing"),
        ({"closes": ""}, "the last day to answer is missing"),
        ({"alliance": ""}, "the name of the alliance is missing"),
        ({"people": ()}, "the list of people is missing"),
    ],
)
def test_a_form_is_a_draft_until_its_notice_is_whole(without, says):
    page = render_form(shipped("net"), replace(READY, **without), settings=default_settings())
    assert "Do not hand out yet" in page
    assert says in page


def test_goals_are_missed_only_where_they_are_asked_for():
    handout = replace(READY, goals=())
    assert "list of goals is missing" in render_form(shipped("integration"), handout, settings=default_settings())
    assert "list of goals is missing" not in render_form(shipped("climate"), handout, settings=default_settings())


@pytest.mark.parametrize(
    "phrase",
    ["not_anonymous", "never_used", "others_may_name", "friendship_kept", "voluntary", "opt_out", "erase"],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_notice_of_a_roster_says_what_it_must(phrase, language):
    net = shipped("net")
    words = "".join(Tags(render_form(net, replace(READY, language=language), settings=default_settings())).words)
    assert phrases_in(language, net)[phrase] in words


def test_each_mode_says_who_sees_names():
    pages = {
        mode: render_form(
            shipped("net"), replace(READY, mode=mode, roles="alliance managers"), settings=default_settings()
        )
        for mode in Mode
    }
    assert "They show groups only." in pages[Mode.GROUPS_ONLY]
    assert "only the person who runs this survey" in pages[Mode.NAMED_FOR_FACILITATOR]
    assert "people in these roles: alliance managers." in pages[Mode.NAMED_FOR_ROLES]


def test_the_notice_names_the_smallest_group_in_force():
    stricter = changed(default_settings(), {"suppression.min_n": 8})
    assert "groups of at least 8 people" in render_form(shipped("net"), READY, stricter)


@pytest.mark.parametrize(
    ("name", "limits", "least"),
    [
        ("contract", {}, 5),
        ("contract", {"contract.min_n": 3}, 5),
        ("contract", {"contract.min_n": 9}, 9),
        ("contract", {"suppression.min_n": 12}, 12),
        ("climate", {"suppression.min_n": 12}, 12),
    ],
)
def test_the_notice_promises_the_smallest_group_there_will_be(name, limits, least):
    page = render_form(shipped(name), READY, settings=changed(default_settings(), limits))
    assert f"groups of at least {least} people" in page


def test_a_profile_is_asked_for_with_a_notice_of_its_own():
    page = render_form(shipped("fit"), READY, settings=default_settings())
    assert "A person decides, never a number alone." in page
    assert "You answer for your organisation" not in page


def test_a_long_question_stays_out_of_the_notice_when_it_is_not_asked():
    assert "about friendship" not in render_form(
        shipped("net"), replace(READY, short=True), settings=default_settings()
    )


def test_sentences_of_the_notice_are_short():
    for name in SHIPPED:
        page = render_form(shipped(name), READY, settings=default_settings())
        notice = page[page.index('class="notice"') : page.index('class="who"')]
        for sentence in re.split(r"[.:]\s", re.sub(r"<[^>]+>", " ", notice)):
            assert len(sentence.split()) <= 25, sentence


def test_a_language_of_the_file_needs_the_words_of_the_form(tmp_path):
    text = (
        "id: pouls\nversion: 1\nkind: people\nlanguages: [fr]\ntitle: Pouls\nintro: Une minute.\nanswered_by: tous\n"
        "purposes: [alliance_audit]\n{phrases}items:\n- {{id: A1, text: Tout va bien ?, answer: text}}\n"
    )
    path = tmp_path / "pouls.yaml"
    path.write_text(text.format(phrases=""), encoding="utf-8")
    instrument = read_instrument(path)
    with pytest.raises(InputError) as caught:
        render_form(instrument, replace(READY, language="fr"), settings=default_settings())
    names = [problem.key.removeprefix("phrases.") for problem in caught.value.problems]
    brought = "phrases:\n" + "".join(f"  {name}: {{fr: «{name}»}}\n" for name in names)
    path.write_text(text.format(phrases=brought), encoding="utf-8")
    assert "«voluntary»" in render_form(
        read_instrument(path), replace(READY, language="fr"), settings=default_settings()
    )


def test_a_gated_question_of_a_plain_form_says_when_it_is_asked(tmp_path):
    path = tmp_path / "gated.yaml"
    path.write_text(
        "id: gated\nversion: 1\nkind: people\nlanguages: [en]\ntitle: T\nintro: I\nanswered_by: all\n"
        "purposes: [alliance_audit]\nscale: yn\nscales: {yn: {options: [{code: 'yes', value: 1, label: of course},"
        " {code: 'no', value: 0, label: never}]}}\nitems:\n- {id: A1, text: Ready?}\n"
        "- {id: A2, text: Steady?, ask_if: A1 == yes}\n",
        encoding="utf-8",
    )
    assert "Only if you answered A1 with “of course”." in render_form(
        read_instrument(path), READY, settings=default_settings()
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_the_codebook_has_a_row_for_every_column_that_comes_back(name):
    instrument = shipped(name)
    columns = [column.column for column in codebook(instrument, "en")]
    people = ["respondent", "alter"] if instrument.kind is Kind.ROSTER else ["respondent"]
    items = [name for item in instrument.items for name in (item.id, *(f"{item.id}_{field}" for field in item.fields))]
    assert columns == people + items


def test_a_codebook_cell_is_never_a_formula(tmp_path):
    path = tmp_path / "sums.yaml"
    path.write_text(
        "id: sums\nversion: 1\nkind: people\nlanguages: [en]\ntitle: T\nintro: I\nanswered_by: all\n"
        "purposes: [alliance_audit]\nitems:\n- {id: A1, text: '=1+1', answer: text}\n",
        encoding="utf-8",
    )
    assert ",'=1+1," in codebook_csv(codebook(read_instrument(path), "en"))


def run(*words):
    return CliRunner().invoke(alliancenet, ["survey", *words])


def test_the_list_names_every_instrument():
    assert [line.split()[0] for line in run("list").output.splitlines()[1:]] == SHIPPED


def test_a_broken_file_of_the_project_does_not_hide_the_others(tmp_path):
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys" / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    output = run("list", "--project", str(tmp_path)).output
    assert "alliancenet survey check" in output
    assert "climate" in output


def test_show_prints_wording_scale_and_meaning():
    output = run("show", "climate", "--lang", "de", "--short").output
    assert "CLI-CON1  Meinungsverschiedenheiten zwischen den beiden Seiten werden persönlich." in output
    assert "reversed; short form" in output
    assert "CLI-CON2" not in output


def test_form_writes_a_page_with_the_people_of_a_file(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("id;name;organisation\np1;Grüne;A\np2;<b>Bo</b>;B\n", encoding="utf-8")
    page = tmp_path / "net.html"
    result = run("form", "net", "--people", str(people), "-o", str(page))
    assert result.exit_code == 0, result.output
    assert "--mode" in result.output
    assert "&lt;b&gt;Bo&lt;/b&gt;" in page.read_text(encoding="utf-8")


def test_a_project_brings_roster_goals_and_limits_along(tmp_path):
    project = resources.examples() / "healthy"
    roster, levels = tmp_path / "net.html", tmp_path / "integration.html"
    about = ("--project", str(project), "--alliance", "lantern")
    assert run("form", "net", *about, "-o", str(roster)).exit_code == 0
    assert run("form", "integration", *about, "-o", str(levels)).exit_code == 0
    cards = Tags(roster.read_text(encoding="utf-8")).all("article", **{"class": "card"})
    assert len(cards) == len(read_project(project).waves[-1].people)
    assert "Lantern: low-light cameras" in roster.read_text(encoding="utf-8")
    assert "Joint patents" in levels.read_text(encoding="utf-8")


def test_form_does_not_write_over_a_file_unasked(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("mine", encoding="utf-8")
    assert run("form", "climate", "-o", str(page)).exit_code == 2
    assert page.read_text(encoding="utf-8") == "mine"
    assert run("form", "climate", "-o", str(page), "--overwrite").exit_code == 0


def test_names_for_roles_need_the_roles():
    assert "--roles" in run("form", "net", "--mode", "named_for_roles").output


def a_project_naming(folder, *roles):
    """An example project that shows names to these readers."""
    resources.unpack_example("healthy", folder)
    if roles:
        with (folder / "alliancenet.yaml").open("a", encoding="utf-8") as file:
            file.write(f"settings:\n  privacy.named_for: [{', '.join(roles)}]\n")
    return folder


def form_for(project, page, *options):
    return run("form", "net", "--project", str(project), "--alliance", "lantern", "-o", str(page), *options)


NAMED = {
    "groups_only": (),
    "named_for_facilitator": ("facilitator",),
    "named_for_roles": ("alliance_manager", "hr"),
}


@pytest.mark.parametrize("shown", NAMED)
@pytest.mark.parametrize("promised", NAMED)
def test_a_form_leaves_only_with_the_promise_the_project_keeps(tmp_path, promised, shown):
    project, page = a_project_naming(tmp_path / "p", *NAMED[shown]), tmp_path / "form.html"
    roles = ("--roles", "alliance managers and HR") if promised == "named_for_roles" else ()
    result = form_for(project, page, "--mode", promised, *roles)
    assert page.exists() == (promised == shown)
    assert isinstance(result.exception, InputError) == (promised != shown)


def test_a_refused_promise_says_both_ways_out(tmp_path):
    project = a_project_naming(tmp_path / "p", "hr")
    told = str(form_for(project, tmp_path / "form.html", "--mode", "groups_only").exception.problems[0])
    assert "privacy.named_for: []" in told
    assert '--mode named_for_roles --roles "HR"' in told


@pytest.mark.parametrize("roles", ["the board", "HR, partner"])
def test_a_reader_nobody_knows_is_promised_nothing(roles):
    assert "no reader is known by that" in run("form", "net", "--mode", "named_for_roles", "--roles", roles).output


def test_roles_without_their_mode_are_refused():
    assert "belongs to --mode named_for_roles" in run("form", "net", "--mode", "groups_only", "--roles", "HR").output


def test_without_a_project_the_form_says_what_the_project_will_need(tmp_path):
    result = run(
        "form", "net", "--mode", "named_for_facilitator", "--project", str(tmp_path), "-o", str(tmp_path / "f")
    )
    assert "privacy.named_for: [facilitator]" in result.output
    assert (tmp_path / "f").exists()


def test_check_prints_every_fault_and_ends_with_code_two(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\nversion: 0\nkind: persons\n", encoding="utf-8")
    result = run("check", str(path))
    assert result.exit_code == 2
    assert "mine.yaml, line 2, version" in result.output
    assert "mine.yaml, line 3, kind" in result.output


def test_check_says_what_it_read():
    path = shipped_instruments()["net"]
    assert "10 items, 7 in the short form, languages en, de" in run("check", str(path)).output


def test_an_unknown_instrument_is_refused_with_the_known_ones():
    assert "climate" in str(run("show", "clime").exception)
