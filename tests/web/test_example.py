"""What is planted in the shipped portfolio is what the pages say."""

import re
from datetime import date

import pytest
from alliancenet_web import tongue
from alliancenet_web.app import create_app
from click.testing import CliRunner
from pseudo_language import latin_words, told_by

from alliancenet.cli import alliancenet
from alliancenet.language import speaking
from alliancenet.language.numerals import month_in
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.resources import examples


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Viewer over the shipped portfolio, audited and reviewed by the command line."""
    folder = tmp_path_factory.mktemp("example")
    project = str(examples() / "portfolio")
    for command in (
        ["audit", project, "-o", str(folder), "--resamples", "10"],
        ["portfolio", project, "--audits", str(folder)],
    ):
        output = [] if command[0] == "audit" else ["-o", str(folder)]
        done = CliRunner().invoke(alliancenet, [*command, *output])
        assert done.exit_code == 0, done.output
    return create_app(folder)


@pytest.fixture(scope="module")
def read(app):
    """Read a page as whoever runs the program."""
    client = app.test_client()
    client.get(f"/start?token={app.extensions['desk'].sessions.start_token}")
    return lambda path: client.get(path).text


def row_of(page, table, words):
    """Cells of the first row of a table that begins with these words, as text."""
    body = page.partition(f'id="{table}"')[2].partition("</table>")[0]
    return next(row for row in body.split("<tr>") if words in row)


def test_the_falling_alliance_is_a_mover(read):
    row = row_of(read("/tiers?find_movers=kestrel health"), "movers", "Kestrel")
    assert "↓" in row or "−" in row


def test_the_inactive_sponsor_is_the_least_covered_side(read):
    first = read("/sponsors").partition('id="sponsor_sides"')[2].partition("<tbody>")[2].partition("</tr>")[0]
    assert "Harbor" in first
    assert "The sponsor is not active" in first


def test_the_overloaded_executive_is_named_with_six_alliances(read):
    assert "breach" in row_of(read("/tiers"), "sponsor_loads", "Odalys Brambleton")


def test_the_crowded_top_tier_is_said(read):
    assert "there is room for no more than 2" in read("/tiers")


def test_the_candidate_that_fails_the_divestment_test_is_not_pruned(read):
    row = row_of(read("/tiers"), "actions", "Willow")
    assert "the divestment test does not hold as a whole" in row
    assert "prune" not in row


def test_the_alliance_nobody_answered_about_shows_no_health(read):
    assert "not enough evidence" in row_of(read("/"), "portfolio", "Thimble")


def test_pages_without_the_network_stay_light(read):
    assert all(len(read(path).encode()) < 150_000 for path in ("/", "/tiers", "/findings", "/alliance/harbor/2026-04"))


GERMAN = ("/", "/sponsors", "/findings", "/findings?severity=medium&since=still")
READERS = [role for role in ReaderRole if role is not ReaderRole.PARTNER]


@pytest.fixture(scope="module")
def in_german(app):
    """Read a page as a role, its language asked for by the browser."""
    sessions = app.extensions["desk"].sessions

    def page(role, path):
        client = app.test_client()
        firm = "ostrich" if role is ReaderRole.PARTNER else "fjord"
        client.set_cookie(sessions.cookie, sessions.open("reader", Reader(role=role, firm=firm)).key)
        return client.get(path, headers={"Accept-Language": "de"}).text

    return page


@pytest.fixture(scope="module")
def own_names(app):
    """What the project calls its things: names, its own lists, its currency; the same in every language."""
    store, manager = app.extensions["desk"].store, Reader(role=ReaderRole.ALLIANCE_MANAGER, firm="fjord")
    views, review = store.views(manager), store.review(manager).review
    return [
        *(view.alliance.name for view in views),
        *(firm.name for view in views for firm in view.alliance.firms),
        *(side.person for alliance in review.alliances for side in alliance.sponsors.sides),
        *(load.name for load in review.sponsors.loads),
        *(alliance.action.owner for alliance in review.alliances if alliance.action),
        *(
            item.partition(" (")[0]
            for alliance in review.alliances
            for listed in alliance.checklists
            for item in listed.open_items
        ),
        str(review.money),
        *(
            lines
            for view in views
            for found in view.findings
            for lines in re.findall(r"\(open: (.*)\)", found.sentence)
        ),
        *(month_in("de", date(2026, month, 1)) for month in range(1, 13)),
        *("alliancenet", "English", "reader", "PROJECT", "FOLDER", "Sales", "people.csv", "public_role"),
        *("manager", "alliance", "brightwater", "quillon", "roles", "relationship", "owned", "CAP"),
    ]


def english_left(page, own_names):
    codes = re.findall(r"\b[A-Z]-[A-Z]+\b", page)
    return latin_words(page, but=(*own_names, *codes))


@pytest.mark.parametrize("role", [*READERS, ReaderRole.PARTNER])
@pytest.mark.parametrize("path", GERMAN)
def test_no_word_of_a_german_page_is_said_past_the_catalogues(
    path, role, in_german, own_names, other_letters, monkeypatch
):
    monkeypatch.setattr(tongue, "speaking", lambda code: speaking(other_letters if code == "de" else code))
    page = in_german(role, f"{path}{'&' if '?' in path else '?'}letters=other")  # pages are kept by address
    assert '<html lang="de">' in page
    assert english_left(page, own_names) == []


ONLY_ENGLISH = re.compile(r"\b(the|of|and|is|are|has|have|with|from|not|no|who|what|which|their|our|by|to)\b")


@pytest.mark.parametrize("role", [*READERS, ReaderRole.PARTNER])
@pytest.mark.parametrize("path", GERMAN)
def test_a_german_page_has_no_english_word_and_another_text_than_the_english_one(path, role, in_german, own_names):
    page = in_german(role, path)
    assert '<html lang="de">' in page
    told = [text for text in told_by(page) if text not in own_names and ONLY_ENGLISH.search(text)]
    assert [text for text in told if not any(str(name) in text for name in own_names if name)] == []


OF_AN_ALLIANCE = ("", "/people", "/gaps", "/trends")
OTHER_GERMAN = (
    *(
        (ReaderRole.FACILITATOR, f"/alliance/kestrel/2026-04{path}")
        for path in (*OF_AN_ALLIANCE, "/network", "/what-if")
    ),
    *((ReaderRole.PARTNER, f"/alliance/kestrel/2026-04{path}") for path in OF_AN_ALLIANCE),
    *((ReaderRole.EXECUTIVE, path) for path in ("/tiers", "/actions", "/alliance/thimble/2026-04")),
    *((ReaderRole.HR, path) for path in ("/staffing", "/staffing?alliance=kestrel&role=bridge", "/data-quality")),
    *((ReaderRole.FACILITATOR, path) for path in ("/privacy", "/audits", "/surveys", "/finding/G-FLOOR")),
)
SHORT = (
    "alliancenet",
    "CSV",
    "PDF",
    "PNG",
    "PPTX",
    "SVG",
    "GraphML",
    "SHA",
    "English",
    "reader",
    "Ctrl",
    "WG",
    "DK",
    "PT",
)


@pytest.fixture(scope="module")
def words_of_the_project():
    """Every word that stands in the files of the example: what is not ours to translate."""
    files = (path for kind in ("*.csv", "*.yaml") for path in (examples() / "portfolio").rglob(kind))
    names = (path.relative_to(examples() / "portfolio").as_posix() for path in (examples() / "portfolio").rglob("*.*"))
    return {
        word
        for text in (*(path.read_text("utf-8") for path in files), *names)
        for word in re.findall(r"[A-Za-zÀ-ÿ]+", text)
    }


@pytest.mark.parametrize(("role", "path"), OTHER_GERMAN)
def test_every_other_page_is_german_but_for_the_words_of_the_project(
    role, path, in_german, own_names, words_of_the_project, other_letters, monkeypatch
):
    monkeypatch.setattr(tongue, "speaking", lambda code: speaking(other_letters if code == "de" else code))
    page = in_german(role, f"{path}{'&' if '?' in path else '?'}letters=every")
    assert '<html lang="de">' in page
    left = [word for word in english_left(page, (*own_names, *SHORT)) if not re.fullmatch("[0-9a-f]+", word)]
    assert [
        word for word in left if word not in words_of_the_project and word.lower() not in words_of_the_project
    ] == []


def test_the_german_first_page_says_what_the_english_one_says(in_german):
    page = in_german(ReaderRole.EXECUTIVE, "/")
    assert "Drei von acht Allianzen brauchen Sie, und einer unserer Sponsoren hat den Partner seit" in page
    assert "24. April 2026" in page


@pytest.fixture(scope="module")
def economics(tmp_path_factory):
    """Viewer over the shipped example of economics."""
    project = tmp_path_factory.mktemp("economics") / "project"
    for command in (
        ["init", str(project), "--example", "economics"],
        ["economics", str(project), "-o", str(project / "audits")],
    ):
        done = CliRunner().invoke(alliancenet, command)
        assert done.exit_code == 0, done.output
    return create_app(project / "audits")


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/economics"])
def test_a_page_of_money_is_german_but_for_the_words_of_the_project(path, economics, other_letters, monkeypatch):
    monkeypatch.setattr(tongue, "speaking", lambda code: speaking(other_letters if code == "de" else code))
    sessions, client = economics.extensions["desk"].sessions, economics.test_client()
    client.set_cookie(sessions.cookie, sessions.open("reader", Reader(role=ReaderRole.EXECUTIVE, firm="calder")).key)
    page = client.get(path, headers={"Accept-Language": "de"}).text
    assert '<html lang="de">' in page
    files = (examples() / "economics").rglob("*.*")
    own = (
        " ".join(file.read_text("utf-8") for file in files if file.suffix in {".csv", ".yaml"})
        .lower()
        .replace("_", " ")
    )
    months = [month_in("de", date(2026, month, 1)) for month in range(1, 13)]
    units = ("Tsd", "Mio", "contribution_apart", "economics", "sales", "csv", "category", "value", "switching")
    left = latin_words(page, but=(*SHORT, *months, *units, *re.findall(r"\b[A-Z]-[A-Z]+\b", page)))
    assert [word for word in left if not re.search(rf"\b{word.lower()}\b", own)] == []
