"""The facilitator's desk, without a browser: uploading, taking in, forms, undoing, and who is kept out."""

import io
import re
import shutil
import threading

import pytest
from alliancenet_web.app import create_app
from alliancenet_web.uploads import safe_name
from first_day import an_inbox

from alliancenet.adding.start import begin
from alliancenet.cli.serve import _project
from alliancenet.errors import InputError
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.sources.project import read_project, template
from alliancenet.store.batch import read_batch
from alliancenet.store.changes import ROOM, read_changes

pytestmark = pytest.mark.slow

SAID = {"firm": "South AG", "level.senior": "E9", "level.project_leader": "E8,E7", "own": "North Systems GmbH"}
SAID |= {"AB:AW": "NET2", "AX:BS": "NET3"}


class Facilitator:
    """Somebody at the desk of a project, as Flask's test client."""

    def __init__(self, project, role=ReaderRole.FACILITATOR, app=None, name="fay"):
        self.project = project
        (project / "audits").mkdir(exist_ok=True)
        self.app = app or create_app(project / "audits", project=project, log=project / "log")
        self.client = self.app.test_client()
        sessions = self.app.extensions["desk"].sessions
        self.session = sessions.open(name, Reader(role=role, firm="our_firm"))
        self.client.set_cookie(sessions.cookie, self.session.key)

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **fields):
        return self.client.post(path, data={"form_token": self.session.form_token, **fields})

    def upload(self, *files):
        sent = [(io.BytesIO(raw), name) for name, raw in files]
        data = {"form_token": self.session.form_token, "files": sent}
        return self.client.post("/project/files", data=data, content_type="multipart/form-data")

    def answer(self, said):
        batch = read_batch(self.project)
        asked = batch.proposed.questions
        given = {f"answer-{at}": said.get(asked[at].key) or asked[at].proposal for at in range(len(asked))}
        return self.post("/project/answers", batch=batch.id, **given)

    def form(self, name):
        """Fields of a form as the page sends them."""
        text = self.get(f"/project/forms/{name}").text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        fields |= dict(re.findall(r'<input name="(r\d+\.[^"]+)" value="([^"]*)"', text))
        for key, options in re.findall(r'<select name="(r\d+\.[^"]+)"[^>]*>(.*?)</select>', text):
            chosen = re.search(r'value="([^"]*)" selected', options)
            fields[key] = chosen[1] if chosen else ""
        for key, value in re.findall(r'name="(r\d+\.[^"]+)" value="([^"]*)" checked', text):
            fields[key] = [*fields.get(key, []), value]
        return fields


@pytest.fixture
def project(tmp_path):
    return shutil.copytree(template(), tmp_path / "mine")


@pytest.fixture
def fay(project):
    found = Facilitator(project)
    yield found
    found.app.extensions["desk"].workroom.close()


@pytest.fixture(scope="module")
def first_day(tmp_path_factory):
    """A new project after the files of the first day were uploaded, answered for and taken in, and its desk."""
    folder = tmp_path_factory.mktemp("first_day")
    files = an_inbox(folder / "inbox")
    begin(folder / "mine")
    fay = Facilitator(folder / "mine")
    sent = fay.upload(*((path.name, path.read_bytes()) for path in files))
    assert sent.status_code == 303
    rounds = 0
    while read_batch(fay.project).proposed.questions and rounds < 6:
        assert fay.answer(SAID).status_code == 303
        rounds += 1
    batch = read_batch(fay.project)
    results = [fay.post("/project/take-in", batch=batch.id).location for _ in range(2)]
    yield fay, files, results
    fay.app.extensions["desk"].workroom.close()


def test_what_is_taken_in_is_read(first_day):
    fay, _, _ = first_day
    assert "19 of 22 answered" in fay.get("/project").text
    assert len(read_project(fay.project).register.people) == 22


def test_pressed_twice_it_is_taken_in_once(first_day):
    fay, _, results = first_day
    assert ([place.partition("=")[2] for place in results], len(read_changes(fay.project))) == (["yes", "before"], 1)


def test_the_files_are_those_a_terminal_writes(first_day, tmp_path):
    from alliancenet.adding.adding import add_files
    from alliancenet.adding.question import GivenAnswers
    from alliancenet.files.table import FileSays

    fay, files, _ = first_day
    answers = GivenAnswers(f"{key}={answer}" for key, answer in SAID.items() if ":" not in key)
    begin(tmp_path / "mine")
    for _ in range(4):
        questions = add_files(tmp_path / "mine", files, answers, FileSays()).questions
        for question in questions:
            answers.add(question, SAID.get(question.key) or question.proposal)
    names = sorted(path.name for path in (tmp_path / "mine").iterdir() if path.is_file())

    def said(path):  # a reason may say that it stands in the map already: the terminal has written it before
        return re.sub(r"  # .*", "", path.read_text("utf-8")) if path.suffix == ".yaml" else path.read_bytes()

    assert {name: said(tmp_path / "mine" / name) for name in names} == {
        name: said(fay.project / name) for name in names if (fay.project / name).is_file()
    }


def test_nothing_is_left_of_what_was_uploaded(first_day):
    fay, _, _ = first_day
    assert not (fay.project / ROOM / "batch").exists()
    assert list((fay.project / ROOM / "incoming").iterdir()) == []


def test_the_proposal_is_logged_for_it_shows_names(first_day):
    fay, _, _ = first_day
    fay.upload(("again.csv", b"from,to\nAda Moss,Bo Lind\n"))
    fay.get("/project/new-files")
    assert '"/project/new-files"' in (fay.project / "log").read_text()
    fay.post("/project/discard", batch=read_batch(fay.project).id)
    assert read_batch(fay.project) is None


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("tool.exe", b"MZ\x90", "files ending in .exe are not read"),
        ("people", b"id,organisation\n", "a name with an ending is needed"),
        ("empty.csv", b"", "the file is empty"),
        ("people.csv.map.yaml", b"format: x\n", "a name this program gives"),
        ("picture.csv", bytes(range(256)) * 40, "picture.csv"),
        ("bad.xlsx", b"PK\x03\x04 no workbook", "bad.xlsx"),
        (
            "bombs.graphml",
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><graphml>&a;</graphml>',
            "bombs.graphml",
        ),
    ],
)
def test_what_is_not_taken_is_refused_with_a_sentence(fay, name, raw, sentence):
    assert fay.upload((name, raw)).status_code == 303
    text = fay.get("/project/new-files").text
    assert "Nothing that was uploaded can be taken" in text
    assert sentence in text
    assert read_batch(fay.project).files == ()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\ada\\list.csv", "list.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("名簿.csv", "名簿.csv"),
        ("con<>|.csv", "con___.csv"),
        ("..", ""),
        ("x" * 500 + ".csv", "x" * 117 + ".csv"),
    ],
)
def test_names_lead_nowhere_else(given, kept):
    assert safe_name(given) == kept


def test_more_than_the_settings_allow_is_refused_before_it_is_kept(project):
    path = project / "alliancenet.yaml"
    path.write_text(path.read_text() + "settings:\n  desk.upload: {mb: 1, files: 1}\n")
    fay = Facilitator(project)
    assert fay.upload(("big.csv", b"x" * 1_200_000)).status_code == 413
    assert read_batch(project) is None
    rows = b"from,to\no1,p1\n"
    fay.upload(("one.csv", rows), ("two.csv", rows + b"o2,p1\n"))
    assert "too many files at once" in fay.get("/project/new-files").text
    fay.app.extensions["desk"].workroom.close()


@pytest.mark.parametrize("role", [role for role in ReaderRole if role is not ReaderRole.FACILITATOR])
def test_nobody_else_uploads_or_writes(project, role):
    other = Facilitator(project, role)
    assert other.upload(("ties.csv", b"from,to\no1,p1\n")).status_code == 403
    assert other.post("/project/forms/goals").status_code == 403
    assert other.post("/project/work", kind="check", once="a").status_code == 403
    assert not (project / ROOM / "batch").exists()


def test_a_form_of_another_site_is_refused(fay):
    data = {"form_token": "x", "files": [(io.BytesIO(b"from,to\n1,2\n"), "t.csv")]}
    assert fay.client.post("/project/files", data=data).status_code == 403
    assert read_batch(fay.project) is None


def test_only_who_may_upload_sends_more_than_a_form(project):
    other = Facilitator(project, ReaderRole.EXECUTIVE)
    assert other.upload(("big.csv", b"x" * 200_000)).status_code in {403, 413}


def test_a_row_is_written_shown_and_undone(fay):
    fields = fay.form("goals")
    sent = fay.post("/project/forms/goals", **fields | {"r0.id": "g1", "r0.name": "Enter Asia"})
    assert (sent.status_code, "saved=1" in sent.location) == (303, True)
    assert "Enter Asia" in fay.get("/project/forms/goals").text
    assert "fay" in fay.get("/project/changes").text
    assert fay.post("/project/changes/1/undo", once="u1").status_code == 303
    assert not (fay.project / "portfolio" / "goals.csv").exists()
    assert fay.post("/project/changes/1/undo", once="u2").status_code == 409


def test_every_fault_stands_beside_its_field_and_what_was_typed_stays(fay):
    fields = fay.form("touchpoints") | {
        **{"r1.date": "2026-03-20", "r1.alliance": "first_alliance", "r1.type": "", "r1.attendees": "o1"},
        **{"r2.date": "", "r2.alliance": "first_alliance", "r2.type": "review", "r2.attendees": "o1"},
    }
    sent = fay.post("/project/forms/touchpoints", **fields)
    assert sent.status_code == 400
    assert re.findall(r'class="fault" id="(r\d\.\w+)\.fault"', sent.text) == ["r1.type", "r2.date"]
    assert 'value="2026-03-20"' in sent.text
    assert read_changes(fay.project) == ()


def test_a_double_click_writes_once(fay):
    fields = fay.form("goals") | {"r0.id": "g1", "r0.name": "Enter Asia"}
    places = [fay.post("/project/forms/goals", **fields).location for _ in range(2)]
    assert places[0] == places[1]
    assert (fay.project / "portfolio" / "goals.csv").read_text().count("Enter Asia") == 1


def test_clicks_at_the_same_moment_write_once(fay):
    fields = fay.form("goals") | {"r0.id": "g1", "r0.name": "Enter Asia"}
    codes = []
    threads = [threading.Thread(target=lambda: codes.append(fay.post("/project/forms/goals", **fields).status_code))]
    threads += [threading.Thread(target=lambda: codes.append(fay.post("/project/forms/goals", **fields).status_code))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [303, 303]
    assert len(read_changes(fay.project)) == 1


def test_the_second_of_two_is_told_and_sees_both_versions(fay):
    bo = Facilitator(fay.project, app=fay.app, name="bo")
    first, second = fay.form("firms"), bo.form("firms")
    assert fay.post("/project/forms/firms", **first | {"r1.name": "Partner AG"}).status_code == 303
    sent = bo.post("/project/forms/firms", **second | {"r1.name": "Partner Inc"})
    assert sent.status_code == 409
    assert ("Partner AG" in sent.text, "Partner Inc" in sent.text) == (True, True)
    assert "Partner AG" in (fay.project / "organisations.csv").read_text()


def test_an_audit_is_told_to_be_over_and_a_crash_too(fay):
    from alliancenet.store.jobs import Job, write_job

    write_job(fay.project, Job(kind="audit", by="fay", once="x", started="2026-04-01T08:00:00+00:00"))
    assert "ended without a word" in fay.get("/project").text
    assert "Audits that were there before are whole" in fay.get("/project/work").text


@pytest.mark.parametrize("kind", ["check", "nothing"])
def test_a_check_runs_in_a_process_of_its_own(fay, kind):
    sent = fay.post("/project/work", kind=kind, once="c1")
    if kind == "nothing":
        assert sent.status_code == 400
        return
    assert sent.status_code == 303
    for _ in range(600):
        if not fay.get("/project/work.json").json["is_working"]:
            break
        threading.Event().wait(0.1)
    assert "ready to audit" in fay.get("/project/work").text


def test_files_of_money_are_told_to_nobody_here(project):
    (project / "economics").mkdir()
    (project / "economics" / "books.csv").write_text("partner,revenue\nOstrich,987654\n")
    (project / "portfolio").mkdir()
    (project / "portfolio" / "economics.csv").write_text(
        "alliance,date,value\nfirst_alliance,2026-01-01,123456\nfirst_alliance,never,77\n"
    )
    fay = Facilitator(project)
    text = fay.get("/project").text
    assert not [word for word in ("987654", "123456", "economics.csv", "books.csv", "never") if word in text]
    assert "a file of money has faults" in text
    fay.app.extensions["desk"].workroom.close()


def test_money_alone_changes_no_byte_of_the_desk(project):
    def pages(value):
        (project / "portfolio").mkdir(exist_ok=True)
        row = f"first_alliance,2026-01-01,{value}\n"
        (project / "portfolio" / "economics.csv").write_text(f"alliance,date,value\n{row}")
        fay = Facilitator(project)
        found = [fay.get(path).text for path in ("/project", "/project/forms", "/project/changes", "/project/work")]
        fay.app.extensions["desk"].workroom.close()
        return [re.sub(r'name="(form_token|once)" value="[^"]*"', "", text) for text in found]

    assert pages(1) == pages(2_000_000)


def test_a_new_project_is_begun_only_where_nothing_is(tmp_path):
    assert _project(tmp_path / "new", is_new=True) == tmp_path / "new"
    assert (tmp_path / "new" / "alliancenet.yaml").is_file()
    assert _project(tmp_path / "new", is_new=True) == tmp_path / "new"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        _project(tmp_path / "full", is_new=True)
    with pytest.raises(InputError, match="--new"):
        _project(tmp_path / "nowhere", is_new=False)
    assert _project(tmp_path / "full", is_new=False) is None


def test_the_start_link_of_a_project_is_the_facilitators(project):
    app = create_app(project / "audits", project=project)
    client = app.test_client()
    client.get(f"/start?token={app.extensions['desk'].sessions.start_token}")
    assert (client.get("/project").status_code, client.get("/economics").status_code) == (200, 403)
    app.extensions["desk"].workroom.close()


def test_whoever_is_erased_is_in_no_kept_version(fay):
    from datetime import date

    from alliancenet.erasing.erase import erase

    fields = fay.form("people")
    fay.post("/project/forms/people", **fields | {"r0.name": "Wilhelmina Erased"})
    fields = fay.form("people")
    fay.post("/project/forms/people", **fields | {"r1.name": "Otto Stays"})
    erase(fay.project, "o1", day=date(2026, 5, 1))
    left = [path for path in fay.project.rglob("*") if path.is_file() and b"Wilhelmina" in path.read_bytes()]
    assert left == []
