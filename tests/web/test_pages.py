"""What the pages show, sort, filter and save."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from built_audits import a_hostile_audit, a_hostile_review, an_audit

from alliancenet.files.seal import sealed
from alliancenet.model.audit import ProjectMark
from alliancenet.portfolio.review_file import write_review
from alliancenet.store.audit_file import write_audits
from alliancenet.store.economics_file import ECONOMICS_FILE
from alliancenet.store.execution_file import EXECUTION_FILE


def test_the_portfolio_lists_each_alliance_once_with_its_newest_wave(client):
    page = client.get("/").text
    assert page.count('href="/alliance/cold/2026-1"') >= 1
    assert "/alliance/nordwind/2025-2" not in page


def test_a_damaged_file_is_named_and_the_others_are_shown(client, audits):
    (audits / "torn.audit.json").write_text('{"format": ')
    page = client.get("/").text
    assert "torn.audit.json" in page
    assert "Cold Peak" in page


def test_an_audit_of_a_newer_format_is_named(client, audits):
    (audits / "new.audit.json").write_text('{"format": "alliancenet-audit/9", "audits": []}')
    assert "alliancenet-audit/9" in client.get("/audits").text


def test_a_new_audit_appears_without_a_restart(client, audits):
    write_audits(audits, [an_audit("fresh", "Fresh Water")])
    assert "Fresh Water" in client.get("/").text


@pytest.mark.parametrize(
    ("name", "pages"),
    [(EXECUTION_FILE, ("/how-we-work", "/tests")), (ECONOMICS_FILE, ("/economics", "/customers"))],
)
def test_a_page_is_offered_only_where_the_file_it_is_made_of_lies(client, audits, name, pages):
    offers = [f'href="{page}"' for page in pages]
    assert not any(offer in client.get("/").text for offer in offers)
    (audits / name).write_text("{")
    assert all(offer in client.get("/").text for offer in offers)


def test_a_damaged_review_of_execution_is_named_on_its_page(client, audits):
    (audits / EXECUTION_FILE).write_text("{")
    page = client.get("/how-we-work").text
    assert "cannot be read" in page
    assert "Nothing is on record" not in page


def test_an_empty_folder_says_what_to_do(client, audits):
    for path in audits.iterdir():
        path.unlink()
    assert "alliancenet audit" in client.get("/").text


def test_a_withheld_number_says_why(client):
    assert "no survey answers in this wave" in client.get("/alliance/nordwind/2026-1").text


def test_the_finding_page_shows_the_text_of_explain(client):
    page = client.get("/finding/N-ONEBRIDGE").text
    assert "When it is wrong" in page
    assert "Nordwind and Sole Mare" in page


@pytest.mark.parametrize("page", ["/finding/NO-SUCH", "/alliance/none/2026-1", "/alliance/nordwind/none", "/x"])
def test_what_does_not_exist_is_404(client, page):
    assert client.get(page).status_code == 404


def first_cells(text):
    return [row[0] for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))][1:]


def test_a_table_sorts_by_a_column_both_ways(client):
    up = client.get("/?csv=portfolio&sort_portfolio=alliance").text
    down = client.get("/?csv=portfolio&sort_portfolio=-alliance").text
    assert first_cells(up) == list(reversed(first_cells(down))) == ["Cold Peak", "Nordwind and Sole Mare"]


def test_a_table_filters_by_words(client):
    assert first_cells(client.get("/?csv=portfolio&find_portfolio=sole mare").text) == ["Nordwind and Sole Mare"]


def test_no_cell_of_a_saved_table_is_a_formula(client, audits):
    write_audits(audits, [a_hostile_audit()])
    for page, table in [("/", "portfolio"), ("/findings", "findings"), ("/audits", "audits")]:
        text = client.get(f"{page}?csv={table}").text.removeprefix("\ufeff")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "query",
    [
        "sort_portfolio=%00",
        "page_portfolio=99999",
        "page_portfolio=x",
        "csv=none",
        "find_portfolio=" + "a" * 5000,
        "_external=1&_scheme=javascript",
    ],
)
def test_strange_arguments_do_no_harm(client, query):
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200
    assert 'href="javascript' not in answer.text


def test_the_network_opens_around_a_person_found_by_name(client):
    page = client.get("/alliance/nordwind/2026-1/network?q=own-00").text
    ties = page.partition('id="ties"')[2].partition("</table>")[0]
    assert "Ties and people around own-00" in page
    assert "partner-05" not in ties
    assert "partner-00" in ties


def test_opening_people_is_written_to_the_access_log(audits, tmp_path):
    from alliancenet_web.app import create_app

    log = tmp_path / "access.log"
    app = create_app(audits, log=log)
    client = app.test_client()
    client.get(f"/start?token={app.extensions['desk'].sessions.start_token}")
    client.get("/")
    client.get("/alliance/nordwind/2026-1/people")
    lines = log.read_text().splitlines()
    assert len(lines) == 1
    assert '"/alliance/nordwind/2026-1/people"' in lines[0]
    assert "token" not in lines[0]


def test_a_file_torn_after_it_was_listed_gets_a_clear_page(client, audits):
    client.get("/")
    path = next(audits.glob("nordwind--2026*"))
    text = path.read_text()
    at = text.index('"people"')
    torn = text[:at] + text[at:].replace('"position": [', '"position": {', 1)
    path.write_text(torn)
    assert client.get("/alliance/nordwind/2026-1").status_code == 404
    assert path.name in client.get("/").text


def written_again(path, change):
    """A file whose text was changed and sealed anew."""
    document = json.loads(path.read_text())
    del document["seal"]
    path.write_text(sealed(change(json.dumps(document))))


def test_people_that_are_not_people_get_a_clear_page(client, audits):
    path = next(audits.glob("nordwind--2026*"))
    written_again(path, lambda text: text.replace('"role": "core"', '"role": "boss"', 1))
    answer = client.get("/alliance/nordwind/2026-1")
    assert answer.status_code == 500
    assert "is damaged" in answer.text


HARMS = {
    "cut off": lambda raw: raw[:900],
    "reads &#39;alliancenet-audit/2&#39;": lambda raw: sealed(
        raw.decode().partition(', "seal"')[0].replace("audit/2", "audit/3") + "}"
    ).encode(),
    "changed since it was written": lambda raw: raw.replace(b'"value": 74', b'"value": 94', 1),
}


@pytest.mark.parametrize("page", ["/", "/audits"])
@pytest.mark.parametrize("said", HARMS)
def test_a_harmed_audit_is_named_on_the_page_and_in_the_log_and_the_others_are_shown(
    client, audits, caplog, page, said
):
    path = next(audits.glob("nordwind--2026*"))
    path.write_bytes(HARMS[said](path.read_bytes()))
    text = client.get(page).text
    assert said in text
    assert path.name in text
    assert "Cold Peak" in text
    assert [line for line in caplog.messages if path.name in line]


def test_a_harmed_audit_has_no_page(client, audits):
    path = next(audits.glob("nordwind--2026*"))
    path.write_bytes(HARMS["changed since it was written"](path.read_bytes()))
    assert client.get("/alliance/nordwind/2026-1").status_code == 404


def of_project(audit, name):
    return replace(audit, project=ProjectMark(id=name, name=f"Project {name}"))


def test_an_audit_of_another_project_is_named_and_the_others_are_shown(client, audits, caplog):
    write_audits(audits, [of_project(an_audit(), "home"), of_project(an_audit("cold", "Cold Peak"), "home")])
    write_audits(audits, [of_project(an_audit("fresh", "Fresh Water"), "strange")])
    page = client.get("/").text
    assert "another project, &#39;Project strange&#39;" in page
    assert "Fresh Water" not in page
    assert "Cold Peak" in page
    assert any("fresh--2026-1.audit.json" in line for line in caplog.messages)


def test_the_folder_belongs_to_the_project_of_its_review(client, audits):
    write_audits(audits, [of_project(an_audit("fresh", "Fresh Water"), "home")])
    write_audits(audits, [of_project(an_audit(name, name), "strange") for name in ("one", "two")])
    write_review(audits, replace(a_hostile_review(), project=ProjectMark(id="home", name="Ours")))
    assert client.get("/alliance/fresh/2026-1").status_code == 200
    assert client.get("/alliance/one/2026-1").status_code == 404


def test_a_review_that_was_changed_is_named_and_the_audits_are_shown(client, audits):
    path = write_review(audits, a_hostile_review())
    path.write_text(path.read_text().replace('"count": 0', '"count": 7', 1))
    page = client.get("/").text
    assert "portfolio.review.json: was changed since it was written" in page
    assert "Cold Peak" in page


def test_an_audit_of_an_earlier_version_is_marked_as_unsealed(client, audits):
    path = next(audits.glob("cold*"))
    document = json.loads(path.read_text())
    del document["seal"], document["audits"][0]["project"]
    path.write_text(json.dumps(document))
    assert f"{path.name}: written by an earlier version without a seal" in client.get("/audits").text
    assert client.get("/alliance/cold/2026-1").status_code == 200


def test_a_name_of_a_file_cannot_write_lines_into_the_log(client, audits, caplog):
    (audits / "x\nnot shown: y.audit.json").write_text("{")
    client.get("/")
    assert not [line for line in caplog.messages if "\n" in line]


def test_two_files_of_the_same_audit_are_both_refused(client, audits):
    path = next(audits.glob("nordwind--2026*"))
    (audits / "copy.audit.json").write_bytes(path.read_bytes())
    page = client.get("/").text
    assert "copy.audit.json" in page
    assert "/alliance/nordwind/2026-1" not in page


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("/alliance/nordwind/2026-1/report.pdf", b"%PDF-"),
        ("/alliance/nordwind/2026-1/report.xlsx", b"PK"),
        ("/alliance/nordwind/2026-1/network.html", b"<!"),
        ("/alliance/nordwind/2026-1/network.graphml", b"<?xml"),
        ("/portfolio.pptx", b"PK"),
        ("/portfolio.pdf", b"%PDF-"),
    ],
)
def test_files_to_hand_on_are_saved_and_never_opened_here(client, audits, path, start):
    write_review(audits, a_hostile_review())
    answer = client.get(path)
    assert answer.data.lstrip().startswith(start)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("path", ["report.exe", "network.pdf", "network.people", "report.pdf.exe"])
def test_there_are_no_other_files(client, path):
    assert client.get(f"/alliance/nordwind/2026-1/{path}").status_code == 404


@pytest.mark.parametrize(
    "page",
    ["/", "/tiers", "/findings", "/finding/N-ONEBRIDGE", "/sponsors", "/data-quality", "/audits"]
    + [f"/alliance/nordwind/2026-1{part}" for part in ("", "/gaps", "/trends", "/people", "/network")],
)
def test_every_table_sorts_and_is_saved_and_those_of_several_rows_are_filtered(client, audits, page):
    write_review(audits, a_hostile_review())
    text = client.get(page).text
    tables = re.findall(r'<table id="(\w+)".*?</table>', text, re.DOTALL)
    bodies = dict(re.findall(r'<table id="(\w+)".*?<tbody>(.*?)</tbody>', text, re.DOTALL))
    assert tables
    for name in tables:
        rows = bodies[name].count("<tr>")
        is_empty = "colspan" in bodies[name]
        assert f"sort_{name}=" in text
        assert is_empty or client.get(f"{page}?csv={name}").mimetype == "text/csv"
        assert rows < 2 or f'name="find_{name}"' in text


WHAT_IF = "/alliance/nordwind/2026-1/what-if"


def test_a_departure_is_simulated_and_marked_as_a_simulation(client):
    page = client.get(f"{WHAT_IF}?leaves=own-00").text
    assert "Simulation: own-00 leaves" in page
    rows = client.get(f"{WHAT_IF}?leaves=own-00&csv=simulation").text.splitlines()
    assert "Core ties across firms,whole alliance,2,1,−1" in rows


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("leaves=nobody", "Nobody here, or more than one, is called “nobody”"),
        ("first=own-00", "An introduction needs two people"),
        ("first=own-00&second=own-00", "two different people"),
        ("leaves=own-00&first=own-00&second=own-01", "Whoever leaves cannot be introduced"),
    ],
)
def test_what_cannot_be_simulated_says_why(client, query, said):
    page = client.get(f"{WHAT_IF}?{query}").text
    assert said in page
    assert "before and after" not in page


def test_a_range_for_who_is_missing_and_an_interval_of_a_change_never_share_a_word(client):
    page = client.get("/alliance/nordwind/2026-1/trends").text
    told = page.partition("<main")[2].partition("<table")[0]
    assert "more than the same people answering again" in told
    assert "90 % intervals" not in told
